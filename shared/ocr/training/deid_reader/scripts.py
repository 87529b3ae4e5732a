"""Words of writing systems other than Latin: the detector must find them, nobody reads them."""

from __future__ import annotations

import numpy as np

SCRIPTS = (
    "han",
    "han-vertical",
    "kana",
    "hangul",
    "cyrillic",
    "greek",
    "arabic",
    "hebrew",
    "thai",
    "devanagari",
)

_SURNAMES_HAN = "王李張陈劉杨黃赵周吴徐孙朱高林何郭馬罗"
_GIVEN_HAN = "明華偉芳秀英敏靜丽強磊軍洋勇艷杰娟濤超霞平剛桂文玉蘭春雪梅志建国海山子美月心"
_PHRASES = {
    "han": "姓名 患者 性別 男 女 年齢 出生日期 檢查日期 医院 放射科 超声 胸部 腹部 左 右 检查号 门诊 住院".split(),
    "kana": "タナカ サトウ スズキ ハナコ イチロウ ユウコ ミギ ヒダリ さくら ひろし かんじゃ なまえ カルテ レントゲン クリニック".split(),
    "hangul": "환자 이름 병원 검사일 생년월일 남자 여자 흉부 복부 초음파 방사선과 왼쪽 오른쪽".split(),
    "cyrillic": "ПАЦИЕНТ Иванова Петров Сергеевна Дата рождения Больница Отделение ЛЕВАЯ Правая Снимок Врач "
    "Ковальчук Олена Георгиев УЗИ".split(),
    "greek": "ΑΣΘΕΝΗΣ Παπαδόπουλος Μαρία Γεώργιος Ημερομηνία Νοσοκομείο ΔΕΞΙΑ Αριστερά Ιατρός Ελένη ΘΩΡΑΚΑΣ".split(),
    "arabic": "محمد فاطمة أحمد خالد المريض الاسم المستشفى التاريخ العمر يسار يمين صدر بطن الطبيب سارة يوسف".split(),
    "hebrew": "שרה דוד כהן לוי מטופל שם תאריך לידה גיל בית חולים ימין שמאל חזה רופא יעקב רחל".split(),
    "thai": "สมชาย สมหญิง ผู้ป่วย ชื่อ โรงพยาบาล วันที่ อายุ ซ้าย ขวา ทรวงอก แพทย์ ประเสริฐ วันเกิด".split(),
    "devanagari": "राम सीता रोगी नाम अस्पताल दिनांक आयु बाएँ दाएँ छाती चिकित्सक सुनीता शर्मा कुमार जन्म तिथि".split(),
}
_SYLLABLES_KANA = "アイウエオカキクケコサシスセソタチツテトナニノハヒフマミムメモヤユヨラリルレロワン"
_SURNAMES_HANGUL = "김이박최정강조윤장임한오서신권황안송류홍"
_GIVEN_HANGUL = "민서준지현우영수진은성호하윤도재경희미선아철동"
_NUMERIC = frozenset(("han", "han-vertical", "kana", "hangul", "cyrillic", "greek"))


def _pick(rng: np.random.Generator, letters: str | list[str], count: int = 1) -> str:
    return "".join(letters[int(i)] for i in rng.integers(len(letters), size=count))


def _word(rng: np.random.Generator, script: str) -> str:
    if rng.random() < 0.55 or script not in ("han", "kana", "hangul"):
        return _pick(rng, _PHRASES[script])
    if script == "han":
        return _pick(rng, _SURNAMES_HAN) + _pick(rng, _GIVEN_HAN, int(rng.integers(1, 3)))
    if script == "kana":
        return _pick(rng, _SYLLABLES_KANA, int(rng.integers(2, 6)))
    return _pick(rng, _SURNAMES_HANGUL) + _pick(rng, _GIVEN_HANGUL, 2)


def words(rng: np.random.Generator, script: str) -> list[str]:
    """One to three words of a line in `script` (one of SCRIPTS), now and then with a number."""
    base = "han" if script == "han-vertical" else script
    line = [_word(rng, base) for _ in range(int(rng.integers(1, 4)))]
    if script in _NUMERIC and rng.random() < 0.15:
        line.append(str(int(rng.integers(1, 100000))))
    return line
