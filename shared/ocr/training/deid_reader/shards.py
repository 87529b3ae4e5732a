"""Training data on disk: shards of pages and of lines, rendered once, seen several times."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .kinds import Split
from .line_crops import line_crop
from .normalize import normalized
from .page import page
from .targets import grey_of, labels

#: Side of a page that the detector learns from, in pixels.
SIDE = 384
#: Pages, and lines, of one shard.
PAGES = 500
LINES = 5000
#: One page in so many has no text at all.
TEXT_FREE = 4


@dataclass(frozen=True)
class Lines:
    """Lines of 32 rows side by side: line i is `pixels[:, starts[i]:starts[i + 1]]`."""

    pixels: np.ndarray
    starts: np.ndarray
    texts: list[str]


def render(folder: Path, split: Split, pages: int, lines: int, first: int, processes: int) -> None:
    """Renders shards until the folder holds as many pages and lines as asked for, `first` being the first shard's number."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [("pages", split, n, folder) for n in range(first, first + -(-pages // PAGES))]
    jobs += [("lines", split, n, folder) for n in range(first, first + -(-lines // LINES))]
    jobs = [job for job in jobs if not _path(*job).exists()]
    # Pages and lines in turn, so that both trainings can begin early.
    jobs.sort(key=lambda job: (job[2], job[0]))
    if processes <= 1:
        for job in jobs:
            _render(job)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for _ in pool.imap_unordered(_render, jobs):
            pass


def _path(kind: str, split: Split, number: int, folder: Path) -> Path:
    return folder / f"{split}-{kind}-{number:04}.npz"


def _render(job: tuple[str, Split, int, Path]) -> None:
    kind, split, number, _ = job
    path = _path(*job)
    arrays = _pages(split, number) if kind == "pages" else _lines(split, number)
    # Whole or not at all: a training may be reading the folder.
    partial = path.with_suffix(f".{os.getpid()}.tmp.npz")
    np.savez(partial, **arrays)
    partial.replace(path)


def _seed(split: Split, number: int, at: int) -> int:
    base = {"train": 1, "validation": 2, "test": 3}[split]
    return (base * 10_000 + number) * 10_000 + at


def _pages(split: Split, number: int) -> dict[str, np.ndarray]:
    greys = np.empty((PAGES, SIDE, SIDE), np.uint8)
    answers = np.empty((PAGES, SIDE // 2, SIDE // 2), np.uint8)
    for at in range(PAGES):
        drawn = page(_seed(split, number, at), split, SIDE, SIDE, text=at % TEXT_FREE != 0)
        greys[at], answers[at] = grey_of(drawn.pixels), labels(drawn)
    return {"greys": greys, "labels": answers}


def _lines(split: Split, number: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng([_seed(split, number, 0), 7])
    parts, starts, texts = [], [0], []
    while len(texts) < LINES:
        crop, text, _ = line_crop(rng, split)
        part = normalized(crop)
        # A step of the network for every character, and one between two equal ones.
        doubled = sum(a == b for a, b in zip(text, text[1:]))
        if not text or part.shape[1] // 2 < len(text) + doubled + 1:
            continue
        parts.append(part)
        starts.append(starts[-1] + part.shape[1])
        texts.append(text)
    return {
        "pixels": np.concatenate(parts, axis=1),
        "starts": np.array(starts, np.int64),
        "texts": np.array(texts),
    }


def shards(folder: Path, split: Split, kind: str) -> list[Path]:
    """The finished shards of a kind, in order."""
    return sorted(p for p in folder.glob(f"{split}-{kind}-*.npz") if ".tmp." not in p.name)


def read_pages(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """The grey pages and the labels of a shard."""
    with np.load(path) as data:
        return data["greys"], data["labels"]


def read_lines(path: Path) -> Lines:
    """The lines of a shard."""
    with np.load(path) as data:
        return Lines(data["pixels"], data["starts"], [str(text) for text in data["texts"]])
