"""The form in which judges tell what they found: what `deid eval --found` reads, a line of JSON a picture."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np


@dataclass(frozen=True)
class FoundWord:
    """A word: its text (None: found, not read), its four corners `[x, y]`, belief in the text, 0..1."""

    text: str | None
    corners: np.ndarray
    confidence: float


def corners_of_box(x0: float, y0: float, x1: float, y1: float) -> np.ndarray:
    """The corners of an upright box, clockwise from the top left."""
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=float)


def write_line(
    out: TextIO, path: Path, size: tuple[int, int], words: Iterable[FoundWord], elapsed_ms: float
) -> None:
    """Writes the line of the picture at `path` of `size` (columns, rows); boxes are cut at its edges."""
    fitting = [fitted for word in words if (fitted := _json_of(word, size)) is not None]
    line = {
        "path": str(path),
        "frame": 0,
        "width": size[0],
        "height": size[1],
        "words": fitting,
        "elapsed_ms": round(elapsed_ms, 3),
    }
    out.write(json.dumps(line, ensure_ascii=False) + "\n")
    out.flush()


def _json_of(word: FoundWord, size: tuple[int, int]) -> dict | None:
    """The word as it travels; None where nothing of it lies in the picture."""
    low = np.clip(np.floor(word.corners.min(axis=0)), 0, size)
    high = np.clip(np.ceil(word.corners.max(axis=0)), 0, size)
    if not np.all(low < high):
        return None
    text = (word.text or "").strip()
    return {
        "text": text or None,
        "box": [int(edge) for edge in (*low, *high)],
        "poly": [[float(x), float(y)] for x, y in word.corners],
        "read_confidence": min(max(float(word.confidence), 0.0), 1.0),
        "redact": True,
    }


def pictures(folder: Path) -> list[Path]:
    """The PNG pictures of a folder, by name."""
    return sorted(folder.glob("*.png"))
