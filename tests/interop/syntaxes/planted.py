"""Text planted beside the pixels that viewers show: it must be gone from every byte of the output.

Each place is tried twice: in a picture with burnt-in text, whose frames are encoded again, and in one without, whose
frames are copied. The planted name stands nowhere in the header, so that no search for header values finds it.
"""

import struct
import zlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset
from pydicom.pixels import get_decoder
from pydicom.sequence import Sequence

import references

from . import encoders as by
from . import files, judge
from . import pictures as draw
from .rows import J2K, ROOT

SECRET = "MARGUERITE TALLOW 1938-05-17"
COMMENT = SECRET.encode("ascii")
EXPLICIT = ROOT + ".1"
BIT = 13
"""The unused bit that carries text where 12 of 16 bits are stored."""


@dataclass
class Planted:
    """A file with text hidden in one place."""

    path: Path
    check: Callable
    """(output data set) to a list of problems, beside the search in its bytes."""
    may_be_refused: bool = False
    """Whether the file is broken, so that no output is right too."""


def problems(planted, line):
    """Problems of one output."""
    path = Path(line["output"])
    content = path.read_bytes()
    output = references.read(path)
    if str(output.file_meta.TransferSyntaxUID) == ROOT + ".1.99":
        content += inflated(content)
    return [f"{text!r} is left" for text in judge.standing(content, (SECRET, SECRET.split()[0]))] + planted.check(output)


def inflated(content):
    """The data set behind the file meta information, and what stands behind the deflated stream."""
    start = 144 + struct.unpack_from("<I", content, 140)[0]
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    return inflater.decompress(content[start:]) + inflater.unused_data


def nothing_more(_output):
    """The search in the bytes is enough."""
    return []


def bitmap():
    """The secret as (row, column) of 0 and 1."""
    canvas = Image.new("1", (draw.COLUMNS, draw.ROWS))
    pen = ImageDraw.Draw(canvas)
    pen.text((6, 100), SECRET[:17], fill=1, font=ImageFont.load_default(draw.TEXT_PIXELS))
    return np.asarray(canvas).astype(np.uint16)


def segment(stream, marker, at=2):
    """A codestream with a comment segment `marker` at byte `at`; the length counts itself."""
    return stream[:at] + marker + struct.pack(">H", len(COMMENT) + 2) + COMMENT + stream[at:]


def j2k_comment(stream):
    """A codestream with a COM segment of Latin text behind SIZ (T.800 A.9.2)."""
    at = 4 + struct.unpack_from(">H", stream, 4)[0]
    body = b"\0\1" + COMMENT
    return stream[:at] + b"\xff\x64" + struct.pack(">H", len(body) + 2) + body + stream[at:]


def xl_box(stream):
    """A JPEG XL container with a box of XML at its end."""
    body = b"<name>" + COMMENT + b"</name>"
    return stream + struct.pack(">I", len(body) + 8) + b"xml " + body


def exif(stream):
    """A JPEG with an Exif segment whose text is UTF-16."""
    body = b"Exif\0\0" + SECRET.encode("utf-16-le")
    return stream[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + stream[2:]


def behind(stream):
    """Text behind the end of a codestream."""
    return stream + COMMENT


CODED = [
    ("jpeg_comment", ROOT + ".4.50", by.jpeg(), partial(segment, marker=b"\xff\xfe"), 8),
    ("jpeg_exif", ROOT + ".4.50", by.jpeg(), exif, 8),
    ("jpeg_behind_end", ROOT + ".4.50", by.jpeg(), behind, 8),
    ("jpeg_12_comment", ROOT + ".4.51", by.jpeg(), partial(segment, marker=b"\xff\xfe"), 12),
    ("jpeg_lossless_comment", ROOT + ".4.70", by.jpeg_lossless(1), partial(segment, marker=b"\xff\xfe"), 12),
    ("jpeg_lossless_behind_end", ROOT + ".4.70", by.jpeg_lossless(1), behind, 12),
    ("jpeg_ls_comment", ROOT + ".4.80", by.jpeg_ls_near(0), partial(segment, marker=b"\xff\xfe"), 12),
    ("jpeg_ls_behind_end", ROOT + ".4.80", by.jpeg_ls_near(0), behind, 12),
    ("jpeg_2000_comment", J2K, by.jpeg_2000(), j2k_comment, 12),
    ("jpeg_2000_behind_end", J2K, by.jpeg_2000(), behind, 12),
    ("htj2k_comment", ROOT + ".4.201", by.htj2k(), j2k_comment, 16),
    ("jpeg_xl_box", ROOT + ".4.110", by.jpeg_xl(usecontainer=True), xl_box, 8),
    ("jpeg_xl_behind_end", ROOT + ".4.110", by.jpeg_xl(), behind, 8),
    ("rle_behind_end", ROOT + ".5", by.rle, behind, 12),
    ("uncompressed_behind_end", ROOT + ".1.98", by.uncompressed, behind, 12),
    ("deflated_frame_behind_end", ROOT + ".8.1", by.deflated, behind, 12),
]
"""(name, syntax, encoder, what plants the text, bits stored)."""


def in_codestream(path, is_plain, syntax, encode, plant, stored):
    """Text inside the fragment of the one frame."""
    picture = draw.grey(stored, is_plain=is_plain)
    data_set = files.header(picture, path.stem)
    stream = plant(bytes(encode(picture, 0)))
    if syntax in references.JPEG_DCT:
        files.mark_lossy(data_set, "ISO_10918_1")
    files.write_encapsulated(path, data_set, [stream + bytes(len(stream) % 2)], syntax, "bare")
    return Planted(path, nothing_more)


def in_unused_bits(path, is_plain, syntax, encode):
    """Text in a bit above Bits Stored, which an overlay without data of its own claims or nobody does."""
    picture = draw.grey(12, is_plain=is_plain)
    data_set = files.header(picture, path.stem)
    data_set.add_new(0x60000010, "US", draw.ROWS)
    data_set.add_new(0x60000011, "US", draw.COLUMNS)
    data_set.add_new(0x60000040, "CS", "G")
    data_set.add_new(0x60000050, "SS", [1, 1])
    data_set.add_new(0x60000100, "US", 16)
    data_set.add_new(0x60000102, "US", BIT)
    picture.samples[0, ..., 0] |= bitmap().astype(np.int64) << BIT
    picture.stored = 16
    if encode:
        files.write_encapsulated(path, data_set, [bytes(encode(picture, 0))], syntax, "bare")
    else:
        files.write_native(path, data_set, picture, syntax)
    return Planted(path, no_unused_bits)


def no_unused_bits(output):
    """Every bit above Bits Stored is 0, in the words that pydicom and its plugins decode."""
    buffer, _ = get_decoder(output.file_meta.TransferSyntaxUID).as_buffer(output)
    unused = np.frombuffer(buffer, "<u2" if output.file_meta.TransferSyntaxUID.is_little_endian else ">u2") >> output.BitsStored
    return [f"{np.count_nonzero(unused)} samples use bits above Bits Stored"] if unused.any() else []


def without(tag_of, output):
    """No element that `tag_of` names is left, at any depth."""
    return [f"{element.tag} is left" for element in output.iterall() if tag_of(element.tag)]


def in_overlay(path, is_plain):
    """Text in the overlay of the third of four frames."""
    picture = draw.grey(8, frames=4, is_plain=is_plain)
    data_set = files.header(picture, path.stem)
    planes = np.zeros((4, draw.ROWS, draw.COLUMNS), np.uint8)
    planes[2] = bitmap()
    for element, vr, value in ((0x10, "US", draw.ROWS), (0x11, "US", draw.COLUMNS), (0x15, "IS", 4), (0x40, "CS", "G"),
                               (0x50, "SS", [1, 1]), (0x51, "US", 1), (0x100, "US", 1), (0x102, "US", 0),
                               (0x1500, "LO", SECRET), (0x3000, "OW", np.packbits(planes, bitorder="little").tobytes())):
        data_set.add_new(0x60020000 | element, vr, value)
    files.write_native(path, data_set, picture, EXPLICIT)
    return Planted(path, partial(without, lambda tag: 0x6000 <= tag.group <= 0x60FF))


def in_icon(path, is_plain):
    """An icon of the text inside an item of a sequence, and one at the top."""
    picture = draw.grey(8)
    nested = Dataset()
    nested.ReferencedSOPClassUID, nested.ReferencedSOPInstanceUID = files.SECONDARY_CAPTURE, "2.25.771"
    nested.IconImageSequence = files.icon(picture)
    shown = draw.grey(8, is_plain=is_plain)
    data_set = files.header(shown, path.stem)
    data_set.ReferencedImageSequence = Sequence([nested])
    data_set.IconImageSequence = files.icon(picture)
    files.write_native(path, data_set, shown, EXPLICIT)
    return Planted(path, partial(without, lambda tag: tag == 0x00880200))


def in_padding(path, is_plain, syntax):
    """Text in Data Set Trailing Padding and in the preamble."""
    picture = draw.grey(16, is_plain=is_plain)
    data_set = files.header(picture, path.stem)
    data_set.add_new(0xFFFCFFFC, "OB", COMMENT)
    data_set.preamble = COMMENT.ljust(128, b"\0")
    files.write_native(path, data_set, picture, syntax)
    return Planted(path, partial(without, lambda tag: tag == 0xFFFCFFFC))


def behind_pixels(path, is_plain):
    """Text behind the last frame inside Pixel Data."""
    picture = draw.grey(16, is_plain=is_plain)
    data_set = files.header(picture, path.stem)
    data_set.PixelData = files.native_pixels(picture) + COMMENT
    data_set["PixelData"].VR = "OW"
    files.save(path, data_set, EXPLICIT)
    return Planted(path, nothing_more, may_be_refused=True)


def behind_deflated(path, is_plain):
    """Text behind the end of the deflated data set."""
    picture = draw.grey(8, is_plain=is_plain)
    files.write_native(path, files.header(picture, path.stem), picture, ROOT + ".1.99")
    path.write_bytes(path.read_bytes() + COMMENT)
    return Planted(path, nothing_more)


def drawn(folder):
    """All files, each with and without burnt-in text."""
    folder.mkdir(parents=True)
    makers = [(name, partial(in_codestream, syntax=syntax, encode=encode, plant=plant, stored=stored))
              for name, syntax, encode, plant, stored in CODED]
    for name, syntax, encode in (("native", EXPLICIT, None), ("big_endian", ROOT + ".2", None), ("rle", ROOT + ".5", by.rle),
                                 ("jpeg_lossless", ROOT + ".4.70", by.jpeg_lossless(1)), ("jpeg_2000", J2K, by.jpeg_2000())):
        makers.append((f"bits_{name}", partial(in_unused_bits, syntax=syntax, encode=encode)))
    makers += [("overlay", in_overlay), ("icon", in_icon), ("behind_deflated", behind_deflated), ("behind_pixels", behind_pixels)]
    makers += [(f"padding{syntax.removeprefix(ROOT)}", partial(in_padding, syntax=syntax))
               for syntax in (ROOT, EXPLICIT, ROOT + ".1.99")]
    return [make(folder / f"{name}_{'plain' if is_plain else 'text'}.dcm", is_plain)
            for name, make in makers for is_plain in (False, True)]
