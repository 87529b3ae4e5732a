"""From coverage to pixels: fringe, rotation, composition and what of it is visible."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .glyphs import Coverage
from .style import Style

LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)


@dataclass(frozen=True)
class Raster:
    """A line turned as it will lie in the picture; all arrays (rows, columns).

    ink, fringe, box: alpha 0..1 (box None without one); owner: index of the word a pixel
    belongs to; rotation: degrees clockwise.
    """

    ink: np.ndarray
    fringe: np.ndarray | None
    box: np.ndarray | None
    owner: np.ndarray
    rotation: float


def _trim(ink: np.ndarray, margin: int) -> tuple[slice, slice]:
    rows = np.flatnonzero(ink.max(axis=1) > 0.02)
    columns = np.flatnonzero(ink.max(axis=0) > 0.02)
    if not len(rows):
        return slice(0, 1), slice(0, 1)
    return (
        slice(max(rows[0] - margin, 0), rows[-1] + 1 + margin),
        slice(max(columns[0] - margin, 0), columns[-1] + 1 + margin),
    )


def _fringe(ink: np.ndarray, style: Style) -> np.ndarray | None:
    width = max(1, round(style.cap_height / 22.0))
    if style.outline:
        return cv2.dilate(ink, np.ones((2 * width + 1, 2 * width + 1), np.uint8))
    if style.shadow:
        moved = np.zeros_like(ink)
        moved[width:, width:] = ink[:-width, :-width]
        return moved
    return None


def turn(coverage: Coverage, style: Style) -> Raster:
    """Trim, add fringe and box, rotate; right angles exactly, others by bilinear warping."""
    margin = 1 + max(1, round(style.cap_height / 22.0))
    if style.box != "none":
        margin += max(1, round(style.cap_height * 0.25))
    ink = np.pad(coverage.ink, margin)
    rows, columns = _trim(ink, margin)
    offset = (rows.start if coverage.vertical else columns.start) - margin
    ink = np.ascontiguousarray(ink[rows, columns])
    along = np.arange(ink.shape[0] if coverage.vertical else ink.shape[1]) + 0.5 + offset
    owner_line = np.searchsorted(np.array(coverage.cuts), along).astype(np.uint8)
    if coverage.mirrored:
        owner_line = len(coverage.cuts) - owner_line
    owner = np.empty(ink.shape, np.uint8)
    owner[:] = owner_line[:, None] if coverage.vertical else owner_line[None, :]
    fringe = _fringe(ink, style)
    box = np.ones_like(ink) if style.box != "none" else None
    angle = style.rotation % 360.0
    layers = [ink, fringe, box]
    if angle % 90.0 == 0.0:
        turns = -int(angle // 90)
        layers = [None if layer is None else np.rot90(layer, turns) for layer in layers]
        return Raster(*layers, np.rot90(owner, turns), angle)
    return _warp(layers, owner, angle, style.antialias)


def _warp(layers, owner: np.ndarray, angle: float, smooth: bool) -> Raster:
    rows, columns = owner.shape
    cosine, sine = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    width = int(np.ceil(abs(columns * cosine) + abs(rows * sine))) + 2
    height = int(np.ceil(abs(columns * sine) + abs(rows * cosine))) + 2
    forward = np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0]])
    middle = forward[:, :2] @ np.array([(columns - 1) / 2, (rows - 1) / 2])
    forward[:, 2] = np.array([(width - 1) / 2, (height - 1) / 2]) - middle
    turned = []
    for layer in layers:
        if layer is None:
            turned.append(None)
            continue
        moved = cv2.warpAffine(layer, forward, (width, height), flags=cv2.INTER_LINEAR)
        turned.append(moved if smooth else (moved > 0.5).astype(np.float32))
    flags = cv2.INTER_NEAREST
    labels = cv2.warpAffine(
        owner, forward, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return Raster(*turned, labels, angle)


def luma(pixels: np.ndarray) -> np.ndarray:
    """Brightness (rows, columns) of a grey or RGB crop."""
    return pixels if pixels.ndim == 2 else pixels @ LUMA


def ink_level(background: float, contrast: float, opacity: float) -> float:
    """The grey level to blend for a mean step of `contrast`, of the other sign without room."""
    step = contrast * 255.0 / opacity
    level = background + step
    if not 0.0 <= level <= 255.0:
        other = background - step
        if 0.0 <= other <= 255.0 or abs(other - 127.5) < abs(level - 127.5):
            level = other
    return float(np.clip(level, 0.0, 255.0))


def tint(level: float, color: tuple[float, float, float] | None, channels: int) -> np.ndarray:
    """A color of luma `level` with the hue of `color`, as near as 0..255 allows."""
    if color is None or channels == 1:
        return np.full(channels, level, np.float32)
    base = np.array(color, np.float32)
    brightness = float(base @ LUMA)
    scaled = base * (level / max(brightness, 1.0))
    if scaled.max() > 255.0:  # lighten toward white instead of clipping the hue away
        base = base / base.max() * 255.0
        brightness = float(base @ LUMA)
        share = (level - brightness) / max(255.0 - brightness, 1.0)
        scaled = base + (255.0 - base) * np.clip(share, 0.0, 1.0)
    return np.clip(scaled, 0.0, 255.0).astype(np.float32)


def blend(pixels: np.ndarray, alpha: np.ndarray, color: np.ndarray) -> np.ndarray:
    """`pixels` with `color` laid over by `alpha` (rows, columns)."""
    if pixels.ndim == 2:
        return pixels + alpha * (color[0] - pixels)
    return pixels + alpha[..., None] * (color - pixels)
