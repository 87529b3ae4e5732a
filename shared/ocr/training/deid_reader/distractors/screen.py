"""Parts of a screen: arrows, crosshairs, window frames, buttons, icons, scroll bars."""

import cv2
import numpy as np

from . import strokes
from .strokes import Ink


def arrow(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """An arrow with open or filled head, or a lone arrow head."""
    length, head = rng.uniform(8, max(9, size * 0.8)), rng.uniform(4, 12)
    side = int(length + head * 2) + 8
    mask = np.zeros((side, side), np.uint8)
    angle = rng.uniform(0, 2 * np.pi) if rng.random() < 0.6 else rng.integers(4) * np.pi / 2
    axis = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-axis[1], axis[0]])
    tip = np.array([side / 2, side / 2]) + axis * length / 2
    wings = [tip - axis * head + across * head * 0.5, tip, tip - axis * head - across * head * 0.5]
    if rng.random() < 0.6:
        strokes.fill(mask, np.array(wings), ink)
    else:
        strokes.polyline(mask, np.array(wings), ink)
    if rng.random() < 0.75:
        strokes.segment(mask, tip - axis * length, tip - axis, ink, int(rng.integers(1, 4)))
    return mask


def crosshair(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A cross, a circle with a cross, or a target."""
    side = int(rng.uniform(9, max(12, size * 0.7)))
    mask = np.zeros((side + 4, side + 4), np.uint8)
    middle, gap = side / 2 + 2, rng.choice((0.0, side * 0.15))
    thick = int(rng.choice((1, 1, 2)))
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        first = (middle + dx * gap, middle + dy * gap)
        last = (middle + dx * side / 2, middle + dy * side / 2)
        strokes.segment(mask, first, last, ink, thick)
    if rng.random() < 0.5:
        radius = int(side * rng.uniform(0.2, 0.45))
        cv2.circle(mask, (int(middle), int(middle)), radius, 255, 1, strokes.line_type(ink))
    return mask


def frame(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A window frame, a biopsy guide or a box with rounded corners; empty inside."""
    high, wide = int(size * rng.uniform(0.3, 2)) + 14, int(size * rng.uniform(0.4, 3)) + 14
    mask = np.zeros((high, wide), np.uint8)
    thick = int(rng.integers(1, 4))
    cv2.rectangle(mask, (2, 2), (wide - 3, high - 3), 255, thick)
    if rng.random() < 0.4:
        band = int(rng.uniform(6, 22))
        cv2.rectangle(mask, (2, 2), (wide - 3, min(band, high - 3)), 200, -1)
    return mask


def guide(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Two nearly parallel dotted lines: a needle guide."""
    side = int(size * rng.uniform(0.8, 2.5)) + 20
    mask = np.zeros((side, side), np.uint8)
    angle, gap, pitch = rng.uniform(0, np.pi), rng.uniform(4, 20), rng.uniform(3, 9)
    axis = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-axis[1], axis[0]])
    for along in np.arange(-side / 2, side / 2, pitch):
        for way in (-0.5, 0.5):
            x, y = side / 2 + axis * along + across * gap * way
            cv2.circle(mask, (int(x), int(y)), int(rng.random() < 0.3), 255, -1)
    return mask


def button(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A button or soft key without text: filled, framed, with a light edge."""
    high, wide = int(rng.uniform(10, 34)), int(rng.uniform(16, 110))
    mask = np.full((high, wide), int(rng.uniform(60, 200)), np.uint8)
    cv2.line(mask, (0, 0), (wide, 0), 255, 1)
    cv2.line(mask, (0, 0), (0, high), 255, 1)
    cv2.line(mask, (0, high - 1), (wide, high - 1), 20, 1)
    cv2.line(mask, (wide - 1, 0), (wide - 1, high), 20, 1)
    count = int(rng.integers(1, 7))
    return np.ascontiguousarray(np.tile(np.pad(mask, 1), (1, count)))


def scroll_bar(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A scroll bar with its thumb and end triangles."""
    wide, high = int(rng.integers(8, 20)), int(size * rng.uniform(1, 4)) + 40
    mask = np.full((high, wide), 70, np.uint8)
    top = int(rng.uniform(wide, high * 0.6))
    cv2.rectangle(mask, (1, top), (wide - 2, top + int(high * 0.25)), 230, -1)
    middle = wide / 2
    for y, way in ((wide * 0.7, -1), (high - wide * 0.7, 1)):
        points = [
            (middle, y + way * wide * 0.3),
            (2, y - way * wide * 0.2),
            (wide - 3, y - way * wide * 0.2),
        ]
        strokes.fill(mask, np.array(points), ink)
    return np.ascontiguousarray(np.rot90(mask, int(rng.integers(2))))


def icon(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """A row of one to five small icons: heart, battery, speaker, printer, disk, play, body."""
    side, count = int(rng.uniform(10, 30)), int(rng.integers(1, 6))
    gap = int(rng.uniform(3, 20))
    mask = np.zeros((side + 4, count * (side + gap) + 4), np.uint8)
    for number in range(count):
        draw = ICONS[int(rng.integers(len(ICONS)))]
        x = 2 + number * (side + gap)
        draw(mask[2 : 2 + side, x : x + side], ink, side)
    return mask


def _heart(part: np.ndarray, ink: Ink, s: int) -> None:
    cv2.circle(part, (int(s * 0.3), int(s * 0.35)), int(s * 0.22), 255, -1, strokes.line_type(ink))
    cv2.circle(part, (int(s * 0.7), int(s * 0.35)), int(s * 0.22), 255, -1, strokes.line_type(ink))
    strokes.fill(
        part, np.array([(s * 0.1, s * 0.45), (s * 0.9, s * 0.45), (s * 0.5, s * 0.95)]), ink
    )


def _battery(part: np.ndarray, ink: Ink, s: int) -> None:
    cv2.rectangle(part, (1, int(s * 0.3)), (int(s * 0.82), int(s * 0.72)), 255, 1)
    cv2.rectangle(part, (3, int(s * 0.38)), (int(s * 0.5), int(s * 0.64)), 255, -1)
    cv2.rectangle(part, (int(s * 0.84), int(s * 0.42)), (int(s * 0.93), int(s * 0.6)), 255, -1)


def _speaker(part: np.ndarray, ink: Ink, s: int) -> None:
    box = [(s * 0.1, s * 0.38), (s * 0.28, s * 0.38), (s * 0.5, s * 0.15), (s * 0.5, s * 0.85)]
    strokes.fill(part, np.array(box + [(s * 0.28, s * 0.62), (s * 0.1, s * 0.62)]), ink)
    for radius in (0.2, 0.35):
        half = (int(s * radius),) * 2
        cv2.ellipse(part, (int(s * 0.52), s // 2), half, 0, -50, 50, 255, 1, strokes.line_type(ink))


def _printer(part: np.ndarray, ink: Ink, s: int) -> None:
    cv2.rectangle(part, (1, int(s * 0.4)), (s - 2, int(s * 0.75)), 255, -1)
    cv2.rectangle(part, (int(s * 0.25), int(s * 0.1)), (int(s * 0.75), int(s * 0.4)), 255, 1)
    cv2.rectangle(part, (int(s * 0.25), int(s * 0.6)), (int(s * 0.75), int(s * 0.92)), 120, -1)


def _folder(part: np.ndarray, ink: Ink, s: int) -> None:
    outline = [(0.05, 0.85), (0.05, 0.2), (0.4, 0.2), (0.5, 0.32), (0.95, 0.32), (0.95, 0.85)]
    strokes.polyline(part, np.array(outline) * s, ink, 1, True)
    strokes.segment(part, (s * 0.05, s * 0.45), (s * 0.95, s * 0.45), ink)


def _play(part: np.ndarray, ink: Ink, s: int) -> None:
    strokes.fill(part, np.array([(s * 0.2, s * 0.1), (s * 0.9, s * 0.5), (s * 0.2, s * 0.9)]), ink)


def _body(part: np.ndarray, ink: Ink, s: int) -> None:
    cv2.circle(
        part, (s // 2, int(s * 0.18)), max(int(s * 0.12), 1), 255, -1, strokes.line_type(ink)
    )
    outline = [(0.3, 0.35), (0.7, 0.35), (0.82, 0.7), (0.64, 0.62), (0.62, 0.96), (0.38, 0.96)]
    strokes.polyline(part, np.array(outline + [(0.36, 0.62), (0.18, 0.7)]) * s, ink, 1, True)


def _probe(part: np.ndarray, ink: Ink, s: int) -> None:
    outline = [(0.25, 0.9), (0.75, 0.9), (0.85, 0.6), (0.6, 0.45), (0.6, 0.05), (0.4, 0.05)]
    strokes.polyline(part, np.array(outline + [(0.4, 0.45), (0.15, 0.6)]) * s, ink, 1, True)


ICONS = (_heart, _battery, _speaker, _printer, _folder, _play, _body, _probe)


def dial(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Reserved: a round gauge with a needle."""
    side = int(rng.uniform(24, 70))
    mask = np.zeros((side, side), np.uint8)
    middle = side / 2
    cv2.circle(mask, (side // 2,) * 2, side // 2 - 2, 255, 1, strokes.line_type(ink))
    for angle in np.linspace(0.75 * np.pi, 2.25 * np.pi, int(rng.integers(6, 14))):
        axis = np.array([np.cos(angle), np.sin(angle)])
        strokes.segment(mask, middle + axis * side * 0.36, middle + axis * side * 0.45, ink)
    angle = rng.uniform(0.75 * np.pi, 2.25 * np.pi)
    tip = middle + np.array([np.cos(angle), np.sin(angle)]) * side * 0.33
    strokes.segment(mask, (middle, middle), tip, ink, 2)
    return mask


def star_marks(rng: np.random.Generator, ink: Ink, size: float) -> np.ndarray:
    """Reserved: scattered stars, diamonds and triangles of point measurements."""
    side = int(size * rng.uniform(0.6, 1.8)) + 24
    mask = np.zeros((side, side), np.uint8)
    for _ in range(int(rng.integers(2, 9))):
        x, y = rng.uniform(8, side - 8, 2)
        spokes, reach = int(rng.integers(3, 7)), rng.uniform(3, 8)
        angle = np.arange(spokes * 2) * np.pi / spokes + rng.uniform(0, 1)
        radius = np.where(np.arange(spokes * 2) % 2 == 0, reach, reach * 0.45)
        points = np.stack([np.cos(angle), np.sin(angle)], 1) * radius[:, None] + (x, y)
        if rng.random() < 0.5:
            strokes.fill(mask, points, ink)
        else:
            strokes.polyline(mask, points, ink, 1, True)
    return mask
