"""Dates, times and ages in the layouts of scanners and forms of many countries."""

from __future__ import annotations

import numpy as np

from .tokens import cased, pick

MONTHS = {
    "en": "January February March April May June "
    "July August September October November December",
    "de": "Januar Februar März April Mai Juni " "Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin " "juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio "
    "julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno "
    "luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho "
    "julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni "
    "juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca "
    "lipca sierpnia września października listopada grudnia",
    "sv": "januari februari mars april maj juni "
    "juli augusti september oktober november december",
    "cs": "ledna února března dubna května června " "července srpna září října listopadu prosince",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran " "Temmuz Ağustos Eylül Ekim Kasım Aralık",
}
MONTH_LISTS = tuple(tuple(text.split()) for text in MONTHS.values())


def _month(rng: np.random.Generator, month: int, short: bool) -> str:
    months = MONTH_LISTS[0] if rng.random() < 0.5 else pick(rng, MONTH_LISTS)
    return months[month - 1][:3] if short else months[month - 1]


def date(rng: np.random.Generator) -> str:
    """A date; words parted by spaces."""
    year, month, day = (
        int(rng.integers(1920, 2031)),
        int(rng.integers(1, 13)),
        int(rng.integers(1, 29)),
    )
    y2 = year % 100
    forms = (
        f"{year}-{month:02}-{day:02}",
        f"{year}{month:02}{day:02}",
        f"{month:02}/{day:02}/{year}",
        f"{month}/{day}/{y2:02}",
        f"{day:02}.{month:02}.{year}",
        f"{day}.{month}.{year}",
        f"{day:02}.{month:02}.{y2:02}",
        f"{day:02}/{month:02}/{year}",
        f"{day:02}-{month:02}-{year}",
        f"{day:02}-{month:02}-{y2:02}",
        f"{year}/{month:02}/{day:02}",
        f"{year}.{month:02}.{day:02}",
        f"{y2:02}/{month:02}/{day:02}",
        f"{month:02}-{day:02}-{year}",
        f"{day:02}{month:02}{year}",
        f"{day}. {month}. {year}",
        f"'{y2:02}/{month}/{day}",
    )
    if rng.random() < 0.7:
        return pick(rng, forms)
    short, long = _month(rng, month, True), _month(rng, month, False)
    worded = (
        f"{day:02}-{short}-{year}",
        f"{day} {short} {year}",
        f"{day:02} {short} {y2:02}",
        f"{short} {day}, {year}",
        f"{day}. {long} {year}",
        f"{long} {day}, {year}",
        f"{day} {long} {year}",
        f"{day:02}{short}{year}",
        f"{short} {day:02} {year}",
        f"{year} {short} {day:02}",
        f"{long} {year}",
        f"{day:02}-{short}-{y2:02}",
    )
    return cased(rng, pick(rng, worded))


def time(rng: np.random.Generator) -> str:
    """A time of day; words parted by spaces."""
    hour, minute, second = (
        int(rng.integers(0, 24)),
        int(rng.integers(0, 60)),
        int(rng.integers(0, 60)),
    )
    half, noon = (hour % 12) or 12, "AM" if hour < 12 else "PM"
    forms = (
        f"{hour:02}:{minute:02}:{second:02}",
        f"{hour:02}:{minute:02}",
        f"{half}:{minute:02} {noon}",
        f"{half}:{minute:02}:{second:02} {noon}",
        f"{hour:02}{minute:02}{second:02}",
        f"{hour}h{minute:02}",
        f"{hour:02}.{minute:02}",
        f"{hour:02}:{minute:02}:{second:02}.{int(rng.integers(0, 1000)):03}",
        f"{hour:02}:{minute:02}:{second:02}",
        f"{half}:{minute:02}{noon.lower()}",
        f"{hour:02}:{minute:02} Uhr",
    )
    return pick(rng, forms)


def age(rng: np.random.Generator) -> str:
    """An age; words parted by spaces."""
    years, months = int(rng.integers(0, 105)), int(rng.integers(1, 24))
    forms = (
        f"{years:03}Y",
        f"{years}Y",
        f"{years} Y",
        f"{years} yrs",
        f"{months}M",
        f"{months:03}M",
        f"{years}yo",
        f"{years} J.",
        f"{years} ans",
        f"{years}y{months % 12}m",
        f"{int(rng.integers(1, 30))}D",
        f"({years})",
        f"{years} years",
        f"{years}Yr",
    )
    return pick(rng, forms)


def birth_label(rng: np.random.Generator) -> str:
    """What stands before a date of birth."""
    return pick(
        rng,
        (
            "DOB:",
            "DOB",
            "*",
            "Born:",
            "Geb.:",
            "geb.",
            "Né(e):",
            "F.Nac.:",
            "Data ur.:",
            "Nasc.:",
            "Birth Date",
            "BD:",
            "Født:",
            "Nato/a:",
            "Geboren:",
            "D.O.B.",
        ),
    )


def date_label(rng: np.random.Generator) -> str:
    """What stands before a date of an examination."""
    return pick(
        rng,
        (
            "Date:",
            "Study Date:",
            "Exam Date:",
            "Datum:",
            "Acq.",
            "Acq Tm:",
            "Date d'examen:",
            "Fecha:",
            "Data:",
            "DATE",
            "Scan:",
            "Time:",
            "Printed:",
            "Datum/Zeit",
            "D/T",
            "Study:",
        ),
    )
