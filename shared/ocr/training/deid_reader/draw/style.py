"""How one line of burnt-in text looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from ..fonts import Face, cap_ratio, faces
from ..kinds import Split

MIN_CAP, MAX_CAP = 5.5, 80.0
# Share of each kind of face; bitmap faces are frequent on devices, segments rare.
KIND_WEIGHTS = {
    "proportional": 0.29,
    "bold": 0.14,
    "mono": 0.12,
    "bitmap": 0.19,
    "condensed": 0.10,
    "serif": 0.08,
    "italic": 0.06,
    "segment": 0.02,
}
COLORS = (
    (255.0, 255.0, 0.0),
    (0.0, 255.0, 0.0),
    (0.0, 255.0, 255.0),
    (255.0, 255.0, 255.0),
    (255.0, 160.0, 0.0),
    (120.0, 180.0, 255.0),
    (255.0, 80.0, 80.0),
    (255.0, 0.0, 255.0),
    (180.0, 255.0, 180.0),
    (40.0, 60.0, 160.0),
)


@dataclass(frozen=True)
class Style:
    """How one line is drawn.

    cap_height: height of "H" in pixels; rotation: degrees clockwise; contrast: signed ink minus
    mean local background over 255; color: RGB, scaled to the luma that the contrast asks for;
    upscale: integer enlargement of small text; tracking: extra pixels between letters;
    stretch: width relative to the face's own; crossed: a line runs through the text;
    double_struck: printed twice, one pixel apart; interlaced: every other row dimmer;
    ring: a circle around a side marker of at most two letters.
    """

    face: Face
    cap_height: float
    rotation: float
    contrast: float
    color: tuple[float, float, float] | None = None
    antialias: bool = True
    upscale: int = 1
    outline: bool = False
    shadow: bool = False
    box: Literal["none", "opaque", "translucent"] = "none"
    opacity: float = 1.0
    tracking: float = 0.0
    crossed: bool = False
    stretch: float = 1.0
    double_struck: bool = False
    interlaced: bool = False
    ring: bool = False


@lru_cache(maxsize=None)
def _faces_by_family(split: Split, kind: str) -> tuple[tuple[Face, ...], ...]:
    groups: dict[str, list[Face]] = {}
    for face in faces(split):
        if face.kind == kind:
            groups.setdefault(face.family, []).append(face)
    return tuple(tuple(group) for group in groups.values())


def random_face(rng: np.random.Generator, split: Split, kind: str | None = None) -> Face:
    """A face of the split, by kind, then family, then face, so that large families do not win."""
    kinds = [k for k in KIND_WEIGHTS if _faces_by_family(split, k)]
    if kind not in kinds:
        weights = np.array([KIND_WEIGHTS[k] for k in kinds])
        kind = kinds[int(rng.choice(len(kinds), p=weights / weights.sum()))]
    families = _faces_by_family(split, kind)
    if kind == "bitmap":  # few families, many sizes: families with more faces come more often
        sizes = np.sqrt([len(family) for family in families])
        family = families[int(rng.choice(len(families), p=sizes / sizes.sum()))]
    else:
        family = families[int(rng.integers(len(families)))]
    return family[int(rng.integers(len(family)))]


def random_cap_height(rng: np.random.Generator, legible: bool | None) -> float:
    """Log-distributed, most of it between 7 and 24 pixels."""
    low = 8.0 if legible else MIN_CAP
    high = 8.0 if legible is False and rng.random() < 0.5 else MAX_CAP
    roll = rng.random()
    if roll < 0.80:
        height = float(np.exp(rng.uniform(np.log(6.5), np.log(24.0))))
    elif roll < 0.88:
        height = float(rng.uniform(MIN_CAP, 8.0))
    else:
        height = float(np.exp(rng.uniform(np.log(24.0), np.log(MAX_CAP))))
    return float(np.clip(height, low, high))


def random_contrast(rng: np.random.Generator, legible: bool | None) -> float:
    """Signed; 0.06 to 1 in absolute value, much of it faint; lighter than the ground mostly."""
    roll = rng.random()
    if legible is False and roll < 0.7 or legible is None and roll < 0.38:
        size = float(np.exp(rng.uniform(np.log(0.06), np.log(0.35))))
    elif roll < 0.75:
        size = float(rng.uniform(0.25, 0.7))
    else:
        size = float(rng.uniform(0.6, 1.0))
    if legible:
        size = max(size, 0.2)
    return size if rng.random() < 0.72 else -size


def random_rotation(rng: np.random.Generator) -> float:
    """Degrees clockwise: mostly upright, some quarter turns, some skewed, a few of any angle."""
    roll = rng.random()
    if roll < 0.75:
        return 0.0
    if roll < 0.81:
        return 90.0
    if roll < 0.87:
        return 270.0
    if roll < 0.91:
        return 180.0
    if roll < 0.985:
        return float(rng.uniform(-12.0, 12.0)) % 360.0
    return float(rng.uniform(0.0, 360.0))


def _fit_bitmap(rng: np.random.Generator, split: Split, face: Face, height: float) -> Face:
    """Of a few bitmap faces the one whose native height, enlarged once or more, fits best."""
    best, best_error = face, 9.0
    for _ in range(4):
        native = cap_ratio(face) * face.size
        error = abs(np.log(max(1, round(height / native)) * native / height))
        if error < best_error:
            best, best_error = face, error
        face = random_face(rng, split, "bitmap")
    return best


def random_style(
    rng: np.random.Generator, split: Split, *, legible: bool | None = None
) -> Style:
    """A broad mixture of what devices burn in.

    `legible`: True for cap heights of 8 pixels and more and contrasts of 0.2 and more, False for
    mostly smaller or fainter ones, None for both.
    """
    face = random_face(rng, split)
    height = random_cap_height(rng, legible)
    contrast = random_contrast(rng, legible)
    upscale = 1
    antialias = bool(rng.random() < 0.78)
    if face.kind == "bitmap":
        face = _fit_bitmap(rng, split, face, height)
        native = cap_ratio(face) * face.size
        upscale = max(1, round(height / native))
        while legible and upscale * native < 8.0:
            upscale += 1
        height, antialias = native * upscale, False
    elif height > 13.0 and rng.random() < 0.08:
        upscale = int(rng.integers(2, max(3, min(4, int(height / 6.0)) + 1)))
        antialias = bool(rng.random() < 0.4)
    elif height < 7.0 and not antialias and legible is not False:
        antialias = bool(rng.random() < 0.6)
    roll = rng.random()
    box = "opaque" if roll < 0.11 else "translucent" if roll < 0.16 else "none"
    fringe = rng.random()
    color = COLORS[int(rng.integers(len(COLORS)))] if rng.random() < 0.45 else None
    return Style(
        face=face,
        cap_height=height,
        rotation=random_rotation(rng),
        contrast=contrast,
        color=color,
        antialias=antialias,
        upscale=upscale,
        outline=bool(fringe < 0.10),
        shadow=bool(0.10 <= fringe < 0.19),
        box=box,
        opacity=float(rng.uniform(0.45, 0.95)) if rng.random() < 0.15 else 1.0,
        tracking=float(rng.uniform(-0.05, 0.35) * height) if rng.random() < 0.10 else 0.0,
        crossed=bool(rng.random() < 0.06),
        stretch=float(rng.uniform(0.7, 1.25)) if upscale == 1 and rng.random() < 0.12 else 1.0,
        double_struck=bool(rng.random() < 0.03),
        interlaced=bool(rng.random() < 0.03),
        ring=bool(rng.random() < 0.5),
    )
