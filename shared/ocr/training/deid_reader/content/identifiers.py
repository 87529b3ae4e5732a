"""Patient ids, accession numbers, UIDs, serial numbers, device addresses."""

from __future__ import annotations

import numpy as np

from .tokens import chance, pick

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
ROOTS = (
    "1.2.840.113619.2",
    "1.3.12.2.1107.5",
    "1.2.826.0.1.3680043.9",
    "2.25",
    "1.2.276.0.7230010.3",
)
PREFIXES = (
    "MRN",
    "ACC",
    "A",
    "E",
    "PAT",
    "P",
    "ID",
    "RIS",
    "US",
    "CT",
    "MR",
    "XR",
    "S",
    "CASE",
    "Z",
)


def digits(rng: np.random.Generator, count: int) -> str:
    """`count` decimal digits."""
    return "".join(DIGITS[int(d)] for d in rng.integers(0, 10, count))


def letters(rng: np.random.Generator, count: int) -> str:
    """`count` capital letters."""
    return "".join(CAPITALS[int(d)] for d in rng.integers(0, 26, count))


def patient_id(rng: np.random.Generator) -> str:
    """An id as hospitals number patients and examinations: digits, letters, separators."""
    size = int(rng.integers(4, 11))
    forms = (
        lambda: digits(rng, size),
        lambda: digits(rng, size),
        lambda: "00" + digits(rng, size),
        lambda: f"{letters(rng, 1)}{digits(rng, size)}",
        lambda: f"{letters(rng, 2)}{digits(rng, size - 1)}",
        lambda: f"{digits(rng, 3)}-{digits(rng, 2)}-{digits(rng, 4)}",
        lambda: f"{digits(rng, 6)}-{digits(rng, 4)}",
        lambda: f"{digits(rng, 6)}/{digits(rng, 3 + size % 2)}",
        lambda: f"{pick(rng, PREFIXES)}-{digits(rng, size)}",
        lambda: f"{pick(rng, PREFIXES)}{digits(rng, size)}",
        lambda: f"{digits(rng, 4)}{letters(rng, 2)}{digits(rng, 3)}",
        lambda: f"{letters(rng, 3)}-{digits(rng, 3)}-{letters(rng, 1)}",
        lambda: f"20{digits(rng, 2)}-{digits(rng, 5)}",
        lambda: f"{digits(rng, 3)}.{digits(rng, 3)}.{digits(rng, 3)}-{digits(rng, 2)}",
        lambda: "".join(pick(rng, CAPITALS + DIGITS) for _ in range(size)),
        lambda: "".join(pick(rng, "0123456789abcdef") for _ in range(size)),
        lambda: f"#{digits(rng, size)}",
        lambda: f"{digits(rng, size - 2)}_{digits(rng, 2)}",
    )
    return pick(rng, forms)()


def uid(rng: np.random.Generator) -> str:
    """A DICOM UID, at most 45 characters so that it stays one printable line."""
    parts = [pick(rng, ROOTS)]
    for _ in range(int(rng.integers(2, 6))):
        parts.append(str(int(rng.integers(1, 10 ** int(rng.integers(1, 9))))))
    return ".".join(parts)[:45].rstrip(".")


def serial(rng: np.random.Generator) -> str:
    """A device's serial number, station name or network address."""
    forms = (
        lambda: f"SN{digits(rng, 6)}",
        lambda: f"{letters(rng, 2)}-{digits(rng, 5)}{letters(rng, 1)}",
        lambda: f"{pick(rng, ('CT', 'MR', 'US', 'XA', 'DX'))}{digits(rng, 2)}_{letters(rng, 3)}",
        lambda: ".".join(str(int(part)) for part in rng.integers(1, 255, 4)),
        lambda: f"WS{digits(rng, 3)}",
    )
    return pick(rng, forms)()


def id_label(rng: np.random.Generator) -> str:
    """What stands before an id on a screen."""
    labels = (
        "ID:",
        "ID",
        "MRN:",
        "MRN",
        "Pat.-ID:",
        "Patient ID:",
        "PID",
        "Acc:",
        "ACC#",
        "Acc. No.:",
        "Accession",
        "Patient-ID",
        "Case #",
        "No.",
        "Nr.",
        "Ref:",
        "Study ID:",
        "HC:",
        "NHC",
        "N°",
        "Fall-Nr.",
        "IPP:",
        "Nº",
        "SSN:",
        "Exam:",
        "Ex:",
        "Se:",
        "Order",
        "Visit #",
        "UID:",
        "PatID=",
        "[ID]",
    )
    label = pick(rng, tuple(item for item in labels if "º" not in item))
    return label.upper() if chance(rng, 0.3) else label
