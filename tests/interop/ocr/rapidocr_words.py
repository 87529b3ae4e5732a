"""Lets RapidOCR (PP-OCRv4) find and read the words of pictures: `rapidocr_words.py IMAGES FOUND.jsonl`.

One thread. Every line it finds counts as found, however unsure its text. It reads lines: they are split into words
at the spaces it reads, by the places of its characters.
"""

import argparse
import time
from pathlib import Path

import cv2
import numpy as np
from rapidocr_onnxruntime import RapidOCR

from found_lines import FoundWord, pictures, write_line
from split_line import places_along, split_line


def read_picture(engine: RapidOCR, pixels: np.ndarray) -> list[FoundWord]:
    """The words of a picture, `(rows, columns, 3)` uint8, BGR."""
    lines, _ = engine(pixels, text_score=0.0, return_word_box=True)
    return [word for line in lines or [] for word in words_of(line)]


def words_of(line: list) -> list[FoundWord]:
    """The words of a line: corners, text, confidence, and the corners of each character."""
    corners, text, confidence = np.array(line[0], dtype=float), line[1], float(line[2])
    boxes = np.array(line[3], dtype=float).reshape(-1, 4, 2)
    if len(boxes) == len(text):
        places = places_along(corners, boxes.mean(axis=1))
    else:
        places = (np.arange(len(text)) + 0.5) / max(len(text), 1)
    return split_line(text, corners, places, confidence)


def main() -> None:
    """Reads all pictures of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("images", type=Path)
    parser.add_argument("found", type=Path)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
    with arguments.found.open("w", encoding="utf-8") as out:
        for path in pictures(arguments.images):
            pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
            start = time.monotonic()
            words = read_picture(engine, pixels)
            elapsed_ms = (time.monotonic() - start) * 1000
            write_line(out, path, (pixels.shape[1], pixels.shape[0]), words, elapsed_ms)


if __name__ == "__main__":
    main()
