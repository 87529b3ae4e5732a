"""Cuts the lines of printed Latin words out of pictures, by their ground truth: pictures with truths of their own.

`line_crops.py IMAGES TRUTH OUT [--limit N]` writes OUT/images/NAME-LINE.png and OUT/truth/NAME-LINE.json. A crop is
turned upright and has a line's height of its surroundings on every side; its truth names the line's own rectangle
as "tight", so that every reader sees the same pixels.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from found_lines import pictures


@dataclass(frozen=True)
class Rectangle:
    """A turned rectangle: one corner, unit vectors along and across the line, extent along both, in pixels."""

    origin: np.ndarray
    along: np.ndarray
    across: np.ndarray
    extent: tuple[int, int]


def lines_of(truth: dict) -> dict[int, list[dict]]:
    """The words of each line that is all Latin print."""
    lines: dict[int, list[dict]] = {}
    for word in truth["words"]:
        lines.setdefault(word["line"], []).append(word)
    return {number: words for number, words in lines.items() if all(map(is_latin_print, words))}


def is_latin_print(word: dict) -> bool:
    """Whether a word is printed in Latin letters."""
    return word["kind"] == "print" and word["script"] == "latin"


def rectangle_of(words: list[dict]) -> Rectangle:
    """The smallest rectangle, in the reading direction, around all words of a line."""
    corners = np.array([word["poly"] for word in words], dtype=float)
    along = (corners[:, 1] - corners[:, 0] + corners[:, 2] - corners[:, 3]).sum(axis=0)
    along /= max(np.hypot(*along), 1e-9)
    # Rounded corners must not turn an upright line.
    if np.abs(along).max() > 0.9999:
        along = np.round(along)
    across = np.array([-along[1], along[0]])
    points = corners.reshape(-1, 2)
    axes = np.stack([along, across])
    low, high = np.floor((points @ axes.T).min(axis=0)), np.ceil((points @ axes.T).max(axis=0))
    columns, rows = (high - low).astype(int)
    return Rectangle(low @ axes, along, across, (int(columns), int(rows)))


def cut(pixels: np.ndarray, words: list[dict]) -> tuple[np.ndarray, dict]:
    """The crop of a line and its truth."""
    line = rectangle_of(words)
    columns, rows = line.extent
    margin = rows
    axes = np.stack([line.along, line.across])
    origin = line.origin - margin * axes.sum(axis=0)
    size = (columns + 2 * margin, rows + 2 * margin)
    # From crop to picture; pixel centers lie at halves.
    center = np.array([0.5, 0.5])
    matrix = np.column_stack([axes.T, origin + axes.T @ center - center])
    crop = cv2.warpAffine(
        pixels,
        matrix,
        size,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    truth = {
        "width": size[0],
        "height": size[1],
        "tight": [margin, margin, margin + columns, margin + rows],
        "words": [moved(word, origin, axes, size) for word in words],
    }
    return crop, truth


def moved(word: dict, origin: np.ndarray, axes: np.ndarray, size: tuple[int, int]) -> dict:
    """A word in the coordinates of its crop."""
    poly = (np.array(word["poly"], dtype=float) - origin) @ axes.T
    low = np.clip(np.floor(poly.min(axis=0)), 0, np.array(size) - 1).astype(int)
    high = np.clip(np.ceil(poly.max(axis=0)), low + 1, size).astype(int)
    return {**word, "box": [*low.tolist(), *high.tolist()], "poly": poly.tolist(), "rotation": 0}


def main() -> None:
    """Cuts all lines, or an even subset."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("images", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--limit", type=int, default=2000)
    arguments = parser.parse_args()
    lines = []
    for path in pictures(arguments.images):
        truth = json.loads((arguments.truth / f"{path.stem}.json").read_text(encoding="utf-8"))
        lines += [(path, number, words) for number, words in lines_of(truth).items()]
    for folder in ("images", "truth"):
        (arguments.out / folder).mkdir(parents=True, exist_ok=True)
    count = min(arguments.limit, len(lines))
    for index in range(count):
        path, number, words = lines[index * len(lines) // count]
        crop, truth = cut(cv2.imread(str(path), cv2.IMREAD_UNCHANGED), words)
        name = f"{path.stem}-{number:03}"
        cv2.imwrite(str(arguments.out / "images" / f"{name}.png"), crop)
        text = json.dumps(truth, ensure_ascii=False)
        (arguments.out / "truth" / f"{name}.json").write_text(text, encoding="utf-8")
    print(f"{count} of {len(lines)} lines")


if __name__ == "__main__":
    main()
