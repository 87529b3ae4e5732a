"""The frozen splits: pictures, truth and masks on disk, and one hash over all of them.

Every picture's seed, size, background kind and share of text derive from its index alone, so any number of
processes writes the same files.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from .backgrounds import KINDS
from .kinds import SPLITS, Split
from .page import Page, page
from .sheet import Word

SMALLEST, LARGEST = 384, 1600  # sides in pixels
EMPTY_EVERY = 10  # every tenth picture holds no text
BASE_SEED = {"train": 3_000_000, "validation": 2_000_000, "test": 1_000_000}


def recipe(index: int, split: Split) -> tuple[int, int, int, bool, str]:
    """Seed, rows, columns, whether there is text, and kind of background of a picture."""
    rng = np.random.default_rng([index, SPLITS.index(split), 9])
    side = SMALLEST * (LARGEST / SMALLEST) ** (rng.random() ** 1.5)
    aspect = float(np.exp(rng.uniform(-0.45, 0.45)))
    rows = int(np.clip(side * aspect**-0.5, SMALLEST, LARGEST))
    columns = int(np.clip(side * aspect**0.5, SMALLEST, LARGEST))
    kind = KINDS[(index + index // EMPTY_EVERY) % len(KINDS)]
    return BASE_SEED[split] + index, rows, columns, index % EMPTY_EVERY != EMPTY_EVERY - 1, kind


def frozen_page(index: int, split: Split) -> Page:
    """Picture number `index` of a frozen split."""
    seed, rows, columns, text, kind = recipe(index, split)
    return page(seed, split, rows, columns, text=text, kind=kind)


def word_truth(word: Word, rows: int, columns: int) -> dict:
    """One word of the truth file; `box` holds integers, half open, within the picture."""
    stamped, token = word.stamped, word.token
    x0, y0 = np.floor(stamped.polygon.min(axis=0) + 0.01).astype(int)
    x1, y1 = np.ceil(stamped.polygon.max(axis=0) - 0.01).astype(int)
    box = [max(0, x0), max(0, y0), min(columns, x1), min(rows, y1)]
    return {
        "text": stamped.text,
        "box": [int(side) for side in box],
        "poly": [[round(float(x), 2), round(float(y), 2)] for x, y in stamped.polygon],
        "is_phi": token.is_phi,
        "category": token.category,
        "cap_height": round(float(stamped.cap_height), 2),
        "contrast": round(float(stamped.contrast), 4),
        "cnr": round(float(stamped.cnr), 2),
        "rotation": round(float(stamped.rotation), 2),
        "font_kind": stamped.font_kind,
        "family": stamped.family,
        "kind": stamped.kind,
        "script": stamped.script,
        "line": word.line,
    }


def truth(one: Page) -> dict:
    """The truth file of a page."""
    rows, columns = one.mask.shape
    return {
        "width": columns,
        "height": rows,
        "background": one.background,
        "words": [word_truth(word, rows, columns) for word in one.words],
    }


def _write(out: Path, split: Split, index: int) -> tuple[str, int, int, float]:
    """Writes one picture; returns its digest, printed Latin PHI words, all words, megapixels."""
    cv2.setNumThreads(1)
    one = frozen_page(index, split)
    name = f"{split}-{index:05}"
    pixels = one.pixels if one.pixels.ndim == 2 else cv2.cvtColor(one.pixels, cv2.COLOR_RGB2BGR)
    text = json.dumps(truth(one), ensure_ascii=False, separators=(",", ":"))
    cv2.imwrite(str(out / "images" / f"{name}.png"), pixels, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    cv2.imwrite(str(out / "truth" / f"{name}.png"), one.mask)
    (out / "truth" / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    digest = hashlib.sha256()
    for part in (one.pixels, one.mask.astype("<u2")):
        digest.update(str(part.shape).encode())
        digest.update(np.ascontiguousarray(part).tobytes())
    digest.update(text.encode())
    identifying = sum(
        word.token.is_phi and word.stamped.kind == "print" and word.stamped.script == "latin"
        for word in one.words
    )
    return digest.hexdigest(), identifying, len(one.words), one.mask.size / 1e6


def freeze(out: Path, split: Split = "test", count: int = 2000, processes: int = 2) -> dict:
    """Writes `count` pictures below `out`; returns the hash over all of them in order, and totals."""
    out = Path(out)
    for folder in ("images", "truth"):
        os.makedirs(out / folder, exist_ok=True)
    whole, identifying, words, size = hashlib.sha256(), 0, 0, 0.0
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for digest, phi, every, megapixels in pool.imap(
            partial(_write, out, split), range(count), 8
        ):
            whole.update(digest.encode())
            identifying, words, size = identifying + phi, words + every, size + megapixels
    return {
        "sha256": whole.hexdigest(),
        "images": count,
        "phi_words": identifying,
        "words": words,
        "megapixels_per_image": round(size / max(count, 1), 3),
    }
