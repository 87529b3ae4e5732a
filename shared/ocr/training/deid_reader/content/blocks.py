"""Blocks of lines as they stand in a picture's corners: patient, device, technique, doses."""

from __future__ import annotations

import numpy as np

from ..kinds import Split
from . import lines
from .identifiers import digits
from .tokens import Token, chance, harmless, pick

PATIENT = (
    lines.name_line,
    lines.id_line,
    lines.birth_line,
    lines.age_line,
    lines.date_line,
    lines.id_line,
    lines.staff_line,
    lines.address_line,
)
SITE = (
    lines.institution_line,
    lines.staff_line,
    lines.date_line,
    lines.time_line,
    lines.address_line,
    lines.contact_line,
)
DOSE_HEADS = (
    "Series Type Scan CTDIvol DLP",
    "# Protocol kV mAs CTDIvol DLP",
    "Scan KV mAs / ref. CTDIvol* DLP",
    "Acq kVp mA DAP",
    "Region Exp. mGy mGy·cm",
)
DOSE_KINDS = (
    "Helical",
    "Scout",
    "Axial",
    "Topogram",
    "Abdomen",
    "Thorax",
    "Fluoro",
    "DSA",
    "Spiral",
    "PreMon.",
    "Contrast",
)


def patient_block(rng: np.random.Generator, split: Split) -> list[list[Token]]:
    """Name, id, birth date, sex, examination."""
    first = int(rng.integers(0, 2))
    return [maker(rng, split) for maker in PATIENT[first : first + int(rng.integers(2, 8))]]


def site_block(rng: np.random.Generator, split: Split) -> list[list[Token]]:
    """Institution, staff, date and time."""
    return [maker(rng, split) for maker in SITE[: int(rng.integers(2, 7))]]


def technique_block(rng: np.random.Generator, split: Split) -> list[list[Token]]:
    """Parameters of the acquisition."""
    return [lines.harmless_line(rng, split) for _ in range(int(rng.integers(2, 9)))]


def mixed_block(rng: np.random.Generator, split: Split) -> list[list[Token]]:
    """Any lines."""
    return [lines.line(rng, split, 0.06) for _ in range(int(rng.integers(2, 9)))]


def dose_block(rng: np.random.Generator, split: Split) -> list[list[Token]]:
    """A dose report's heading and rows."""
    rows = [harmless(pick(rng, DOSE_HEADS))]
    if chance(rng, 0.7):
        rows.insert(0, lines.name_line(rng, split))
    if chance(rng, 0.7):
        rows.insert(0, lines.id_line(rng, split) + lines.date_line(rng, split))
    for number in range(1, int(rng.integers(2, 6))):
        numbers = [f"{rng.uniform(0, 900):.{int(rng.integers(0, 3))}f}" for _ in range(3)]
        rows.append(
            harmless(
                f"{number} {pick(rng, DOSE_KINDS)} {pick(rng, ('80', '100', '120', '140'))} {' '.join(numbers)}"
            )
        )
    return rows + [harmless(f"Total DLP: {digits(rng, 3)}.{digits(rng, 2)} mGy·cm")] * chance(
        rng, 0.5
    )


def block(rng: np.random.Generator, split: Split) -> list[list[Token]]:
    """A block of two to eight lines."""
    makers = (patient_block, site_block, technique_block, mixed_block, dose_block)
    return makers[int(rng.choice(5, p=(0.35, 0.17, 0.2, 0.2, 0.08)))](rng, split)[:8]
