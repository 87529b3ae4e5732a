"""A whole picture with burnt-in text and its exact ground truth."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from .backgrounds import background
from .degrade import degrade_mask, degrade_pixels, drawn_size, random_degradation, softened
from .distractors import distract
from .kinds import SPLITS, Split
from .layout import fill
from .sheet import Sheet, Word

__all__ = ["Page", "Word", "page"]


@dataclass(frozen=True)
class Page:
    """`pixels` is uint8 (rows, columns) or (rows, columns, 3); `mask` holds 1-based numbers in `words`."""

    pixels: np.ndarray
    words: tuple[Word, ...]
    mask: np.ndarray
    background: str


def page(
    seed: int, split: Split, rows: int, columns: int, *, text: bool = True, kind: str | None = None
) -> Page:
    """The page of a seed: the same arguments give the same bytes.

    `text=False` gives a background with distractors only. In the validation and test splits contrast and
    noise of the words are measured again after the degradation; in training they are those of the stamping.
    """
    rng = np.random.default_rng([seed, SPLITS.index(split), 4])
    chain = random_degradation(rng)
    field = background(rng, split, *drawn_size(chain, rows, columns), kind)
    pixels = np.array(field.pixels, np.float32)
    if rng.random() < (0.5 if text else 0.85):
        pixels = distract(rng, split, pixels)
        if split == "train" and not text:
            pixels = distract(rng, split, pixels)
    sheet = Sheet(pixels, np.zeros(pixels.shape[:2], np.uint16), chain.scale)
    empty = pixels.copy() if text and split != "train" else None
    if text:
        fill(rng, split, sheet)
    chain = softened(chain, sheet.faintest, sheet.smallest)
    final = degrade_pixels(chain, sheet.pixels, rows, columns)
    mask = degrade_mask(chain, sheet.mask, rows, columns)
    words = _scaled(sheet.words, columns / pixels.shape[1], rows / pixels.shape[0])
    if empty is not None and words:
        words = _measured(words, final, degrade_pixels(chain, empty, rows, columns), mask)
    words, mask = _present(words, mask)
    return Page(final, tuple(words), mask, field.kind)


def _scaled(words: list[Word], across: float, down: float) -> list[Word]:
    """Polygons and cap heights in final pixels."""
    if across == 1.0 and down == 1.0:
        return words
    factor = np.array([across, down], np.float32)
    return [
        replace(
            word,
            stamped=replace(
                word.stamped,
                polygon=(word.stamped.polygon * factor).astype(np.float32),
                cap_height=word.stamped.cap_height * down,
            ),
        )
        for word in words
    ]


def _measured(
    words: list[Word], final: np.ndarray, empty: np.ndarray, mask: np.ndarray
) -> list[Word]:
    """Contrast over core glyph pixels and over the local noise, from the finished picture."""
    before, after = _grey(empty), _grey(final)
    rough = np.abs(before - cv2.GaussianBlur(before, (0, 0), 3))
    out = []
    for number, word in enumerate(words, 1):
        x0, y0 = np.maximum(np.floor(word.stamped.polygon.min(axis=0)).astype(int) - 3, 0)
        x1, y1 = np.ceil(word.stamped.polygon.max(axis=0)).astype(int) + 3
        ink = mask[y0:y1, x0:x1] == number
        if not ink.any():
            out.append(word)
            continue
        change = np.abs(after[y0:y1, x0:x1] - before[y0:y1, x0:x1])[ink]
        core = change[change >= 0.5 * np.quantile(change, 0.95)]
        noise = max(1.0, 1.25 * float(rough[y0:y1, x0:x1].mean()))
        contrast = float(core.mean())
        stamped = replace(word.stamped, contrast=contrast / 255, cnr=contrast / noise)
        out.append(replace(word, stamped=stamped))
    return out


def _grey(pixels: np.ndarray) -> np.ndarray:
    flat = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return flat.astype(np.float32)


def _present(words: list[Word], mask: np.ndarray) -> tuple[list[Word], np.ndarray]:
    """Without the words whose ink was lost (scaled away), renumbered."""
    counts = np.bincount(mask.ravel(), minlength=len(words) + 1)
    kept = [number for number in range(1, len(words) + 1) if counts[number]]
    if len(kept) == len(words):
        return words, mask
    table = np.zeros(len(counts), np.uint16)
    table[kept] = np.arange(1, len(kept) + 1)
    return [words[number - 1] for number in kept], table[mask]
