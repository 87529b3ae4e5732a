"""What is wrong with an output, as decoders and validators other than De-ID's see it."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

import pydicom_wheel
import references

from . import files, pictures

COVERED = 0.98
"""Share of the ink that must lie in painted boxes."""
FILL_LEVELS = 4
"""Levels of 255 by which the fill of a JPEG may vary."""
DECODERS_DIFFER = {"": 0, "dct": 2, "wavelet": 2, "xl": 3}
"""Levels between two decoders of a lossy source that was written losslessly, by kind of coding."""
DCMTK = {
    "1.2.840.10008.1.2.5": "dcmdrle",
    "1.2.840.10008.1.2.4.50": "dcmdjpeg", "1.2.840.10008.1.2.4.51": "dcmdjpeg",
    "1.2.840.10008.1.2.4.57": "dcmdjpeg", "1.2.840.10008.1.2.4.70": "dcmdjpeg",
    "1.2.840.10008.1.2.4.80": "dcmdjpls", "1.2.840.10008.1.2.4.81": "dcmdjpls",
    "1.2.840.10008.1.2": "dcmconv", "1.2.840.10008.1.2.1": "dcmconv",
    "1.2.840.10008.1.2.2": "dcmconv", "1.2.840.10008.1.2.1.99": "dcmconv",
}
"""Who of DCMTK reads which syntax."""
RECOMPRESSED = "1.2.840.10008.1.2.4.111"
"""JPEG XL around the parts of a JPEG file."""
LOSSY_KEYWORDS = ("LossyImageCompression", "LossyImageCompressionRatio", "LossyImageCompressionMethod")


def redacted(phantom, line):
    """Problems of a phantom's output with painted text."""
    report = json.loads(Path(line["report"]).read_text(encoding="utf-8"))
    output_path = Path(line["output"])
    source, output = references.read(phantom.path), references.read(output_path)
    boxes = [region for region in report["regions"] if region["decision"] == "redact"]
    problems = uncovered(phantom, boxes)
    problems += syntax_problems(phantom.row, report, output) + header_problems(source, output, output_path)
    problems += wrapping_problems(output, output_path) + dcmtk_problems(phantom.path, output_path, source, output)
    problems += pydicom_wheel.standard_problems(phantom.path, output_path)
    found, failures = references.readings(output)
    if not found:
        return problems + ["no other decoder reads the output: " + "; ".join(failures)]
    return problems + pixel_problems(phantom, report, boxes, found)


def mask(boxes, shape, kind="box"):
    """True inside the boxes, as (frame, row, column)."""
    inside = np.zeros(shape[:3], dtype=bool)
    for region in boxes:
        x0, y0, x1, y1 = region[kind]
        inside[slice(None) if region["frame"] == "all" else region["frame"], y0:y1, x0:x1] = True
    return inside


def uncovered(phantom, boxes):
    """Whether ink is left."""
    inside = mask(boxes, phantom.picture.samples.shape)
    shares = inside[:, phantom.picture.ink].mean(axis=1)
    return [f"ink is covered to {shares.min():.2f}"] if shares.min() < COVERED else []


def syntax_problems(row, report, output):
    """Whether report, file meta information and table name one syntax."""
    told, written = report["output"]["transfer_syntax"], str(output.file_meta.TransferSyntaxUID)
    problems = [] if told == written else [f"the report names {told}, the file {written}"]
    if written not in row.written_as():
        problems.append(f"written as {written}, expected {' or '.join(row.written_as())}")
    return problems


def header_problems(source, output, path):
    """Whether the header says what was done, and no name is left."""
    problems = [f"{keyword} was {source.get(keyword)}, is {output.get(keyword)}"
                for keyword in LOSSY_KEYWORDS if source.get(keyword) != output.get(keyword)]
    if (output.get("PatientIdentityRemoved"), output.get("BurnedInAnnotation")) != ("YES", "NO"):
        problems.append("PatientIdentityRemoved and BurnedInAnnotation are not YES and NO")
    return problems + [f"{text!r} is left" for text in standing(path.read_bytes(), (pictures.NAME, pictures.ID))]


def standing(content, texts):
    """Which of `texts` stand in `content`, in ASCII or UTF-16."""
    encodings = ("ascii", "utf-16-le", "utf-16-be")
    return [text for text in texts if any(text.encode(name) in content for name in encodings)]


def wrapping_problems(output, path):
    """Fragments of even length, offset tables empty or right."""
    if not output["PixelData"].is_undefined_length if "PixelData" in output else True:
        return []
    table, pieces = files.fragments(path)
    if table is None:
        return ["the fragments cannot be found"]
    problems = [f"fragment {at} has odd length" for at, (_, piece) in enumerate(pieces) if len(piece) % 2]
    starts, frames = {place for place, _ in pieces}, references.frame_count(output)
    if table and (len(table) != frames or table[0] or not starts.issuperset(table)):
        problems.append("the Basic Offset Table is wrong")
    if "ExtendedOffsetTable" in output:
        offsets = np.frombuffer(output.ExtendedOffsetTable, "<u8")
        if table or len(offsets) != frames or not starts.issuperset(offsets.tolist()):
            problems.append("the Extended Offset Table is wrong, or stands beside a Basic one")
    return problems


def dcmtk_problems(source_path, output_path, source, output):
    """Whether DCMTK decodes the output, where it decodes the source or has a decoder for the new syntax."""
    program = {path: DCMTK.get(str(data_set.file_meta.TransferSyntaxUID))
               for path, data_set in ((source_path, source), (output_path, output))}
    if not program[output_path] or not shutil.which(program[output_path]):
        return []
    reads = {path: decodes(name, path) for path, name in program.items() if name}
    return [f"{program[output_path]} cannot read it"] if not reads[output_path] and reads.get(source_path, True) else []


def decodes(program, path):
    """Whether a program of DCMTK turns the file into a native one."""
    with tempfile.TemporaryDirectory(prefix="deid-dcmtk-") as folder:
        command = [program, str(path), str(Path(folder) / "native.dcm")]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def pixel_problems(phantom, report, boxes, found):
    """Samples outside the boxes as before, inside one fill that is dark."""
    shape = phantom.picture.samples.shape
    if any(reading.samples.shape != shape for reading in found):
        return [f"the pixels have another shape: {[reading.samples.shape for reading in found]}"]
    inside = mask(boxes, shape)
    pairs = matched(phantom.readings, found)
    if not pairs:
        return ["colors before and after cannot be compared"]
    worst = min(np.abs(before - after)[~inside].max(initial=0) for before, after in pairs)
    is_same_coding = report["output"]["transfer_syntax"] == phantom.row.syntax
    most = 0 if is_same_coding else DECODERS_DIFFER[phantom.row.kind]
    problems = [f"samples outside the boxes differ by up to {worst:g}"] if worst > most else []
    return problems + fill_problems(phantom, boxes, found[0], is_same_coding and phantom.row.kind == "dct")


def matched(before, after):
    """Pairs of samples that can be compared: of the same decoder where there is one, else of any two."""
    def pair(left, right):
        if left.color == right.color:
            return left.samples, right.samples
        left, right = left.as_rgb(), right.as_rgb()
        return (left.samples, right.samples) if left and right and left.color == right.color else None
    every = [(left.decoder == right.decoder, pair(left, right)) for left in before for right in after]
    every = [(is_same, samples) for is_same, samples in every if samples is not None]
    same = [samples for is_same, samples in every if is_same]
    return same or [samples for _, samples in every]


def fill_problems(phantom, boxes, reading, is_dct):
    """Whether each box is one dark color in all its frames."""
    kind, levels = ("found", FILL_LEVELS * (1 << max(phantom.picture.stored - 8, 0))) if is_dct else ("box", 0)
    if reading.color in ("YBR_FULL", "YBR_FULL_422") and is_dct:
        reading = reading.as_rgb()
        levels *= 2
    problems = []
    for number, region in enumerate(boxes):
        painted = reading.samples[mask([region], reading.samples.shape, kind)]
        spread = np.ptp(painted, axis=0).max(initial=0)
        if spread > 2 * levels:
            problems.append(f"box {number} varies by {spread:g}")
        elif not is_dark(np.median(painted, axis=0), phantom, reading, levels):
            problems.append(f"box {number} is filled with {np.median(painted, axis=0).tolist()}")
    return problems


def is_dark(fill, phantom, reading, levels):
    """Whether a fill is the darkest value there is, or darker than all that was drawn."""
    before = phantom.readings[0].samples
    if reading.color == "PALETTE COLOR":
        # Black on a screen of 256 levels is black.
        return phantom.picture.luminance[int(fill[0])] < 257
    if reading.color == "MONOCHROME1":
        return fill[0] >= before.max() - levels
    if reading.color == "MONOCHROME2":
        return fill[0] <= before.min() + levels or fill[0] <= levels and not phantom.picture.signed
    middle = 1 << (phantom.picture.stored - 1)
    black = [0, middle, middle] if reading.color.startswith("YBR_FULL") else [0, 0, 0]
    return bool((np.abs(fill - black) <= levels).all())


def untouched(phantom, line):
    """Problems of an output of `--redact none`: pixels and syntax are the source's, byte for byte."""
    source, output = references.read(phantom.path), references.read(Path(line["output"]))
    keyword = references.pixel_element(source).keyword
    same = source[keyword].value == output[keyword].value
    # The rest of a JPEG file that could be made again holds its comments and EXIF: it goes.
    recompressed = source.file_meta.TransferSyntaxUID == RECOMPRESSED
    problems = [] if same or recompressed else [f"{keyword} differs though nothing was redacted"]
    if source.file_meta.TransferSyntaxUID != output.file_meta.TransferSyntaxUID:
        problems.append("the transfer syntax differs though nothing was redacted")
    for keyword in ("ExtendedOffsetTable", "ExtendedOffsetTableLengths"):
        if source.get(keyword) != output.get(keyword):
            problems.append(f"{keyword} differs though nothing was redacted")
    return problems
