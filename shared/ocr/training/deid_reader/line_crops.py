"""Training data of the recognizer: one printed line as a detector would cut it out."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np

from . import content
from .backgrounds import KINDS, background
from .content import Token
from .degrade import Degradation, degrade_pixels
from .draw import Stamped, Style, random_style, stamp_line
from .kinds import SPLITS, Split
from .sheet import rotated_box

POOL_SIZE, POOL_SIDE = 84, 512
FAINTEST, DROWNED = 0.05, 1.0  # contrast and contrast-to-noise below which a crop teaches nothing
LONGEST = 45  # characters
RANDOM_SHARE = 0.12


def line_crop(rng: np.random.Generator, split: Split) -> tuple[np.ndarray, str, float]:
    """One upright printed Latin line: uint8 grey (rows, columns) of native resolution, its text, its contrast.

    The box errs as a detector's does: each side lies -8..+25 % of the line's height outside the ink, the line
    is turned by up to 3 degrees, neighbors may peek in. Lines that nobody could read are drawn again.
    """
    while True:
        crop = _try_crop(rng, split)
        if crop is not None:
            return crop


def crop_tokens(rng: np.random.Generator, split: Split) -> list[Token]:
    """The words of a line of at most 45 characters; a fifth of them is one short word or character."""
    draw = rng.random()
    tokens = content.line(rng, split, RANDOM_SHARE)
    if draw < 0.06:
        word = tokens[int(rng.integers(len(tokens)))].text
        letter = word[int(rng.integers(len(word)))]
        return [Token(letter, False, "UNKNOWN")]
    if draw < 0.14:
        return [Token(tokens[int(rng.integers(len(tokens)))].text[:6], False, "UNKNOWN")]
    if draw < 0.20:
        return content.marker_line(rng, split)
    if draw < 0.35:
        tokens = tokens + content.line(rng, split, RANDOM_SHARE)
    tokens = tokens[:6]
    while len(tokens) > 1 and sum(len(token.text) + 1 for token in tokens) - 1 > LONGEST:
        tokens = tokens[:-1]
    return [replace(token, text=token.text[:LONGEST]) for token in tokens]


@lru_cache(maxsize=3 * POOL_SIZE)
def _pool_picture(split: Split, number: int) -> np.ndarray:
    """Background `number` of a split's pool, uint8 grey; a pure function of its arguments."""
    rng = np.random.default_rng([number, SPLITS.index(split), 77])
    field = background(rng, split, POOL_SIDE, POOL_SIDE, KINDS[number % len(KINDS)]).pixels
    if field.ndim == 3:
        field = cv2.cvtColor(np.ascontiguousarray(field, np.float32), cv2.COLOR_RGB2GRAY)
    return np.clip(field, 0, 255).astype(np.uint8)


def _patch(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray:
    """A random piece of a pool picture, float32; larger pieces are mirrored to size."""
    picture = _pool_picture(split, int(rng.integers(POOL_SIZE)))
    tall, wide = min(rows, POOL_SIDE), min(columns, POOL_SIDE)
    y, x = int(rng.integers(POOL_SIDE - tall + 1)), int(rng.integers(POOL_SIDE - wide + 1))
    piece = picture[y : y + tall, x : x + wide]
    piece = piece[:: 1 if rng.random() < 0.5 else -1, :: 1 if rng.random() < 0.5 else -1]
    while piece.shape[0] < rows or piece.shape[1] < columns:
        more_rows, more_columns = (min(s - 1, w - s) for s, w in zip(piece.shape, (rows, columns)))
        piece = cv2.copyMakeBorder(
            piece, 0, max(0, more_rows), 0, max(0, more_columns), cv2.BORDER_REFLECT_101
        )
    patch = piece.astype(np.float32)
    if rng.random() < 0.3:
        patch = patch * np.float32(rng.uniform(0.4, 1.0)) + np.float32(rng.uniform(0, 40))
    return np.ascontiguousarray(255 - patch if rng.random() < 0.15 else patch)


def crop_style(rng: np.random.Generator, split: Split) -> Style:
    """A grey style, mostly a legible one."""
    return replace(
        random_style(rng, split, legible=True if rng.random() < 0.6 else None), color=None
    )


def _try_crop(rng: np.random.Generator, split: Split) -> tuple[np.ndarray, str, float] | None:
    tokens = crop_tokens(rng, split)
    style = crop_style(rng, split)
    if style.face.kind == "segment":
        tokens = content.digit_line(rng)
    texts = [token.text for token in tokens]
    box = rotated_box(roomy_extent(texts, style), style.rotation)
    size = np.ptp(box, axis=0)
    margin = 8 + 0.9 * style.cap_height
    columns, rows = (int(side + 2 * margin) for side in size)
    pixels = _patch(rng, split, rows, columns)
    mask = np.zeros((rows, columns), np.uint16)
    at = (float(margin), float(margin))
    stamped = stamp_line(rng, pixels, mask, 1, texts, style, at)
    if stamped is None or _is_cut_off(stamped, rows, columns):
        return None
    if rng.random() < 0.25:
        _neighbor(rng, split, pixels, mask, style, at, len(texts) + 1)
    first, last = _part(rng, len(stamped))
    chosen = stamped[first:last]
    contrast = min(word.contrast for word in chosen)
    if contrast < FAINTEST or min(word.cnr for word in chosen) < DROWNED:
        return None
    crop = _cut(rng, _worn(rng, pixels, contrast), stamped, first, last, style)
    return crop, " ".join(texts[first:last]), float(contrast)


def roomy_extent(texts: list[str], style: Style) -> tuple[int, int]:
    """Columns and rows that hold the upright line in almost every face, without drawing it."""
    letters = sum(len(text) + 1 for text in texts)
    each = 1.15 * style.cap_height * max(1.0, style.stretch) + max(0.0, style.tracking)
    return int((letters + 1) * each) + 4, int(1.9 * style.cap_height) + 4


def _is_cut_off(stamped: list[Stamped], rows: int, columns: int) -> bool:
    corners = np.concatenate([word.polygon for word in stamped])
    low, high = corners.min(axis=0), corners.max(axis=0)
    return bool(low.min() < 0.5 or high[0] > columns - 0.5 or high[1] > rows - 0.5)


def _part(rng: np.random.Generator, count: int) -> tuple[int, int]:
    """Which words are cut: mostly all, sometimes a run that starts at a word's start."""
    if count == 1 or rng.random() < 0.75:
        return 0, count
    first = int(rng.integers(count))
    return first, int(rng.integers(first + 1, count + 1))


def _neighbor(rng, split: Split, pixels, mask, style: Style, at, first: int) -> None:
    """A line just above or below, of which a part may peek into the crop."""
    texts = [token.text for token in crop_tokens(rng, split)][:3]
    turn = np.deg2rad(style.rotation)
    pitch = style.cap_height * rng.uniform(1.5, 2.0) * (1 if rng.random() < 0.5 else -1)
    spot = (at[0] - np.sin(turn) * pitch, at[1] + np.cos(turn) * pitch)
    stamp_line(rng, pixels, mask, first, texts, style, (float(spot[0]), float(spot[1])))


def _worn(rng: np.random.Generator, pixels: np.ndarray, contrast: float) -> np.ndarray:
    """The patch after a mild degradation: uint8 of the same size."""
    draw = rng.random(4)
    chain = Degradation(
        blur=float(rng.uniform(0.3, 0.8)) if draw[0] < 0.2 else 0.0,
        noise=min(float(rng.gamma(1.5, 2.5)), contrast * 80) if draw[1] < 0.3 else 0.0,
        gamma=float(rng.uniform(0.75, 1.35)) if draw[2] < 0.15 else 1.0,
        jpeg=int(rng.integers(35 if contrast > 0.2 else 60, 96)) if draw[3] < 0.4 else 0,
        seed=int(rng.integers(2**31)),
    )
    return degrade_pixels(chain, pixels, *pixels.shape[:2])


def _cut(
    rng, pixels: np.ndarray, stamped: list[Stamped], first: int, last: int, style: Style
) -> np.ndarray:
    """The words `first` to `last` by their rotated rectangle with a detector's errors, upright."""
    turn = np.deg2rad(style.rotation)
    along = np.array([np.cos(turn), np.sin(turn)])
    down = np.array([-along[1], along[0]])
    spans = [(word.polygon @ along, word.polygon @ down) for word in stamped]
    left = min(u.min() for u, _ in spans[first:last])
    right = max(u.max() for u, _ in spans[first:last])
    top = min(v.min() for _, v in spans[first:last])
    bottom = max(v.max() for _, v in spans[first:last])
    height = max(bottom - top, 4.0)
    slack = rng.uniform(-0.08, 0.25, 4) * height
    if first > 0:
        slack[0] = min(slack[0], 0.5 * (left - spans[first - 1][0].max()))
    if last < len(stamped):
        slack[1] = min(slack[1], 0.5 * (spans[last][0].min() - right))
    width = right - left + slack[0] + slack[1]
    tall = height + slack[2] + slack[3]
    center_u, center_v = (left - slack[0] + right + slack[1]) / 2, (
        top - slack[2] + bottom + slack[3]
    ) / 2
    limit = min(3.0, float(np.rad2deg(np.arctan2(0.22 * height, max(width, 1)))))
    skew = float(rng.uniform(-limit, limit)) if rng.random() < 0.6 else 0.0
    columns, rows = max(4, round(width)), max(4, round(tall))
    center = along * center_u + down * center_v
    if skew == 0.0 and style.rotation % 90 == 0:
        return _straight(pixels, center, columns, rows, int(style.rotation) % 360)
    angle = np.deg2rad(style.rotation + skew)
    cos, sin = np.cos(angle), np.sin(angle)
    # output (x, y), pixel centers -> input: center + along * (x - columns / 2) + down * (y - rows / 2)
    u0, v0 = 0.5 - columns / 2, 0.5 - rows / 2
    matrix = np.array(
        [
            [cos, -sin, center[0] + cos * u0 - sin * v0 - 0.5],
            [sin, cos, center[1] + sin * u0 + cos * v0 - 0.5],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(
        pixels, matrix, (columns, rows), flags=flags, borderMode=cv2.BORDER_REFLECT_101
    )


def _straight(
    pixels: np.ndarray, center: np.ndarray, columns: int, rows: int, rotation: int
) -> np.ndarray:
    """An axis-parallel cut without resampling, turned upright."""
    wide, tall = (columns, rows) if rotation in (0, 180) else (rows, columns)
    x0, y0 = round(center[0] - wide / 2), round(center[1] - tall / 2)
    y1, x1 = min(y0 + tall, pixels.shape[0]), min(x0 + wide, pixels.shape[1])
    piece = pixels[max(0, y0) : y1, max(0, x0) : x1]
    return np.ascontiguousarray(np.rot90(piece, rotation // 90))
