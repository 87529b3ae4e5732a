"""The upright coverage image of a line: what part of each pixel the glyphs cover."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from ..fonts import Face, cap_ratio, font_of
from .style import Style

cv2.setNumThreads(1)
SHAPED_SCRIPTS = frozenset(("arabic", "hebrew", "thai", "devanagari"))
RIGHT_TO_LEFT = frozenset(("arabic", "hebrew"))
# Room for outline and shadow around the glyphs, in pixels of the drawn (not enlarged) size.
MARGIN = 2


@dataclass(frozen=True)
class Coverage:
    """ink: float32 0..1, (rows, columns); cuts: where one word ends and the next begins along the
    line, in pixels (one fewer than words); cap_height in pixels; vertical: the line runs down;
    mirrored: the first word is the last along the line."""

    ink: np.ndarray
    cuts: tuple[float, ...]
    cap_height: float
    vertical: bool
    mirrored: bool


def font_size(face: Face, style: Style) -> float:
    """The pixel size at which the face reaches the style's cap height, before enlargement."""
    if face.size:
        return face.size
    size = style.cap_height / style.upscale / cap_ratio(face)
    return max(4.0, round(size * 4.0) / 4.0)


def _enlargement(face: Face, style: Style) -> int:
    if not face.size:
        return style.upscale
    return max(1, round(style.cap_height / (cap_ratio(face) * face.size)))


def draw_words(face: Face, words: list[str], style: Style, script: str) -> Coverage:
    """Draw the words of a line upright, side by side (or downwards, for vertical Han)."""
    size = font_size(face, style)
    factor = _enlargement(face, style)
    tracking = style.tracking / factor
    if face.size:
        tracking = float(round(tracking))
    if script == "han-vertical":
        ink, cuts = _draw_down(face, words, size, style.antialias, tracking)
    else:
        ordered = words[::-1] if script in RIGHT_TO_LEFT else words
        shaped = script in SHAPED_SCRIPTS
        ink, cuts = _draw_across(face, ordered, size, style.antialias, tracking, shaped)
    vertical = script == "han-vertical"
    if factor > 1:
        ink = ink.repeat(factor, axis=0).repeat(factor, axis=1)
        cuts = [cut * factor for cut in cuts]
    if style.stretch != 1.0 and not vertical and ink.shape[1] > 4:
        columns = max(4, round(ink.shape[1] * style.stretch))
        cuts = [cut * columns / ink.shape[1] for cut in cuts]
        ink = cv2.resize(ink, (columns, ink.shape[0]), interpolation=cv2.INTER_AREA)
        if not style.antialias:
            ink = (ink > 0.5).astype(np.float32)
    if style.double_struck:
        ink[:, 1:] = np.maximum(ink[:, 1:], ink[:, :-1])
    if style.interlaced and ink.shape[0] > 16:
        ink[::2] *= 0.55
    height = cap_ratio(face) * size * factor
    return Coverage(ink, tuple(cuts), height, vertical, script in RIGHT_TO_LEFT)


def _draw_across(face, words, size, antialias, tracking, shaped):
    font = font_of(face, size, shaped)
    ascent, descent = font.getmetrics()
    # Accents on capitals may rise above the ascent, hooks fall below the descent.
    top, bottom = ascent + int(size * 0.3) + MARGIN, descent + int(size * 0.2) + MARGIN
    space = max(font.getlength(" "), 0.24 * size) + tracking
    joined = shaped or not tracking
    starts, widths, position = [], [], 0.0
    for word in words:
        starts.append(position)
        width = font.getlength(word)
        widths.append(width)
        position += width + (0.0 if joined else tracking * len(word)) + space
    side = int(size * 0.4) + MARGIN
    columns = int(position - space) + 2 * side + 1
    image = Image.new("L", (max(columns, 1), top + bottom))
    pen = ImageDraw.Draw(image)
    pen.fontmode = "L" if antialias and not face.size else "1"
    whole = face.size or not antialias
    ends = []
    for word, start, width in zip(words, starts, widths):
        x = round(start) + side if whole else start + side
        if joined:
            pen.text((x, top), word, fill=255, font=font, anchor="ls")
            ends.append(x + width)
            continue
        for letter in word:
            pen.text((round(x) if whole else x, top), letter, fill=255, font=font, anchor="ls")
            x += font.getlength(letter) + tracking
        ends.append(x - tracking)
    cuts = [(end + start + side) / 2 for end, start in zip(ends, starts[1:])]
    return np.asarray(image, dtype=np.float32) / 255.0, cuts


def _draw_down(face, words, size, antialias, tracking):
    font = font_of(face, size)
    step = size * 1.08 + tracking
    gap = size * 0.5
    side = int(size * 0.15) + MARGIN
    length = sum(len(word) * step for word in words) + gap * (len(words) - 1)
    image = Image.new("L", (int(size) + 2 * side, int(length) + 2 * side))
    pen = ImageDraw.Draw(image)
    pen.fontmode = "L" if antialias else "1"
    y, cuts = float(side), []
    for number, word in enumerate(words):
        if number:
            cuts.append(y + gap / 2)
            y += gap
        for letter in word:
            center = (side + size / 2, round(y + step / 2))
            pen.text(center, letter, fill=255, font=font, anchor="mm")
            y += step
    return np.asarray(image, dtype=np.float32) / 255.0, cuts
