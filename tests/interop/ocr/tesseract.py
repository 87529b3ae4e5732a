"""Lets Tesseract 5 find and read the words of pictures: `tesseract.py IMAGES FOUND.jsonl [--psm 11]`.

One process and one thread a picture, English, the picture as it is. Needs the program `tesseract`.
"""

import argparse
import csv
import os
import subprocess
import time
from pathlib import Path

from found_lines import FoundWord, corners_of_box, pictures, write_line

PAGE_LEVEL, WORD_LEVEL = "1", "5"


def read_picture(path: Path, psm: int) -> tuple[tuple[int, int], list[FoundWord], float]:
    """Size (columns, rows), words and milliseconds of a picture."""
    command = ["tesseract", str(path), "stdout", "--psm", str(psm), "-l", "eng", "tsv"]
    start = time.monotonic()
    answer = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    elapsed_ms = (time.monotonic() - start) * 1000
    size, words = parse(answer.stdout)
    return size, words, elapsed_ms


def parse(table: str) -> tuple[tuple[int, int], list[FoundWord]]:
    """Size and words from Tesseract's table."""
    size, words = (0, 0), []
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        x, y, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
        if row["level"] == PAGE_LEVEL:
            size = (width, height)
        elif row["level"] == WORD_LEVEL:
            corners = corners_of_box(x, y, x + width, y + height)
            words.append(FoundWord(row["text"], corners, float(row["conf"]) / 100))
    return size, words


def main() -> None:
    """Reads all pictures of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("images", type=Path)
    parser.add_argument("found", type=Path)
    parser.add_argument("--psm", type=int, default=11)
    arguments = parser.parse_args()
    with arguments.found.open("w", encoding="utf-8") as out:
        for path in pictures(arguments.images):
            size, words, elapsed_ms = read_picture(path, arguments.psm)
            write_line(out, path, size, words, elapsed_ms)


if __name__ == "__main__":
    main()
