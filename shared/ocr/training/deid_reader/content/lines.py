"""One line of burnt-in text."""

from __future__ import annotations

import numpy as np

from ..kinds import Split
from . import dates, identifiers, names, places
from .characters import random_line
from .device import marker, phrase
from .tokens import Token, cased, chance, harmless, phi, pick

NAME_LABELS = (
    "Name:",
    "NAME",
    "Patient:",
    "Pat.:",
    "Pt:",
    "Nom:",
    "Nombre:",
    "Nome:",
    "Nazwisko:",
    "Jméno:",
    "Namn:",
    "Patient Name",
    "Imię:",
    "Név:",
)
STAFF_LABELS = (
    "Ref.:",
    "Physician:",
    "Dr.",
    "Op:",
    "Operator:",
    "Tech:",
    "MTRA:",
    "Arzt:",
    "Médecin:",
    "Ref. Phys.",
    "Sonographer:",
    "By:",
    "Perf.:",
)
SEXES = (
    "M",
    "F",
    "O",
    "Male",
    "Female",
    "W",
    "männlich",
    "weiblich",
    "Sex: F",
    "Sex: M",
    "Sexe: M",
    "K",
)


def _labelled(
    rng: np.random.Generator, label: str, value: list[Token], share: float = 0.5
) -> list[Token]:
    return (harmless(label) if chance(rng, share) else []) + value


def name_line(rng: np.random.Generator, split: Split) -> list[Token]:
    """A patient's name, with or without its label."""
    return _labelled(rng, cased(rng, pick(rng, NAME_LABELS)), names.name_tokens(rng, split), 0.3)


def id_line(rng: np.random.Generator, split: Split) -> list[Token]:
    """A patient id, accession number, UID or serial number."""
    draw = rng.random()
    value = (
        identifiers.uid(rng)
        if draw < 0.06
        else identifiers.serial(rng) if draw < 0.14 else identifiers.patient_id(rng)
    )
    return _labelled(rng, identifiers.id_label(rng), phi(value, "ID"))


def date_line(rng: np.random.Generator, split: Split) -> list[Token]:
    """A date, often with a time."""
    value = phi(dates.date(rng), "DATE")
    if chance(rng, 0.4):
        value += phi(dates.time(rng), "DATE")
    return _labelled(rng, cased(rng, dates.date_label(rng)), value, 0.35)


def time_line(rng: np.random.Generator, split: Split) -> list[Token]:
    """A time of day."""
    return phi(dates.time(rng), "DATE")


def birth_line(rng: np.random.Generator, split: Split) -> list[Token]:
    """Date of birth, sex and age in the order of consoles."""
    value = _labelled(rng, dates.birth_label(rng), phi(dates.date(rng), "DATE"), 0.6)
    if chance(rng, 0.5):
        value += harmless(pick(rng, SEXES))
    return value + (phi(dates.age(rng), "AGE") if chance(rng, 0.4) else [])


def age_line(rng: np.random.Generator, split: Split) -> list[Token]:
    """Age and sex."""
    value = _labelled(
        rng, pick(rng, ("Age:", "AGE", "Alter", "Âge:", "Edad")), phi(dates.age(rng), "AGE"), 0.3
    )
    return value + (harmless(pick(rng, SEXES)) if chance(rng, 0.6) else [])


def address_line(rng: np.random.Generator, split: Split) -> list[Token]:
    """A street or a town."""
    return phi(places.address(rng, split), "ADDRESS")


def contact_line(rng: np.random.Generator, split: Split) -> list[Token]:
    """A telephone or fax number, e-mail or web address."""
    draw = rng.random()
    if draw < 0.6:
        label = pick(rng, ("Tel:", "Tel.", "Fax:", "Ph:", "Phone", "Tél.", "TEL", "FAX"))
        return _labelled(rng, label, phi(places.phone(rng), "PHONE_OR_FAX"))
    return phi(places.email(rng, split), "EMAIL") if draw < 0.8 else phi(places.url(rng), "URL")


def institution_line(rng: np.random.Generator, split: Split) -> list[Token]:
    """A hospital or practice."""
    return phi(places.institution(rng, split), "INSTITUTION")


def staff_line(rng: np.random.Generator, split: Split) -> list[Token]:
    """A physician or operator, rarely a patient's profession."""
    if chance(rng, 0.1):
        return _labelled(
            rng, "Occupation:", phi(cased(rng, pick(rng, places.PROFESSIONS)), "PROFESSION")
        )
    return _labelled(
        rng, cased(rng, pick(rng, STAFF_LABELS)), phi(names.physician(rng, split), "NAME")
    )


def harmless_line(rng: np.random.Generator, split: Split) -> list[Token]:
    """Technique, markers, menus; sometimes several on one line."""
    tokens = harmless(phrase(rng))
    while len(tokens) < 5 and chance(rng, 0.35):
        tokens += harmless(phrase(rng))
    return tokens


def marker_line(rng: np.random.Generator, split: Split) -> list[Token]:
    """A single side or view marker."""
    return harmless(marker(rng))


PHI_LINES = (
    (name_line, 0.30),
    (id_line, 0.19),
    (date_line, 0.15),
    (birth_line, 0.08),
    (age_line, 0.05),
    (address_line, 0.06),
    (contact_line, 0.05),
    (institution_line, 0.06),
    (staff_line, 0.05),
    (time_line, 0.01),
)
_MAKERS = tuple(maker for maker, _ in PHI_LINES)
_LIMITS = np.cumsum([weight for _, weight in PHI_LINES])


def phi_line(rng: np.random.Generator, split: Split) -> list[Token]:
    """A line that identifies somebody."""
    return _MAKERS[int(np.searchsorted(_LIMITS, rng.random() * _LIMITS[-1]))](rng, split)


def line(rng: np.random.Generator, split: Split, random_share: float = 0.12) -> list[Token]:
    """One line as burnt-in text has it; `random_share` of them are meaningless strings."""
    draw = rng.random()
    if draw < random_share:
        return random_line(rng)
    return phi_line(rng, split) if draw < 0.5 + random_share / 2 else harmless_line(rng, split)


def digit_line(rng: np.random.Generator) -> list[Token]:
    """A line of digits and separators, which seven-segment and other poor faces can show."""
    draw = rng.random()
    if draw < 0.4:
        return phi(identifiers.digits(rng, int(rng.integers(4, 10))), "ID")
    if draw < 0.6:
        year, month, day = (
            int(rng.integers(1930, 2030)),
            int(rng.integers(1, 13)),
            int(rng.integers(1, 29)),
        )
        return phi(f"{year}-{month:02}-{day:02}", "DATE")
    if draw < 0.75:
        return phi(f"{int(rng.integers(0, 24)):02}:{int(rng.integers(0, 60)):02}", "DATE")
    return harmless(f"{rng.uniform(0, 999):.{int(rng.integers(0, 2))}f}")
