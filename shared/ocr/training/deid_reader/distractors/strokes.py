"""Canvas of one distractor: an ink mask that is blended into the picture once."""

from dataclasses import dataclass

import cv2
import numpy as np


@dataclass(frozen=True)
class Ink:
    """How a distractor looks."""

    tone: float  # gray, 0..255
    color: tuple[float, float, float]  # RGB, used in color pictures
    opacity: float  # 0..1
    blur: float  # sigma in pixels, 0: crisp
    smooth: bool  # anti-aliased lines


def random_ink(rng: np.random.Generator, pixels: np.ndarray) -> Ink:
    """An ink lighter or darker than the picture, from faint to full contrast."""
    color = tuple(float(v) for v in rng.uniform(0, 255, 3))
    bright = (255.0, 255.0, 255.0)
    named = (
        bright,
        (0.0, 0.0, 0.0),
        (255.0, 230.0, 0.0),
        (0.0, 255.0, 120.0),
        (90.0, 170.0, 255.0),
    )
    if rng.random() < 0.7:
        color = named[int(rng.integers(len(named)))]
    tone = float(rng.choice((255.0, 255.0, 0.0, rng.uniform(0, 255))))
    opacity = float(rng.uniform(0.08, 1.0) if rng.random() < 0.6 else 1.0)
    blur = float(rng.uniform(0.4, 1.4) if rng.random() < 0.35 else 0.0)
    return Ink(tone, color, opacity, blur, bool(rng.random() < 0.7))


def line_type(ink: Ink) -> int:
    """The line drawing mode of the ink."""
    return cv2.LINE_AA if ink.smooth else cv2.LINE_8


def blend(pixels: np.ndarray, mask: np.ndarray, ink: Ink, at: tuple[int, int]) -> None:
    """Blends an 8-bit ink mask into `pixels` in place, its top left at `at` (x, y)."""
    left, top = max(at[0], 0), max(at[1], 0)
    right = min(at[0] + mask.shape[1], pixels.shape[1])
    bottom = min(at[1] + mask.shape[0], pixels.shape[0])
    if right <= left or bottom <= top:
        return
    part = mask[top - at[1] : bottom - at[1], left - at[0] : right - at[0]]
    weight = part.astype(np.float32) * np.float32(ink.opacity / 255)
    if ink.blur > 0:
        weight = cv2.GaussianBlur(weight, (0, 0), ink.blur)
    target = pixels[top:bottom, left:right]
    if pixels.ndim == 2:
        target += weight * (np.float32(ink.tone) - target)
    else:
        target += weight[..., None] * (np.array(ink.color, np.float32) - target)


def segment(mask: np.ndarray, a, b, ink: Ink, thick: int = 1, value: int = 255) -> None:
    """A straight line from `a` to `b` (x, y; fractions are kept)."""
    first = tuple(int(round(v * 16)) for v in a)
    last = tuple(int(round(v * 16)) for v in b)
    cv2.line(mask, first, last, value, thick, line_type(ink), 4)


def polyline(mask: np.ndarray, points: np.ndarray, ink: Ink, thick: int = 1, closed=False) -> None:
    """A polyline through (n, 2) points x, y."""
    fixed = np.round(np.asarray(points) * 16).astype(np.int32).reshape(-1, 1, 2)
    cv2.polylines(mask, [fixed], closed, 255, thick, line_type(ink), 4)


def fill(mask: np.ndarray, points: np.ndarray, ink: Ink) -> None:
    """A filled polygon."""
    fixed = np.round(np.asarray(points) * 16).astype(np.int32).reshape(-1, 1, 2)
    cv2.fillPoly(mask, [fixed], 255, line_type(ink), 4)
