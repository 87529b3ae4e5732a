"""The table of transfer syntaxes as phantoms: what is drawn, who encodes it, what De-ID must write it back as."""

from dataclasses import dataclass
from functools import partial
from typing import Callable

from . import encoders as by
from . import pictures as draw

ROOT = "1.2.840.10008.1.2"
J2K = ROOT + ".4.90"


@dataclass(frozen=True)
class Row:
    """One phantom."""

    name: str
    syntax: str
    picture: Callable[[], draw.Picture]
    frame_encoder: Callable | None = None
    """(picture, frame) to a codestream; None for native pixels, and where `file_encoder` stands."""
    file_encoder: Callable | None = None
    wrapping: str = "bare"
    color: str | None = None
    """Photometric interpretation inside the codestream, where it is not the picture's."""
    lossy: str | None = None
    """Lossy Image Compression Method of a lossy source."""
    expected: tuple[str, ...] = ()
    """Transfer syntaxes that may be written after redaction; the source's own where empty."""
    kind: str = ""
    """How much decoders may differ: exact where empty, dct, wavelet or xl."""

    def written_as(self):
        """Transfer syntaxes that are right once something was redacted."""
        return self.expected or (self.syntax,)


def named(prefix, kinds, **common):
    """One row for each (suffix, picture) of `kinds`."""
    return [Row(f"{prefix}_{suffix}", picture=picture, **common) for suffix, picture in kinds]


GREY8 = ("grey_8", partial(draw.grey, 8))
GREY12 = ("grey_12", partial(draw.grey, 12))
GREY16 = ("grey_16", partial(draw.grey, 16))
SIGNED16 = ("signed_16", partial(draw.grey, 16, signed=True))
SIGNED12 = ("signed_12", partial(draw.grey, 12, signed=True))
INVERTED = ("inverted_12", partial(draw.grey, 12, inverted=True))
RGB = ("rgb", draw.rgb)
RGB16 = ("rgb_16", partial(draw.rgb, 16))
FRAMES = ("frames", partial(draw.grey, 8, frames=4))
PALETTES = [("palette_8", partial(draw.palette, 8)), ("palette_12", partial(draw.palette, 12)),
            ("palette_12_segmented", partial(draw.palette, 12, segmented=True))]
ONE_BIT = [("1_bit", draw.bitmap), ("1_bit_frames", partial(draw.bitmap, 3))]
UNSIGNED32 = ("grey_32", partial(draw.grey, 32))
YBR = ("ybr_full", draw.ybr)

NATIVE = [GREY8, GREY12, GREY16, SIGNED16, SIGNED12, INVERTED, RGB, RGB16, FRAMES, *ONE_BIT, UNSIGNED32, YBR,
          ("rgb_planes", partial(draw.rgb, planar=1)), ("rgb_planes_frames", partial(draw.rgb, planar=1, frames=2)),
          ("ybr_422", partial(draw.ybr, shared=True)), ("ybr_422_frames", partial(draw.ybr, shared=True, frames=2)),
          ("signed_32", partial(draw.grey, 32, signed=True)),
          ("float", partial(draw.real, 32)), ("double", partial(draw.real, 64))]


def native():
    """Rows without compression, and those that only wrap or deflate native frames."""
    for prefix, uid in (("implicit", ROOT), ("explicit", ROOT + ".1")):
        yield from named(prefix, NATIVE + PALETTES, syntax=uid)
    yield from named("big_endian", [row for row in NATIVE if row[0] not in ("float", "double")], syntax=ROOT + ".2")
    yield from named("deflated", [GREY8, SIGNED16, RGB, FRAMES, *PALETTES], syntax=ROOT + ".1.99")
    wrapped = [GREY8, GREY12, SIGNED16, RGB, YBR, *ONE_BIT, UNSIGNED32]
    for prefix, uid, encode in (("uncompressed", ROOT + ".1.98", by.uncompressed), ("deflated_frame", ROOT + ".8.1", by.deflated)):
        yield from named(prefix, wrapped, syntax=uid, frame_encoder=encode)
        for wrapping in ("table", "extended"):
            yield Row(f"{prefix}_frames_{wrapping}", uid, FRAMES[1], encode, wrapping=wrapping)


def wrapped(prefix, syntax, encode, pieces=True, **more):
    """Four frames in each wrapping; several fragments only where the standard allows them."""
    for wrapping in ("bare", "table", "extended") + ("fragments",) * pieces:
        yield Row(f"{prefix}_frames_{wrapping}", syntax, FRAMES[1], encode, wrapping=wrapping, **more)


def rle():
    """RLE Lossless."""
    uid = ROOT + ".5"
    kinds = [GREY8, GREY12, GREY16, SIGNED16, INVERTED, RGB, RGB16, YBR, *ONE_BIT, *PALETTES]
    yield from named("rle", kinds, syntax=uid, frame_encoder=by.rle)
    yield from wrapped("rle", uid, by.rle, pieces=False)
    yield Row("rle_dcmtk_grey_32", uid, UNSIGNED32[1], file_encoder=by.dcmtk("dcmcrle"))
    for suffix, picture in (GREY16, RGB, FRAMES):
        yield Row(f"rle_dcmtk_{suffix}", uid, picture, file_encoder=by.dcmtk("dcmcrle"))
        yield Row(f"rle_gdcm_{suffix}", uid, picture, file_encoder=by.through_gdcm("RLELossless"))


def jpeg_lossy():
    """JPEG Baseline and Extended, redacted among their coefficients."""
    common = {"lossy": "ISO_10918_1", "kind": "dct"}
    for uid, prefix in ((ROOT + ".4.50", "jpeg"), (ROOT + ".4.51", "jpeg_extended")):
        yield from named(prefix, [GREY8], syntax=uid, frame_encoder=by.jpeg(), **common)
        for subsampling in ("444", "422", "420", "411"):
            color = "YBR_FULL" if subsampling == "444" else "YBR_FULL_422"
            encode = by.jpeg(subsampling=subsampling)
            yield Row(f"{prefix}_color_{subsampling}", uid, draw.rgb, encode, color=color, **common)
        encode = by.jpeg(colorspace="RGB", outcolorspace="RGB")
        yield Row(f"{prefix}_rgb", uid, draw.rgb, encode, color="RGB", **common)
        yield from wrapped(prefix, uid, by.jpeg(), **common)
    extended = ROOT + ".4.51"
    yield from named("jpeg_extended", [GREY12, INVERTED, ("frames_12", partial(draw.grey, 12, frames=2))],
                     syntax=extended, frame_encoder=by.jpeg(), **common)
    for suffix, picture in (GREY8, RGB, FRAMES):
        yield Row(f"jpeg_dcmtk_{suffix}", ROOT + ".4.50", picture, file_encoder=by.dcmtk("dcmcjpeg", "+eb"), **common)
    yield Row("jpeg_extended_dcmtk_grey_12", extended, GREY12[1], file_encoder=by.dcmtk("dcmcjpeg", "+ee"), **common)


def jpeg_lossless():
    """JPEG Lossless, every predictor, 8 to 16 bits."""
    first, any_ = ROOT + ".4.70", ROOT + ".4.57"
    depths = [(f"grey_{bits}", partial(draw.grey, bits)) for bits in range(8, 17)]
    color = [RGB, RGB16]
    yield from named("jpeg_lossless", [*depths, SIGNED16, INVERTED, *color, PALETTES[0]], syntax=first, frame_encoder=by.jpeg_lossless(1))
    for predictor in range(1, 8):
        yield from named(f"jpeg_lossless_predictor_{predictor}", [GREY12, RGB], syntax=any_, frame_encoder=by.jpeg_lossless(predictor))
    yield from named("jpeg_lossless_lj92", [GREY12, GREY16], syntax=first, frame_encoder=by.ljpeg)
    yield from wrapped("jpeg_lossless", first, by.jpeg_lossless(1))
    for suffix, picture in (GREY8, GREY16, SIGNED16, RGB, FRAMES):
        yield Row(f"jpeg_lossless_dcmtk_{suffix}", first, picture, file_encoder=by.dcmtk("dcmcjpeg", "+e1"))
        yield Row(f"jpeg_lossless_gdcm_{suffix}", first, picture, file_encoder=by.through_gdcm("JPEGLosslessProcess14_1"))
    yield Row("jpeg_lossless_dcmtk_predictor_6", any_, GREY12[1], file_encoder=by.dcmtk("dcmcjpeg", "+el", "+sv", "6"))


def jpeg_ls():
    """JPEG-LS; color in every interleave mode."""
    lossless, near = ROOT + ".4.80", ROOT + ".4.81"
    kinds = [GREY8, GREY12, GREY16, SIGNED16, INVERTED, PALETTES[0]]
    yield from named("jpeg_ls", kinds, syntax=lossless, frame_encoder=by.jpeg_ls_near(0))
    yield Row("jpeg_ls_rgb", lossless, draw.rgb, by.jpeg_ls_near(0), expected=(J2K,))
    for name, option in (("line", "+il"), ("sample", "+is"), ("plane", "+in")):
        yield Row(f"jpeg_ls_dcmtk_rgb_{name}", lossless, draw.rgb, file_encoder=by.dcmtk("dcmcjpls", option), expected=(J2K,))
    yield from wrapped("jpeg_ls", lossless, by.jpeg_ls_near(0))
    yield Row("jpeg_ls_dcmtk_grey_16", lossless, GREY16[1], file_encoder=by.dcmtk("dcmcjpls"))
    yield Row("jpeg_ls_gdcm_grey_12", lossless, GREY12[1], file_encoder=by.through_gdcm("JPEGLSLossless"))
    yield from named("jpeg_ls_near", [GREY8, GREY16, RGB], syntax=near, frame_encoder=by.jpeg_ls_near(2), lossy="ISO_14495_1", expected=(J2K,))
    yield Row("jpeg_ls_exact_in_near", near, GREY8[1], by.jpeg_ls_near(0), expected=(J2K, near))


def jpeg_2000():
    """JPEG 2000 and High-Throughput JPEG 2000."""
    lossy = {"lossy": "ISO_15444_1", "kind": "wavelet", "expected": (J2K,)}
    any_ = ROOT + ".4.91"
    depths = [(f"grey_{bits}", partial(draw.grey, bits)) for bits in (4, 6, *range(8, 17))]
    kinds = [*depths, SIGNED16, SIGNED12, INVERTED, PALETTES[0], ONE_BIT[0]]
    yield from named("jpeg_2000", kinds, syntax=J2K, frame_encoder=by.jpeg_2000())
    yield from named("jpeg_2000", [RGB, RGB16], syntax=J2K, frame_encoder=by.jpeg_2000(), color="YBR_RCT")
    yield from wrapped("jpeg_2000", J2K, by.jpeg_2000())
    yield from named("jpeg_2000_lossy", [GREY8, GREY16, SIGNED16], syntax=any_, frame_encoder=by.jpeg_2000(6), **lossy)
    yield from named("jpeg_2000_lossy", [RGB], syntax=any_, frame_encoder=by.jpeg_2000(6), color="YBR_ICT", **lossy)
    yield Row("jpeg_2000_exact_in_lossy", any_, GREY12[1], by.jpeg_2000(), expected=(J2K, any_))
    for suffix, picture in (GREY16, SIGNED16, RGB):
        yield Row(f"jpeg_2000_gdcm_{suffix}", J2K, picture, file_encoder=by.through_gdcm("JPEG2000Lossless"))
    for last, options in (("1", {}), ("2", {"tlm": True}), ("3", {})):
        uid, prefix = f"{ROOT}.4.20{last}", f"htj2k_20{last}"
        yield from named(prefix, [GREY8, GREY16, SIGNED16], syntax=uid, frame_encoder=by.htj2k(**options), expected=(J2K,))
        yield from named(prefix, [RGB], syntax=uid, frame_encoder=by.htj2k(**options), color="YBR_RCT", expected=(J2K,))
    yield from wrapped("htj2k", ROOT + ".4.201", by.htj2k(), expected=(J2K,))
    yield from named("htj2k_lossy", [GREY8, GREY16], syntax=ROOT + ".4.203", frame_encoder=by.htj2k(0.005), **lossy)
    yield from named("htj2k_lossy", [RGB], syntax=ROOT + ".4.203", frame_encoder=by.htj2k(0.005), color="YBR_ICT", **lossy)


def jpeg_xl():
    """JPEG XL: lossless, around a JPEG, and lossy."""
    exact, around, any_ = (f"{ROOT}.4.11{last}" for last in "012")
    yield from named("jpeg_xl", [GREY8, GREY12, GREY16, RGB, RGB16, INVERTED], syntax=exact, frame_encoder=by.jpeg_xl())
    yield from wrapped("jpeg_xl", exact, by.jpeg_xl())
    yield Row("jpeg_xl_container", exact, GREY8[1], by.jpeg_xl(usecontainer=True))
    common = {"lossy": "ISO_18181_1", "kind": "xl", "expected": (J2K,)}
    yield Row("jpeg_xl_around_grey", around, GREY8[1], by.jpeg_recompressed(), **common)
    for subsampling in ("444", "420"):
        encode = by.jpeg_recompressed(subsampling=subsampling)
        yield Row(f"jpeg_xl_around_color_{subsampling}", around, draw.rgb, encode, color="YBR_FULL_422", **common)
    yield from named("jpeg_xl_lossy", [GREY8, GREY16], syntax=any_, frame_encoder=by.jpeg_xl(0.5), **common)
    yield from named("jpeg_xl_lossy", [RGB], syntax=any_, frame_encoder=by.jpeg_xl(0.5), color="XYB", **common)
    yield Row("jpeg_xl_exact_in_lossy", any_, GREY8[1], by.jpeg_xl(), expected=(J2K, exact, any_))


def table():
    """All rows."""
    return [*native(), *rle(), *jpeg_lossy(), *jpeg_lossless(), *jpeg_ls(), *jpeg_2000(), *jpeg_xl()]


NOBODY_ENCODES = (
    "JPEG 2000 of more than 16 bits and HTJ2K of 9 to 15 bits: no packaged encoder writes them as DICOM holds them",
    "JPEG XL of signed samples: the coding has none",
    "JPEG with arithmetic coding, JPEG hierarchical, and JPIP: no packaged encoder",
)
"""What stands in the standard and is not drawn here, with the reason."""
