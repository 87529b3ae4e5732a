"""CT and MR slices, single or several in a grid."""

import cv2
import numpy as np

from ..kinds import Split
from . import fields, vessels


def _grid(rng: np.random.Generator, rows: int, columns: int) -> tuple[int, int]:
    """How many slices down and across: mostly one."""
    if rng.random() < 0.75 or min(rows, columns) < 200:
        return 1, 1
    return int(rng.integers(1, 4)), int(rng.integers(2, 5))


def _tiled(rng: np.random.Generator, split: Split, rows: int, columns: int, slice_of) -> np.ndarray:
    down, across = _grid(rng, rows, columns)
    if down == across == 1:
        return slice_of(rng, split, rows, columns)
    high, wide = rows // down, columns // across
    first = slice_of(rng, split, high, wide)
    picture = np.zeros((rows, columns), np.float32)
    for row in range(down):
        for column in range(across):
            if rng.random() < 0.1:
                continue
            part = first if rng.random() < 0.5 else cv2.flip(first, int(rng.integers(-1, 2)))
            part = part * np.float32(rng.uniform(0.8, 1.15))
            picture[row * high : (row + 1) * high, column * wide : (column + 1) * wide] = part
            if rng.random() < 0.15:
                picture[row * high, column * wide : (column + 1) * wide] = 120
    return picture


def _ct_slice(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    size = min(rows, columns)
    shape = (rows, columns)
    center = (columns * rng.uniform(0.45, 0.55), rows * rng.uniform(0.42, 0.55))
    axes = (columns * rng.uniform(0.3, 0.52), rows * rng.uniform(0.26, 0.5))
    body = fields.ellipse(shape, center, axes, float(rng.normal(0, 5)))
    tissue, fat, air = rng.uniform(90, 150), rng.uniform(35, 75), rng.uniform(0, 18)
    picture = np.full(shape, air, np.float32)
    picture = fields.blend(picture, fat, fields.soft(body, size * 0.003))
    inner = fields.ellipse(shape, center, (axes[0] * 0.88, axes[1] * 0.86), 0)
    muscle = tissue + fields.texture(rng, split, rows, columns, size * 0.03) * rng.uniform(2, 14)
    picture = fields.blend(picture, muscle, fields.soft(inner, size * 0.006))
    for _ in range(int(rng.integers(3, 12))):
        where = (rng.normal(center[0], axes[0] * 0.45), rng.normal(center[1], axes[1] * 0.45))
        half = (size * rng.uniform(0.02, 0.18), size * rng.uniform(0.02, 0.14))
        organ = fields.ellipse(shape, where, half, float(rng.uniform(0, 180)))
        level = rng.choice((air, fat, tissue + 20, tissue + 50, tissue - 25, 235))
        picture = fields.blend(picture, np.float32(level), fields.soft(organ, size * 0.004))
    trunk = (center[0], center[1] - axes[1] * 0.2)
    spread = vessels.tree(rng, split, trunk, rng.uniform(0, 6.3), size * 0.15, size * 0.012 + 1, 4)
    picture += fields.soft(vessels.drawn(shape, spread), 0.8) * np.float32(rng.uniform(10, 70))
    _spine(rng, picture, (center[0], center[1] + axes[1] * 0.6), size * rng.uniform(0.05, 0.09))
    if rng.random() < 0.7:
        table = rows * rng.uniform(0.88, 0.97)
        x = np.linspace(0, columns, 30)
        curve = table + ((x / columns - 0.5) ** 2) * rows * rng.uniform(-0.3, 0.1)
        arcs = [(np.stack([x, curve + gap], 1), rng.uniform(1, 3)) for gap in (0, size * 0.02)]
        picture += fields.soft(vessels.drawn(shape, arcs), 0.5) * rng.uniform(20, 100)
    if split == "test" or rng.random() < 0.3:
        picture += _streaks(rng, rows, columns, size) * np.float32(rng.uniform(2, 14))
    if split == "test":
        picture = fields.warp(rng, picture, size * rng.uniform(0.01, 0.05), size / 3)
    noise = fields.grain(rng, split, rows, columns, rng.uniform(1.2, 3.2))
    picture += noise * np.float32(rng.choice((2, 6, 12)) * rng.uniform(0.6, 1.4))
    if rng.random() < 0.5:
        radius = int(size * rng.uniform(0.47, 0.53))
        view = fields.ellipse(shape, (columns / 2, rows / 2), (radius, radius), 0)
        picture *= (view > 127).astype(np.float32)
    return picture


def _spine(
    rng: np.random.Generator, picture: np.ndarray, where: tuple[float, float], radius: float
) -> None:
    for scale, level in ((1.0, 235.0), (0.8, rng.uniform(150, 200)), (0.35, 90.0)):
        down = where[1] + (radius * 1.3 if scale < 0.5 else 0)
        mask = fields.ellipse(picture.shape, (where[0], down), (radius * scale,) * 2, 0)
        weight = fields.soft(mask, 1.0)
        picture += weight * (np.float32(level) - picture)
    for side in (-1, 1):
        tip = np.array(
            [[where[0], where[1] + radius], [where[0] + side * radius * 2, where[1] + radius * 1.6]]
        )
        mask = vessels.drawn(picture.shape, [(tip, radius * 0.4)])
        picture += fields.soft(mask, 1.0) * (np.float32(225) - picture)


def _streaks(rng: np.random.Generator, rows: int, columns: int, size: float) -> np.ndarray:
    """Rays from one point, as metal causes them."""
    y, x = np.ogrid[0:rows, 0:columns]
    cx, cy = rng.uniform(0.2, 0.8) * columns, rng.uniform(0.2, 0.8) * rows
    angle = np.arctan2((y - cy).astype(np.float32), (x - cx).astype(np.float32))
    table = rng.standard_normal(720, dtype=np.float32)
    index = ((angle + np.pi) * np.float32(719 / (2 * np.pi))).astype(np.int32)
    near = np.exp(-np.hypot((y - cy), (x - cx)).astype(np.float32) / np.float32(size * 0.3))
    return table[index] * near


def ct(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """One CT slice or a grid of them."""
    return _tiled(rng, split, rows, columns, _ct_slice)


def _mr_slice(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    size = min(rows, columns)
    shape = (rows, columns)
    center = (columns * rng.uniform(0.45, 0.55), rows * rng.uniform(0.45, 0.55))
    axes = (columns * rng.uniform(0.28, 0.48), rows * rng.uniform(0.3, 0.48))
    angle = float(rng.normal(0, 6))
    head = fields.soft(fields.ellipse(shape, center, axes, angle), size * 0.004)
    skull = fields.soft(
        fields.ellipse(shape, center, (axes[0] * 0.9, axes[1] * 0.9), angle), size * 0.004
    )
    brain = fields.soft(
        fields.ellipse(shape, center, (axes[0] * 0.84, axes[1] * 0.84), angle), size * 0.005
    )
    folds = fields.texture(rng, split, rows, columns, size * rng.uniform(0.02, 0.05))
    fine = fields.octaves(rng, rows, columns, size * 0.06, 3)
    grey, scalp, gap = rng.uniform(70, 160), rng.uniform(80, 230), rng.uniform(5, 50)
    picture = head * np.float32(scalp)
    picture = fields.blend(picture, np.float32(gap), skull)
    inner = grey + np.tanh(folds * 1.5) * rng.uniform(8, 40) + fine * rng.uniform(2, 10)
    picture = fields.blend(picture, inner, brain)
    for side in (-1, 1):
        where = (center[0] + side * size * 0.05, center[1])
        hole = fields.ellipse(
            shape, where, (size * 0.03, size * rng.uniform(0.05, 0.12)), side * 12
        )
        picture = fields.blend(picture, np.float32(rng.choice((10, 240))), fields.soft(hole, 1.5))
    if split == "test":
        picture = fields.warp(rng, picture, size * rng.uniform(0.01, 0.05), size / 3)
    bias = 1 + fields.smooth(rng, rows, columns, size) * np.float32(rng.uniform(0.05, 0.3))
    picture = picture * bias
    if rng.random() < 0.35:
        shift = int(rows * rng.uniform(0.1, 0.5))
        picture += np.roll(picture, shift, 0) * np.float32(rng.uniform(0.03, 0.15))
    strength = np.float32(rng.choice((2, 6, 14)) * rng.uniform(0.6, 1.4))
    first = fields.grain(rng, split, rows, columns, rng.uniform(1, 2.4)) * strength
    second = cv2.flip(first, -1)
    picture = np.hypot(picture + first, second)
    if split != "validation" and rng.random() < 0.15:
        wave = np.sin(np.arange(columns, dtype=np.float32) * np.float32(rng.uniform(0.2, 1.5)))
        picture += wave[None, :] * np.float32(rng.uniform(2, 12))
    return picture


def mr(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """One MR slice or a grid of them."""
    return _tiled(rng, split, rows, columns, _mr_slice)
