"""B-mode ultrasound: sector or linear view, speckle, shadows, M-mode, spectral Doppler."""

from dataclasses import dataclass

import cv2
import numpy as np

from ..kinds import Split
from . import fields


@dataclass(frozen=True)
class View:
    """Where the echo picture lies and how deep each of its pixels is."""

    mask: np.ndarray  # float32, 0 outside, 1 inside
    depth: np.ndarray  # float32, 0 at the probe, 1 at the deepest echo
    side: np.ndarray  # float32, about -1..1 across the beam
    area: tuple[int, int, int, int]  # left, top, right, bottom


HALF_ANGLES = {"train": (0.4, 0.85), "validation": (0.33, 0.4), "test": (0.85, 1.1)}  # radians


def _view(rng: np.random.Generator, split: Split, rows: int, columns: int) -> View:
    shape = (rows, columns)
    mask = np.zeros(shape, np.uint8)
    y, x = np.ogrid[0:rows, 0:columns]
    if rng.random() < 0.4:
        left, right = int(columns * rng.uniform(0, 0.25)), int(columns * rng.uniform(0.75, 1))
        top, bottom = int(rows * rng.uniform(0, 0.2)), int(rows * rng.uniform(0.75, 1))
        lean = columns * rng.choice((0.0, 0.0, rng.uniform(-0.1, 0.1)))
        corners = np.array(
            [[left, top], [right, top], [right + lean, bottom], [left + lean, bottom]]
        )
        cv2.fillConvexPoly(mask, corners.astype(np.int32), 255, cv2.LINE_AA)
        depth = np.broadcast_to((y - top) / max(bottom - top, 1), shape).astype(np.float32)
        side = np.broadcast_to((x - columns / 2) / (columns / 2), shape).astype(np.float32)
        return View(fields.soft(mask, 0), depth, side, (left, top, right, bottom))
    half = rng.uniform(*HALF_ANGLES[split])
    near = rows * rng.choice((0.02, rng.uniform(0.1, 0.6)))
    top = rows * rng.uniform(0.01, 0.15)
    center = (columns * rng.uniform(0.42, 0.58), top - near * np.cos(half))
    far = rows * rng.uniform(0.85, 1.05) - center[1]
    distance = np.hypot((y - center[1]).astype(np.float32), (x - center[0]).astype(np.float32))
    angle = np.arctan2((x - center[0]).astype(np.float32), (y - center[1]).astype(np.float32))
    inside = (distance > near) & (distance < far) & (np.abs(angle) < half)
    depth = (distance - np.float32(near)) / np.float32(far - near)
    reach = far * np.sin(half)
    area = (
        max(int(center[0] - reach), 0),
        max(int(top), 0),
        min(int(center[0] + reach), columns),
        rows,
    )
    return View(inside.astype(np.float32), depth, angle / np.float32(half), area)


def speckle(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """Multiplicative speckle of mean 1; grains from a pixel to the size of small letters.

    Train: Rayleigh. Validation: the square root of Rayleigh. Test: K-distributed, log-compressed.
    """
    wide = rng.uniform(0.6, 2.0) if rng.random() < 0.55 else rng.uniform(1.6, 5.0)
    high = wide * rng.uniform(0.4, 1.0)
    step = 2 if rows * columns > 400_000 and high > 1.2 else 1
    small = (-(-rows // step), -(-columns // step))
    real = cv2.GaussianBlur(fields.white(rng, *small), (0, 0), wide / step, None, high / step)
    imaginary = cv2.GaussianBlur(fields.white(rng, *small), (0, 0), wide / step, None, high / step)
    amplitude = cv2.magnitude(real, imaginary)
    if split == "validation":
        amplitude = np.sqrt(amplitude)
    if split == "test":
        amplitude *= np.exp(fields.smooth(rng, *small, wide * 3 / step) * np.float32(0.4))
        amplitude /= np.float32(amplitude.mean())
        amplitude = np.log1p(np.float32(rng.uniform(1, 12)) * amplitude)
    amplitude /= np.float32(amplitude.mean() + 1e-6)
    if step == 1:
        return amplitude
    return cv2.resize(amplitude, (columns, rows), interpolation=cv2.INTER_LINEAR)


def _tissue(
    rng: np.random.Generator, split: Split, rows: int, columns: int, view: View
) -> np.ndarray:
    """Echo strength before speckle: layers, organs, cysts, reflectors, shadows, depth gain."""
    size = max(rows, columns)
    layers = fields.smooth(rng, rows, columns, size / 5)
    bands = np.sin(view.depth * np.float32(rng.uniform(6, 40)) + layers * np.float32(2))
    base = fields.octaves(rng, rows, columns, size / 4, 4)
    echo = np.exp(
        base * np.float32(rng.uniform(0.2, 0.6)) + bands * np.float32(rng.uniform(0, 0.35))
    )
    if rng.random() < 0.6:
        fine = fields.texture(rng, split, rows, columns, rng.uniform(5, 20))
        echo *= np.exp(fine * np.float32(rng.uniform(0.05, 0.35)))
    for _ in range(int(rng.integers(0, 5))):
        where = (rng.uniform(0.1, 0.9) * columns, rng.uniform(0.1, 0.9) * rows)
        half = (size * rng.uniform(0.02, 0.16), size * rng.uniform(0.015, 0.12))
        mask = fields.ellipse((rows, columns), where, half, float(rng.uniform(0, 180)))
        factor = rng.choice((0.03, 0.15, 0.5, 1.6, 2.5))
        echo *= 1 + fields.soft(mask, rng.uniform(1, 4)) * np.float32(factor - 1)
        if factor < 0.1 and rng.random() < 0.7:
            cv2.GaussianBlur(echo, (0, 0), 0.6, echo)
    for _ in range(int(rng.integers(0, 6))):
        points = np.cumsum(rng.normal((columns * 0.03, 0), rows * 0.012, (10, 2)), 0)
        points += (rng.uniform(-0.1, 0.9) * columns, rng.uniform(0.05, 0.95) * rows)
        line = np.zeros((rows, columns), np.uint8)
        fixed = np.round(points * 16).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(line, [fixed], False, 255, int(rng.integers(1, 6)), cv2.LINE_AA, 4)
        echo += fields.soft(line, rng.uniform(0.8, 2.0)) * np.float32(rng.uniform(0.8, 4))
    for _ in range(int(rng.integers(0, 3))):
        at, width, start = rng.uniform(-0.9, 0.9), rng.uniform(0.02, 0.12), rng.uniform(0.1, 0.6)
        shadow = np.clip(1.5 - np.abs(view.side - np.float32(at)) / np.float32(width), 0, 1)
        echo *= 1 - shadow * (view.depth > start) * np.float32(rng.uniform(0.5, 0.95))
    if split == "test":
        gain = 1 + 0.25 * np.sign(np.sin(view.depth * np.float32(rng.uniform(8, 25))))
    else:
        gain = 1 + np.float32(rng.uniform(0, 0.4)) * np.sin(
            view.depth * np.float32(rng.uniform(3, 14))
        )
    fade = np.exp(-np.clip(view.depth, 0, 2) * np.float32(rng.uniform(0, 1.8)))
    return echo * gain.astype(np.float32) * fade


def echo(
    rng: np.random.Generator, split: Split, rows: int, columns: int
) -> tuple[np.ndarray, View]:
    """A gray B-mode picture and its view."""
    view = _view(rng, split, rows, columns)
    strength = _tissue(rng, split, rows, columns, view) * speckle(rng, split, rows, columns)
    if rng.random() < 0.7:
        strength = np.log1p(strength * np.float32(rng.uniform(0.5, 4)))
    level = np.float32(rng.uniform(35, 120) / (strength.mean() + 1e-3))
    surround = np.float32(rng.choice((0, 0, 0, 8, 20, 45)))
    picture = np.clip(strength * level - np.float32(rng.uniform(0, 25)), 0, 255)
    return surround + view.mask * (picture - surround), view


def _motion(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """M-mode: one beam over time, its layers moving with the heart."""
    profile = np.exp(fields.octaves(rng, rows, 8, rows / 8, 5)[:, :1] * np.float32(1.1))
    strip = np.repeat(profile, 8, 1)
    time = np.arange(columns, dtype=np.float32)
    beat = 2 * np.pi * time / (columns / rng.uniform(2, 9))
    swing = np.sin(beat) + 0.5 * np.sin(2 * beat + rng.uniform(0, 6))
    if split == "test":
        swing = np.abs(np.sin(beat / 2)) ** rng.uniform(1, 4) * 2
    depth = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    weight = np.sin(depth * np.float32(rng.uniform(3, 9))) ** 2
    down = np.arange(rows, dtype=np.float32)[:, None]
    down = down + weight * swing.astype(np.float32)[None, :] * np.float32(rows * 0.04)
    across = np.full((rows, columns), 4, np.float32)
    picture = cv2.remap(strip, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    picture *= speckle(rng, split, rows, columns)
    level = np.float32(rng.uniform(30, 80) / (picture.mean() + 1e-3))
    return np.clip(picture * level - np.float32(10), 0, 255)


def _spectrum(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """Spectral Doppler: a beating envelope filled with speckle around a base line."""
    base = rows * rng.uniform(0.4, 0.85)
    phase = (np.arange(columns) / (columns / rng.uniform(2, 8))) % 1.0
    peak = np.exp(-(((phase - 0.2) / rng.uniform(0.06, 0.15)) ** 2)) + rng.uniform(0.1, 0.5)
    if split == "test":
        peak = np.maximum(1 - phase * rng.uniform(0.8, 1.5), 0.1)
    peak = peak / peak.max() * base * rng.uniform(0.5, 0.95)
    y = np.arange(rows, dtype=np.float32)[:, None]
    height = (np.float32(base) - y) / np.maximum(peak, 1)[None, :].astype(np.float32)
    inside = ((height > 0) & (height < 1)).astype(np.float32)
    fill = inside * (np.float32(0.3) + np.clip(height, 0, 1) ** 2)
    if rng.random() < 0.4:
        low = (height < 0) & (height > -rng.uniform(0.1, 0.5))
        fill += low.astype(np.float32) * np.float32(0.4)
    picture = cv2.blur(fill, (3, 3)) * speckle(rng, split, rows, columns)
    picture = (
        picture * np.float32(rng.uniform(90, 200)) + np.abs(fields.white(rng, rows, columns)) * 4
    )
    picture[int(base) : int(base) + 1] = rng.uniform(80, 220)
    return picture


def ultrasound(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """A B-mode picture, alone or above a strip of M-mode or spectral Doppler."""
    choice = rng.random()
    if choice < 0.68 or rows < 120:
        return echo(rng, split, rows, columns)[0]
    strip = _motion if rng.random() < 0.5 else _spectrum
    if choice < 0.8:
        return strip(rng, split, rows, columns).astype(np.float32)
    upper = int(rows * rng.uniform(0.3, 0.65))
    picture = np.zeros((rows, columns), np.float32)
    picture[:upper] = echo(rng, split, upper, columns)[0]
    left, gap = int(columns * rng.uniform(0, 0.1)), int(rng.integers(0, 12))
    lower = strip(rng, split, rows - upper - gap, columns - left)
    picture[upper + gap :, left:] = lower
    return picture
