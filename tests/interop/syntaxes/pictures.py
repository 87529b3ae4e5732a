"""Pictures with an invented name burnt in, as stored samples of every kind that DICOM knows.

`picture(kind, frames)` draws one: a dark field, a bright disc that moves from frame to frame, noise, and the same large
text in each frame. Everything is a function of its arguments.
"""

from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from pydicom.pixels import convert_color_space

ROWS, COLUMNS = 240, 320
NAME, ID, BIRTH = "QUILLFORD^ODETTE", "QX-882134", "19410723"
LINES = ((12, 8, "QUILLFORD ODETTE"), (12, 40, "QX-882134"))
TEXT_PIXELS = 26
TEXT_COLOR, FIELD_COLOR = (1.0, 0.95, 0.4), (0.8, 0.9, 1.0)


@dataclass
class Picture:
    """Stored samples of all frames, and the attributes that describe them."""

    color: str
    """Photometric interpretation."""
    samples: np.ndarray
    """(frame, row, column, channel), stored values."""
    allocated: int
    stored: int
    ink: np.ndarray
    """(row, column): True where the burnt-in text is."""
    signed: bool = False
    planar: int = 0
    palette: dict = field(default_factory=dict)
    """Attributes of the palette, by keyword."""
    luminance: np.ndarray | None = None
    """Luminance of each palette index."""

    @property
    def channels(self):
        """Samples per pixel."""
        return self.samples.shape[-1]


def levels(frames, is_hard=False):
    """Levels 0..1 as (frame, row, column) without text, and the text's share 0..1 as (row, column)."""
    rows, columns = np.mgrid[0:ROWS, 0:COLUMNS]
    noise = np.random.default_rng(41).normal(0, 0.012, (frames, ROWS, COLUMNS))
    field_ = 0.10 + 0.08 * rows / ROWS + noise
    for frame in range(frames):
        distance = np.hypot(rows - 160, columns - 150 - 12 * frame)
        field_[frame] += 0.5 * np.clip((62 - distance) / 12, 0, 1)
    canvas = Image.new("L", (COLUMNS, ROWS))
    pen = ImageDraw.Draw(canvas)
    pen.fontmode = "1" if is_hard else "L"
    for x, y, text in LINES:
        pen.text((x, y), text, fill=255, font=ImageFont.load_default(TEXT_PIXELS))
    return np.clip(field_, 0, 1), np.asarray(canvas) / 255


def grey_levels(frames, is_plain=False):
    """Levels 0..1 with the text, or plain without it, and its ink."""
    field_, text = levels(frames)
    text = text * (not is_plain)
    return field_ * (1 - text) + 0.97 * text, text > 0.3


def grey(stored, *, allocated=None, signed=False, inverted=False, frames=1, is_plain=False):
    """MONOCHROME1 or 2 of `stored` bits."""
    level, ink = grey_levels(frames, is_plain)
    most = (1 << stored) - 1
    values = np.round((1 - level if inverted else level) * most * 0.98).astype(np.int64)
    if signed:
        values -= 1 << (stored - 1)
    color = "MONOCHROME1" if inverted else "MONOCHROME2"
    allocated = allocated or (8 if stored <= 8 else 16 if stored <= 16 else 32)
    return Picture(color, values[..., np.newaxis], allocated, stored, ink, signed)


def real(bits, frames=1):
    """Floating point samples, some of them negative."""
    level, ink = grey_levels(frames)
    samples = (level * 350 - 20).astype(f"<f{bits // 8}").astype(np.float64)
    return Picture("MONOCHROME2", samples[..., np.newaxis], bits, bits, ink)


def bitmap(frames=1):
    """One bit a sample."""
    field_, text = levels(frames, is_hard=True)
    values = ((field_ > 0.5) | (text > 0)).astype(np.int64)
    return Picture("MONOCHROME2", values[..., np.newaxis], 1, 1, text > 0)


def rgb(stored=8, *, planar=0, frames=1):
    """Red, green, blue."""
    field_, text = levels(frames)
    mixed = field_[..., np.newaxis] * FIELD_COLOR * (1 - text[..., np.newaxis])
    mixed += text[..., np.newaxis] * np.array(TEXT_COLOR)
    values = np.round(mixed * ((1 << stored) - 1)).astype(np.int64)
    return Picture("RGB", values, 8 if stored == 8 else 16, stored, text > 0.3, planar=planar)


def ybr(*, shared=False, frames=1):
    """Luma and color differences, 8 bits; `shared` by two pixels."""
    picture = rgb(frames=frames)
    values = convert_color_space(picture.samples.astype(np.uint8), "RGB", "YBR_FULL", per_frame=True).astype(np.int64)
    if shared:
        values[:, :, 1::2, 1:] = values[:, :, ::2, 1:]
    return Picture("YBR_FULL_422" if shared else "YBR_FULL", values, 8, 8, picture.ink)


def palette(stored, *, segmented=False, frames=1):
    """Indices into a palette that is black at its last index, so that index 0 is no fill."""
    level, ink = grey_levels(frames)
    last = (1 << stored) - 1
    values = last - np.round(level * last * 0.98).astype(np.int64)
    tables = {}
    ramp = np.linspace(65535, 0, last + 1).round().astype("<u2")
    for name, share in (("Red", 1.0), ("Green", 0.9), ("Blue", 0.75)):
        tables[f"{name}PaletteColorLookupTableDescriptor"] = [(last + 1) & 0xFFFF, 0, 16]
        table = (ramp * share).astype("<u2")
        # One discrete entry, then a straight line to the last one (PS3.3 C.7.9.2).
        segments = np.array([0, 1, table[0], 1, last, table[-1]], "<u2")
        prefix = "Segmented" if segmented else ""
        tables[f"{prefix}{name}PaletteColorLookupTableData"] = (segments if segmented else table).tobytes()
    allocated = 8 if stored <= 8 else 16
    return Picture("PALETTE COLOR", values[..., np.newaxis], allocated, stored, ink, palette=tables, luminance=ramp)
