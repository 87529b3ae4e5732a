"""Lets a recognizer read line crops: `readers.py pp-ocr|tesseract CROPS FOUND.jsonl`.

CROPS is a folder of `line_crops.py`. Each reader sees the line's rectangle with an eighth of its height around it:
PP-OCRv4's recognizer from the RapidOCR wheel, or Tesseract with page segmentation mode 7 (one line). None has to
find anything: where nothing is read, the rectangle counts as found but not read.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

import tesseract
from found_lines import FoundWord, corners_of_box, pictures, write_line
from split_line import split_line

Reader = Callable[[np.ndarray], list[FoundWord]]


def pp_ocr() -> Reader:
    """PP-OCRv4's recognizer alone, one thread."""
    from rapidocr_onnxruntime import RapidOCR

    engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)

    def read(crop: np.ndarray) -> list[FoundWord]:
        color = cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR) if crop.ndim == 2 else crop
        lines, _ = engine.text_rec([color], True)
        text, confidence, (steps, _, places, *_) = lines[0]
        centers = (np.array([step for run in places for step in run]) + 0.5) / max(steps, 1)
        if len(centers) != len(text):
            centers = (np.arange(len(text)) + 0.5) / max(len(text), 1)
        corners = corners_of_box(0, 0, crop.shape[1], crop.shape[0])
        return split_line(text, corners, np.clip(centers, 0, 1), float(confidence))

    return read


def tesseract_line(folder: Path) -> Reader:
    """Tesseract on one line; crops pass through `folder`."""
    path = folder / "line.png"

    def read(crop: np.ndarray) -> list[FoundWord]:
        cv2.imwrite(str(path), crop)
        _, words, _ = tesseract.read_picture(path, psm=7)
        return words

    return read


def read_crop(read: Reader, pixels: np.ndarray, tight: list[int]) -> list[FoundWord]:
    """The words of a crop, in its coordinates."""
    x0, y0, x1, y1 = tight
    margin = (y1 - y0 + 7) // 8
    left, top = max(x0 - margin, 0), max(y0 - margin, 0)
    words = read(np.ascontiguousarray(pixels[top : y1 + margin, left : x1 + margin]))
    whole = FoundWord(None, corners_of_box(*tight), 1.0)
    return [
        whole,
        *(FoundWord(word.text, word.corners + (left, top), word.confidence) for word in words),
    ]


def main() -> None:
    """Reads all crops of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=["pp-ocr", "tesseract"])
    parser.add_argument("crops", type=Path)
    parser.add_argument("found", type=Path)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    with (
        tempfile.TemporaryDirectory() as folder,
        arguments.found.open("w", encoding="utf-8") as out,
    ):
        read = pp_ocr() if arguments.reader == "pp-ocr" else tesseract_line(Path(folder))
        for path in pictures(arguments.crops / "images"):
            truth = json.loads((arguments.crops / "truth" / f"{path.stem}.json").read_text("utf-8"))
            pixels = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
            start = time.monotonic()
            words = read_crop(read, pixels, truth["tight"])
            elapsed_ms = (time.monotonic() - start) * 1000
            write_line(out, path, (pixels.shape[1], pixels.shape[0]), words, elapsed_ms)


if __name__ == "__main__":
    main()
