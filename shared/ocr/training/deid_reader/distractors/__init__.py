"""Things that resemble text and are none, drawn over a background."""

from collections.abc import Callable

import numpy as np

from ..kinds import Split
from . import devices, repeats, scales, screen, strokes, traces
from .palette import color_bar

Sketch = Callable[[np.random.Generator, strokes.Ink, float], np.ndarray]

SHARED: tuple[Sketch, ...] = (
    scales.ticks,
    scales.ticks,
    scales.dotted,
    scales.gray_bar,
    scales.caliper,
    scales.dot_grid,
    scales.checkers,
    scales.hatching,
    devices.screw,
    devices.twisted_wires,
    devices.clips,
    devices.stent,
    devices.calcifications,
    devices.calcifications,
    devices.marker,
    traces.ecg,
    traces.envelope,
    traces.polyline,
    traces.ridges,
    traces.bracket,
    screen.arrow,
    screen.crosshair,
    screen.frame,
    screen.guide,
    screen.button,
    screen.scroll_bar,
    screen.icon,
    screen.icon,
)
RESERVED: dict[Split, tuple[Sketch, ...]] = {
    "train": (repeats.marks, repeats.marks, repeats.wave, repeats.worms),
    "validation": (scales.step_wedge, traces.spirals),
    "test": (scales.graticule, devices.plate, devices.coil, screen.dial, screen.star_marks),
}


def distract(rng: np.random.Generator, split: Split, pixels: np.ndarray) -> np.ndarray:
    """A copy of `pixels` (float32, 0..255, gray or RGB) with none to several distractors.

    Nothing drawn reads as a letter or a digit. Some kinds belong to one split only.
    """
    drawn = np.array(pixels, np.float32, order="C")
    rows, columns = drawn.shape[:2]
    if rng.random() < 0.2:
        return drawn
    sketches = SHARED + RESERVED[split] * 3
    usual = 1.5 + min(rows * columns / 150_000, 8)
    for _ in range(1 + int(min(rng.poisson(usual), 18))):
        ink = strokes.random_ink(rng, drawn)
        size = float(rng.uniform(20, 30 + min(rows, columns) * 0.25))
        if drawn.ndim == 3 and rng.random() < 0.08:
            color_bar(rng, drawn, size)
            continue
        sketch = sketches[int(rng.integers(len(sketches)))]
        mask = sketch(rng, ink, size)
        left = int(rng.uniform(-0.15 * mask.shape[1], max(columns - 0.7 * mask.shape[1], 1)))
        top = int(rng.uniform(-0.15 * mask.shape[0], max(rows - 0.7 * mask.shape[0], 1)))
        if rng.random() < 0.3:
            left = int(rng.choice((2, max(columns - mask.shape[1] - 2, 2))))
        strokes.blend(drawn, mask, ink, (left, top))
    return np.clip(drawn, 0, 255, out=drawn)
