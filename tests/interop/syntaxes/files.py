"""DICOM files around pictures: native pixels, encapsulated frames in every wrapping."""

import struct
import zlib

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate, encapsulate_extended
from pydicom.sequence import Sequence
from pydicom.uid import UID, generate_uid

from . import pictures

SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
MULTI_FRAME = {1: ".1", 8: ".2", 16: ".3", "color": ".4"}
WRAPPINGS = ("bare", "table", "extended", "fragments")
"""Empty Basic Offset Table, a filled one, an Extended Offset Table, three fragments a frame."""


def header(picture, name):
    """The data set of a secondary capture without its pixels."""
    data_set = Dataset()
    frames, rows, columns, channels = picture.samples.shape
    many = MULTI_FRAME.get("color" if channels > 1 else picture.allocated, ".3")
    data_set.SOPClassUID = SECONDARY_CAPTURE + (many if frames > 1 else "")
    data_set.SOPInstanceUID = generate_uid(entropy_srcs=[name])
    data_set.StudyInstanceUID, data_set.SeriesInstanceUID = generate_uid(), generate_uid()
    data_set.PatientName, data_set.PatientID, data_set.PatientSex = pictures.NAME, pictures.ID, "F"
    data_set.PatientBirthDate = pictures.BIRTH
    data_set.StudyDate, data_set.StudyTime, data_set.StudyID = "20240411", "101500", "1"
    data_set.ReferringPhysicianName, data_set.AccessionNumber = "", ""
    data_set.Modality, data_set.ConversionType = "US", "WSD"
    data_set.SeriesNumber = data_set.InstanceNumber = 1
    data_set.PatientOrientation = ""
    data_set.SamplesPerPixel, data_set.PhotometricInterpretation = channels, picture.color
    data_set.Rows, data_set.Columns = rows, columns
    data_set.BitsAllocated, data_set.BitsStored = picture.allocated, picture.stored
    data_set.HighBit, data_set.PixelRepresentation = picture.stored - 1, int(picture.signed)
    if frames > 1:
        data_set.NumberOfFrames = frames
        data_set.FrameIncrementPointer = 0x00181063
        data_set.FrameTime = "40"
    if channels > 1:
        data_set.PlanarConfiguration = picture.planar
    for keyword, value in picture.palette.items():
        setattr(data_set, keyword, value)
    return data_set


def words(picture, frame):
    """One frame as an array of the words that stand in the file, interleaved, unused bits 0."""
    values = picture.samples[frame]
    if values.dtype.kind == "f":
        return values.astype(f"<f{picture.allocated // 8}")
    masked = values & ((1 << picture.stored) - 1)
    return masked.astype(f"<u{max(picture.allocated // 8, 1)}")


def typed(picture, frame):
    """One frame as an encoder's array: signed where samples are, (row, column) where there is one channel."""
    values = picture.samples[frame]
    kind = f"{'i' if picture.signed else 'u'}{max(picture.allocated // 8, 1)}"
    return np.ascontiguousarray(values.astype(kind).squeeze(-1) if picture.channels == 1 else values.astype(kind))


def native_frame(picture, frame):
    """The bytes of one frame as native pixel data hold it, little endian, without padding."""
    array = words(picture, frame)
    if picture.allocated == 1:
        return np.packbits(array.astype(np.uint8), bitorder="little").tobytes()
    if picture.color == "YBR_FULL_422":
        pairs = [array[:, ::2, :1], array[:, 1::2, :1], array[:, ::2, 1:]]
        return np.concatenate(pairs, axis=-1).tobytes()
    return (np.moveaxis(array, -1, 0) if picture.planar else array).tobytes()


def native_pixels(picture):
    """Native pixel data of all frames; frames of packed bits follow each other without a gap (PS3.5 8.1.1)."""
    if picture.allocated == 1:
        return np.packbits(picture.samples.astype(np.uint8), bitorder="little").tobytes()
    return b"".join(native_frame(picture, frame) for frame in range(len(picture.samples)))


def meta(data_set, syntax):
    """File meta information for `data_set` in `syntax`."""
    info = FileMetaDataset()
    info.MediaStorageSOPClassUID, info.MediaStorageSOPInstanceUID = data_set.SOPClassUID, data_set.SOPInstanceUID
    info.TransferSyntaxUID, info.ImplementationClassUID = UID(syntax), UID("2.25.60233911")
    return info


def write_native(path, data_set, picture, syntax):
    """Writes native pixels; pydicom swaps no pixel, so big endian words are swapped here."""
    pixels = native_pixels(picture)
    little = syntax != "1.2.840.10008.1.2.2"
    size = picture.allocated // 8
    if not little and size > 1:
        pixels = np.frombuffer(pixels, f"<u{size}").astype(f">u{size}").tobytes()
    if picture.samples.dtype.kind == "f":
        del data_set.BitsStored, data_set.HighBit, data_set.PixelRepresentation
        setattr(data_set, "FloatPixelData" if size == 4 else "DoubleFloatPixelData", pixels)
    else:
        data_set.PixelData = pixels + bytes(len(pixels) % 2)
        data_set["PixelData"].VR = "OW" if size > 1 or syntax == "1.2.840.10008.1.2" else "OB"
    save(path, data_set, syntax)


def save(path, data_set, syntax):
    """Writes the file; the whole data set is deflated where the syntax says so, which pydicom does."""
    data_set.file_meta = meta(data_set, syntax)
    data_set.save_as(path, implicit_vr=syntax == "1.2.840.10008.1.2", little_endian=not syntax.endswith(".1.2.2"),
                     enforce_file_format=True)


def write_encapsulated(path, data_set, frames, syntax, wrapping):
    """Writes compressed frames in one of WRAPPINGS."""
    if wrapping == "extended":
        data_set.PixelData, offsets, lengths = encapsulate_extended(frames)
        data_set.ExtendedOffsetTable, data_set.ExtendedOffsetTableLengths = offsets, lengths
    else:
        pieces = 3 if wrapping == "fragments" else 1
        data_set.PixelData = encapsulate(frames, fragments_per_frame=pieces, has_bot=wrapping != "bare")
    data_set["PixelData"].VR = "OB"
    data_set["PixelData"].is_undefined_length = True
    save(path, data_set, syntax)


def mark_lossy(data_set, method):
    """Says that the pixels were compressed with loss."""
    data_set.LossyImageCompression, data_set.LossyImageCompressionRatio = "01", "8.5"
    data_set.LossyImageCompressionMethod = method


def deflated(frame):
    """A raw deflate stream (RFC 1951) of one frame."""
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflater.compress(frame) + deflater.flush()


def icon(picture):
    """An icon image of the first frame, text and all."""
    item = Dataset()
    small = picture.samples[0, ::2, ::2, 0].astype(np.float64)
    span = max(small.max() - small.min(), 1)
    grey = ((small - small.min()) * 255 / span).astype(np.uint8)
    item.SamplesPerPixel, item.PhotometricInterpretation = 1, "MONOCHROME2"
    item.Rows, item.Columns = grey.shape
    item.BitsAllocated, item.BitsStored, item.HighBit, item.PixelRepresentation = 8, 8, 7, 0
    item.PixelData = grey.tobytes()
    item["PixelData"].VR = "OB"
    return Sequence([item])


def fragments(path):
    """(offset table, fragments) of the last encapsulated element in a file, read without any library."""
    bytes_ = path.read_bytes()
    at = bytes_.rfind(b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff") + 12
    pieces = []
    while bytes_[at : at + 4] == b"\xfe\xff\x00\xe0":
        (length,) = struct.unpack_from("<I", bytes_, at + 4)
        pieces.append((at, bytes_[at + 8 : at + 8 + length]))
        at += 8 + length
    if not pieces:
        return None, []
    table = struct.unpack(f"<{len(pieces[0][1]) // 4}I", pieces[0][1])
    first = pieces[1][0] if pieces[1:] else 0
    return table, [(place - first, piece) for place, piece in pieces[1:]]
