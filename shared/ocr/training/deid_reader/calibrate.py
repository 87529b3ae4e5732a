"""Fits the two constants that turn a word's evidence into belief (`src/read/calibrate.rs`)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np


def calibrate(found: Path, truth: Path, slope: float, offset: float) -> tuple[float, float, int]:
    """Slope, offset, and the number of words they rest on.

    `found` holds the lines of `deid detect --json` over the pictures of a split, made with the given slope and
    offset; `truth` is the split's folder of truths. The evidence is got back from the belief told.
    """
    evidence, exact = [], []
    for line in found.read_text(encoding="utf-8").splitlines():
        picture = json.loads(line)
        words = json.loads((truth / f"{Path(picture['path']).stem}.json").read_text(encoding="utf-8"))["words"]
        for word in picture.get("words", []):
            belief = min(max(word["read_confidence"], 1e-6), 1 - 1e-6)
            said = _at(word["box"], words)
            # Other scripts are not read; what stands on no word at all, or on several, is wrong.
            if word["text"] is None or said is not None and not said["is_latin"]:
                continue
            evidence.append((np.log(belief / (1 - belief)) - offset) / slope)
            exact.append(said is not None and word["text"] == said["text"])
    return (*_logistic(np.array(evidence), np.array(exact, float)), len(exact))


def _at(box: list[int], words: list[dict]) -> dict | None:
    """The word that stands in `box`: the one most of which lies inside, at least half; boxes are larger than words."""
    x0, y0, x1, y1 = box
    best, at = 0.5, None
    for word in words:
        u0, v0, u1, v1 = word["box"]
        shared = max(0, min(x1, u1) - max(x0, u0)) * max(0, min(y1, v1) - max(y0, v0))
        inside = shared / max((u1 - u0) * (v1 - v0), 1)
        if inside > best:
            is_latin = word["kind"] == "print" and word["script"] == "latin"
            best, at = inside, {"text": word["text"], "is_latin": is_latin}
    return at


def _logistic(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Slope and offset of the most probable logistic function, by Newton's method."""
    design = np.stack([x, np.ones_like(x)], 1)
    at = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ at))
        curvature = design.T @ (design * (p * (1 - p))[:, None]) + 1e-6 * np.eye(2)
        at = at + np.linalg.solve(curvature, design.T @ (y - p))
    return float(at[0]), float(at[1])
