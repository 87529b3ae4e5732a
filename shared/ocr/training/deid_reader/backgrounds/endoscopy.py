"""Endoscopy: mucosa, folds, vessels and highlights in a round or octagonal field."""

import cv2
import numpy as np

from ..kinds import Split
from . import fields, vessels

TINTS = {
    "train": ((1.0, 0.52, 0.42), (1.0, 0.62, 0.55), (0.95, 0.7, 0.5)),
    "validation": ((0.98, 0.45, 0.45), (0.85, 0.6, 0.48)),
    "test": ((0.62, 0.75, 0.7), (1.0, 0.74, 0.62), (0.8, 0.42, 0.3)),
}


def _field_mask(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    mask = np.zeros((rows, columns), np.uint8)
    center = (int(columns * rng.uniform(0.42, 0.62)), rows // 2)
    radius = int(min(rows, columns) * rng.uniform(0.42, 0.6))
    choice = rng.random()
    if choice < 0.45:
        cv2.circle(mask, center, radius, 255, -1, cv2.LINE_AA)
    elif choice < 0.85:
        cut = radius * rng.uniform(0.2, 0.5)
        corner = [(-radius, -radius + cut), (-radius + cut, -radius), (radius - cut, -radius)]
        corner += [(radius, -radius + cut), (radius, radius - cut), (radius - cut, radius)]
        corner += [(-radius + cut, radius), (-radius, radius - cut)]
        points = np.array(corner) + center
        cv2.fillConvexPoly(mask, points.astype(np.int32), 255, cv2.LINE_AA)
    else:
        mask[:] = 255
    return mask


def endoscopy(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """An RGB picture of a mucous membrane."""
    size = min(rows, columns)
    shape = (rows, columns)
    relief = fields.octaves(rng, rows, columns, size / 3, 3)
    fine = fields.texture(rng, split, rows, columns, rng.uniform(4, 14))
    light = np.full(shape, 120, np.float32) + relief * rng.uniform(10, 35)
    light += fine * np.float32(rng.uniform(1, 8))
    where = (columns * rng.uniform(0.3, 0.7), rows * rng.uniform(0.3, 0.7))
    y, x = np.ogrid[0:rows, 0:columns]
    far = np.hypot((y - where[1]).astype(np.float32), (x - where[0]).astype(np.float32))
    far /= np.float32(size)
    if rng.random() < 0.6:
        rings = np.sin(far * np.float32(rng.uniform(10, 30)) + relief)
        light += rings * np.float32(rng.uniform(3, 25))
        light *= np.clip(far * np.float32(rng.uniform(1.5, 4)), 0.1, 1.2)
    else:
        light *= np.clip(np.float32(1.5) - far, 0.2, 1.6)
    curves = []
    for _ in range(int(rng.integers(2, 8))):
        start = (rng.uniform(0, columns), rng.uniform(0, rows))
        heading, width = rng.uniform(0, 6.3), rng.uniform(1, 4)
        curves += vessels.tree(rng, split, start, heading, size * 0.2, width, 4)
    veins = fields.soft(vessels.drawn(shape, curves), 0.8) * np.float32(rng.uniform(0.1, 0.45))
    tint = TINTS[split][int(rng.integers(len(TINTS[split])))]
    red, green, blue = (light * np.float32(part) * np.float32(1.4) for part in tint)
    green, blue = green * (1 - veins), blue * (1 - veins)
    red = red * (1 - veins * 0.35)
    shine = fields.smooth(rng, rows, columns, rng.uniform(4, 20))
    shine = np.clip((shine - np.float32(rng.uniform(1.8, 2.8))) * 4, 0, 1)
    shine *= np.clip(fields.smooth(rng, rows, columns, size / 3) + 0.5, 0, 1) * 230
    noise = fields.grain(rng, split, rows, columns, rng.uniform(1, 2.2)) * rng.uniform(0.5, 7)
    picture = cv2.merge([red + shine + noise, green + shine + noise, blue + shine - noise])
    surround = np.float32(rng.choice((0, 0, 14, 30)))
    mask = fields.soft(_field_mask(rng, rows, columns), rng.uniform(0, 1.5))[..., None]
    picture = surround + mask * (picture - surround)
    if split != "train" and rng.random() < 0.3:
        picture[::2] *= np.float32(rng.uniform(0.85, 0.97))
    return picture
