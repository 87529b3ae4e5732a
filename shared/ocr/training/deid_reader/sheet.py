"""A picture in the making: pixels, word mask, and the words stamped so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from .content import Token
from .draw import Stamped, Style, stamp_line

FAINTEST = 0.055  # measured contrast below which nobody could tell that there is text
SMALLEST_CAP = 5.8  # final pixels
DROWNED = 0.6  # contrast-to-noise below which the same holds
CROWDED = 0.02  # share of a line's rectangle that may already be ink


@dataclass(frozen=True)
class Word:
    """One stamped word, what it means, and the number of its line."""

    stamped: Stamped
    token: Token
    line: int


@dataclass
class Sheet:
    """Pixels and mask are drawn into in place; `scale` is final size over drawn size."""

    pixels: np.ndarray
    mask: np.ndarray
    scale: float = 1.0
    words: list[Word] = field(default_factory=list)
    lines: int = 0
    faintest: float = 1.0
    smallest: float = 100.0

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.mask.shape

    @property
    def first(self) -> int:
        """The mask number of the next word."""
        return len(self.words) + 1

    def drawn_style(self, style: Style) -> Style:
        """The style enlarged so that it has its size after the degradation's scaling."""
        if self.scale == 1.0:
            return style
        if style.face.size == 0:
            height = max(style.cap_height, SMALLEST_CAP) / self.scale
            return replace(style, cap_height=min(90.0, height))
        if style.cap_height * self.scale >= SMALLEST_CAP:
            return style
        # Bitmap faces have one size: enlarge them where they would be scaled to nothing.
        return replace(style, cap_height=style.cap_height * 2, upscale=style.upscale * 2)

    def put(
        self,
        rng: np.random.Generator,
        tokens: list[Token],
        style: Style,
        at,
        extent,
        script: str = "latin",
    ) -> bool:
        """Stamps one line, its turned rectangle's top left at `at` (x, y), of the upright `extent`.

        False, and nothing changed, where it does not fit or would be invisible.
        """
        texts = [token.text for token in tokens]
        corners = rotated_box(extent, style.rotation)
        box = self._reach(corners - corners.min(axis=0), at)
        if box is None:
            return False
        (y0, y1), (x0, x1) = box
        # Estimated extents may be a third too short.
        margin = 12 + int(style.cap_height + 0.4 * max(extent))
        y0, y1, x0, x1 = max(0, y0 - margin), y1 + margin, max(0, x0 - margin), x1 + margin
        before, marks = self.pixels[y0:y1, x0:x1].copy(), self.mask[y0:y1, x0:x1].copy()
        stamped = stamp_line(rng, self.pixels, self.mask, self.first, texts, style, at, script)
        if stamped is None:
            return False
        if any(word.contrast < FAINTEST or word.cnr < DROWNED for word in stamped):
            self.pixels[y0:y1, x0:x1], self.mask[y0:y1, x0:x1] = before, marks
            return False
        self.add(tokens, stamped)
        return True

    def add(self, tokens: list[Token], stamped: list[Stamped]) -> None:
        """Records one line of stamped words."""
        self.words += [
            Word(one, token, self.lines) for one, token in zip(stamped, tokens, strict=True)
        ]
        self.lines += 1
        self.faintest = min(self.faintest, *(word.contrast for word in stamped))
        self.smallest = min(self.smallest, stamped[0].cap_height * self.scale)

    def _reach(self, corners: np.ndarray, at) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Rows and columns that a line will touch; None if outside or where ink already is."""
        rows, columns = self.size
        x0, y0 = (corners.min(axis=0) + at).astype(int)
        x1, y1 = (corners.max(axis=0) + at).astype(int) + 1
        inside = max(0, min(x1, columns) - max(x0, 0)) * max(0, min(y1, rows) - max(y0, 0))
        if inside < 0.6 * (x1 - x0) * (y1 - y0):
            return None
        taken = self.mask[max(0, y0) : y1 : 2, max(0, x0) : x1 : 2]
        if style_is_upright(corners) and np.count_nonzero(taken) > CROWDED * taken.size:
            return None
        return (y0, y1), (x0, x1)


def rotated_box(extent: tuple[int, int], rotation: float) -> np.ndarray:
    """Corners (4, 2) of a line's rectangle turned clockwise about its own top left corner."""
    columns, rows = extent
    angle = np.deg2rad(rotation)
    along = np.array([np.cos(angle), np.sin(angle)])
    down = np.array([-along[1], along[0]])
    return np.array([[0.0, 0.0], along * columns, along * columns + down * rows, down * rows])


def style_is_upright(corners: np.ndarray) -> bool:
    """Whether a rectangle lies along the picture's axes, give or take three degrees."""
    edge = np.abs(corners[1] - corners[0])
    return bool(edge.min() < 0.05 * edge.max())
