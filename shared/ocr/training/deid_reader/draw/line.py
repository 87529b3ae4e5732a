"""Stamping a line of words into a picture, with mask and truth."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from ..fonts import Face, covering, covers
from .glyphs import draw_words
from .ink import Raster, blend, ink_level, luma, tint, turn
from .style import Style

MIN_INSIDE = 0.6
# A pixel counts as touched from this change on: grey levels, and share of the ink's own step.
VISIBLE_LEVELS, VISIBLE_SHARE = 2.0, 0.08


@dataclass(frozen=True)
class Stamped:
    """One drawn word.

    polygon: float32 (4, 2) x, y in pixel-edge coordinates, clockwise in reading direction from the
    top left, tight around all visible ink; contrast: mean |after - before| over core glyph
    pixels / 255; cnr: that over the local noise; kind: "print", "handwriting" or "barcode".
    """

    text: str
    polygon: np.ndarray
    cap_height: float
    contrast: float
    cnr: float
    rotation: float
    font_kind: str
    family: str
    kind: str
    script: str


def line_extent(words: list[str], style: Style, script: str = "latin") -> tuple[int, int]:
    """Columns and rows of the upright line, before rotation."""
    coverage = draw_words(style.face, words, replace(style, rotation=0.0), script)
    rows, columns = turn(coverage, replace(style, rotation=0.0)).ink.shape
    return columns, rows


def stamp_line(
    rng: np.random.Generator,
    pixels: np.ndarray,
    mask: np.ndarray,
    first: int,
    words: list[str],
    style: Style,
    at: tuple[float, float],
    script: str = "latin",
) -> list[Stamped] | None:
    """Draw one line into `pixels` and `first`, `first + 1`, ... into `mask`, both in place.

    The turned line's top left lies at `at` (x, y). Where the style's face lacks a character,
    another face of its split is used. None, and nothing drawn, where a word would be less than
    60 % inside, invisible, or on ink that is already there.
    """
    face: Face | None = style.face
    if script == "latin":
        face = covering(rng, style.face, "".join(words))
    if face is None or not words or not covers(face, "".join(words)):
        return None
    if style.ring and (len(words) > 1 or len(words[0]) > 2):
        style = replace(style, ring=False)
    coverage = draw_words(face, words, style, script)
    raster = turn(coverage, style)
    marks = stamp_raster(rng, pixels, mask, first, len(words), raster, style, at)
    if marks is None:
        return None
    stamped = []
    for word, (polygon, contrast, cnr) in zip(words, marks):
        stamped.append(
            Stamped(
                word, polygon, coverage.cap_height, contrast, cnr, raster.rotation,
                face.kind, face.family, "print", script,
            )  # fmt: skip
        )
    return stamped


def stamp_raster(rng, pixels, mask, first, count, raster: Raster, style: Style, at):
    """Compose a turned line; (polygon, contrast, cnr) of each of `count` words, or None."""
    window = _window(raster.ink.shape, pixels.shape, at)
    if window is None:
        return None
    target, source = window
    ink = raster.ink[source]
    for number in range(count):
        own = raster.owner == number
        whole = float(raster.ink[own].sum())
        if whole < 1.0 or float(ink[own[source]].sum()) < MIN_INSIDE * whole:
            return None
    fringe = None if raster.fringe is None else raster.fringe[source]
    box = None if raster.box is None else raster.box[source]
    before = pixels[target]
    taken = mask[target] > 0
    if box is not None and (taken & (box > 0)).any():
        return None
    ground = before if box is None else _lay_box(rng, before, box, style)
    after = _lay_ink(ground, ink, fringe, style)
    change = np.abs(after - ground)
    change = change if change.ndim == 2 else change.max(axis=2)
    alpha = ink if fringe is None else np.maximum(ink, fringe)
    visible = (change >= VISIBLE_LEVELS) & (alpha >= VISIBLE_SHARE)
    spread = cv2.dilate(visible.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    if (spread & taken).any():
        return None
    owner = raster.owner[source]
    noise = _noise(luma(ground), spread)
    marks = _measure(ground, after, ink, visible, owner, count, raster.rotation, target, noise)
    if marks is None:
        return None
    pixels[target] = _cross(rng, after, style) if style.crossed else after
    mask[target][visible] = owner[visible].astype(np.uint16) + np.uint16(first)
    if style.ring and box is None:
        _ring(pixels, mask, target, style)
    return marks


def _window(shape, picture, at):
    """Slices (picture, raster) of the part inside, or None where nothing is."""
    x, y = round(at[0]), round(at[1])
    top, left = max(y, 0), max(x, 0)
    bottom, right = min(y + shape[0], picture[0]), min(x + shape[1], picture[1])
    if bottom <= top or right <= left:
        return None
    return (
        (slice(top, bottom), slice(left, right)),
        (slice(top - y, bottom - y), slice(left - x, right - x)),
    )


def _lay_box(rng, before: np.ndarray, box: np.ndarray, style: Style) -> np.ndarray:
    room = 255.0 * (1.0 - min(abs(style.contrast), 1.0))
    level = float(rng.uniform(0.0, 1.0) ** 3) * room
    if style.contrast < 0:
        level = 255.0 - level
    strength = 1.0 if style.box == "opaque" else float(rng.uniform(0.3, 0.8))
    channels = 1 if before.ndim == 2 else 3
    hue = None
    if channels == 3 and rng.random() < 0.4:
        hue = tuple(float(value) for value in rng.uniform(30.0, 255.0, 3))
    return blend(before, box * np.float32(strength), tint(level, hue, channels))


def _lay_ink(ground, ink, fringe, style: Style) -> np.ndarray:
    channels = 1 if ground.ndim == 2 else 3
    brightness = luma(ground)
    near = cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0.1
    mean = float(brightness[near].mean()) if near.any() else float(brightness.mean())
    level = ink_level(mean, style.contrast, style.opacity)
    after = ground
    if fringe is not None:
        step = min(1.0, abs(level - mean) / 255.0 * 1.3) * 255.0
        edge = float(np.clip(mean - np.sign(level - mean) * step, 0.0, 255.0))
        strength = np.float32(1.0 if style.outline else 0.8)
        after = blend(after, fringe * strength, tint(edge, None, channels))
    return blend(after, ink * np.float32(style.opacity), tint(level, style.color, channels))


def _noise(ground: np.ndarray, near: np.ndarray) -> float:
    """Standard deviation of the high-passed ground beneath and beside the ink, at least 0.5.

    Of the ground before: text hides the noise it covers.
    """
    rough = ground - cv2.blur(ground, (5, 5))
    return max(float(rough[near].std()) if near.any() else 0.0, 0.5)


def _measure(ground, after, ink, visible, owner, count, rotation, target, noise):
    old, new = luma(ground), luma(after)
    rows, columns = np.nonzero(visible)
    owners = owner[rows, columns]
    radians = np.radians(rotation)
    cosine, sine = np.cos(radians), np.sin(radians)
    x = columns + (target[1].start + 0.5)
    y = rows + (target[0].start + 0.5)
    marks = []
    for number in range(count):
        own = owners == number
        if int(own.sum()) < 4:
            return None
        along = x[own] * cosine + y[own] * sine
        across = y[own] * cosine - x[own] * sine
        u0, u1 = along.min() - 0.5, along.max() + 0.5
        v0, v1 = across.min() - 0.5, across.max() + 0.5
        corners = np.array([(u0, v0), (u1, v0), (u1, v1), (u0, v1)])
        polygon = corners @ np.array([[cosine, sine], [-sine, cosine]])
        cover = ink[rows[own], columns[own]]
        core = cover >= 0.75 * cover.max()
        chosen = (rows[own][core], columns[own][core])
        contrast = float(np.abs(new[chosen] - old[chosen]).mean()) / 255.0
        marks.append((polygon.astype(np.float32), contrast, contrast * 255.0 / noise))
    return marks


def _cross(rng, after: np.ndarray, style: Style) -> np.ndarray:
    """`after` with a straight line through it, from side to side, of any brightness."""
    rows, columns = after.shape[:2]
    layer = np.zeros((rows, columns), np.float32)
    if rng.random() < 0.7:
        ends = (0, int(rng.integers(rows))), (columns - 1, int(rng.integers(rows)))
    else:
        ends = (int(rng.integers(columns)), 0), (int(rng.integers(columns)), rows - 1)
    width = max(1, round(style.cap_height * float(rng.uniform(0.04, 0.12))))
    cv2.line(layer, ends[0], ends[1], float(rng.uniform(0.4, 1.0)), width, cv2.LINE_AA)
    level = np.full(1 if after.ndim == 2 else 3, float(rng.uniform(0.0, 255.0)), np.float32)
    return blend(after, layer, level)


def _ring(pixels, mask, target, style: Style) -> None:
    """A circle around a side marker: not part of the word, and never over ink."""
    rows, columns = (slice_.stop - slice_.start for slice_ in target)
    center = (target[1].start + columns / 2, target[0].start + rows / 2)
    radius = 0.62 * float(np.hypot(rows, columns))
    reach = int(radius + 4)
    top, left = int(center[1]) - reach, int(center[0]) - reach
    if top < 0 or left < 0:
        return
    area = (slice(top, top + 2 * reach), slice(left, left + 2 * reach))
    crop = pixels[area]
    layer = np.zeros(crop.shape[:2], np.float32)
    middle = (int(center[0]) - left, int(center[1]) - top)
    cv2.circle(layer, middle, int(radius), 1.0, max(1, round(style.cap_height / 9)), cv2.LINE_AA)
    layer[mask[area] > 0] = 0.0
    channels = 1 if crop.ndim == 2 else 3
    level = ink_level(float(luma(crop).mean()), style.contrast, style.opacity)
    alpha = layer * np.float32(style.opacity)
    pixels[area] = blend(crop, alpha, tint(level, style.color, channels))
