"""Bar codes: Code 39 encoded properly, QR- and Data-Matrix-like squares of random modules."""

from __future__ import annotations

import numpy as np

from .draw.glyphs import Coverage
from .draw.ink import turn
from .draw.line import Stamped, stamp_raster
from .draw.style import Style
from .fonts import Face

# Wide elements of each Code 39 character: two of five bars (by its place within ten) and one of
# four spaces (by its ten).
_WIDE_BARS = "10001 01001 11000 00101 10100 01100 00011 10010 01010 00110".split()
_WIDE_SPACES = ("0100", "0010", "0001", "1000")
_CODE_39_ORDER = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ-. *"
_FACE = Face("barcode", "", 0, "none")


def code_39(text: str) -> np.ndarray:
    """Modules (1 dark, 0 light) of a Code 39 symbol with start and stop, wide = 3 narrow."""
    modules: list[int] = []
    for letter in f"*{text}*":
        place = _CODE_39_ORDER.index(letter)
        bars, spaces = _WIDE_BARS[place % 10], _WIDE_SPACES[place // 10]
        for number in range(5):
            modules += [1] * (3 if bars[number] == "1" else 1)
            if number < 4:
                modules += [0] * (3 if spaces[number] == "1" else 1)
        modules.append(0)
    return np.array(modules[:-1], np.float32)


def _square(rng: np.random.Generator, count: int) -> np.ndarray:
    modules = (rng.random((count, count)) < 0.5).astype(np.float32)
    if rng.random() < 0.5:  # QR-like: three finder patterns, timing rows
        finder = np.zeros((8, 8), np.float32)
        finder[:7, :7] = 1.0
        finder[1:6, 1:6] = 0.0
        finder[2:5, 2:5] = 1.0
        modules[6, :] = modules[:, 6] = np.arange(count) % 2 == 0
        modules[:8, :8] = finder
        modules[:8, -8:] = finder[:, ::-1]
        modules[-8:, :8] = finder[::-1]
    else:  # Data-Matrix-like: a solid L, the other two edges alternate
        modules[0, :] = np.arange(count) % 2 == 0
        modules[:, -1] = np.arange(count) % 2 == 1
        modules[:, 0] = modules[-1, :] = 1.0
    return modules


def _symbol(rng: np.random.Generator) -> tuple[str, np.ndarray]:
    if rng.random() < 0.55:
        letters = rng.integers(36, size=int(rng.integers(4, 10)))
        text = "".join(_CODE_39_ORDER[int(i)] for i in letters)
        bars = code_39(text).repeat(int(rng.choice([1, 1, 2, 2, 3])))
        return text, np.tile(bars, (int(rng.integers(14, 60)), 1))
    scale = int(rng.integers(2, 7))
    modules = _square(rng, int(rng.choice([18, 21, 25, 29])))
    return "", modules.repeat(scale, axis=0).repeat(scale, axis=1)


def stamp_barcode(
    rng: np.random.Generator,
    pixels: np.ndarray,
    mask: np.ndarray,
    first: int,
    at: tuple[float, float],
) -> Stamped | None:
    """Draw one bar code at `at` (x, y of its top left) as number `first`; None without room.

    The text of square codes is empty: their modules encode nothing.
    """
    text, modules = _symbol(rng)
    dark = rng.random() < 0.85
    size = float(rng.uniform(0.35, 0.98))
    style = Style(
        face=_FACE,
        cap_height=float(min(modules.shape[0], 40)),
        rotation=float(rng.choice([0.0, 0.0, 0.0, 90.0, 270.0, rng.uniform(-8.0, 8.0)])) % 360.0,
        contrast=-size if dark else size,
        box="opaque" if rng.random() < 0.8 else "none",
    )
    raster = turn(Coverage(modules, (), style.cap_height, False, False), style)
    marks = stamp_raster(rng, pixels, mask, first, 1, raster, style, at)
    if marks is None:
        return None
    polygon, contrast, cnr = marks[0]
    return Stamped(
        text, polygon, float(modules.shape[0]), contrast, cnr, raster.rotation,
        "none", "barcode", "barcode", "none",
    )  # fmt: skip
