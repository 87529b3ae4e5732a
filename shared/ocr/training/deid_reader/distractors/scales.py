"""Ticks, rulers, gray and color bars, calipers, grids of dots, calibration patterns."""

import cv2
import numpy as np

from . import strokes
from .strokes import Ink


def ticks(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A row of ticks of several lengths, with or without its axis."""
    pitch = rng.uniform(3, 14)
    count = int(rng.integers(6, max(7, min(80, size * 6 / pitch))))
    long = rng.uniform(4, 16)
    every = int(rng.choice((2, 4, 5, 10)))
    mask = np.zeros((int(long) + 4, int(pitch * count) + 4), np.uint8)
    middle = rng.random() < 0.3
    thick = int(rng.choice((1, 1, 1, 2)))
    for number in range(count):
        length = long if number % every == 0 else long * 0.5
        x = 2 + number * pitch
        top = 1 + (long - length) / 2 if middle else 1
        strokes.segment(mask, (x, top), (x, top + length), ink, thick)
    if rng.random() < 0.5:
        y = 1 + long / 2 if middle else 1
        strokes.segment(mask, (2, y), (2 + (count - 1) * pitch, y), ink, thick)
    return _turned(rng, mask)


def _turned(rng: np.random.Generator, mask: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(np.rot90(mask, int(rng.integers(4))))


def dotted(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A line of dots, crosses or short dashes, as depth scales and trackers draw it."""
    pitch, count = rng.uniform(4, 18), int(rng.integers(5, 50))
    radius = rng.uniform(0.6, 2.6)
    mask = np.zeros((12, int(pitch * count) + 12), np.uint8)
    choice = rng.integers(3)
    for number in range(count):
        x = 6 + number * pitch
        if choice == 0:
            cv2.circle(mask, (int(x), 6), max(int(radius), 1), 255, -1, strokes.line_type(ink))
        elif choice == 1:
            strokes.segment(mask, (x - 2, 6), (x + 2, 6), ink)
            strokes.segment(mask, (x, 4), (x, 8), ink)
        else:
            strokes.segment(mask, (x, 6), (x + pitch * 0.5, 6), ink, max(int(radius), 1))
    return _turned(rng, mask)


def gray_bar(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A gray scale bar: a ramp or steps, framed or not."""
    wide, high = int(rng.integers(6, 26)), int(rng.uniform(0.5, 2.5) * size)
    ramp = np.linspace(0, 255, max(high, 20))
    if rng.random() < 0.4:
        step = 255 / int(rng.integers(4, 17))
        ramp = np.round(ramp / step) * step
    mask = np.repeat(ramp.astype(np.uint8)[:, None], wide, 1)
    if rng.random() < 0.5:
        cv2.rectangle(mask, (0, 0), (wide - 1, mask.shape[0] - 1), 255, 1)
    return _turned(rng, mask)


def caliper(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Two measuring crosses with or without a dotted line between them."""
    side = int(size * rng.uniform(0.5, 1.8)) + 20
    mask = np.zeros((side, side), np.uint8)
    ends = rng.uniform(8, side - 8, (2, 2))
    arm = rng.uniform(2.5, 7)
    choice = rng.integers(3)
    for x, y in ends:
        lean = arm if choice == 1 else 0
        strokes.segment(mask, (x - arm, y - lean), (x + arm, y + lean), ink)
        strokes.segment(mask, (x + lean, y - arm), (x - lean, y + arm), ink)
        if choice == 2:
            cv2.circle(mask, (int(x), int(y)), int(arm), 255, 1, strokes.line_type(ink))
    if rng.random() < 0.7:
        steps = max(int(np.hypot(*(ends[1] - ends[0])) / rng.uniform(3, 8)), 2)
        for part in np.linspace(0, 1, steps):
            x, y = ends[0] + part * (ends[1] - ends[0])
            cv2.circle(mask, (int(x), int(y)), 0, 255, -1)
    return mask


def dot_grid(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A grid of dots, small squares or crosses."""
    pitch = rng.uniform(5, 16)
    down, across = int(rng.integers(2, 12)), int(rng.integers(2, 14))
    mask = np.zeros((int(pitch * down) + 6, int(pitch * across) + 6), np.uint8)
    choice, radius = rng.integers(3), int(rng.integers(1, 4))
    for row in range(down):
        for column in range(across):
            x, y = int(4 + column * pitch), int(4 + row * pitch)
            if choice == 0:
                cv2.circle(mask, (x, y), radius, 255, -1, strokes.line_type(ink))
            elif choice == 1:
                cv2.rectangle(mask, (x, y), (x + radius, y + radius), 255, -1)
            else:
                cv2.line(mask, (x - radius, y), (x + radius, y), 255, 1)
                cv2.line(mask, (x, y - radius), (x, y + radius), 255, 1)
    return mask


def checkers(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A small checkerboard or stripes of one pitch (no bar code: those are text)."""
    high, wide = int(rng.integers(12, 70)), int(rng.integers(20, 140))
    cell = int(rng.integers(2, 10))
    y, x = np.mgrid[0:high, 0:wide] // cell
    if rng.random() < 0.5:
        return (((x + y) % 2) * 255).astype(np.uint8)
    return _turned(rng, ((x % 2) * 255).astype(np.uint8))


def hatching(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Parallel slanted lines in a strip."""
    high, wide = int(rng.integers(8, 40)), int(rng.integers(20, 160))
    mask = np.zeros((high, wide), np.uint8)
    lean = rng.choice((-1, 1)) * rng.uniform(0.5, 1.5) * high
    pitch = rng.uniform(4, 12)
    thick = int(rng.integers(1, 3))
    for x in np.arange(-high * 1.5, wide + high * 1.5, pitch):
        strokes.segment(mask, (x, 0), (x + lean, high), ink, thick)
    return mask


def graticule(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Reserved: an arc with ticks, as of a goniometer."""
    radius = rng.uniform(20, max(21, size))
    side = int(radius * 2) + 24
    mask = np.zeros((side, side), np.uint8)
    first, span = rng.uniform(0, 360), rng.uniform(40, 200)
    where = (side // 2, side // 2)
    cv2.ellipse(
        mask, where, (int(radius),) * 2, 0, first, first + span, 255, 1, strokes.line_type(ink)
    )
    for number, angle in enumerate(np.arange(first, first + span, rng.uniform(3, 9))):
        heading = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        inner = np.array(where) + heading * radius
        outer = np.array(where) + heading * (radius + (9 if number % 5 == 0 else 5))
        strokes.segment(mask, inner, outer, ink)
    return mask


def step_wedge(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Reserved: a row of squares of rising density."""
    side, count = int(rng.integers(6, 22)), int(rng.integers(4, 14))
    gap = int(rng.integers(0, 4))
    mask = np.zeros((side, count * (side + gap)), np.uint8)
    for number in range(count):
        x = number * (side + gap)
        mask[:, x : x + side] = int(255 * (number + 1) / count)
    return _turned(rng, mask)
