"""Files of the table's rows, each judged by other decoders before De-ID sees it."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import references

from . import files, pictures
from .rows import Row

EXPLICIT = "1.2.840.10008.1.2.1"


@dataclass
class Phantom:
    """A file, and what it shows."""

    row: Row
    path: Path
    picture: pictures.Picture
    readings: list[references.Reading]
    """What other decoders read in it."""


def build(row, folder):
    """Draws, encodes and writes one row; raises whatever the encoder does."""
    picture = row.picture()
    path = folder / f"{row.name}.dcm"
    data_set = files.header(picture, row.name)
    if row.lossy:
        files.mark_lossy(data_set, row.lossy)
    if row.frame_encoder:
        frames = [bytes(row.frame_encoder(picture, frame)) for frame in range(len(picture.samples))]
        data_set.PhotometricInterpretation = row.color or picture.color
        files.write_encapsulated(path, data_set, frames, row.syntax, row.wrapping)
    elif row.file_encoder:
        with tempfile.TemporaryDirectory(prefix="deid-phantom-") as work:
            source = Path(work) / "native.dcm"
            files.write_native(source, data_set, picture, EXPLICIT)
            row.file_encoder(source, path)
    else:
        files.write_native(path, data_set, picture, row.syntax)
    return path, picture


def phantom(row, folder):
    """A phantom whose pixels another decoder reads as they were drawn."""
    path, picture = build(row, folder)
    data_set = references.read(path)
    if str(data_set.file_meta.TransferSyntaxUID) != row.syntax:
        raise ValueError(f"the encoder wrote {data_set.file_meta.TransferSyntaxUID}")
    found, failures = references.readings(data_set)
    if not found:
        raise ValueError("no other decoder reads it: " + "; ".join(failures))
    is_exact = not row.lossy and any(shows(reading, picture) for reading in found)
    if not row.lossy and not is_exact:
        raise ValueError("no other decoder reads what was drawn")
    return Phantom(row, path, picture, found)


def shows(reading, picture):
    """Whether a reading is exactly the drawn picture."""
    same_shape = reading.samples.shape == picture.samples.shape
    return same_shape and np.array_equal(reading.samples, picture.samples)
