"""Backgrounds without text: procedural medical pictures and crops of real ones."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from ..kinds import Split
from . import doppler, endoscopy, paper, plain, real, tomography, ultrasound, xray

cv2.setNumThreads(1)

KINDS = (
    "xray",
    "ct",
    "mr",
    "mammography",
    "angiography",
    "ultrasound",
    "doppler",
    "endoscopy",
    "paper",
    "dose-report",
    "grid",
    "noise",
    "flat",
    "real",
)

_WEIGHTS = (14, 8, 7, 6, 10, 15, 9, 5, 5, 5, 7, 12, 3, 6)

Painter = Callable[[np.random.Generator, Split, int, int], np.ndarray | None]

_PAINTERS: dict[str, Painter] = {
    "xray": xray.xray,
    "ct": tomography.ct,
    "mr": tomography.mr,
    "mammography": xray.mammography,
    "angiography": xray.angiography,
    "ultrasound": ultrasound.ultrasound,
    "doppler": doppler.doppler,
    "endoscopy": endoscopy.endoscopy,
    "paper": paper.paper,
    "dose-report": paper.dose_report,
    "grid": plain.grid,
    "noise": plain.noise,
    "flat": plain.flat,
    "real": real.real,
}


@dataclass(frozen=True)
class Background:
    """A picture that holds no text."""

    pixels: np.ndarray  # float32, (rows, columns) gray or (rows, columns, 3) RGB, 0..255
    kind: str  # one of KINDS


def background(
    rng: np.random.Generator, split: Split, rows: int, columns: int, kind: str | None = None
) -> Background:
    """A background of `kind` (None: any) with the procedures that belong to `split`.

    `rows` and `columns` are at least 16. Where the real pictures are not installed, `real` falls
    back to another kind, and the answer names that one.
    """
    if kind is None:
        weights = np.array(_WEIGHTS, float)
        kind = str(rng.choice(KINDS, p=weights / weights.sum()))
    pixels = _PAINTERS[kind](rng, split, rows, columns)
    if pixels is None:
        kind = "xray"
        pixels = _PAINTERS[kind](rng, split, rows, columns)
    pixels = np.asarray(pixels, np.float32)
    return Background(np.ascontiguousarray(np.clip(pixels, 0, 255)), kind)
