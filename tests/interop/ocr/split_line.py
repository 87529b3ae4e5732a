"""A line of text with the place of each character, as words that tile the line's rectangle."""

from collections.abc import Sequence

import numpy as np

from found_lines import FoundWord


def split_line(
    text: str, corners: np.ndarray, places: Sequence[float], confidence: float
) -> list[FoundWord]:
    """Splits at spaces. `places` are the centers of the characters along the line's longer side, as fractions.

    Neighboring words share the border midway between them, so that together they cover what the line covers.
    """
    spans = word_spans(text)
    if not spans:
        return [FoundWord(None, corners, confidence)]
    ends = [(places[first], places[last - 1], text[first:last]) for first, last in spans]
    middles = sorted((min(one, two), max(one, two), word) for one, two, word in ends)
    words, begin = [], 0.0
    for index, (_, last, word) in enumerate(middles):
        is_last = index + 1 == len(middles)
        border = 1.0 if is_last else (last + middles[index + 1][0]) / 2
        border = min(max(border, begin), 1.0)
        words.append(FoundWord(word, part(corners, begin, border), confidence))
        begin = border
    return words


def word_spans(text: str) -> list[tuple[int, int]]:
    """First character and first behind it, of every run without spaces."""
    spans, first = [], None
    for index, character in enumerate(text + " "):
        if character.isspace():
            if first is not None:
                spans.append((first, index))
            first = None
        elif first is None:
            first = index
    return spans


def part(corners: np.ndarray, begin: float, end: float) -> np.ndarray:
    """The part of a quadrilateral between two fractions of its longer sides."""
    top_left, top_right, bottom_right, bottom_left = np.asarray(corners, dtype=float)
    if is_tall(corners):
        left, right = bottom_left - top_left, bottom_right - top_right
        return np.array(
            [
                top_left + begin * left,
                top_right + begin * right,
                top_right + end * right,
                top_left + end * left,
            ]
        )
    top, bottom = top_right - top_left, bottom_right - bottom_left
    return np.array(
        [
            top_left + begin * top,
            top_left + end * top,
            bottom_left + end * bottom,
            bottom_left + begin * bottom,
        ]
    )


def is_tall(corners: np.ndarray) -> bool:
    """Whether the text runs from the first to the last corner (the line is taller than wide)."""
    first, second, _, last = np.asarray(corners, dtype=float)
    return bool(np.linalg.norm(last - first) > np.linalg.norm(second - first))


def places_along(corners: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Where points `(n, 2)` lie along the longer side, as fractions, 0..1."""
    first, second, _, last = np.asarray(corners, dtype=float)
    side = (last if is_tall(corners) else second) - first
    return np.clip((np.asarray(points) - first) @ side / max(side @ side, 1e-9), 0.0, 1.0)
