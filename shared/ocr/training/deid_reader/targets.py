"""What the detector is to answer for a page: two maps at half resolution, and how much each value counts."""

from __future__ import annotations

import cv2
import numpy as np

from .page import Page, Word

CORE = 1
EXTENT = 2
IGNORE = 4
WEIGHT_SHIFT = 4

#: Share of a word's height by which its core lies inside its rectangle on every side.
INSET = 0.17

#: Fixed-point bits of polygon corners given to OpenCV.
SUBPIXEL = 4


def grey_of(pixels: np.ndarray) -> np.ndarray:
    """The luma (ITU-R BT.601) of a page, uint8 (rows, columns), as the engine computes it."""
    if pixels.ndim == 2:
        return pixels
    weighed = pixels.astype(np.uint32) @ np.array([299, 587, 114], np.uint32)
    return ((weighed + 500) // 1000).astype(np.uint8)


def labels(page: Page) -> np.ndarray:
    """uint8 (rows / 2, columns / 2): CORE, EXTENT and IGNORE bits, and the weight of text in the upper four.

    Words that nobody can see are neither text nor background. Small words weigh as much as large
    ones: the weight falls with the square root of the area.
    """
    rows, columns = page.pixels.shape[:2]
    answer = np.zeros((rows // 2, columns // 2), np.uint8)
    for word in page.words:
        _enter(answer, word)
    return answer


def visible(word: Word) -> bool:
    """Whether a person could notice the word at all."""
    stamped = word.stamped
    return stamped.contrast >= 0.035 and stamped.cnr >= 0.6


def _enter(answer: np.ndarray, word: Word) -> None:
    corners = word.stamped.polygon.astype(np.float64)
    low = np.floor(corners.min(0) / 2).astype(int) - 2
    high = np.ceil(corners.max(0) / 2).astype(int) + 2
    low = np.clip(low, 0, (answer.shape[1], answer.shape[0]))
    high = np.clip(high, 0, (answer.shape[1], answer.shape[0]))
    if (high <= low).any():
        return
    size = (high - low)[::-1]
    local = corners - 2 * low
    extent = _filled(local, size, fewest=0.2)
    part = answer[low[1] : high[1], low[0] : high[0]]
    if not visible(word):
        part[extent] |= IGNORE
        return
    core = _filled(inset(local), size, fewest=0.5)
    if not core.any():
        core = extent
    weight = int(np.clip(round(4 * (400 / max(extent.sum() * 4, 1)) ** 0.5), 1, 15))
    part[extent] = (part[extent] & 0x0F) | EXTENT | (weight << WEIGHT_SHIFT)
    part[core] |= CORE


def inset(corners: np.ndarray) -> np.ndarray:
    """The rectangle with every side moved inward by INSET of its height, at least 0.6 pixels, never past its middle."""
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    width, height = np.linalg.norm(along), np.linalg.norm(down)
    if min(width, height) < 1e-3:
        return corners
    step = max(INSET * height, 0.6)
    x = along / width * min(step, 0.3 * width)
    y = down / height * min(step, 0.3 * height)
    return corners + np.array([x + y, y - x, -x - y, x - y])


def _filled(corners: np.ndarray, size: np.ndarray, fewest: float) -> np.ndarray:
    """Which cells of 2 x 2 pixels the polygon covers by at least the share `fewest`."""
    canvas = np.zeros((int(size[0]) * 2, int(size[1]) * 2), np.uint8)
    # Pixel (0, 0) has its middle at (0.5, 0.5).
    fixed = np.round((corners - 0.5) * (1 << SUBPIXEL)).astype(np.int32)
    cv2.fillConvexPoly(canvas, fixed, 1, shift=SUBPIXEL)
    cells = canvas.reshape(size[0], 2, size[1], 2).sum((1, 3))
    return cells > 4 * fewest
