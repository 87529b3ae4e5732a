"""Whether the judges of this folder see what is wrong: outputs spoiled on purpose."""

import shutil

import numpy as np

import references

from . import coefficients, encoders, judge


def problems(every, lines, folder):
    """What the judges did not see; empty is good, and where there was no output to spoil."""
    written = {phantom.row.name: (phantom, lines[phantom.path.name]) for phantom in every
               if lines.get(phantom.path.name, {}).get("status") == "written"}
    found = []
    if "explicit_grey_16" in written:
        found += native_problems(*written["explicit_grey_16"], folder)
    for phantom in every:
        if phantom.row.name == "jpeg_grey_8":
            found += coefficient_problems(phantom)
    return found


def spoiled(line, folder, name, spoil):
    """The line of a copy of an output that `spoil` changed."""
    target = folder / f"{name}.dcm"
    shutil.copy(line["output"], target)
    data_set = references.read(target)
    spoil(data_set)
    data_set.save_as(target)
    return {**line, "output": str(target)}


def native_problems(phantom, line, folder):
    """Samples outside and inside the boxes, a header value, a claim: each must be noticed."""
    folder.mkdir(parents=True, exist_ok=True)
    inside = phantom.picture.ink.ravel().nonzero()[0][0]

    def sample(at):
        def spoil(data_set):
            words = np.frombuffer(data_set.PixelData, "<u2").copy()
            words[at] ^= 0x0101
            data_set.PixelData = words.tobytes()
        return spoil

    def named(data_set):
        data_set.SeriesDescription = "of QUILLFORD^ODETTE"

    def lossy(data_set):
        data_set.LossyImageCompression = "01"

    spoils = {"samples outside": sample(-1), "varies by": sample(inside), "is left": named, "LossyImageCompression": lossy}
    seen = {text: judge.redacted(phantom, spoiled(line, folder, f"spoiled{number}", spoil))
            for number, (text, spoil) in enumerate(spoils.items())}
    return [f"the judge does not see it: {text}; it says {said}" for text, said in seen.items()
            if not any(text in problem for problem in said)]


def coefficient_problems(phantom):
    """Other coefficients under the same tables must be noticed; the same ones must not."""
    stream = references.encoded_frames(references.read(phantom.path))[0]
    whole = coefficients.components(stream)
    phantom.picture.samples[0, 200, 200] ^= 0x40
    other = coefficients.components(encoders.jpeg()(phantom.picture, 0))
    phantom.picture.samples[0, 200, 200] ^= 0x40
    shape = phantom.picture.samples.shape
    seen = [bool(coefficients.frame_problems(0, whole, changed, boxes, shape))
            for changed, boxes in ((whole, []), (other, []), (other, [(192, 192, 208, 208)]))]
    return [] if seen == [False, True, False] else [f"the judge of coefficients sees {seen}"]
