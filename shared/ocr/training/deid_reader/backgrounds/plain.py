"""Pictures without anatomy: flat grounds, gradients, noises, grids and test patterns."""

import cv2
import numpy as np

from ..kinds import Split
from . import fields


def flat(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """One tone, a ramp or a few panels; sometimes in color."""
    level = rng.choice((0.0, 0.0, rng.uniform(0, 40), rng.uniform(0, 255), 255.0))
    picture = np.full((rows, columns), level, np.float32)
    if rng.random() < 0.4:
        picture += fields.gradient(rng, rows, columns) * np.float32(rng.uniform(5, 120))
    if split == "test" and rng.random() < 0.4:
        y, x = np.ogrid[0:rows, 0:columns]
        far = np.hypot(y - rows / 2, x - columns / 2) / max(rows, columns)
        picture += far.astype(np.float32) * np.float32(rng.uniform(-150, 150))
    if split != "validation" and rng.random() < 0.3:
        for _ in range(int(rng.integers(1, 5))):
            top, left = int(rng.integers(0, rows)), int(rng.integers(0, columns))
            high, wide = int(rng.integers(10, rows)), int(rng.integers(10, columns))
            picture[top : top + high, left : left + wide] = rng.uniform(0, 255)
    if rng.random() < 0.4:
        noise = fields.grain(rng, split, rows, columns, rng.uniform(1, 2))
        picture += noise * np.float32(rng.uniform(0.5, 4))
    if rng.random() < 0.3:
        return fields.color(picture, tuple(rng.uniform(0.3, 1, 3)))
    return picture


def noise(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """Strong noise: grain, salt and pepper, correlated, lined, in gray or color."""
    picture = fields.smooth(rng, rows, columns, max(rows, columns) / 2) * rng.uniform(0, 40)
    picture = picture.astype(np.float32) + np.float32(rng.uniform(20, 235))
    size = rng.choice((1.0, 1.6, 2.5, 4.0, 7.0)) * rng.uniform(0.8, 1.2)
    strength = np.float32(rng.uniform(5, 50))
    picture += fields.grain(rng, split, rows, columns, size) * strength
    if rng.random() < 0.25:
        cell = rng.uniform(3, 15)
        picture += fields.texture(rng, split, rows, columns, cell) * strength
    if rng.random() < 0.25:
        dice = rng.random((rows, columns), dtype=np.float32)
        share = rng.uniform(0.001, 0.05)
        picture[dice < share] = 255 if split != "validation" else 200
        picture[dice > 1 - share] = 0
    if rng.random() < 0.15:
        picture += rng.standard_normal((rows, 1), dtype=np.float32) * strength
    if rng.random() < 0.2:
        extra = fields.grain(rng, split, rows, columns, size) * strength
        return cv2.merge([picture, picture + extra, picture - extra])
    return picture


def _lines(rng: np.random.Generator, picture: np.ndarray, pitch: float, tone: float) -> None:
    rows, columns = picture.shape[:2]
    every = int(rng.integers(2, 11))
    thick = int(rng.choice((1, 1, 2)))
    for number, y in enumerate(np.arange(rng.uniform(0, pitch), rows, pitch)):
        wide = thick + int(number % every == 0 and pitch > 8)
        picture[int(y) : int(y) + wide] += tone
    for number, x in enumerate(np.arange(rng.uniform(0, pitch), columns, pitch)):
        wide = thick + int(number % every == 0 and pitch > 8)
        picture[:, int(x) : int(x) + wide] += tone


def _dots(rng: np.random.Generator, picture: np.ndarray, pitch: float, tone: float) -> None:
    rows, columns = picture.shape[:2]
    mask = np.zeros((rows, columns), np.uint8)
    radius = max(int(pitch * rng.uniform(0.08, 0.3)), 1)
    for y in np.arange(pitch / 2, rows, pitch):
        for x in np.arange(pitch / 2, columns, pitch):
            cv2.circle(mask, (int(x), int(y)), radius, 255, -1, cv2.LINE_AA)
    picture += fields.soft(mask, 0.4) * np.float32(tone)


def _bars(rng: np.random.Generator, picture: np.ndarray, pitch: float, tone: float) -> None:
    """Line pairs, checkerboards or gray steps."""
    rows, columns = picture.shape[:2]
    x = (np.arange(columns) / pitch).astype(np.int32)
    y = (np.arange(rows) / pitch).astype(np.int32)
    choice = rng.integers(3)
    if choice == 0:
        pattern = (x[None, :] + y[:, None]) % 2
    elif choice == 1:
        pattern = np.broadcast_to((x % 2)[None, :], (rows, columns))
    else:
        pattern = np.broadcast_to((x % 16)[None, :] / 8, (rows, columns))
    top, bottom = sorted(rng.integers(0, rows + 1, 2))
    picture[top:bottom] += pattern[top:bottom].astype(np.float32) * np.float32(tone)


def grid(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """Graph paper, dot grids, checkerboards, line pairs and phantoms."""
    dark = rng.random() < 0.5
    level = rng.uniform(0, 80) if dark else rng.uniform(170, 255)
    picture = np.full((rows, columns), level, np.float32)
    picture += fields.smooth(rng, rows, columns, max(rows, columns) / 2) * rng.uniform(0, 12)
    span = {"train": (5, 30), "validation": (30, 48), "test": (6, 60)}[split]
    pitch = rng.uniform(*span)
    tone = rng.uniform(15, 170) * (1 if dark else -1)
    if rows * columns > 500_000:
        pitch = max(pitch, 12)
    draw = (_lines, _dots, _bars)[int(rng.choice(3, p=(0.55, 0.25, 0.2)))]
    draw(rng, picture, pitch, tone)
    if split == "test" and rng.random() < 0.5:
        turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), float(rng.uniform(-45, 45)), 1.0)
        picture = cv2.warpAffine(picture, turn, (columns, rows), borderMode=cv2.BORDER_REFLECT)
    if rng.random() < 0.5:
        noise_field = fields.grain(rng, split, rows, columns, rng.uniform(1, 2.5))
        picture += noise_field * np.float32(rng.uniform(1, 12))
    if rng.random() < 0.35:
        return fields.color(picture, tuple(rng.uniform(0.55, 1, 3)))
    return picture
