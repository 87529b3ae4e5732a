"""Words that identify nobody: markers, technique, body parts, protocols, menus, scales."""

from __future__ import annotations

import numpy as np

from .identifiers import digits, letters
from .tokens import cased, chance, pick

MARKERS = tuple(
    (
        "L|R|A|P|H|F|AP|PA|LAT|LL|RL|OBL|LPO|RAO|LAO|RMLO|LMLO|RCC|LCC|MLO|CC|ML|XCCL|S|I|SUP|INF|ANT|"
        "POST|LEFT|RIGHT|Left|Right|SUPINE|PRONE|ERECT|PORTABLE|UPRIGHT|SEMI-ERECT|DECUB|AL|PR|AIL|V|G|"
        "RA|LA|RV|LV|Ao|PV|IVC|SVC|CBD|GB|LK|RK|D1|D2|HC|AC|BPD|FL|ET|RT|LT|STAT|(L)|(R)|L>|<R|R+|[A]|"
        "P/L"
    ).split("|")
)
BODY = tuple(
    (
        "CHEST|ABDOMEN|PELVIS|Head Routine|BRAIN W/O|C-Spine|L-SPINE LAT|KNEE|HAND PA|Thorax a.p.|"
        "Becken|Schädel|Hüfte links|Main gauche|Rachis lombaire|Genou droit|Tórax|Columna|Torace|"
        "Ginocchio|Klatka piersiowa|LIVER|Left Kidney|Thyroid|Aorta|CAROTID RT|OB 2nd Trim|Breast|"
        "ABD/PEL W|CTA HEAD|Heart 4ch|A4C|PLAX|Subcostal|Schulter rechts|Knie|Fuß|Gallenblase|Leber|"
        "Rein|Foie|Vésicule|Corazón|Riñón izq.|Coração|Lombär|Bröst|Hrudník|Mellkas|Sternum|RIBS|"
        "Mandible"
    ).split("|")
)
PROTOCOLS = tuple(
    (
        "t1_se_sag|t2_tse_tra|AX T2 FLAIR|SAG T1 +C|COR STIR|DWI b1000|ADC (10^-6 mm²/s)|localizer|"
        "Topogram 0.6 T20s|Thorax 5.0 B31f|HR 1.0 B70s|3D MIP|MPR|ep2d_diff|SWI|TOF 3D multi-slab|"
        "t1_vibe_fs_tra_dyn|AX PD FS|POST GAD|Arterial Phase|Venous|Delayed 5min|Scout|AXIAL 3x3|"
        "RECON 2|BONE|SOFT TISSUE|LUNG|STND|B60f|I41s/3|FC13|H30s|Lossy JPEG 10:1|Q=80|CINE|Color|PW|"
        "CW|M-Mode|THI|CHI|SonoCT|XRES|Res|Gen|Pen|Abd Gen|Smart3D|FROZEN|REVIEW"
    ).split("|")
)
MENUS = tuple(
    (
        "File|Edit|View|Tools|Help|Print|Save|Store|Freeze|Next|Back|Exit|OK|Cancel|Zoom|Pan|Reset|"
        "Measure|Annotate|Report|New Patient|End Exam|Worksheet|Archive|Page 1|Page 1/2|Series|Images|"
        "Study|Layout|W/L|ROI|Delete|Close|Depth|Gain|Focus|Dual|Drucken|Speichern|Abbrechen|Ansicht|"
        "Enregistrer|Imprimer|Fermer|Guardar|Salir|Stampa|Zapisz|Avbryt|Tisk|On|Off|Auto|Presets|"
        "Body Mark|Text|Clear|Caliper|Trace|Volume|Select|More...|Options >|<< Back|[F1] Help|F10|"
        "Ctrl+P|Esc|Patient Data|Technique|Summary|Not for diagnostic use|For Presentation|UNCONFIRMED|"
        "DRAFT|Copyright|Ready|Scanning...|Total|Mean|Min|Max|Std. Dev.|Area|Length|Angle|Ratio|"
        "Distance|Circ.|Result"
    ).split("|")
)
MAKES = tuple(
    (
        "AURORA 900|Vista-X|SonoWave 7|Meditron CT64|OmniScan MR 1.5T|Lumen DR|Helix 128|ProSound|"
        "Acuvue|Radiant|MagniScan 3T|EchoLine E9|V2.01.3|v1.4|Rev. C|SW 5.2.1|Build 1042|HD11|XP-2|"
        "C5-1|L12-3|9L|S4-2|ML6-15-D|C1-5"
    ).split("|")
)
UNITS = tuple(
    (
        "kV|mA|mAs|kVp|ms|s|Hz|kHz|MHz|dB|cm|mm|mGy|mGy*cm|mGy·cm|uGy|µGy|cGy·cm²|cm/s|m/s|ml|ml/min|%|"
        "°|°C|bpm|BPM|HU|T|ppm|fps|µm|mm²|cm²|cm³|kg|lb|in|mmHg|g|cc|mGy/s|SUV|µSv/h|mSv|uT|W/kg|m²|µL|"
        "dB/cm/MHz"
    ).split("|")
)
QUANTITIES = tuple(
    (
        "kVp|mAs|TR|TE|TI|FOV|FA|NEX|ETL|SL|ST|SP|Thk|Loc|W|L|WW|WL|WL:|C:|W:|Zoom:|Mag|Im:|Se:|Img:|"
        "Frame|MI|TIS|TIb|TIC|PRF|Gain|Depth|DR|Frq|FR|AO%|Map|2D|CF|Filt|Vel|PI|RI|PSV|EDV|S/D|HR|EF|"
        "LVIDd|IVSd|LVPWd|AVG|TH|Pitch|Rot|Tilt|DFOV|SFOV|CTDIvol|DLP|DAP|EI|S|DI|kV|mA|Exp|Fil|SID|"
        "Angle|Temp|Dist|A|B|+D1|+D2|1|2|3|BPD|HC|AC|FL|EFW|GA|Vol|SNR|BW|Matrix|TA|SAR|VENC|b|Slice|"
        "Slc|Thick|Pos|Grid|Dose"
    ).split("|")
)


def _number(rng: np.random.Generator) -> str:
    value = float(10 ** rng.uniform(-1.3, 3.6))
    text = f"{value:.{int(rng.integers(0, 3))}f}"
    if chance(rng, 0.08):
        text = text.replace(".", ",")
    sign = rng.random()
    return (
        f"-{text}"
        if sign < 0.08
        else f"+{text}" if sign < 0.1 else f"±{text}" if sign < 0.115 else text
    )


def quantity(rng: np.random.Generator) -> str:
    """A parameter and its value, in one of many layouts; words parted by spaces."""
    name, value, unit = pick(rng, QUANTITIES), _number(rng), pick(rng, UNITS)
    forms = (
        f"{name} {value}",
        f"{name}: {value}",
        f"{name}={value}",
        f"{name} {value} {unit}",
        f"{name}: {value}{unit}",
        f"{value} {unit}",
        f"{value}{unit}",
        f"{name} = {value} {unit}",
        f"{name}:{value}",
        f"{name} {value}/{_number(rng)}",
        f"{value}x{_number(rng)}",
        f"{value} x {_number(rng)} {unit}",
        f"{name} [{unit}]",
        f"{name}({unit})",
        f"~{value} {unit}",
        f"{name} > {value}",
        f"{name}\\{value}",
        f"{value}×{_number(rng)}",
        f"{name}@{value}{unit}",
        f"{value}–{_number(rng)}",
    )
    return pick(rng, forms)


def counter(rng: np.random.Generator) -> str:
    """A frame counter, a scale label, a series or image number."""
    top = int(rng.integers(2, 900))
    low = int(rng.integers(1, top))
    forms = (
        f"{low}/{top}",
        f"Im: {low}/{top}",
        f"Se: {low % 30}",
        f"Frame {low} of {top}",
        f"#{low}",
        f"IMG {low}",
        f"{low}",
        f"[{low}]",
        f"-{low}",
        f"{low}.0",
        f"Page: {low % 9} of {top % 9 + 9}",
        f"({low})",
        f"{low}%",
        f"x{low % 9}.{top % 10}",
        f"{low / 10:.1f}",
        f"Se {low % 30} Im {top}",
        f"+{low % 100}",
        f"P{low % 9}",
        f"{low}:1",
        f"A{low % 400}",
        f"I{low % 300}.{top % 10}",
        f"{low}°",
        f"R{low}%",
    )
    return pick(rng, forms)


def window(rng: np.random.Generator) -> str:
    """Window width and level."""
    width, level = int(rng.integers(1, 4096)), int(rng.integers(-800, 2048))
    return pick(
        rng,
        (
            f"W {width} L {level}",
            f"W:{width} L:{level}",
            f"W/L {width}/{level}",
            f"WW: {width} WL: {level}",
            f"C {level} W {width}",
            f"W = {width} L = {level}",
        ),
    )


def marker(rng: np.random.Generator) -> str:
    """A side or view marker."""
    return pick(rng, MARKERS)


def machine(rng: np.random.Generator) -> str:
    """A product or software name that belongs to a device, none that exists."""
    return (
        cased(rng, pick(rng, MAKES))
        if chance(rng, 0.7)
        else f"{letters(rng, 2)}{digits(rng, 1)}.{digits(rng, 2)}"
    )


def phrase(rng: np.random.Generator) -> str:
    """One harmless line; words parted by spaces."""
    draw = rng.random()
    if draw < 0.38:
        return quantity(rng)
    if draw < 0.52:
        return counter(rng)
    if draw < 0.58:
        return window(rng)
    if draw < 0.68:
        return marker(rng)
    if draw < 0.78:
        return cased(rng, pick(rng, BODY))
    if draw < 0.87:
        return pick(rng, PROTOCOLS)
    return cased(rng, pick(rng, MENUS)) if draw < 0.96 else machine(rng)
