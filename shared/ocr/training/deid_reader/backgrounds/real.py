"""Text-free crops of the DICOM files inside the pydicom wheel, decoded at run time.

Every region was looked at and holds no text. The files of the splits are disjoint; screens with
burnt-in text serve the test split only, by their text-free middle.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from ..kinds import Split
from . import fields


@dataclass(frozen=True)
class Region:
    """A text-free region of one file."""

    file: str
    box: tuple[int, int, int, int]  # left, top, right, bottom; half open
    split: Split


REGIONS = (
    Region("J2K_pixelrep_mismatch.dcm", (0, 0, 512, 512), "train"),
    Region("examples_overlay.dcm", (0, 0, 484, 300), "train"),
    Region("JPGExtended.dcm", (0, 0, 256, 1024), "train"),
    Region("693_J2KI.dcm", (0, 0, 512, 512), "validation"),
    Region("MR_small.dcm", (0, 0, 64, 64), "validation"),
    Region("CT_small.dcm", (0, 0, 128, 128), "test"),
    Region("examples_rgb_color.dcm", (26, 56, 296, 166), "test"),
    Region("examples_ybr_color.dcm", (45, 33, 272, 200), "test"),
)


@lru_cache(maxsize=16)
def _decoded(region: Region) -> np.ndarray | None:
    """The region's stored values as float32, gray or RGB; None where it cannot be decoded."""
    try:
        import pydicom
        from pydicom.pixels import pixel_array
    except ImportError:
        return None
    path = Path(pydicom.__file__).parent / "data" / "test_files" / region.file
    try:
        frame = pixel_array(path, index=0)
    except (OSError, RuntimeError, ValueError, AttributeError):
        return None
    left, top, right, bottom = region.box
    return np.ascontiguousarray(frame[top:bottom, left:right], np.float32)


def available(split: Split) -> tuple[Region, ...]:
    """The regions of the split that can be decoded here."""
    return tuple(r for r in REGIONS if r.split == split and _decoded(r) is not None)


def _windowed(rng: np.random.Generator, stored: np.ndarray) -> np.ndarray:
    """Stored gray values through a random window; RGB nearly as it is."""
    if stored.ndim == 3:
        return stored * np.float32(rng.uniform(0.8, 1.1))
    low, high = np.percentile(stored, (rng.uniform(0.5, 30), rng.uniform(85, 99.8)))
    shown = (stored - np.float32(low)) * np.float32(255 / max(high - low, 1e-3))
    shown = np.clip(shown, 0, 255)
    return 255 - shown if rng.random() < 0.15 else shown


def real(rng: np.random.Generator, split: Split, rows: int, columns: int) -> np.ndarray | None:
    """A crop of a real picture, turned, flipped, enlarged and windowed; None without pydicom."""
    regions = available(split)
    if not regions:
        return None
    stored = _decoded(regions[int(rng.integers(len(regions)))])
    stored = np.rot90(stored, int(rng.choice((0, 0, 0, 1, 2, 3))))
    if rng.random() < 0.5:
        stored = stored[:, ::-1]
    ratio = columns / rows
    enlarged = max(rows, columns) / min(stored.shape[:2])
    share = rng.uniform(float(np.clip(enlarged / 3, 0.4, 0.9)), 1.0)
    high = min(stored.shape[0] * share, stored.shape[1] * share / ratio)
    wide = high * ratio
    top = int(rng.uniform(0, stored.shape[0] - high))
    left = int(rng.uniform(0, stored.shape[1] - wide))
    crop = stored[top : top + max(int(high), 8), left : left + max(int(wide), 8)]
    if rng.random() < 0.2 and crop.ndim == 2:
        crop = stored
    way = cv2.INTER_CUBIC if rng.random() < 0.6 else cv2.INTER_LINEAR
    crop = cv2.resize(np.ascontiguousarray(crop), (columns, rows), interpolation=way)
    shown = _windowed(rng, crop)
    if rng.random() < 0.5:
        noise = fields.grain(rng, split, rows, columns, rng.uniform(1, 2.5))
        noise *= np.float32(rng.uniform(1, 10))
        shown = shown + (noise if shown.ndim == 2 else noise[..., None])
    return shown
