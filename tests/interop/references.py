"""What decoders other than De-ID's say the stored samples of a DICOM file are.

`readings(data_set)` gives one Reading for each decoder that can read the file. pydicom's plugins (numpy, pylibjpeg,
pyjpegls, gdcm) do most; imagecodecs has libjpeg-turbo, libjxl and OpenJPH; a few lines here do what none of them does:
Encapsulated Uncompressed, Deflated Image Frame and packed bits inside RLE.
"""

import zlib
from dataclasses import dataclass

import imagecodecs
import numpy as np
import pydicom
from pydicom._uid_dict import UID_dictionary
from pydicom.encaps import generate_frames
from pydicom.pixels import convert_color_space, get_decoder
from pydicom.pixels.decoders.rle import _rle_decode_frame

UNCOMPRESSED = "1.2.840.10008.1.2.1.98"
DEFLATED_FRAME = "1.2.840.10008.1.2.8.1"
RLE = "1.2.840.10008.1.2.5"
JPEG_DCT = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"}
JPEG_LOSSLESS = {"1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70"}
JPEG_LS = {"1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"}
JPEG_2000 = {"1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"}
HTJ2K = {"1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203"}
JPEG_XL = {"1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.4.111", "1.2.840.10008.1.2.4.112"}
for _uid in (UNCOMPRESSED, DEFLATED_FRAME, *JPEG_XL):
    # Newer than the dictionary of pydicom 3.0, which writes and reads only what stands there.
    UID_dictionary.setdefault(_uid, (_uid, "Transfer Syntax", "", "", ""))

PIXEL_KEYWORDS = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")


@dataclass
class Reading:
    """What one decoder gives."""

    decoder: str
    samples: np.ndarray
    """(frame, row, column, channel); stored values as int64, or float64."""
    color: str
    """Photometric interpretation of `samples`."""

    def as_rgb(self):
        """The same as red, green, blue; None where there is no color."""
        if self.samples.shape[-1] != 3 or self.samples.dtype != np.int64:
            return None
        if not self.color.startswith("YBR_FULL"):
            return self
        rgb = convert_color_space(self.samples.astype(np.uint8), "YBR_FULL", "RGB", per_frame=True)
        return Reading(self.decoder, rgb.astype(np.int64), "RGB")


def read(path):
    """Opens a data set; guesses a native transfer syntax where no file meta information tells one."""
    data_set = pydicom.dcmread(path, force=True)
    if "TransferSyntaxUID" not in data_set.file_meta:
        is_implicit, is_little = data_set.original_encoding
        native = {(True, True): "1.2.840.10008.1.2", (False, True): "1.2.840.10008.1.2.1"}
        data_set.file_meta.TransferSyntaxUID = native.get((is_implicit, is_little), "1.2.840.10008.1.2.2")
    return data_set


def pixel_element(data_set):
    """The element that holds the pixels, or None."""
    found = [keyword for keyword in PIXEL_KEYWORDS if keyword in data_set]
    return data_set[found[0]] if found else None


def frame_count(data_set):
    """Number of frames."""
    return int(data_set.get("NumberOfFrames") or 1)


def encoded_frames(data_set):
    """The bytes of each frame of encapsulated pixel data, fragments joined, the even padding left."""
    offsets = None
    if "ExtendedOffsetTable" in data_set:
        offsets = (data_set.ExtendedOffsetTable, data_set.ExtendedOffsetTableLengths)
    return list(generate_frames(data_set.PixelData, number_of_frames=frame_count(data_set), extended_offsets=offsets))


def readings(data_set):
    """All readings, and the reasons of decoders that failed."""
    syntax = str(data_set.file_meta.TransferSyntaxUID)
    found, failures = [], []
    for name, decode in [*plugins(data_set), *own(syntax, data_set)]:
        try:
            found += [Reading(name, shaped(samples, data_set), color) for samples, color in decode()]
        except Exception as error:  # pylint: disable=broad-except
            # Decoders raise what no documentation names; one that fails is no judge.
            failures.append(f"{name}: {type(error).__name__}: {str(error).splitlines()[:1]}")
    return found, failures


def shaped(samples, data_set):
    """Samples as (frame, row, column, channel), integers as int64."""
    shape = (frame_count(data_set), data_set.Rows, data_set.Columns, data_set.SamplesPerPixel)
    kind = np.float64 if samples.dtype.kind == "f" else np.int64
    return samples.reshape(shape).astype(kind)


def plugins(data_set):
    """(name, decode) of what pydicom has for the file's syntax."""
    try:
        decoder = get_decoder(data_set.file_meta.TransferSyntaxUID)
    except NotImplementedError:
        return
    packed_rle = decoder.UID == RLE and data_set.get("BitsAllocated") == 1
    for plugin in () if packed_rle else (decoder.available_plugins or ("",)):
        yield f"pydicom/{plugin or 'numpy'}", lambda plugin=plugin: through_pydicom(decoder, plugin, data_set)


def through_pydicom(decoder, plugin, data_set):
    """Once as stored, once converted to RGB where pydicom would."""
    for raw in (True, False):
        samples, facts = decoder.as_array(data_set, raw=raw, decoding_plugin=plugin)
        yield samples, facts["photometric_interpretation"]


def own(syntax, data_set):
    """(name, decode) of decoders beside pydicom's."""
    if syntax in JPEG_DCT:
        yield "libjpeg-turbo", lambda: [through_turbo(data_set)]
    elif syntax in JPEG_LOSSLESS:
        yield "libjpeg-turbo", lambda: [by_frame(data_set, turbo_lossless)]
    elif syntax in HTJ2K:
        yield "OpenJPH", lambda: [by_frame(data_set, imagecodecs.htj2k_decode)]
    elif syntax in JPEG_XL:
        yield "libjxl", lambda: [by_frame(data_set, imagecodecs.jpegxl_decode)]
    elif syntax == UNCOMPRESSED:
        yield "fragments joined", lambda: [by_frame(data_set, lambda frame: native(frame, data_set))]
    elif syntax == DEFLATED_FRAME:
        yield "zlib", lambda: [by_frame(data_set, lambda frame: native(inflated(frame), data_set))]
    elif syntax == RLE and data_set.BitsAllocated == 1:
        yield "pydicom's PackBits", lambda: [by_frame(data_set, lambda frame: packed_rle_frame(frame, data_set))]


def by_frame(data_set, decode):
    """Every frame decoded by itself; color as the header tells, or as the codestream does."""
    samples = np.stack([np.asarray(decode(frame)) for frame in encoded_frames(data_set)])
    color = data_set.PhotometricInterpretation
    inside_codestream = color in ("YBR_RCT", "YBR_ICT", "XYB")
    is_jxl_color = str(data_set.file_meta.TransferSyntaxUID) in JPEG_XL and data_set.SamplesPerPixel == 3
    return samples, "RGB" if inside_codestream or is_jxl_color else color


def through_turbo(data_set):
    """JPEG as libjpeg-turbo decodes it: color as RGB, unless the header says that nothing was transformed."""
    frames = encoded_frames(data_set)
    is_plain = data_set.PhotometricInterpretation == "RGB" and not has_color_marker(frames[0])
    color = "RGB" if is_plain else None
    samples = [imagecodecs.jpeg8_decode(frame, colorspace=color, outcolorspace=color) for frame in frames]
    name = "RGB" if data_set.SamplesPerPixel == 3 else data_set.PhotometricInterpretation
    return np.stack(samples), name


def turbo_lossless(frame):
    """Lossless JPEG, three components as they are."""
    return imagecodecs.jpeg8_decode(frame)


def has_color_marker(frame):
    """Whether APP0 (JFIF) or APP14 (Adobe) stands before the first scan."""
    head = frame[: frame.find(b"\xff\xda")]
    return b"JFIF\0" in head or b"Adobe" in head


def inflated(frame):
    """A deflated frame (PS3.5 A.4.11); a byte of padding may follow."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(frame)


def native(frame, data_set):
    """Samples of one frame of little-endian native bytes."""
    pixels, channels = data_set.Rows * data_set.Columns, data_set.SamplesPerPixel
    if data_set.BitsAllocated == 1:
        return np.unpackbits(np.frombuffer(frame, np.uint8), bitorder="little")[:pixels]
    kind = np.dtype(f"<{'iu'[data_set.PixelRepresentation == 0]}{data_set.BitsAllocated // 8}")
    samples = np.frombuffer(frame, kind, pixels * channels)
    is_planar = channels > 1 and data_set.get("PlanarConfiguration") == 1
    return samples.reshape(channels, pixels).T if is_planar else samples


def packed_rle_frame(frame, data_set):
    """A 1-bit frame in RLE: one segment of packed bits."""
    packed = _rle_decode_frame(bytes(frame), 1, -(-data_set.Rows * data_set.Columns // 8), 1, 8)
    return native(bytes(packed), data_set)


def is_reversible(data_set):
    """Whether the wavelet of every JPEG 2000 codestream is the reversible one (T.800 A.6.1, Table A.20)."""
    frames = encoded_frames(data_set)
    return all(frame[frame.find(b"\xff\x52") + 13] == 1 for frame in frames)
