"""Truth of the drawn text, and the separation of the splits."""

from dataclasses import replace

import numpy as np
import pytest

from deid_reader import barcodes, fonts, handwriting, scripts
from deid_reader.draw import line_extent, random_style, stamp_line
from deid_reader.kinds import SPLITS

RESERVED = ("DejaVu", "Liberation", "Arimo", "Tinos", "Cousine", "Hack", "Free", "Terminus")
WORDS = ["Ågren", "7/3,", "X-ray"]

if not fonts.font_root().exists():
    pytest.skip("fonts are not installed", allow_module_level=True)


def picture(seed: int, color: bool = False) -> tuple[np.ndarray, np.ndarray]:
    shape = (420, 640, 3) if color else (420, 640)
    pixels = np.random.default_rng(seed).normal(100.0, 5.0, shape).astype(np.float32)
    return pixels, np.zeros(shape[:2], np.uint16)


def outside(polygon: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> float:
    """The largest distance by which a pixel's center lies outside the clockwise polygon."""
    worst = -np.inf
    for start, end in zip(polygon, np.roll(polygon, -1, axis=0)):
        edge = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
        away = edge[1] * (columns + 0.5 - start[0]) - edge[0] * (rows + 0.5 - start[1])
        worst = max(worst, float(away.max()))
    return worst


def test_a_polygon_holds_every_mask_pixel_of_its_word_and_is_tight():
    rng = np.random.default_rng(1)
    drawn = 0
    for seed in range(80):
        pixels, mask = picture(seed, color=bool(seed % 2))
        style = random_style(rng, "train")
        stamped = stamp_line(rng, pixels, mask, 5, WORDS, style, (150.0, 60.0))
        for number, word in enumerate(stamped or []):
            rows, columns = np.nonzero(mask == 5 + number)
            assert outside(word.polygon, rows, columns) <= 1.5
            for start, end in zip(word.polygon, np.roll(word.polygon, -1, axis=0)):
                edge = (end - start) / np.linalg.norm(end - start)
                depth = edge[0] * (rows + 0.5 - start[1]) - edge[1] * (columns + 0.5 - start[0])
                assert depth.min() <= 1.5
            drawn += 1
    assert drawn > 100


def test_the_mask_holds_the_pixels_that_changed_and_no_other():
    rng = np.random.default_rng(2)
    for seed in range(40):
        pixels, mask = picture(seed)
        before = pixels.copy()
        style = replace(
            random_style(rng, "train"), box="none", crossed=False, ring=False, contrast=0.4
        )
        if stamp_line(rng, pixels, mask, 1, WORDS, style, (150.0, 60.0)) is None:
            continue
        change = np.abs(pixels - before)
        assert (change[mask > 0] >= 2.0).all()
        assert change[mask == 0].max() <= 0.2 * 255.0
        assert (change[mask == 0] < 0.09 * change.max() + 2.0).mean() > 0.999


def test_the_same_seed_draws_the_same_bytes():
    results = []
    for _ in range(2):
        rng = np.random.default_rng(3)
        pixels, mask = picture(3, color=True)
        first = 1
        for number in range(25):
            at = (float(rng.uniform(0, 500)), float(rng.uniform(0, 380)))
            stamped = stamp_line(rng, pixels, mask, first, WORDS, random_style(rng, "train"), at)
            first += len(stamped or [])
            if number % 8 == 0:
                barcodes.stamp_barcode(rng, pixels, mask, 900 + number, at)
                handwriting.stamp_handwriting(
                    rng, pixels, mask, 800 + number, "Ödön", at, 20.0, 0.4
                )
        results.append((pixels.tobytes(), mask.tobytes()))
    assert results[0] == results[1]


def test_the_first_corner_is_where_reading_begins():
    rng = np.random.default_rng(4)
    face = next(f for f in fonts.faces("train") if f.family == "Open Sans")
    for rotation in (0.0, 90.0, 180.0, 270.0, 30.0):
        pixels, mask = picture(4)
        base = random_style(rng, "train", legible=True)
        style = replace(
            base, face=face, cap_height=16.0, upscale=1, rotation=rotation, contrast=0.5, box="none"
        )
        stamped = stamp_line(rng, pixels, mask, 1, ["Reading", "on"], style, (200.0, 100.0))
        corners = stamped[0].polygon
        reading = corners[1] - corners[0]
        angle = np.degrees(np.arctan2(reading[1], reading[0])) % 360.0
        assert abs((angle - rotation + 180.0) % 360.0 - 180.0) < 0.5
        onward = stamped[1].polygon.mean(axis=0) - corners.mean(axis=0)
        assert float(onward @ reading) > 0.0


def test_nothing_is_drawn_over_other_ink_or_mostly_outside():
    rng = np.random.default_rng(5)
    pixels, mask = picture(5)
    style = replace(
        random_style(rng, "train", legible=True), rotation=0.0, cap_height=14.0, contrast=0.5
    )
    assert stamp_line(rng, pixels, mask, 1, WORDS, style, (50.0, 50.0))
    before, marked = pixels.copy(), mask.copy()
    assert stamp_line(rng, pixels, mask, 9, WORDS, style, (52.0, 52.0)) is None
    columns, _ = line_extent(WORDS, style)
    assert stamp_line(rng, pixels, mask, 9, WORDS, style, (640.0 - 0.4 * columns, 200.0)) is None
    assert (pixels == before).all() and (mask == marked).all()


def test_a_legible_style_is_never_small_or_faint():
    rng = np.random.default_rng(6)
    for _ in range(400):
        style = random_style(rng, "test", legible=True)
        assert style.cap_height >= 8.0 and abs(style.contrast) >= 0.2


def test_every_script_can_be_drawn_in_every_split():
    rng = np.random.default_rng(7)
    for split in SPLITS:
        for script in scripts.SCRIPTS:
            faces = fonts.script_faces(split, script)
            base = random_style(rng, split, legible=True)
            style = replace(
                base, face=faces[0], cap_height=14.0, upscale=1, rotation=0.0, contrast=0.5
            )
            pixels, mask = picture(7)
            line = scripts.words(rng, script)
            stamped = stamp_line(rng, pixels, mask, 1, line[:1], style, (40.0, 40.0), script)
            assert stamped is not None, (split, script)
            assert stamped[0].script == script


def test_no_family_occurs_in_two_splits():
    families = [{face.family for face in fonts.faces(split)} for split in SPLITS]
    for script in scripts.SCRIPTS:
        for number, split in enumerate(SPLITS):
            families[number] |= {face.family for face in fonts.script_faces(split, script)}
    for number, own in enumerate(families):
        for other in families[number + 1 :]:
            assert not own & other


def test_reserved_families_are_for_testing_only():
    for split in ("train", "validation"):
        names = [face.family for face in fonts.faces(split)]
        assert not [name for name in names if name.startswith(RESERVED)]
    names = {face.family for face in fonts.faces("test")}
    for reserved in RESERVED:
        assert any(name.startswith(reserved) for name in names), reserved


def test_every_code_39_character_has_three_wide_elements():
    modules = barcodes.code_39("A7")
    changes = np.flatnonzero(np.diff(modules)) + 1
    runs = np.diff(np.concatenate([[0], changes, [len(modules)]]))
    assert set(runs.tolist()) == {1, 3}
    for start in range(0, len(runs), 10):
        assert (runs[start : start + 9] == 3).sum() == 3
