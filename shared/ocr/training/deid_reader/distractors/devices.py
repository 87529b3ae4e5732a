"""Things in or on the body: screws, wires, clips, stents, calcifications, markers."""

import cv2
import numpy as np

from . import strokes
from .strokes import Ink


def screw(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A bone screw with thread and head, at any angle."""
    length, width = rng.uniform(0.3, 1.2) * size + 14, rng.uniform(3, 9)
    side = int(length + width * 3) + 8
    mask = np.zeros((side, side), np.uint8)
    angle, middle = rng.uniform(0, 2 * np.pi), side / 2
    axis = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-axis[1], axis[0]])
    first = np.array([middle, middle]) - axis * length / 2
    strokes.segment(mask, first, first + axis * length, ink, max(int(width * 0.5), 1))
    for along in np.arange(length * 0.15, length, rng.uniform(2.5, 5)):
        at = first + axis * along
        lean = axis * 1.5
        strokes.segment(mask, at - across * width / 2 - lean, at + across * width / 2 + lean, ink)
    cv2.circle(
        mask, (int(first[0]), int(first[1])), int(width * 0.9), 255, -1, strokes.line_type(ink)
    )
    return mask


def twisted_wires(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Sternal wires: a column of small twisted loops."""
    count, pitch = int(rng.integers(2, 7)), rng.uniform(12, 36)
    mask = np.zeros((int(count * pitch) + 30, 50), np.uint8)
    for number in range(count):
        y, x = 15 + number * pitch, 25 + rng.normal(0, 1.5)
        radius = (int(rng.uniform(8, 18)), int(rng.uniform(1, 4)))
        tilt = float(rng.normal(0, 20))
        first = float(rng.uniform(0, 360))
        kind = strokes.line_type(ink)
        cv2.ellipse(mask, (int(x), int(y)), radius, tilt, first, first + 300, 255, 1, kind)
        turns = np.linspace(0, rng.uniform(4, 9), 14)
        way = rng.choice((-1.6, 1.6))
        twist = np.stack([x + turns * way, y + np.sin(turns * 2) * 1.6], 1)
        strokes.polyline(mask, twist, ink)
    return mask


def clips(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Surgical clips or staples: short bars and brackets, scattered or in a row."""
    high, wide = int(size * rng.uniform(0.3, 1)) + 20, int(size * rng.uniform(0.5, 1.6)) + 20
    mask = np.zeros((high, wide), np.uint8)
    row = rng.random() < 0.4
    for number in range(int(rng.integers(3, 16))):
        x, y = rng.uniform(8, wide - 8), rng.uniform(8, high - 8)
        angle = rng.uniform(0, 2 * np.pi)
        if row:
            x, y, angle = 8 + number * rng.uniform(7, 10), high / 2, rng.normal(0.4, 0.15)
        axis = np.array([np.cos(angle), np.sin(angle)]) * rng.uniform(2.5, 6)
        lift = np.array([-axis[1], axis[0]]) * 0.5
        at = np.array([x, y])
        if rng.random() < 0.5:
            strokes.segment(mask, at - axis, at + axis, ink, int(rng.integers(1, 3)))
        else:
            bracket = [at - axis + lift, at - axis, at + axis, at + axis + lift]
            strokes.polyline(mask, np.array(bracket), ink)
    return mask


def stent(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A mesh tube: crossing zigzags along a bent axis."""
    length, width = rng.uniform(0.4, 1.5) * size + 20, rng.uniform(6, 20)
    along = np.arange(0, length, rng.uniform(3, 6))
    bend = np.sin(along / length * np.pi) * rng.uniform(-0.2, 0.2) * length
    sign = np.where(np.arange(len(along)) % 2 == 0, 1, -1) * width / 2
    middle = width + abs(bend).max() + 4
    mask = np.zeros((int(middle * 2) + 4, int(length) + 8), np.uint8)
    for flip in (1, -1):
        points = np.stack([along + 4, middle + bend + sign * flip], 1)
        strokes.polyline(mask, points, ink)
    return np.ascontiguousarray(np.rot90(mask, int(rng.integers(4))))


def calcifications(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A cluster of small irregular specks."""
    side = int(size * rng.uniform(0.3, 1.0)) + 20
    mask = np.zeros((side, side), np.uint8)
    for _ in range(int(rng.integers(5, 50))):
        x, y = rng.normal(side / 2, side / 6, 2)
        if rng.random() < 0.6:
            cv2.circle(mask, (int(x), int(y)), int(rng.integers(0, 3)), 255, -1)
            continue
        step = rng.normal(0, 2.2, (3, 2))
        points = np.array([x, y]) + np.cumsum(step, 0)
        strokes.polyline(mask, points, ink, int(rng.integers(1, 3)))
    return mask


def marker(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A lead marker without letters: a disk, a ring, a ball row or a coin with a notch."""
    radius = int(rng.uniform(4, 20))
    mask = np.zeros((radius * 2 + 8, radius * 6 + 8), np.uint8)
    middle, kind = radius + 4, strokes.line_type(ink)
    choice = rng.integers(4)
    if choice == 0:
        cv2.circle(mask, (middle, middle), radius, 255, -1, kind)
        cv2.circle(mask, (middle, middle), radius // 2, 90, -1, kind)
    elif choice == 1:
        cv2.circle(mask, (middle, middle), radius, 255, int(rng.integers(1, 4)), kind)
        cv2.circle(mask, (middle, middle), max(radius // 4, 1), 255, -1, kind)
    elif choice == 2:
        for number in range(int(rng.integers(2, 4))):
            cv2.circle(mask, (middle + number * radius * 2, middle), radius // 2 + 1, 255, -1, kind)
    else:
        cv2.circle(mask, (middle, middle), radius, 255, -1, kind)
        edge = middle + radius + 3
        notch = np.array([[middle, middle], [edge, middle - 3], [edge, middle + 4]], np.int32)
        cv2.fillPoly(mask, [notch], 0)
    return mask


def plate(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Reserved: a bone plate with a row of holes."""
    count, pitch = int(rng.integers(3, 10)), rng.uniform(9, 24)
    high = int(pitch * 0.8) + 6
    mask = np.zeros((high, int(count * pitch) + 10), np.uint8)
    ends = ((5 + pitch / 2, high / 2), (5 + (count - 0.5) * pitch, high / 2))
    strokes.segment(mask, ends[0], ends[1], ink, high - 4, 170)
    for number in range(count):
        x = int(5 + (number + 0.5) * pitch)
        half = (int(pitch * 0.3), int(pitch * 0.2) + 1)
        cv2.ellipse(mask, (x, high // 2), half, 0, 0, 360, 0, -1, strokes.line_type(ink))
        if rng.random() < 0.5:
            cv2.circle(mask, (x, high // 2), int(pitch * 0.15), 255, -1, strokes.line_type(ink))
    return np.ascontiguousarray(np.rot90(mask, int(rng.integers(4))))


def coil(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Reserved: an embolization coil, a tangle of loops."""
    side = int(rng.uniform(18, 50))
    turn = np.linspace(0, rng.uniform(20, 60), 220)
    radius = side * 0.42 * (0.55 + 0.45 * np.sin(turn * rng.uniform(0.1, 0.45)))
    points = np.stack([np.cos(turn), np.sin(turn * rng.uniform(0.9, 1.1))], 1) * radius[:, None]
    mask = np.zeros((side + 4, side + 4), np.uint8)
    strokes.polyline(mask, points + side / 2 + 2, ink)
    return mask
