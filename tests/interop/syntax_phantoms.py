"""De-identifies phantoms of every transfer syntax, drawn and encoded by other people's programs, and judges the outputs.

usage: syntax_phantoms.py DEID_BINARY [--only PREFIX] [--keep FOLDER]
       syntax_phantoms.py --draw FOLDER

--draw leaves small phantoms, 64 x 64 pixels, in a new folder and judges nothing. --only judges rows whose name begins with PREFIX; --keep leaves phantoms, outputs and reports there. The rows stand in
syntaxes/rows.py, what must hold of each in syntaxes/judge.py, texts planted beside the pixels in syntaxes/planted.py.
A row whose encoder is not installed, or whose phantom no other decoder reads, is told and not judged. The exit code
is 1 if any judged row fails or a file crashes De-ID.
"""

import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

from pydicom_wheel import option, run_deid
from syntaxes import blindness, coefficients, encoders, judge, phantoms, pictures, planted, rows

TRIPWIRES = (
    "no-text-found", "large-area", "document-page", "marker-covered", "text-at-edge", "header-value-in-pixels",
    "sibling-has-text",
)
"""Held back by none of them: here a file is written or refused."""


def drawn(chosen, folder):
    """Phantoms of the rows, and why the others have none."""
    folder.mkdir(parents=True)
    found, absent = [], []
    for row in chosen:
        try:
            found.append(phantoms.phantom(row, folder))
        except Exception as error:  # pylint: disable=broad-except
            # Encoders raise what no documentation names.
            (folder / f"{row.name}.dcm").unlink(missing_ok=True)
            absent.append(f"{row.name}: {type(error).__name__}: {str(error).splitlines()[0]}")
    return found, absent


def outcome(phantom, line, problems):
    """(status, details) of one judged file."""
    if line is None:
        return "FAIL", ["no line on standard output"]
    if line["status"] != "written":
        is_right = getattr(phantom, "may_be_refused", False)
        return "ok" if is_right else line["status"], [str((line["reason"] or {}).get("code"))]
    found = problems(phantom, line)
    return ("FAIL" if found else "ok"), found


def run(binary, folder, work, *more):
    """Runs `deid` over the phantoms; its lines by file name. Ends everything if it crashes."""
    switched_off = [word for code in TRIPWIRES for word in ("--no-tripwire", code)]
    lines, stderr, code = run_deid(binary, folder, work, *switched_off, "--rename", "keep", *more)
    if code not in (0, 2) or "panicked" in stderr or "crashed at" in stderr:
        print(f"FAIL deid run ended with {code}: {stderr[-400:]!r}")
    return {Path(line["input"]).name: line for line in lines}


def judged(title, every, lines, problems):
    """Prints what is not right, and how many are by family of rows; returns counts by status."""
    print(f"\n{title}")
    counts, families = Counter(), {}
    for phantom in every:
        try:
            status, details = outcome(phantom, lines.get(phantom.path.name), problems)
        except Exception as error:  # pylint: disable=broad-except
            # An output that its judge cannot read is no output.
            status, details = "FAIL", [f"the judge stopped: {type(error).__name__}: {error}"]
        counts[status] += 1
        families.setdefault(family(phantom), Counter())[status] += 1
        if status != "ok":
            print(f"{status:12} {phantom.path.stem:40} {'; '.join(details)}", flush=True)
    for name, of_family in families.items():
        print(f"  {name:24} {of_family['ok']:3} of {sum(of_family.values()):3} right")
    print(f"{title}: {dict(counts)}")
    return counts


def family(phantom):
    """The transfer syntax without its common root; the place of planted text."""
    row = getattr(phantom, "row", None)
    return row.syntax if row else phantom.path.stem.rsplit("_", 1)[0]


def redaction_problems(phantom, line):
    """Problems of an output, those among JPEG coefficients too."""
    return judge.redacted(phantom, line) + coefficients.problems(phantom, line)


def main(arguments):
    """Draws, runs, judges; returns the exit code."""
    if not arguments:
        print(__doc__)
        return 1
    warnings.simplefilter("ignore")
    if arguments[0] == "--draw":
        pictures.ROWS = pictures.COLUMNS = 64
        every, absent = drawn(rows.table(), Path(arguments[1]))
        print(f"{len(every)} rows drawn; not drawn:", *absent, sep="\n  ")
        return 0 if every else 1
    keep, only = option(arguments, "--keep"), str(option(arguments, "--only") or "")
    work = keep or Path(tempfile.mkdtemp(prefix="deid-syntaxes-"))
    chosen = [row for row in rows.table() if row.name.startswith(only)]
    every, absent = drawn(chosen, work / "phantoms")
    print(f"{encoders.versions()}\n{len(every)} of {len(chosen)} rows drawn; not judged:")
    print("".join(f"  {text}\n" for text in (*absent, *rows.NOBODY_ENCODES)), end="")
    binary = arguments[0]
    lines = run(binary, work / "phantoms", work / "redacted")
    total = judged("text painted over", every, lines, redaction_problems)
    unseen = blindness.problems(every, lines, work / "spoiled")
    print("".join(f"NOT SEEN     {text}\n" for text in unseen), end="")
    lines = run(binary, work / "phantoms", work / "untouched", "--redact", "none")
    total += judged("nothing painted", every, lines, judge.untouched)
    hidden = planted.drawn(work / "planted") if not only else []
    lines = run(binary, work / "planted", work / "found") if hidden else {}
    total += judged("text planted beside the pixels", hidden, lines, planted.problems)
    print(f"\nall: {dict(total)}")
    return 1 if unseen or set(total) - {"ok"} else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
