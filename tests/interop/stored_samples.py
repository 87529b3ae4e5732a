"""Compares the stored samples that De-ID decodes with those of other decoders, file by file.

usage: stored_samples.py STORED_SAMPLES_BINARY [FOLDER]

The binary is the example `stored_samples` of deid-core. FOLDER is by default pydicom/data/test_files: 95 files with
pixels. What must hold, or the exit code is 1:
  * samples equal those of one other decoder: exactly where the coding is lossless, within LOSSY_LEVELS where decoders
    round differently (inverse DCT, irreversible wavelet), color compared as RGB where De-ID gives RGB;
  * at most MOST_REFUSED files are refused, each for a reason that stands in REFUSED or because nobody else reads it.
"""

import json
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pydicom

import references

LOSSY_LEVELS = 2
"""Levels between two decoders of a lossy codestream, per stored sample."""
COLOR_LEVELS = 4
"""The same after YCbCr became RGB: 1.772 times what blue differs (T.871 7)."""
MOST_REFUSED = 5

REFUSED = {
    "MR_truncated.dcm": "truncated-pixel-data",
    "badVR.dcm": "inconsistent-attributes",
    "meta_missing_tsyntax.dcm": "unsupported-transfer-syntax",
    "nested_priv_SQ.dcm": "inconsistent-attributes",
    "SC_rgb_jpeg.dcm": "malformed-dicom",
}
"""Files that are broken, and what De-ID rightly says of them."""


@dataclass
class Verdict:
    """What became of one file."""

    status: str
    """exact, close, refused, unjudged or WRONG."""
    detail: str = ""


def decoded(binary, path, folder):
    """De-ID's layouts, one a frame, and why it refused or crashed; its exit code is 0 whatever the file holds."""
    done = subprocess.run([binary, path, folder], capture_output=True, text=True, check=False)
    if done.returncode:
        return [], f"crashed: exit code {done.returncode}"
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    reasons = [line["refused"]["code"] for line in lines if "refused" in line]
    return lines, reasons[0] if reasons else None


def stored(layout, raw, is_float):
    """Stored values of a frame as (row, column, channel)."""
    rows, columns, channels = layout["rows"], layout["columns"], layout["channels"]
    if is_float:
        return np.frombuffer(raw, f"<f{layout['bytes']}").astype(np.float64).reshape(rows, columns, 1)
    if len(raw) * 8 < rows * columns * channels * 8:
        if layout["color"] == "YbrFull422":
            pairs = np.frombuffer(raw, np.uint8).reshape(rows, columns // 2, 4).astype(np.int64)
            return pairs[:, :, [[0, 2, 3], [1, 2, 3]]].reshape(rows, columns, 3)
        raw = np.unpackbits(np.frombuffer(raw, np.uint8), bitorder="little")[: rows * columns].tobytes()
    words = np.frombuffer(raw, f"<u{layout['bytes']}").astype(np.int64)
    values = words >> (layout["high_bit"] + 1 - layout["bits_stored"]) & (1 << layout["bits_stored"]) - 1
    if layout["signed"]:
        values -= (values >> (layout["bits_stored"] - 1)) << layout["bits_stored"]
    if layout["planar"]:
        return np.moveaxis(values.reshape(channels, rows, columns), 0, -1)
    return values.reshape(rows, columns, channels)


def worst_difference(ours, color, reading):
    """Largest difference between De-ID's samples and another decoder's; None where colors cannot be compared."""
    if color in ("Rgb", "YbrRct", "YbrIct"):
        reading = reading.as_rgb()
        if reading is None:
            return None
    elif color.startswith("Ybr") and reading.color == "RGB":
        return None
    if ours.shape != reading.samples.shape:
        return None
    return float(np.abs(ours - reading.samples).max(initial=0))


def tolerance(data_set, color):
    """Levels by which another decoder may differ."""
    syntax = str(data_set.file_meta.TransferSyntaxUID)
    wavelets = syntax in references.JPEG_2000 | references.HTJ2K
    is_lossy = syntax in references.JPEG_DCT or wavelets and not references.is_reversible(data_set)
    return 0 if not is_lossy else COLOR_LEVELS if color == "Rgb" else LOSSY_LEVELS


def compared(data_set, lines, folder):
    """The verdict on a file that De-ID decoded."""
    is_float = "PixelData" not in data_set
    raw = [(Path(folder) / f"{line['frame']}.raw").read_bytes() for line in lines]
    ours = np.stack([stored(line, frame, is_float) for line, frame in zip(lines, raw, strict=True)])
    color = lines[0]["color"]
    found, failures = references.readings(data_set)
    differences = [(worst_difference(ours, color, reading), reading.decoder) for reading in found]
    comparable = [pair for pair in differences if pair[0] is not None]
    if not comparable:
        return Verdict("WRONG" if found else "unjudged", f"as {color} {ours.shape}; " + "; ".join(failures))
    worst, decoder = min(comparable)
    most = tolerance(data_set, color)
    status = "exact" if worst == 0 else "close" if worst <= most else "WRONG"
    return Verdict(status, f"{worst:g} from {decoder}" + (f" (at most {most})" if status == "WRONG" else ""))


def verdict(binary, path, data_set):
    """What became of one file."""
    with tempfile.TemporaryDirectory(prefix="deid-samples-") as folder:
        lines, reason = decoded(binary, path, folder)
        if reason is None:
            return compared(data_set, lines, folder)
    if reason == REFUSED.get(path.name) or not (reason.startswith("crashed") or references.readings(data_set)[0]):
        return Verdict("refused", reason)
    return Verdict("WRONG", f"refused: {reason}")


def files_with_pixels(folder):
    """(path, data set) of all files below `folder` that hold pixels, as far as pydicom reads them."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            data_set = references.read(path)
            if references.pixel_element(data_set) is not None:
                yield path, data_set
        except Exception:  # pylint: disable=broad-except
            # Broken on purpose: some test files raise what no documentation names.
            continue


def main(arguments):
    """Prints a table and counts; returns the exit code."""
    if not arguments:
        print(__doc__)
        return 1
    warnings.simplefilter("ignore")
    folder = Path(arguments[1]) if arguments[1:] else Path(pydicom.__file__).parent / "data" / "test_files"
    counts, wrong = Counter(), 0
    for path, data_set in files_with_pixels(folder):
        result = verdict(arguments[0], path, data_set)
        counts[result.status] += 1
        syntax = str(data_set.file_meta.TransferSyntaxUID).removeprefix("1.2.840.10008.1.2")
        print(f"{result.status:9} {syntax or '(implicit)':10} {path.name:42} {result.detail}", flush=True)
        wrong += result.status in ("WRONG", "unjudged")
    print(f"\n{sum(counts.values())} files with pixels: {dict(counts)}")
    too_many = counts["refused"] > MOST_REFUSED
    if too_many:
        print(f"FAIL {counts['refused']} files are refused; at most {MOST_REFUSED} may be")
    return 1 if wrong or too_many or not counts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
