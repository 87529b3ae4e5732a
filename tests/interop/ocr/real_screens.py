"""Writes the public screens of the pydicom wheel next to their hand-made truth, for `deid eval`.

usage: real_screens.py OUT

OUT/images/NAME.png holds the 8-bit display rendering of each frame that the folder real-screens/
knows, OUT/truth/NAME.json what is written on it: the files of real-screens/*.json with their words,
the files of text-free.txt with none. Then `deid eval --truth OUT/truth OUT/images` scores them.

Of pictures that are equal pixel by pixel only the first is written, and of those without text only
the ones with at least SMALLEST_SIDE pixels a side. The exit code is 1 where a listed file is
absent, cannot be decoded or has another size than its truth.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pydicom
from display import frame, open_data_set
from PIL import Image

TRUTH = Path(__file__).parent / "real-screens"
WHEEL = Path(pydicom.__file__).parent / "data"
SMALLEST_SIDE = 32


@dataclass(frozen=True)
class Screen:
    """One frame to write: its name, where it lies in the wheel, and its truth (None: no text)."""

    name: str
    path: Path
    number: int
    truth: dict | None


def annotated() -> list[Screen]:
    """The screens with text, by name."""
    files = sorted(TRUTH.glob("*.json"))
    truths = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return [
        Screen(file.stem, WHEEL / "test_files" / f"{file.stem}.dcm", 1, truth)
        for file, truth in zip(files, truths, strict=True)
    ]


def text_free() -> list[Screen]:
    """The frames that text-free.txt lists, in its order."""
    screens = []
    for line in (TRUTH / "text-free.txt").read_text(encoding="utf-8").splitlines():
        path, number = line.rsplit(" ", 1)
        stem = re.sub(r"[^A-Za-z0-9_-]", "_", path.removesuffix(".dcm"))
        screens.append(Screen(f"{stem}-frame{number}", WHEEL / path, int(number), None))
    return screens


def write(screen: Screen, pixels: np.ndarray, out: Path) -> None:
    """Writes one picture and its truth."""
    rows, columns = pixels.shape[:2]
    nothing = {"width": columns, "height": rows, "background": "real", "words": []}
    text = json.dumps(nothing if screen.truth is None else screen.truth)
    (out / "truth" / f"{screen.name}.json").write_text(text, encoding="utf-8")
    Image.fromarray(pixels).save(out / "images" / f"{screen.name}.png")


def write_all(out: Path) -> tuple[dict[str, int], list[str]]:
    """Writes every screen; returns what was counted and what went wrong."""
    counts = {"images": 0, "without text": 0, "words": 0, "PHI words": 0}
    problems: list[str] = []
    seen: set[tuple] = set()
    for screen in annotated() + text_free():
        try:
            pixels = frame(open_data_set(screen.path), screen.number)
        except Exception as error:  # pylint: disable=broad-except
            # pydicom's decoders raise what no documentation names.
            problems.append(f"{screen.path.name}: {type(error).__name__}")
            continue
        truth = screen.truth or {"words": []}
        size = (truth.get("height", pixels.shape[0]), truth.get("width", pixels.shape[1]))
        if size != pixels.shape[:2]:
            problems.append(f"{screen.path.name}: decoded as {pixels.shape}, its truth is {size}")
            continue
        key = (pixels.shape, pixels.tobytes())
        if key in seen or (screen.truth is None and min(pixels.shape[:2]) < SMALLEST_SIDE):
            continue
        seen.add(key)
        write(screen, pixels, out)
        counts["images"] += 1
        counts["without text"] += screen.truth is None
        counts["words"] += len(truth["words"])
        counts["PHI words"] += sum(word["is_phi"] for word in truth["words"])
    return counts, problems


def main(arguments: list[str]) -> int:
    """Runs everything; returns the exit code."""
    if len(arguments) != 1:
        print(__doc__)
        return 1
    out = Path(arguments[0])
    for folder in ("images", "truth"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    counts, problems = write_all(out)
    print(", ".join(f"{count} {what}" for what, count in counts.items()))
    print("".join(f"{problem}\n" for problem in problems), end="")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
