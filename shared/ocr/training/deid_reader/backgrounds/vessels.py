"""Branching and winding curves: vessels, ducts, catheters, wires."""

import cv2
import numpy as np

from ..kinds import Split

Curve = tuple[np.ndarray, float]  # points float (n, 2) x,y and a width in pixels


def _walk(
    rng: np.random.Generator, start: np.ndarray, angle: float, length: float, bend: float
) -> tuple[np.ndarray, float]:
    steps = max(int(length / 6), 3)
    turns = rng.normal(0, bend, steps)
    angles = angle + np.cumsum(turns)
    moves = np.stack([np.cos(angles), np.sin(angles)], 1) * (length / steps)
    return np.vstack([start, start + np.cumsum(moves, 0)]), float(angles[-1])


def _arc(
    rng: np.random.Generator, start: np.ndarray, angle: float, length: float, bend: float
) -> tuple[np.ndarray, float]:
    steps = max(int(length / 6), 3)
    angles = angle + np.linspace(0, rng.normal(0, bend * steps**0.5 * 1.5), steps)
    moves = np.stack([np.cos(angles), np.sin(angles)], 1) * (length / steps)
    return np.vstack([start, start + np.cumsum(moves, 0)]), float(angles[-1])


def _sine(
    rng: np.random.Generator, start: np.ndarray, angle: float, length: float, bend: float
) -> tuple[np.ndarray, float]:
    along = np.linspace(0, length, max(int(length / 4), 4))
    period = rng.uniform(0.3, 1.2) * length + 8
    swing = np.sin(along / period * 2 * np.pi) * bend * rng.uniform(0.15, 0.5) * length
    axis = np.array([np.cos(angle), np.sin(angle)])
    side = np.array([-axis[1], axis[0]])
    points = start + along[:, None] * axis + swing[:, None] * side
    last = points[-1] - points[-2]
    return points, float(np.arctan2(last[1], last[0]))


def tree(
    rng: np.random.Generator,
    split: Split,
    start: tuple[float, float],
    angle: float,
    length: float,
    width: float,
    depth: int,
) -> list[Curve]:
    """A tree of curves from `start` (x, y) towards `angle`; `length` and `width` of its trunk."""
    step = {"train": _walk, "validation": _arc, "test": _sine}[split]
    bend = float(rng.uniform(0.08, 0.35))
    curves: list[Curve] = []
    todo = [(np.array(start, float), angle, length, width, depth)]
    while todo and len(curves) < 160:
        point, heading, reach, thick, level = todo.pop(0)
        points, end = step(rng, point, heading, reach, bend)
        curves.append((points, thick))
        if level == 0 or thick < 0.5:
            continue
        for _ in range(int(rng.integers(1, 4))):
            at = points[int(rng.integers(len(points) // 2, len(points)))]
            side = end + rng.choice((-1, 1)) * rng.uniform(0.25, 1.0)
            shrink = rng.uniform(0.55, 0.85)
            todo.append((at, side, reach * rng.uniform(0.5, 0.9), thick * shrink, level - 1))
    return curves


def wire(
    rng: np.random.Generator, split: Split, rows: int, columns: int, width: float
) -> list[Curve]:
    """One winding curve across the picture."""
    start = (float(rng.uniform(0, columns)), float(rng.uniform(0, rows)))
    reach = float(np.hypot(rows, columns) * rng.uniform(0.3, 1.0))
    return tree(rng, split, start, rng.uniform(0, 2 * np.pi), reach, width, 0)


def draw(mask: np.ndarray, curves: list[Curve], value: int = 255) -> None:
    """Draws the curves into an 8-bit mask, anti-aliased, thin ones fainter than `value`."""
    for points, width in curves:
        fixed = np.round(points * 16).astype(np.int32).reshape(-1, 1, 2)
        tone = int(value * min(1.0, max(width, 0.35)))
        thick = max(int(round(width)), 1)
        cv2.polylines(mask, [fixed], False, tone, thick, cv2.LINE_AA, 4)


def drawn(shape: tuple[int, int], curves: list[Curve]) -> np.ndarray:
    """A new 8-bit mask with the curves."""
    mask = np.zeros(shape, np.uint8)
    draw(mask, curves)
    return mask
