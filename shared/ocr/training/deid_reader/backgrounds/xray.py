"""X-ray pictures: chest, extremities, joints; mammography; angiography."""

import cv2
import numpy as np

from ..kinds import Split
from . import fields, vessels


def _bones(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """8-bit mask of several long bones, ribs or rings."""
    mask = np.zeros((rows, columns), np.uint8)
    size = min(rows, columns)
    if rng.random() < 0.5:
        _ribs(rng, split, mask)
        return mask
    for _ in range(int(rng.integers(1, 5))):
        width = size * rng.uniform(0.05, 0.22)
        start = (rng.uniform(0, columns), rng.uniform(0, rows))
        reach = size * rng.uniform(0.5, 1.4)
        curves = vessels.tree(rng, split, start, rng.uniform(0, 6.3), reach, width, 0)
        vessels.draw(mask, [(points, width) for points, _ in curves])
        end = curves[0][0][-1]
        cv2.circle(mask, (int(end[0]), int(end[1])), int(width * 0.75), 255, -1, cv2.LINE_AA)
    return mask


def _ribs(rng: np.random.Generator, split: Split, mask: np.ndarray) -> None:
    rows, columns = mask.shape
    pitch = max(rows * rng.uniform(0.09, 0.28), 12.0)
    width = pitch * rng.uniform(0.2, 0.5)
    slope, bow = rng.uniform(-0.6, 0.6), rng.uniform(0.1, 0.5) * rows
    middle = rng.uniform(0.2, 0.8) * columns
    along = np.linspace(-0.1, 1.1, 40) * columns
    for offset in np.arange(-bow, rows + bow, pitch):
        u = (along - middle) / columns
        shape = np.abs(u) ** 1.5 * 3 if split == "train" else 1 - np.cos(u * rng.uniform(2, 4))
        tilt = (slope + rng.normal(0, 0.15)) * u * pitch * 2
        down = offset + bow * shape + tilt + rng.normal(0, pitch * 0.08)
        vessels.draw(mask, [(np.stack([along, down], 1), width * rng.uniform(0.8, 1.1))])


def _add_bones(rng: np.random.Generator, split: Split, picture: np.ndarray) -> None:
    """Adds bones with bright cortex and a trabecular texture inside."""
    rows, columns = picture.shape
    mask = _bones(rng, split, rows, columns)
    edge = max(1.0, min(rows, columns) * rng.uniform(0.003, 0.012))
    inside = fields.soft(mask, edge * 0.4)
    deep = fields.soft(mask, edge * rng.uniform(2, 5))
    cortex = inside * (1 - deep)
    marrow = fields.texture(rng, split, rows, columns, rng.uniform(2.5, 9))
    strength = rng.choice((8.0, 20.0, 40.0)) * rng.uniform(0.7, 1.5)
    picture += inside * (strength + marrow * np.float32(rng.uniform(2, 14)))
    picture += cortex * np.float32(strength * rng.uniform(0.5, 1.6))


def _collimate(rng: np.random.Generator, picture: np.ndarray) -> None:
    """Darkens (or whitens) what lies outside a turned rectangle, a circle or one edge."""
    rows, columns = picture.shape
    mask = np.zeros(picture.shape, np.uint8)
    center = (columns * rng.uniform(0.4, 0.6), rows * rng.uniform(0.4, 0.6))
    if rng.random() < 0.25:
        radius = min(rows, columns) * rng.uniform(0.42, 0.6)
        cv2.circle(mask, (int(center[0]), int(center[1])), int(radius), 255, -1, cv2.LINE_AA)
    else:
        size = (columns * rng.uniform(0.6, 1.1), rows * rng.uniform(0.6, 1.1))
        box = cv2.boxPoints((center, size, float(rng.normal(0, 4))))
        cv2.fillConvexPoly(mask, np.round(box).astype(np.int32), 255, cv2.LINE_AA)
    open_part = fields.soft(mask, rng.uniform(0, 3))
    outside = rng.choice((0.0, 6.0, 20.0, 250.0), p=(0.4, 0.3, 0.2, 0.1))
    picture += (1 - open_part) * (np.float32(outside) + picture * 0.06 - picture)


def _finish(
    rng: np.random.Generator, split: Split, picture: np.ndarray, strength: float
) -> np.ndarray:
    """Film grain whose strength follows brightness, and an optional unsharp mask."""
    rows, columns = picture.shape
    size = {"train": rng.uniform(1, 3), "validation": rng.uniform(1, 2.6)}.get(
        split, rng.uniform(1, 3.6)
    )
    noise = fields.grain(rng, split, rows, columns, size) * np.float32(strength)
    picture = picture + noise * (0.5 + picture * np.float32(1 / 255))
    if rng.random() < 0.3:
        picture = picture * 1.8 - cv2.blur(picture, (5, 5)) * 0.8
    if rng.random() < 0.12:
        picture = 255 - picture
    return picture


def xray(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """A radiograph: soft tissue, bones, lungs, collimation and grain."""
    level = rng.uniform(30, 150)
    picture = fields.octaves(rng, rows, columns, max(rows, columns) / 3, 4) * rng.uniform(8, 35)
    picture = picture.astype(np.float32) + np.float32(level)
    if rng.random() < 0.45:
        for side in (0.28, 0.72):
            center = (columns * (side + rng.normal(0, 0.04)), rows * rng.uniform(0.4, 0.6))
            axes = (columns * rng.uniform(0.14, 0.24), rows * rng.uniform(0.28, 0.45))
            lung = fields.ellipse(picture.shape, center, axes, float(rng.normal(0, 8)))
            picture -= fields.soft(lung, min(rows, columns) * 0.02) * rng.uniform(20, 80)
            branches = vessels.tree(
                rng,
                split,
                (columns / 2, center[1]),
                np.pi * (side < 0.5),
                columns * 0.12,
                max(columns / 90, 2),
                4,
            )
            picture += fields.soft(vessels.drawn(picture.shape, branches), 1.5) * rng.uniform(5, 25)
    for _ in range(int(rng.integers(0, 3))):
        _add_bones(rng, split, picture)
    if rng.random() < 0.5:
        cell = rng.uniform(4, 14)
        picture += fields.texture(rng, split, rows, columns, cell) * np.float32(rng.uniform(1, 7))
    if rng.random() < 0.3:
        curves = vessels.wire(rng, split, rows, columns, rng.uniform(1, 5))
        picture += fields.soft(vessels.drawn(picture.shape, curves), 0.6) * rng.uniform(15, 120)
    if rng.random() < 0.5:
        _collimate(rng, picture)
    return _finish(rng, split, picture, rng.choice((1.5, 4, 8, 14)) * rng.uniform(0.6, 1.4))


def mammography(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """A breast on a black ground: fibrous texture, vessels, calcifications."""
    side = rng.random() < 0.5
    center = (0.0 if side else float(columns), rows * rng.uniform(0.35, 0.65))
    axes = (columns * rng.uniform(0.5, 1.1), rows * rng.uniform(0.4, 0.75))
    mask = fields.ellipse((rows, columns), center, axes, float(rng.normal(0, 8)))
    breast = fields.soft(mask, min(rows, columns) * 0.012)
    core = fields.soft(mask, min(rows, columns) * 0.08)
    dense = fields.octaves(rng, rows, columns, min(rows, columns) / 4, 6)
    fibers = fields.texture(rng, split, rows, columns, rng.uniform(3, 12))
    tissue = 60 + 70 * core + dense * rng.uniform(10, 30) + fibers * rng.uniform(2, 10)
    curves = []
    for _ in range(int(rng.integers(1, 5))):
        start = (rng.uniform(0, columns), rng.uniform(0, rows))
        heading, width = rng.uniform(0, 6.3), rng.uniform(1, 4)
        curves += vessels.tree(rng, split, start, heading, columns * 0.3, width, 2)
    tissue += fields.soft(vessels.drawn((rows, columns), curves), 1.2) * rng.uniform(8, 35)
    specks = np.zeros((rows, columns), np.uint8)
    for _ in range(int(rng.integers(0, 40))):
        spread = min(rows, columns) * 0.06
        x, y = rng.normal(columns * 0.4, spread), rng.normal(rows * 0.5, spread)
        cv2.circle(specks, (int(x), int(y)), int(rng.integers(1, 3)), 255, -1, cv2.LINE_AA)
    tissue += fields.soft(specks, 0.7) * rng.uniform(30, 120)
    picture = (breast * tissue + rng.uniform(0, 12)).astype(np.float32)
    return _finish(rng, split, picture, rng.uniform(1, 9))


def angiography(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """Contrast-filled vessels and catheters, plain or subtracted, often in a round field."""
    size = min(rows, columns)
    subtracted = rng.random() < 0.4
    base = fields.octaves(rng, rows, columns, size / 3, 4) * (3 if subtracted else 18)
    picture = (base + rng.uniform(90, 180)).astype(np.float32)
    if not subtracted and rng.random() < 0.6:
        _add_bones(rng, split, picture)
    for _ in range(int(rng.integers(1, 4))):
        start = (rng.uniform(0.1, 0.9) * columns, rng.uniform(0, 0.6) * rows)
        width, depth = size * rng.uniform(0.008, 0.035), int(rng.integers(2, 6))
        curves = vessels.tree(rng, split, start, rng.uniform(0, 6.3), size * 0.3, width, depth)
        shade = fields.soft(vessels.drawn(picture.shape, curves), rng.uniform(0.5, 1.5))
        picture -= shade * np.float32(rng.uniform(20, 110))
    for _ in range(int(rng.integers(0, 4))):
        curves = vessels.wire(rng, split, rows, columns, rng.uniform(1, 4))
        picture -= fields.soft(vessels.drawn(picture.shape, curves), 0.5) * rng.uniform(20, 110)
    if rng.random() < 0.5:
        _collimate(rng, picture)
    return _finish(rng, split, picture, rng.choice((2, 5, 10, 16)) * rng.uniform(0.6, 1.3))
