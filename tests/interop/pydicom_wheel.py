"""De-identifies the public test files of the pydicom wheel and lets other programs judge the outputs.

usage: pydicom_wheel.py DEID_BINARY [--also FOLDER] [--keep FOLDER]

--also FOLDER judges the images below FOLDER as well (the catalog of tests/phantom, say); --keep FOLDER leaves all
outputs there.

What must hold, or the exit code is 1:
  * `deid run` ends by itself, with exit code 0 or 2, and nothing panics;
  * every input is told on standard output, once;
  * at least 60 of the files with PixelData are written or held for review;
  * pydicom and DCMTK open every output, and its pixels outside the boxes of its report equal those of the
    input as pydicom decodes them: exactly, or within JPEG_TOLERANCE where the input is lossy JPEG that deid
    wrote uncompressed (decoders round the inverse DCT and enlarge the chroma differently);
  * where nothing was redacted, PixelData is the same, byte for byte, unless the report tells that something hidden in it
    was cleared;
  * dciodvfy finds no kind of error in an output that it did not find in its input;
  * no name, number or date of the patient in the input stands in the output.

Judges other than pydicom are used where they are installed; what was not judged is told.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
import pydicom
from pydicom.pixels import pixel_array

JPEG_TOLERANCE = 3
"""Levels of 255 (8-bit) between two JPEG decoders, per luma or grey sample."""

LOSSY_JPEG = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"}
FEWEST_HANDLED = 60

warnings.simplefilter("ignore")


def run_deid(binary, source, work, *more):
    """Runs `deid run --json`; returns its lines, what it wrote to standard error, and its exit code."""
    command = [binary, "run", source, "--out", work / "clean", "--private", work / "private", "--json", *more]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr, done.returncode


def read(path):
    """Opens a data set; guesses Implicit VR Little Endian where no file meta information tells."""
    data_set = pydicom.dcmread(path, force=True)
    if "TransferSyntaxUID" not in data_set.file_meta:
        is_implicit = data_set.original_encoding[0]
        data_set.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2" + ("" if is_implicit else ".1")
    return data_set


def frames_of(data_set):
    """Samples as (frame, row, column, sample), in the colour space pydicom converts to."""
    samples = np.asarray(pixel_array(data_set))
    if int(data_set.get("NumberOfFrames") or 1) == 1:
        samples = samples[np.newaxis]
    if data_set.SamplesPerPixel == 1:
        samples = samples[..., np.newaxis]
    return samples.astype(np.int64)


def outside(report, shape):
    """True where no redacted box of `report` lies."""
    mask = np.ones(shape[:3], dtype=bool)
    for region in report["regions"]:
        if region["decision"] == "redact":
            x0, y0, x1, y1 = region["box"]
            frames = slice(None) if region["frame"] == "all" else region["frame"]
            mask[frames, y0:y1, x0:x1] = False
    return mask


def luma(samples):
    """BT.601 luma where there is colour."""
    return samples[..., 0] if samples.shape[-1] == 1 else samples @ np.array([0.299, 0.587, 0.114])


def pixel_problems(source, output, report):
    """What is wrong with the pixels of `output`."""
    redacted = any(region["decision"] == "redact" for region in report["regions"])
    cleared = {"codestream-cleaned", "hidden-bits-cleared"} & set(report["warnings"])
    if not redacted and not cleared and source.PixelData != output.PixelData:
        return ["nothing was redacted, yet PixelData differs"]
    before, after = frames_of(source), frames_of(output)
    if before.shape != after.shape:
        return [f"the pixels have another shape: {before.shape}, {after.shape}"]
    mask = outside(report, before.shape)
    syntax = str(source.file_meta.TransferSyntaxUID)
    if syntax in LOSSY_JPEG and syntax != str(output.file_meta.TransferSyntaxUID):
        # Chroma of one decoder is enlarged smoothly, of the other by repetition: luma alone is comparable.
        scale = 255 / ((1 << source.BitsStored) - 1)
        worst = float(np.abs(luma(before) - luma(after))[mask].max(initial=0)) * scale
        return [f"luma outside the boxes differs by {worst:.1f}"] if worst > JPEG_TOLERANCE else []
    differing = int((np.abs(before - after).max(axis=-1)[mask] > 0).sum())
    return [f"{differing} pixels outside the boxes differ"] if differing else []


def secrets(source):
    """Values of the source's patient and study that must be gone, of four characters or more."""
    keywords = ["PatientName", "PatientID", "PatientBirthDate", "AccessionNumber", "ReferringPhysicianName",
                "InstitutionName", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "OperatorsName"]
    values = [str(source.get(keyword) or "") for keyword in keywords]
    return [value for value in values if len(value) >= 4]


def header_problems(source, output, path):
    """Values of the input that still stand in the output."""
    kept = {str(element.value) for element in output if element.VR not in ("SQ", "OB", "OW", "UN")}
    problems = [f"a value of the input is left ({value!r})" for value in secrets(source) if value in kept]
    if any(element.tag.is_private for element in output.iterall()):
        problems.append("a private element is left")
    if output.get("PatientIdentityRemoved") != "YES":
        problems.append("PatientIdentityRemoved is not YES")
    if path.read_bytes()[:128] != bytes(128):
        problems.append("the preamble is not empty")
    return problems


def error_kinds(path):
    """Kinds of errors that dciodvfy finds: its lines without values and numbers of items."""
    done = subprocess.run(["dciodvfy", "-new", str(path)], capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).splitlines()
    return {re.sub(r"= <[^>]*>|\[\d+\]", "", line) for line in lines if line.startswith("Error")}


def standard_problems(source_path, output_path):
    """What DCMTK and dicom3tools say."""
    problems = []
    if shutil.which("dcmdump"):
        done = subprocess.run(["dcmdump", "-q", str(output_path)], capture_output=True, text=True, check=False)
        if done.returncode:
            problems.append("dcmdump cannot read it")
    if shutil.which("dciodvfy"):
        before = error_kinds(source_path)
        # An input that dciodvfy cannot read in full hides its own errors.
        readable = not any("read failed" in line or "Object Not found" in line for line in before)
        problems += [f"dciodvfy: {line}" for line in sorted(error_kinds(output_path) - before) if readable]
    return problems


def judge(line):
    """All problems of one written file; also whether its input's pixels could be decoded here."""
    source_path, output_path = Path(line["input"]), Path(line["output"])
    source, output = read(source_path), pydicom.dcmread(output_path)
    report = json.loads(Path(line["report"]).read_text(encoding="utf-8"))
    problems = header_problems(source, output, output_path) + standard_problems(source_path, output_path)
    try:
        problems += pixel_problems(source, output, report)
    except (RuntimeError, NotImplementedError, AttributeError, ValueError) as error:
        return problems, f"{type(error).__name__}: {str(error).splitlines()[0]}"
    return problems, None


def is_dicom(path):
    """Whether an output is DICOM, whatever its name."""
    with open(path, "rb") as file:
        return file.read(132)[128:] == b"DICM"


def has_pixels(path):
    """Whether a file holds PixelData, as far as pydicom reads it."""
    try:
        return "PixelData" in pydicom.dcmread(path, force=True)
    except Exception:  # pylint: disable=broad-except
        # Broken on purpose: some test files raise what no documentation names.
        return False


def summary(lines):
    """Prints counts by status and reason; returns how many files with pixels were written or held."""
    pixels = {line["input"]: has_pixels(line["input"]) for line in lines}
    for title, chosen in [("all files", lines), ("with PixelData", [x for x in lines if pixels[x["input"]]])]:
        print(f"\n{title}: {len(chosen)}")
        counts = Counter((x["status"], (x["reason"] or {}).get("code", "")) for x in chosen)
        for (status, code), count in sorted(counts.items()):
            print(f"  {count:4}  {status} {code}")
    print("\nrefused, with PixelData:")
    for line in lines:
        if pixels[line["input"]] and line["status"] == "refused":
            print(f"  {Path(line['input']).name}: {json.dumps(line['reason'])}")
    return sum(pixels[x["input"]] and x["status"] in ("written", "needs-review") for x in lines)


def judge_folder(binary, source, work):
    """Runs `deid` over a folder and judges what it wrote; returns its lines and all failures."""
    lines, stderr, code = run_deid(binary, source, work)
    failures = []
    if "panicked" in stderr or "crashed at" in stderr or code not in (0, 2):
        failures.append(f"deid run ended with {code}; standard error ends in {stderr[-400:]!r}")
    inputs = [path for path in source.rglob("*") if path.is_file()]
    if sorted(str(path) for path in inputs) != sorted(line["input"] for line in lines):
        failures.append(f"{len(inputs)} inputs, but {len(lines)} lines or other paths")
    undecoded = []
    written = [line for line in lines if line["status"] == "written" and is_dicom(line["output"])]
    for line in written:
        try:
            problems, reason = judge(line)
        except Exception as error:  # pylint: disable=broad-except
            problems, reason = [f"pydicom cannot open it: {type(error).__name__}"], None
        name = Path(line["input"]).name
        failures += [f"{name}: {problem}" for problem in problems]
        undecoded += [f"{name}: {reason}"] * (reason is not None)
    print(f"\n{source.name}: judged {len(written)} DICOM outputs; not decoded by pydicom, so without their pixels: {len(undecoded)}")
    print("".join(f"  {text}\n" for text in undecoded), end="")
    return lines, failures


def option(arguments, name):
    """The folder behind option `name`, or None."""
    return Path(arguments[arguments.index(name) + 1]) if name in arguments[:-1] else None


def main(arguments):
    """Runs everything; returns the exit code."""
    if not arguments:
        print(__doc__)
        return 1
    source = Path(pydicom.__file__).parent / "data" / "test_files"
    keep, also = option(arguments, "--keep"), option(arguments, "--also")
    work = keep or Path(tempfile.mkdtemp(prefix="deid-interop-"))
    lines, failures = judge_folder(arguments[0], source, work / "pydicom")
    handled = summary(lines)
    if handled < FEWEST_HANDLED:
        failures.append(f"only {handled} files with PixelData were written or held")
    if also:
        failures += judge_folder(arguments[0], also, work / "also")[1]
    absent = [program for program in ("dcmdump", "dciodvfy") if not shutil.which(program)]
    if absent:
        print(f"not judged by {', '.join(absent)}: not installed")
    print(f"\n{len(failures)} failures")
    print("".join(f"  {text}\n" for text in failures), end="")
    if keep is None:
        shutil.rmtree(work, ignore_errors=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
