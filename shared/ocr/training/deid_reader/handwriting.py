"""Handwriting-like words: skeleton letters, slanted, jittered, joined and drawn with a pen."""

from __future__ import annotations

import unicodedata

import cv2
import numpy as np

from .draw.glyphs import Coverage
from .draw.ink import turn
from .draw.line import Stamped, stamp_raster
from .draw.style import Style
from .fonts import Face

# Strokes of control points "xy": x 0..6 to the right; y 0 descender, 2 baseline, 6 x-height, 9 top.
_SKELETONS = {
    "a": "46 26 14 12 32 46 42 52", "b": "19 12 15 36 44 32 12", "c": "46 26 14 13 22 42",
    "d": "46 16 13 22 42 49 42 52", "e": "14 44 46 16 13 22 42", "f": "48 39 28 22;16 46",
    "g": "46 16 14 23 43 46 41 20 10", "h": "19 12 15 36 45 42 52", "i": "26 22 32;28 28",
    "j": "36 31 20 10;38 38", "k": "19 12;46 14 42", "l": "19 29 22 32",
    "m": "16 12 15 26 32 35 46 52", "n": "16 12 15 36 42 52", "o": "36 14 22 43 36",
    "p": "16 10;15 36 44 32 13", "q": "46 16 13 32 46 40", "r": "16 12 15 36 46",
    "s": "46 16 25 34 43 22 12", "t": "29 23 32 42;16 46", "u": "16 13 22 42 46 42 52",
    "v": "16 22 46", "w": "16 22 35 42 56", "x": "16 42;46 12", "y": "16 24 44;46 31 10",
    "z": "16 46 12 42", "0": "39 16 14 32 46 48 39", "1": "17 39 32", "2": "17 29 48 46 12 52",
    "3": "18 39 47 25 43 32 13", "4": "39 14 54;46 42", "5": "49 19 16 36 44 32 12",
    "6": "49 15 13 32 44 36 14", "7": "19 49 22", "8": "39 17 44 32 13 47 39",
    "9": "47 29 16 35 48 32", "A": "12 39 52;24 44", "B": "12 19 38 26 44 32 12",
    "C": "48 29 15 22 43", "D": "12 19 38 45 32 12", "E": "49 19 12 42;15 35", "F": "49 19 12;15 35",
    "G": "48 29 15 22 43 45 35", "H": "12 19;15 45;49 42", "I": "29 22", "J": "39 33 22 13",
    "K": "12 19;49 15 42", "L": "19 12 42", "M": "12 19 35 59 52", "N": "12 19 42 49",
    "O": "39 16 22 45 39", "P": "12 19 48 35 15", "Q": "39 16 22 45 39;34 52",
    "R": "12 19 48 35 15 52", "S": "48 29 17 44 22 13", "T": "19 59;39 32", "U": "19 13 32 44 49",
    "V": "19 32 59", "W": "19 22 36 42 59", "X": "19 52;59 12", "Y": "19 36 59;36 32",
    "Z": "19 59 12 52", "-": "14 44", ".": "22 22", ",": "22 11", "/": "12 49", ":": "25 25;22 22",
}  # fmt: skip
_FACE = Face("handwriting", "", 0, "none")
_CAP_UNITS = 7.0
_OVERSAMPLING = 3


def _strokes(letter: str) -> list[np.ndarray]:
    base = unicodedata.normalize("NFD", letter)[0]
    text = _SKELETONS.get(base) or _SKELETONS.get(base.lower()) or _SKELETONS["-"]
    return [
        np.array([(int(p[0]), int(p[1])) for p in stroke.split()], np.float64)
        for stroke in text.split(";")
    ]


def _smooth(points: np.ndarray, steps: int = 7) -> np.ndarray:
    """A Catmull-Rom spline through the points."""
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    before, start, end, after = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[None, :, None]
    b, s, e, a = (part[:, None, :] for part in (before, start, end, after))
    curve = 0.5 * (
        2 * s + (e - b) * t + (2 * b - 5 * s + 4 * e - a) * t**2 + (3 * s - b - 3 * e + a) * t**3
    )
    return np.vstack([curve.reshape(-1, 2), points[-1:]])


def _word_curves(rng: np.random.Generator, word: str) -> list[np.ndarray]:
    """Curves of the word in skeleton units (y upward), joined where the hand stays down."""
    joined = rng.random() < 0.6
    wander, width = float(rng.uniform(0.12, 0.38)), float(rng.uniform(0.75, 1.15))
    gap = float(rng.uniform(-0.4, 0.9))
    slant, drift = float(rng.uniform(-0.05, 0.45)), 0.0
    curves: list[np.ndarray] = []
    pen: np.ndarray | None = None
    x = 0.0
    for place, letter in enumerate(word):
        strokes = [s * (width, 1.0) + rng.normal(0.0, wander, s.shape) for s in _strokes(letter)]
        drift += float(rng.normal(0.0, 0.1))
        for stroke in strokes:
            stroke += (x, drift)
        if joined and pen is not None and letter.islower():
            strokes[0] = np.vstack([pen, strokes[0]])
        x += max(float(s[:, 0].max()) for s in strokes) - x + gap
        pen = None
        followed = place + 1 < len(word) and word[place + 1].islower()
        if joined and followed and letter.islower() and len(strokes) == 1:
            pen = strokes[0][-1:]
        curves += [_smooth(stroke) for stroke in strokes]
    for curve in curves:
        curve[:, 0] += slant * curve[:, 1]
    return curves


def _draw(rng: np.random.Generator, curves: list[np.ndarray], cap_height: float) -> np.ndarray:
    """Coverage (rows, columns) of the curves, drawn with a pen or a broader marker."""
    scale = cap_height / _CAP_UNITS * _OVERSAMPLING
    marker = rng.random() < 0.3
    share = rng.uniform(0.14, 0.22) if marker else rng.uniform(0.05, 0.12)
    pen = max(float(share) * cap_height, 1.0) * _OVERSAMPLING
    joined = np.vstack(curves)
    low, high = joined.min(axis=0), joined.max(axis=0)
    side = int(pen) + 2 * _OVERSAMPLING
    shape = np.ceil((high - low) * scale).astype(int) + 2 * side
    columns, rows = (-(-int(n) // _OVERSAMPLING) * _OVERSAMPLING for n in shape)
    canvas = np.zeros((rows, columns), np.uint8)
    for curve in curves:
        points = (curve - low) * scale
        points[:, 1] = (high[1] - low[1]) * scale - points[:, 1]
        points = np.round(points + side).astype(int)
        pressure = 1.0 + 0.35 * np.sin(rng.uniform(0, 6) + np.arange(len(points)) * 0.35)
        widths = np.maximum(1, np.round(pen * pressure / 1.2)).astype(int)
        for number in range(len(points) - 1):
            ends = tuple(map(int, points[number])), tuple(map(int, points[number + 1]))
            cv2.line(canvas, ends[0], ends[1], 255, int(widths[number]))
    size = (columns // _OVERSAMPLING, rows // _OVERSAMPLING)
    return cv2.resize(canvas, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0


def stamp_handwriting(
    rng: np.random.Generator,
    pixels: np.ndarray,
    mask: np.ndarray,
    first: int,
    word: str,
    at: tuple[float, float],
    cap_height: float,
    contrast: float,
) -> Stamped | None:
    """Write one word at `at` (x, y of its top left) as number `first`; None where it does not fit.

    cap_height in pixels, contrast as in `Style`.
    """
    ink = _draw(rng, _word_curves(rng, word), cap_height)
    slope = float(rng.uniform(-6.0, 6.0))
    rotation = slope if rng.random() < 0.85 else float(rng.choice([90.0, 270.0])) + slope
    style = Style(
        face=_FACE,
        cap_height=cap_height,
        rotation=rotation % 360.0,
        contrast=contrast,
        color=(60.0, 80.0, 200.0) if rng.random() < 0.3 else None,
        opacity=float(rng.uniform(0.7, 1.0)),
    )
    raster = turn(Coverage(ink, (), cap_height, False, False), style)
    marks = stamp_raster(rng, pixels, mask, first, 1, raster, style, at)
    if marks is None:
        return None
    polygon, measured, cnr = marks[0]
    return Stamped(
        word, polygon, cap_height, measured, cnr, raster.rotation,
        "none", "handwriting", "handwriting", "latin",
    )  # fmt: skip
