"""Whether the quantized coefficients of a JPEG outside the painted boxes are the source's, as libjpeg reads them.

jpeglib reads 8-bit streams only; of 12-bit ones the decoded samples are compared, which the general judge does.
"""

import json
import tempfile
from pathlib import Path

import jpeglib
import numpy as np

import references


def problems(phantom, line):
    """Problems of one output; none where source and output are not both 8-bit DCT streams."""
    source, output = references.read(phantom.path), references.read(Path(line["output"]))
    syntaxes = {str(data_set.file_meta.TransferSyntaxUID) for data_set in (source, output)}
    if not syntaxes <= references.JPEG_DCT or phantom.picture.stored > 8:
        return []
    report = json.loads(Path(line["report"]).read_text(encoding="utf-8"))
    boxes = [region for region in report["regions"] if region["decision"] == "redact"]
    found = []
    frames = zip(references.encoded_frames(source), references.encoded_frames(output), strict=True)
    for number, (before, after) in enumerate(frames):
        here = [region["box"] for region in boxes if region["frame"] in ("all", number)]
        found += frame_problems(number, components(before), components(after), here, phantom.picture.samples.shape)
    return found


def components(stream):
    """Coefficients of each component as (block row, block column, 8, 8), behind its quantization table."""
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        file.write(stream)
        file.flush()
        read = jpeglib.read_dct(file.name)
    planes = [plane for plane in (read.Y, read.Cb, read.Cr) if plane is not None]
    return planes, np.asarray(read.qt)


def frame_problems(number, before, after, boxes, shape):
    """Blocks outside the boxes that differ."""
    (before, tables), (after, other_tables) = before, after
    if [plane.shape for plane in before] != [plane.shape for plane in after]:
        return [f"frame {number}: other components or sampling"]
    if not np.array_equal(tables, other_tables):
        return [f"frame {number}: other quantization tables"]
    wrong = 0
    for left, right in zip(before, after, strict=True):
        differs = np.any(left != right, axis=(2, 3))
        wrong += int((differs & ~inside(boxes, differs.shape, before[0].shape, shape)).sum())
    return [f"frame {number}: {wrong} blocks outside the boxes differ"] if wrong else []


def inside(boxes, blocks, luma_blocks, shape):
    """Which of the component's blocks touch a box; a block of chroma covers as many pixels as its sampling says."""
    down, across = (8 * round(luma / own) for luma, own in zip(luma_blocks[:2], blocks, strict=True))
    touched = np.zeros((blocks[0] * down, blocks[1] * across), dtype=bool)
    for x0, y0, x1, y1 in boxes:
        # What lies beyond the picture belongs to blocks at its rim.
        touched[y0 : None if y1 >= shape[1] else y1, x0 : None if x1 >= shape[2] else x1] = True
    return touched.reshape(blocks[0], down, blocks[1], across).any(axis=(1, 3))
