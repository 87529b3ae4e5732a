"""Scanned paper, empty forms and empty dose-report screens."""

import cv2
import numpy as np

from ..kinds import Split
from . import fields


def _rules(rng: np.random.Generator, picture: np.ndarray, ink: float) -> None:
    """Horizontal and vertical rules, boxes, dotted lines and check boxes of an empty form."""
    rows, columns = picture.shape
    pitch = rng.uniform(14, 60)
    left, right = int(columns * rng.uniform(0, 0.15)), int(columns * rng.uniform(0.8, 1))
    for y in np.arange(rng.uniform(5, pitch), rows - 2, pitch):
        if rng.random() < 0.25:
            continue
        start = left if rng.random() < 0.6 else int(rng.uniform(left, right))
        thick = int(rng.choice((1, 1, 1, 2, 3)))
        if rng.random() < 0.2:
            gap = int(rng.integers(3, 9))
            for x in range(start, right, gap):
                cv2.line(picture, (x, int(y)), (min(x + gap // 2, right), int(y)), ink, thick)
        else:
            cv2.line(picture, (start, int(y)), (right, int(y)), ink, thick)
    for _ in range(int(rng.integers(0, 6))):
        x = int(rng.uniform(left, right))
        top, bottom = sorted(int(v) for v in rng.uniform(0, rows, 2))
        cv2.line(picture, (x, top), (x, bottom), ink, int(rng.choice((1, 1, 2))))
    for _ in range(int(rng.integers(0, 8))):
        x, y = int(rng.uniform(0, columns)), int(rng.uniform(0, rows))
        side = int(rng.integers(7, 22))
        cv2.rectangle(picture, (x, y), (x + side, y + side), ink, int(rng.choice((1, 1, 2))))


def paper(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """A scan of blank or ruled paper with stains, folds, holes and skew."""
    level = rng.uniform(185, 252)
    picture = np.full((rows, columns), level, np.float32)
    if rng.random() < 0.65:
        ink = float(level - rng.uniform(25, 200))
        _rules(rng, picture, ink)
    if rng.random() < 0.5:
        middle = (columns / 2, rows / 2)
        turn = cv2.getRotationMatrix2D(middle, float(rng.normal(0, 1.5)), 1.02)
        picture = cv2.warpAffine(picture, turn, (columns, rows), borderMode=cv2.BORDER_REPLICATE)
    if split == "test" and rng.random() < 0.6:
        picture = fields.warp(rng, picture, rng.uniform(1, 6), max(rows, columns) / 2)
    stains = fields.octaves(rng, rows, columns, max(rows, columns) / 2, 4)
    picture += stains * np.float32(rng.uniform(0.5, 7))
    fibers = fields.texture(rng, split, rows, columns, rng.uniform(2.5, 6))
    picture += fibers * np.float32(rng.uniform(0.2, 4))
    if rng.random() < 0.3:
        at = int(rng.uniform(0.1, 0.9) * rows)
        picture[at : at + int(rng.integers(2, 8))] -= np.float32(rng.uniform(5, 40))
    if rng.random() < 0.25:
        shade = fields.gradient(rng, rows, columns)
        picture += np.clip(shade * 2 - 1, -1, 0) * np.float32(rng.uniform(20, 120))
    dirt = fields.white(rng, rows, columns)
    picture[dirt > rng.uniform(3.2, 5)] -= np.float32(rng.uniform(30, 160))
    picture += fields.grain(rng, split, rows, columns, rng.uniform(1, 2)) * rng.uniform(0.5, 6)
    if rng.random() < 0.08:
        picture = 255 - picture
    if rng.random() < 0.4:
        return fields.color(picture, tuple(rng.uniform(0.86, 1, 3)))
    return picture


def _table(
    rng: np.random.Generator, picture: np.ndarray, area: tuple[int, int, int, int], ink, fill
) -> None:
    """An empty table: header band, alternate rows, rules."""
    left, top, right, bottom = area
    pitch = int(rng.integers(12, 40))
    edges = np.sort(rng.uniform(left, right, int(rng.integers(1, 8)))).astype(int)
    banded, ruled = rng.random() < 0.5, rng.random() < 0.7
    for number, y in enumerate(range(top, bottom - pitch + 1, pitch)):
        if number == 0 or (banded and number % 2):
            cv2.rectangle(picture, (left, y), (right, y + pitch), fill, -1)
        if ruled:
            cv2.line(picture, (left, y), (right, y), ink, 1)
    if ruled or rng.random() < 0.5:
        for x in edges:
            cv2.line(picture, (int(x), top), (int(x), bottom), ink, 1)
        cv2.rectangle(picture, (left, top), (right, bottom), ink, 1)


def _tone(rng: np.random.Generator, gray: bool, low: float, high: float) -> tuple[float, ...]:
    if gray:
        return (float(rng.uniform(low, high)),) * 3
    return tuple(float(v) for v in rng.uniform(low, high, 3))


def _chart(rng: np.random.Generator, picture: np.ndarray, gray: bool) -> None:
    """A bar chart or a curve with its axes, without labels."""
    rows, columns = picture.shape[:2]
    left, top = int(rng.uniform(0, 0.6) * columns), int(rng.uniform(0, 0.6) * rows)
    wide, high = int(columns * rng.uniform(0.2, 0.4)), int(rows * rng.uniform(0.15, 0.4))
    axis, fill = _tone(rng, gray, 80, 255), _tone(rng, gray, 0, 255)
    count = int(rng.integers(4, 24))
    heights = rng.uniform(0.05, 0.95, count) * high
    if rng.random() < 0.5:
        pitch = wide / count
        for number, height in enumerate(heights):
            x = int(left + number * pitch)
            low = (x + max(int(pitch * 0.7), 1), top + high)
            cv2.rectangle(picture, (x, int(top + high - height)), low, fill, -1)
    else:
        along = left + np.linspace(0, wide, count)
        points = np.stack([along, top + high - heights], 1).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(picture, [points], False, fill, int(rng.integers(1, 3)))
    cv2.line(picture, (left, top), (left, top + high), axis, 1)
    cv2.line(picture, (left, top + high), (left + wide, top + high), axis, 1)


def dose_report(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """A screen without words: panels, table rules, colored bars, borders."""
    gray, dark = rng.random() < 0.5, rng.random() < 0.6
    base = _tone(rng, gray, 0, 70) if dark else _tone(rng, gray, 180, 255)
    picture = np.empty((rows, columns, 3), np.float32)
    picture[:] = base
    if split == "test":
        ramp = np.linspace(0, rng.uniform(-40, 40), rows, dtype=np.float32)
        picture += ramp[:, None, None]
    for _ in range(int(rng.integers(1, 5))):
        left, top = int(rng.uniform(0, 0.7) * columns), int(rng.uniform(0, 0.8) * rows)
        right = min(left + int(columns * rng.uniform(0.2, 0.95)), columns - 1)
        bottom = min(top + int(rows * rng.uniform(0.1, 0.7)), rows - 1)
        shift = rng.uniform(-50, 50)
        fill = tuple(
            float(np.clip(v + shift + rng.normal(0, 0 if gray else 12), 0, 255)) for v in base
        )
        ink = _tone(rng, gray, 120, 255) if dark else _tone(rng, gray, 0, 150)
        if rng.random() < 0.65:
            _table(rng, picture, (left, top, right, bottom), ink, fill)
            continue
        cv2.rectangle(picture, (left, top), (right, bottom), fill, -1)
        light, shade = (tuple(min(v + s, 255.0) for v in fill) for s in (60, -50))
        cv2.polylines(
            picture, [np.array([[left, bottom], [left, top], [right, top]])], False, light, 1
        )
        cv2.polylines(
            picture, [np.array([[left, bottom], [right, bottom], [right, top]])], False, shade, 1
        )
    for _ in range(int(rng.integers(0, 4))):
        top, high = int(rng.uniform(0, rows)), int(rng.integers(4, 40))
        span = (
            slice(0, columns)
            if rng.random() < 0.6
            else slice(int(columns * rng.uniform(0, 0.8)), None)
        )
        picture[top : top + high, span] = _tone(rng, gray, 0, 255)
    if split == "test" and rng.random() < 0.6:
        _chart(rng, picture, gray)
    if split == "validation" and rng.random() < 0.4:
        picture[::2] -= 6
    if gray:
        return picture[..., 0].copy()
    return picture
