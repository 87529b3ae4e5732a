"""Color and power Doppler over a B-mode picture."""

import cv2
import numpy as np

from ..kinds import Split
from . import fields, ultrasound, vessels


def _flow_mask(
    rng: np.random.Generator, split: Split, rows: int, columns: int, area: tuple[int, int, int, int]
) -> np.ndarray:
    """8-bit mask of vessels, blots and noise specks inside the color box."""
    left, top, right, bottom = area
    mask = np.zeros((rows, columns), np.uint8)
    size = max(min(right - left, bottom - top), 20)
    for _ in range(int(rng.integers(1, 9))):
        start = (rng.uniform(left, right), rng.uniform(top, bottom))
        width, depth = size * rng.uniform(0.01, 0.09), int(rng.integers(1, 5))
        reach, heading = size * rng.uniform(0.15, 0.5), rng.uniform(0, 6.3)
        vessels.draw(mask, vessels.tree(rng, split, start, heading, reach, width, depth))
    if rng.random() < 0.6:
        ragged = fields.smooth(rng, rows, columns, rng.uniform(2, 7)) * np.float32(0.3)
        rough = fields.soft(mask, rng.uniform(0.8, 2.5)) + ragged
        mask = ((rough > 0.5) * np.uint8(255)).astype(np.uint8)
    if rng.random() < 0.5:
        blots = fields.smooth(rng, rows, columns, rng.uniform(4, 16)) > rng.uniform(1.4, 2.6)
        mask = np.maximum(mask, blots.astype(np.uint8) * 255)
    return mask


def _palette(rng: np.random.Generator, split: Split, speed: np.ndarray) -> np.ndarray:
    """RGB of a velocity field -1..1: red and blue, or power in one hue."""
    size = np.clip(np.abs(speed), 0, 1)
    bright, full = size * 255, np.minimum(size * 3, 1) * 235
    low = np.zeros_like(size)
    kinds = {"train": (0, 1, 2), "validation": (0, 1), "test": (0, 2, 3, 4)}[split]
    kind = int(rng.choice(kinds))
    if kind in (0, 1):
        warm = (speed > 0).astype(np.float32)
        accent = np.clip(bright * 1.6 - 140, 0, 255)
        return cv2.merge([full * warm, accent * (0.9 if kind == 0 else 0.4), full * (1 - warm)])
    if kind == 2:
        return cv2.merge([full, np.clip(bright * 1.2 - 60, 0, 230), low])
    if kind == 3:
        return cv2.merge([full, bright * 0.3, np.clip(bright - 80, 0, 200)])
    warm = (speed > 0).astype(np.float32)
    return cv2.merge([full * warm, bright * 0.8, full * (1 - warm) * 0.9])


def doppler(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """An RGB picture of flow over gray echoes, with or without the frame of the color box."""
    gray, view = ultrasound.echo(rng, split, rows, columns)
    left, top, right, bottom = view.area
    x0 = int(left + (right - left) * rng.uniform(0.02, 0.35))
    x1 = int(right - (right - left) * rng.uniform(0.02, 0.35))
    y0 = int(top + (bottom - top) * rng.uniform(0.02, 0.4))
    y1 = int(bottom - (bottom - top) * rng.uniform(0.02, 0.35))
    lean = int((x1 - x0) * rng.choice((0.0, rng.uniform(-0.3, 0.3))))
    corners = np.array([[x0, y0], [x1, y0], [x1 + lean, y1], [x0 + lean, y1]], np.int32)
    box = np.zeros((rows, columns), np.uint8)
    cv2.fillConvexPoly(box, corners, 255)
    mask = cv2.bitwise_and(_flow_mask(rng, split, rows, columns, (x0, y0, x1, y1)), box)
    block = int(rng.choice((1, 1, 2, 3, 4)))
    if block > 1:
        small = mask[::block, ::block]
        mask = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_NEAREST)
    cell = rng.uniform(6, 60)
    speed = np.tanh(fields.smooth(rng, rows, columns, cell) + np.float32(rng.normal(0, 0.8)))
    if rng.random() < 0.4:
        speed = (speed * 1.8 + 3) % 2 - 1
    speed += fields.grain(rng, split, rows, columns, rng.uniform(1.5, 4)) * np.float32(0.12)
    shown = _palette(rng, split, speed.astype(np.float32))
    weight = fields.soft(mask, rng.choice((0, 0.7, 1.5)))[..., None] * np.float32(
        rng.uniform(0.7, 1)
    )
    picture = cv2.merge([gray, gray, gray])
    picture += weight * (shown - picture)
    if rng.random() < 0.6:
        tone = tuple(float(v) for v in rng.choice(((255, 255, 255), (90, 220, 90), (240, 220, 60))))
        cv2.polylines(picture, [corners.reshape(-1, 1, 2)], True, tone, int(rng.integers(1, 3)))
    return picture
