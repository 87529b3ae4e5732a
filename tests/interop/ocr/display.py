"""The 8-bit picture that a viewer shows of one frame of a DICOM file."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import numpy as np
import pydicom
from pydicom.pixels import apply_color_lut, apply_modality_lut, apply_voi_lut, pixel_array


def open_data_set(path: Path) -> pydicom.Dataset:
    """Opens a data set, gzipped or not; guesses the transfer syntax where no file meta tells it."""
    source: Path | io.BytesIO = path
    if path.suffix == ".gz":
        source = io.BytesIO(gzip.decompress(path.read_bytes()))
    data_set = pydicom.dcmread(source, force=True)
    if "TransferSyntaxUID" not in data_set.file_meta:
        is_implicit, is_little = data_set.original_encoding
        ending = "" if is_implicit else ".1" if is_little else ".2"
        data_set.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2" + ending
    return data_set


def stretched(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Maps `low`..`high` to 0..255, clipped."""
    scaled = (values - low) / max(high - low, 1e-9) * 255
    return np.clip(np.round(scaled), 0, 255).astype(np.uint8)


def grey_picture(data_set: pydicom.Dataset, samples: np.ndarray) -> np.ndarray:
    """Applies rescale and the first window; the full range where the header has no window."""
    values = apply_modality_lut(samples, data_set).astype(np.float64)
    if "WindowCenter" in data_set or "VOILUTSequence" in data_set:
        values = apply_voi_lut(values, data_set, index=0).astype(np.float64)
    picture = stretched(values, float(values.min()), float(values.max()))
    inverted = data_set.get("PhotometricInterpretation") == "MONOCHROME1"
    return 255 - picture if inverted else picture


def frame(data_set: pydicom.Dataset, number: int = 1) -> np.ndarray:
    """Renders frame `number` (from 1): uint8, (rows, columns) grey or (rows, columns, 3) RGB.

    Raises whatever pydicom raises for pixels that it cannot decode.
    """
    samples = np.asarray(pixel_array(data_set, index=number - 1))
    if data_set.PhotometricInterpretation == "PALETTE COLOR":
        samples = apply_color_lut(samples, data_set)
    if samples.ndim == 3:
        top = np.iinfo(samples.dtype).max
        return stretched(samples.astype(np.float64), 0.0, float(top))
    return grey_picture(data_set, samples)
