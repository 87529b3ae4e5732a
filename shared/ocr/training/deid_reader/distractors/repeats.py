"""Training only: one shape again and again, waves, and worm-like textures. Text hardly ever repeats itself."""

import cv2
import numpy as np

from . import strokes
from .strokes import Ink


def _shape(rng: np.random.Generator, ink: Ink, side: int) -> np.ndarray:
    """One mark of `side` pixels: a square, disc, ring, cross, triangle, diamond, bar or random polygon."""
    mask = np.zeros((side, side), np.uint8)
    middle, reach = (side - 1) / 2, (side - 1) / 2 - 0.5
    thick = int(rng.choice((1, 1, 2, max(1, side // 6))))
    kind = int(rng.integers(6))
    if kind == 0:
        cv2.circle(mask, (round(middle), round(middle)), max(1, int(reach)), 255, thick, strokes.line_type(ink))
    elif kind == 1:
        cv2.circle(mask, (round(middle), round(middle)), max(1, int(reach)), 255, -1, strokes.line_type(ink))
    elif kind == 2:
        turn = rng.choice((0, np.pi / 4))
        for angle in (turn, turn + np.pi / 2):
            arm = np.array([np.cos(angle), np.sin(angle)]) * reach
            strokes.segment(mask, middle - arm, middle + arm, ink, thick)
    elif kind == 3:
        count = int(rng.integers(3, 7))
        angle = np.sort(rng.uniform(0, 2 * np.pi, count))
        points = middle + reach * np.stack([np.cos(angle), np.sin(angle)], 1)
        strokes.polyline(mask, points, ink, thick, closed=True)
    else:
        low, high = 0.5, side - 1.5
        narrow = low + (high - low) * (rng.uniform(0, 0.35) if kind == 5 else 0)
        points = np.array([(narrow, low), (high - narrow, low), (high - narrow, high), (narrow, high)])
        if rng.random() < 0.5:
            strokes.fill(mask, points, ink)
        else:
            strokes.polyline(mask, points, ink, thick, closed=True)
    return mask


def marks(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """The same shape in a row, a column, a grid, or alone; sometimes growing, or fading along the row."""
    side = int(rng.uniform(6, 28))
    shape = _shape(rng, ink, side)
    pitch = side * rng.uniform(1.0, 2.6)
    alone = rng.random() < 0.25
    count = 1 if alone else int(np.clip(size * rng.uniform(0.5, 2.5) / pitch, 2, 24))
    lines = 1 if rng.random() < 0.7 else int(rng.integers(2, 6))
    mask = np.zeros((int(lines * pitch) + side, int(count * pitch) + side), np.uint8)
    fades, jitter = rng.random() < 0.3, rng.uniform(0, 0.15) * side * (rng.random() < 0.2)
    for row in range(lines):
        for column in range(count):
            x, y = (int(column * pitch + rng.uniform(0, jitter)), int(row * pitch + rng.uniform(0, jitter)))
            weight = 1 - column / (count + 1) if fades else 1
            spot = mask[y : y + side, x : x + side]
            np.maximum(spot, (shape * weight).astype(np.uint8), out=spot)
    return np.ascontiguousarray(np.rot90(mask, int(rng.random() < 0.4)))


def wave(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A sine, square, triangle or pulsed wave of 8 to 50 pixels, along a row or a column."""
    wide, high = int(size * rng.uniform(1, 4)) + 30, int(rng.uniform(8, 50))
    x = np.arange(0, wide, 0.5)
    phase = x / rng.uniform(6, 60) + rng.random()
    curves = (
        np.sin(2 * np.pi * phase),
        np.sign(np.sin(2 * np.pi * phase)),
        4 * np.abs(phase % 1 - 0.5) - 1,
        2 * np.abs(np.sin(np.pi * phase)) ** rng.uniform(0.4, 8) - 1,
    )
    y = (high - 3) * (0.5 + 0.48 * curves[int(rng.integers(4))]) + 1
    mask = np.zeros((high, wide), np.uint8)
    strokes.polyline(mask, np.stack([x, y], 1), ink, int(rng.choice((1, 1, 2, 3))))
    return np.ascontiguousarray(np.rot90(mask, int(rng.random() < 0.3)))


def worms(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Noise of one scale, cut at a level: blotches and winding bands of stroke width 2 to 9 pixels."""
    high, wide = (int(size * rng.uniform(0.6, 2.5)) + 24 for _ in range(2))
    grain = rng.standard_normal((high, wide)).astype(np.float32)
    scale = rng.uniform(1.2, 5.0)
    stretch = rng.uniform(0.6, 1.7)
    band = cv2.GaussianBlur(grain, (0, 0), scale, sigmaY=scale * stretch)
    band -= cv2.GaussianBlur(grain, (0, 0), scale * 2, sigmaY=2 * scale * stretch)
    level = rng.uniform(-0.3, 1.3)
    soft = np.clip((band / band.std() - level) * rng.uniform(0.8, 4) + 0.5, 0, 1)
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    inside = np.hypot((x / wide - 0.5) * 2, (y / high - 0.5) * 2) < rng.uniform(0.85, 1.5)
    return (soft * inside * 255).astype(np.uint8)
