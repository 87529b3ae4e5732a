"""Curves: ECG, spectral envelopes, polylines, ridges like those of a finger."""

import cv2
import numpy as np

from . import strokes
from .strokes import Ink


def _beat(phase: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One heartbeat per unit of phase: P, QRS and T waves."""
    total = np.zeros_like(phase)
    waves = ((0.18, 0.03, 0.12), (0.28, 0.008, -0.12), (0.3, 0.011, 1.0), (0.33, 0.01, -0.25))
    for at, width, height in waves + ((0.55, 0.05, rng.uniform(0.15, 0.35)),):
        total += height * np.exp(-((((phase % 1) - at) / width) ** 2))
    return total


def ecg(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """An ECG or respiration trace."""
    wide, high = int(size * rng.uniform(1, 5)) + 30, int(rng.uniform(12, 60))
    x = np.arange(wide, dtype=float)
    phase = x / rng.uniform(25, 120)
    wave = _beat(phase, rng) if rng.random() < 0.75 else 0.5 + 0.4 * np.sin(phase * 4)
    wave = wave + rng.normal(0, rng.uniform(0, 0.03), wide)
    y = high * 0.8 - wave * high * 0.65
    mask = np.zeros((high + 4, wide), np.uint8)
    strokes.polyline(mask, np.stack([x, y + 2], 1), ink, int(rng.choice((1, 1, 2))))
    return mask


def envelope(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A spectral envelope: its outline, or filled with grains."""
    wide, high = int(size * rng.uniform(1, 4)) + 30, int(rng.uniform(20, 80))
    x = np.arange(wide)
    phase = (x / rng.uniform(20, 80)) % 1
    peak = np.exp(-(((phase - 0.25) / 0.12) ** 2)) * 0.7 + 0.2 + rng.normal(0, 0.03, wide)
    mask = np.zeros((high, wide), np.uint8)
    top = high - 2 - np.clip(peak, 0, 1) * (high - 4)
    strokes.polyline(mask, np.stack([x, top], 1), ink)
    if rng.random() < 0.6:
        down = np.arange(high)[:, None]
        grains = rng.random((high, wide), dtype=np.float32) * (down > top[None, :])
        mask = np.maximum(mask, (grains * 255).astype(np.uint8))
    return mask


def polyline(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A measured outline: straight or rounded, open or closed, with or without handles."""
    side = int(size * rng.uniform(0.6, 2.0)) + 45
    count = int(rng.integers(5, 12))
    angle = np.sort(rng.uniform(0, 2 * np.pi, count))
    radius = side / 2 * rng.uniform(0.4, 0.95, count)
    points = np.stack([np.cos(angle), np.sin(angle)], 1) * radius[:, None] + side / 2
    mask = np.zeros((side, side), np.uint8)
    strokes.polyline(mask, points, ink, int(rng.choice((1, 1, 2))), rng.random() < 0.6)
    if rng.random() < 0.5:
        for x, y in points:
            cv2.rectangle(mask, (int(x) - 2, int(y) - 2), (int(x) + 2, int(y) + 2), 255, -1)
    return mask


def ridges(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Parallel curved ridges like a fingerprint or woven cloth."""
    side = int(size * rng.uniform(0.4, 1.2)) + 24
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    cx, cy = rng.uniform(-0.3, 1.3, 2) * side
    far = np.hypot(x - cx, (y - cy) * rng.uniform(0.5, 1.6))
    small = rng.standard_normal((5, 5), dtype=np.float32)
    warp = cv2.resize(small, (side, side), interpolation=cv2.INTER_CUBIC) * np.float32(6)
    wave = np.sin((far + warp) * np.float32(2 * np.pi / rng.uniform(4, 10)))
    inside = ((x - side / 2) ** 2 + (y - side / 2) ** 2) < (side / 2) ** 2
    return (np.clip(wave, 0, 1) * inside * 255).astype(np.uint8)


def bracket(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Corner brackets of a region, or a dashed frame."""
    high, wide = int(size * rng.uniform(0.3, 1.4)) + 20, int(size * rng.uniform(0.3, 1.8)) + 20
    mask = np.zeros((high, wide), np.uint8)
    corners = [(2, 2), (wide - 3, 2), (wide - 3, high - 3), (2, high - 3)]
    if rng.random() < 0.5:
        arm = rng.uniform(5, 14)
        for x, y in corners:
            strokes.segment(mask, (x, y), (x + (arm if x < wide / 2 else -arm), y), ink)
            strokes.segment(mask, (x, y), (x, y + (arm if y < high / 2 else -arm)), ink)
        return mask
    dash = rng.uniform(3, 9)
    for number in range(4):
        a, b = np.array(corners[number], float), np.array(corners[(number + 1) % 4], float)
        reach = float(np.hypot(*(b - a)))
        for along in np.arange(0, reach, dash * 2):
            end = min(along + dash, reach)
            strokes.segment(mask, a + (b - a) * along / reach, a + (b - a) * end / reach, ink)
    return mask


def spirals(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Reserved: a pigtail catheter or a spring."""
    wide = int(size * rng.uniform(0.5, 1.5)) + 30
    turn = np.linspace(0, rng.uniform(20, 70), 300)
    mask = np.zeros((40, wide), np.uint8)
    radius = rng.uniform(4, 14)
    x = np.linspace(16, wide - 16, 300) + np.cos(turn) * radius
    strokes.polyline(mask, np.stack([x, 20 + np.sin(turn) * radius], 1), ink)
    return np.ascontiguousarray(np.rot90(mask, int(rng.integers(4))))
