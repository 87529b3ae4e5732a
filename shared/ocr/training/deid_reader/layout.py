"""Where lines stand: corner blocks, scattered lines, tables, dense screens, single markers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from . import content
from .barcodes import stamp_barcode
from .content import Token
from .draw import Style, line_extent, random_style
from .fonts import script_faces
from .handwriting import stamp_handwriting
from .kinds import Split
from .scripts import SCRIPTS, words as script_words
from .sheet import Sheet, rotated_box

SCRIPT_SHARE, HANDWRITING_SHARE, RANDOM_SHARE = 0.06, 0.03, 0.05
BARCODE_SHARE = {"train": 0.03, "validation": 0.05, "test": 0.08}  # of pages
MOST_LINES = 40


def fill(rng: np.random.Generator, split: Split, sheet: Sheet) -> None:
    """Puts 1 to 40 lines on a sheet in one of the layouts."""
    rows, columns = sheet.size
    area = rows * columns * sheet.scale**2 / 384**2
    wanted = int(min(MOST_LINES, rng.uniform(4, 10) * area**0.6))
    if rng.random() < BARCODE_SHARE[split]:
        _barcodes(rng, sheet)
    draw = rng.random()
    if draw < 0.45:
        corners(rng, split, sheet, wanted)
    elif draw < 0.55:
        dense(rng, split, sheet, min(MOST_LINES, wanted * 3))
    elif draw < 0.63:
        table(rng, split, sheet)
    elif draw < 0.70:
        for _ in range(int(rng.integers(1, 4))):
            _scatter_one(rng, split, sheet, content.marker_line(rng, split))
        return
    missing = wanted - sheet.lines
    for _ in range(max(0, missing) * 2):
        if sheet.lines >= wanted:
            break
        _scatter(rng, split, sheet)


def fitting_style(rng: np.random.Generator, split: Split, sheet: Sheet) -> Style:
    """A random style at the sheet's scale that leaves room for a few letters."""
    style = sheet.drawn_style(random_style(rng, split))
    rows, columns = sheet.size
    return _at_most(style, min(rows, columns) / 5)


def _at_most(style: Style, cap_height: float) -> Style:
    """The style, not larger than `cap_height`; enlarged bitmaps are enlarged less."""
    if style.cap_height <= cap_height:
        return style
    return replace(style, cap_height=cap_height, upscale=1)


def cut_to(tokens: list[Token], style: Style, room: float) -> list[Token]:
    """As many leading words as are about `room` pixels long; at least one. Widths are estimated."""
    wide = {"condensed": 0.72, "mono": 0.95, "segment": 1.0}.get(style.face.kind, 0.9)
    each = style.cap_height * style.stretch * wide + style.tracking
    letters = int(max(1.0, room / max(each, 1.0)))
    while len(tokens) > 1 and sum(len(token.text) + 1 for token in tokens) - 1 > letters:
        tokens = tokens[:-1]
    return tokens


def estimated(tokens: list[Token], style: Style) -> tuple[int, int]:
    """About the upright extent of a line, without drawing it."""
    letters = sum(len(token.text) + 1 for token in tokens)
    return (
        int(letters * style.cap_height * style.stretch * 0.7 + letters * style.tracking) + 2,
        int(style.cap_height) + 2,
    )


def turned(tokens: list[Token], style: Style) -> tuple[tuple[int, int], np.ndarray]:
    """A line's upright extent, and the corners of its turned rectangle about its own top left."""
    extent = line_extent([token.text for token in tokens], style)
    return extent, rotated_box(extent, style.rotation)


def corners(rng: np.random.Generator, split: Split, sheet: Sheet, wanted: int) -> None:
    """One to four blocks in the corners or at the sides, each of one style."""
    order = rng.permutation(4)[: int(rng.integers(1, 5))]
    shared = fitting_style(rng, split, sheet)
    for corner in order:
        style = shared if rng.random() < 0.5 else fitting_style(rng, split, sheet)
        if rng.random() < 0.9:
            style = replace(style, rotation=0.0)
        _block(rng, split, sheet, int(corner), style)
        if sheet.lines >= wanted * 1.5:
            return


def _block(rng: np.random.Generator, split: Split, sheet: Sheet, corner: int, style: Style) -> None:
    """A block of lines, turned as a whole, at corner 0..3 (bit 0: right, bit 1: bottom)."""
    block = content.block(rng, split)
    pitch = style.cap_height * rng.uniform(1.45, 2.2) + 1
    rows, columns = sheet.size
    sideways = abs(np.sin(np.deg2rad(style.rotation))) > 0.7
    length, depth = (rows, columns) if sideways else (columns, rows)
    room = length * rng.uniform(0.35, 0.75)
    block = block[: max(1, int(depth * 0.6 / pitch))]
    whole = rotated_box((int(room), int(pitch * len(block))), style.rotation)
    low, high = whole.min(axis=0), whole.max(axis=0)
    gap = np.array([_margin(rng, columns), _margin(rng, rows)])
    far = np.array([columns, rows]) - high - gap
    origin = np.where([corner & 1, corner & 2], far, gap - low)
    along = whole[1] / max(np.hypot(*whole[1]), 1e-6)
    down = np.array([-along[1], along[0]])
    flush_right = bool(corner & 1) and rng.random() < 0.6
    for number, tokens in enumerate(block):
        varied = style
        if rng.random() < 0.15:
            faded = style.contrast * rng.uniform(0.8, 1.0)
            varied = replace(style, contrast=faded if abs(faded) > 0.06 else style.contrast)
            if style.face.size == 0:
                varied = replace(
                    varied, cap_height=max(5.5, style.cap_height * rng.uniform(0.8, 1.15))
                )
        tokens = cut_to(tokens, varied, room)
        extent, box = turned(tokens, varied)
        start = origin + down * (number * pitch)
        if flush_right:
            start = start + along * (room - extent[0])
        sheet.put(rng, tokens, varied, start + box.min(axis=0), extent)


def _margin(rng: np.random.Generator, length: int) -> float:
    draw = rng.random()
    if draw < 0.12:
        return float(rng.uniform(-2, 1))
    return float(rng.uniform(1, 10)) if draw < 0.6 else float(rng.uniform(4, 0.12 * length + 4))


def _scatter(rng: np.random.Generator, split: Split, sheet: Sheet) -> None:
    draw = rng.random()
    if draw < SCRIPT_SHARE:
        _script(rng, split, sheet)
    elif draw < SCRIPT_SHARE + HANDWRITING_SHARE:
        _handwriting(rng, split, sheet)
    else:
        _scatter_one(rng, split, sheet, content.line(rng, split, RANDOM_SHARE))


def _scatter_one(rng: np.random.Generator, split: Split, sheet: Sheet, tokens: list[Token]) -> None:
    style = fitting_style(rng, split, sheet)
    if style.face.kind == "segment":
        tokens = content.digit_line(rng)
    place(rng, sheet, cut_to(tokens, style, _room(sheet, style)), style)


def _room(sheet: Sheet, style: Style) -> float:
    rows, columns = sheet.size
    angle = np.deg2rad(style.rotation)
    return 0.97 * min(columns / max(abs(np.cos(angle)), 1e-3), rows / max(abs(np.sin(angle)), 1e-3))


def place(
    rng: np.random.Generator, sheet: Sheet, tokens: list[Token], style: Style, script: str = "latin"
) -> bool:
    """Stamps a line anywhere, sometimes at an edge; a few places are tried."""
    rows, columns = sheet.size
    extent = line_extent([token.text for token in tokens], style, script)
    box = rotated_box(extent, style.rotation)
    size = np.ptp(box, axis=0)
    for _ in range(4):
        spot = []
        for length, own in ((columns, size[0]), (rows, size[1])):
            free, where = length - own, rng.random()
            if where < 0.06:
                start = rng.uniform(-2, 2)
            elif where < 0.12:
                start = free + rng.uniform(-2, 2)
            else:
                start = rng.uniform(min(free, 0), max(free, 1))
            spot.append(float(start))
        if sheet.put(rng, tokens, style, (spot[0], spot[1]), extent, script):
            return True
    return False


def _script(rng: np.random.Generator, split: Split, sheet: Sheet) -> None:
    script = SCRIPTS[int(rng.integers(len(SCRIPTS)))]
    choices = script_faces(split, script)
    style = replace(
        fitting_style(rng, split, sheet), face=choices[int(rng.integers(len(choices)))], upscale=1
    )
    tokens = [Token(word, True, "NAME") for word in script_words(rng, script)[:4]]
    place(rng, sheet, cut_to(tokens, style, _room(sheet, style)), style, script)


def _handwriting(rng: np.random.Generator, split: Split, sheet: Sheet) -> None:
    rows, columns = sheet.size
    style = fitting_style(rng, split, sheet)
    cap = max(style.cap_height, 9 / sheet.scale)
    x, y = rng.uniform(0, columns * 0.7), rng.uniform(0, rows * 0.9)
    tokens, stamped = [], []
    for token in content.name_line(rng, split)[:3]:
        number = sheet.first + len(stamped)
        word = stamp_handwriting(
            rng, sheet.pixels, sheet.mask, number, token.text, (x, y), cap, style.contrast
        )
        if word is None:
            break
        tokens.append(Token(token.text, True, token.category if token.is_phi else "UNKNOWN"))
        stamped.append(word)
        x = float(word.polygon[:, 0].max()) + cap * 0.7
    if stamped:
        sheet.add(tokens, stamped)


def _barcodes(rng: np.random.Generator, sheet: Sheet) -> None:
    rows, columns = sheet.size
    for _ in range(int(rng.integers(1, 4))):
        at = (rng.uniform(0, columns * 0.75), rng.uniform(0, rows * 0.85))
        code = stamp_barcode(rng, sheet.pixels, sheet.mask, sheet.first, at)
        if code is not None:
            sheet.add([Token(code.text, True, "ID")], [code])


def dense(rng: np.random.Generator, split: Split, sheet: Sheet, wanted: int) -> None:
    """A screen full of text in one to three columns of one style."""
    rows, columns = sheet.size
    style = replace(fitting_style(rng, split, sheet), rotation=0.0)
    style = _at_most(style, max(7.0, 16 / sheet.scale))
    count = int(rng.integers(1, 4)) if columns * sheet.scale > 500 else 1
    pitch = style.cap_height * rng.uniform(1.5, 2.3) + 1
    for number in range(count):
        x, y = columns * number / count + rng.uniform(1, 12), rng.uniform(0, rows * 0.2)
        while y + pitch < rows and sheet.lines < wanted:
            tokens = content.line(rng, split, 0.04)
            if rng.random() < 0.92:
                tokens = cut_to(tokens, style, columns / count - 14)
                sheet.put(rng, tokens, style, (x, y), estimated(tokens, style))
            y += pitch


def table(rng: np.random.Generator, split: Split, sheet: Sheet) -> None:
    """Labels and values in aligned columns."""
    rows, columns = sheet.size
    style = replace(fitting_style(rng, split, sheet), rotation=0.0)
    style = _at_most(style, max(7.0, 14 / sheet.scale))
    pitch = style.cap_height * rng.uniform(1.6, 2.6) + 1
    count = int(rng.integers(2, 5))
    left, top = rng.uniform(0, columns * 0.15), rng.uniform(0, rows * 0.4)
    step = (columns - left) / count * rng.uniform(0.75, 1.0)
    for row in range(int(rng.integers(3, 9))):
        for column in range(count):
            y = top + row * pitch
            if y + pitch > rows or sheet.lines >= MOST_LINES:
                return
            make = content.phi_line if rng.random() < 0.5 else content.harmless_line
            tokens = make(rng, split)
            tokens = cut_to(tokens, style, step * 0.92)
            sheet.put(rng, tokens, style, (left + column * step, y), estimated(tokens, style))
