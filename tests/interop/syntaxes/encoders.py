"""Other people's encoders: one frame to a codestream, or one file to another.

Frame encoders take (picture, frame index); `file_encoder(...)` turns a native file into a compressed one by a program
of DCMTK or through GDCM. None of this is De-ID's.
"""

import shutil
import subprocess

import gdcm
import imagecodecs
import jpeg_ls
import numpy as np
import openjpeg
from openjpeg.utils import encode_buffer as openjpeg_encode
from pydicom.pixels import get_encoder

from . import files

RLE = "1.2.840.10008.1.2.5"


def rle(picture, frame):
    """pydicom; a 1-bit frame as its packed bytes."""
    array = files.words(picture, frame)
    if picture.allocated == 1:
        array = np.frombuffer(files.native_frame(picture, frame), np.uint8)[np.newaxis, :, np.newaxis]
    rows, columns, channels = array.shape
    bits = array.itemsize * 8
    color = "RGB" if channels == 3 else "MONOCHROME2"
    return get_encoder(RLE).encode(
        array.tobytes(), rows=rows, columns=columns, samples_per_pixel=channels, number_of_frames=1, bits_allocated=bits,
        bits_stored=bits, pixel_representation=0, photometric_interpretation=color, planar_configuration=0,
        encoding_plugin="pydicom")


def uncompressed(picture, frame):
    """The native bytes of the frame."""
    return files.native_frame(picture, frame)


def deflated(picture, frame):
    """zlib."""
    return files.deflated(files.native_frame(picture, frame))


def jpeg(quality=92, **options):
    """libjpeg-turbo, lossy; 12 bits where more than 8 are stored."""
    def encode(picture, frame):
        bits = 12 if picture.stored > 8 else 8
        return imagecodecs.jpeg8_encode(files.typed(picture, frame), quality, bitspersample=bits, **options)
    return encode


def jpeg_lossless(predictor):
    """libjpeg-turbo, process 14; colors as they are."""
    def encode(picture, frame):
        array = files.words(picture, frame)
        colors = {"colorspace": "RGB", "outcolorspace": "RGB"} if picture.channels == 3 else {}
        return imagecodecs.jpeg8_encode(np.ascontiguousarray(array.squeeze()), lossless=True, predictor=predictor,
                                        bitspersample=picture.stored, **colors)
    return encode


def ljpeg(picture, frame):
    """liblj92, another encoder of lossless JPEG."""
    return imagecodecs.ljpeg_encode(np.ascontiguousarray(files.words(picture, frame).squeeze()),
                                    bitspersample=picture.stored)


def jpeg_ls_near(error):
    """CharLS; samples interleaved by pixel."""
    def encode(picture, frame):
        array = files.words(picture, frame)
        rows, columns, channels = array.shape
        interleave = 2 if channels > 1 else None
        return bytes(jpeg_ls.encode_buffer(array.tobytes(), rows, columns, channels, picture.stored, error, interleave))
    return encode


def jpeg_2000(ratio=None):
    """OpenJPEG; multiple component transformation for RGB; `ratio` of lossy compression."""
    def encode(picture, frame):
        array = files.typed(picture, frame)
        rows, columns = array.shape[:2]
        lossy = {"compression_ratios": [ratio]} if ratio else {}
        is_color = int(picture.color == "RGB")
        return openjpeg_encode(array.tobytes(), columns, rows, picture.channels, picture.stored, picture.signed,
                               photometric_interpretation=is_color, **lossy)
    return encode


def htj2k(step=None, **options):
    """OpenJPH; `step` of the irreversible quantization."""
    def encode(picture, frame):
        color = {"rgb": True} if picture.channels == 3 else {}
        return imagecodecs.htj2k_encode(files.typed(picture, frame), step, reversible=step is None, **color, **options)
    return encode


def jpeg_xl(distance=None, **options):
    """libjxl; lossless without `distance`."""
    def encode(picture, frame):
        bits = picture.stored
        quality = {"lossless": True} if distance is None else {"lossless": False, "distance": distance}
        return imagecodecs.jpegxl_encode(files.typed(picture, frame), bitspersample=bits, **quality, **options)
    return encode


def jpeg_recompressed(quality=92, **options):
    """libjxl around a JPEG of libjpeg-turbo."""
    inner = jpeg(quality, **options)
    return lambda picture, frame: imagecodecs.jpegxl_encode_jpeg(inner(picture, frame))


def dcmtk(program, *options):
    """A program of DCMTK as a file encoder."""
    def encode(source, target):
        if not shutil.which(program):
            raise FileNotFoundError(f"{program} is not installed")
        done = subprocess.run([program, *options, str(source), str(target)], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return encode


def through_gdcm(name):
    """GDCM as a file encoder; `name` is its own for the transfer syntax."""
    def encode(source, target):
        reader, change, writer = gdcm.ImageReader(), gdcm.ImageChangeTransferSyntax(), gdcm.ImageWriter()
        reader.SetFileName(str(source))
        if not reader.Read():
            raise RuntimeError("GDCM cannot read the native file")
        change.SetTransferSyntax(gdcm.TransferSyntax(getattr(gdcm.TransferSyntax, name)))
        change.SetInput(reader.GetImage())
        if not change.Change():
            raise RuntimeError("GDCM cannot encode it")
        writer.SetFile(reader.GetFile())
        writer.SetFileName(str(target))
        writer.SetImage(change.GetOutput())
        if not writer.Write():
            raise RuntimeError("GDCM cannot write it")
    return encode


def versions():
    """Names and versions, for the record."""
    return f"imagecodecs {imagecodecs.__version__}, OpenJPEG {openjpeg.__version__}, GDCM {gdcm.Version.GetVersion()}"
