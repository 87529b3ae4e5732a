"""Color bars of Doppler velocity, power and fused pictures."""

import cv2
import numpy as np


def color_bar(rng: np.random.Generator, pixels: np.ndarray, size: float) -> None:
    """Draws a color bar, upright or lying, framed or not, into an RGB picture in place."""
    rows, columns = pixels.shape[:2]
    count = int(rng.integers(3, 7))
    stops = rng.uniform(0, 255, (count, 1, 3)).astype(np.float32)
    stops[count // 2] *= np.float32(rng.choice((0.0, 1.0)))
    high, wide = int(size * rng.uniform(0.8, 2.5)) + 16, int(rng.integers(6, 28))
    bar = np.repeat(cv2.resize(stops, (1, high), interpolation=cv2.INTER_LINEAR), wide, 1)
    if rng.random() < 0.4:
        bar = np.ascontiguousarray(bar.transpose(1, 0, 2))
    if rng.random() < 0.5:
        cv2.rectangle(bar, (0, 0), (bar.shape[1] - 1, bar.shape[0] - 1), (255.0,) * 3, 1)
    high, wide = min(bar.shape[0], rows), min(bar.shape[1], columns)
    top = int(rng.integers(0, rows - high + 1))
    left = int(rng.integers(0, columns - wide + 1))
    pixels[top : top + high, left : left + wide] = bar[:high, :wide]
