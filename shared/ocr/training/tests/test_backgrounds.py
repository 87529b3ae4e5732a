"""Backgrounds and distractors: shape, range, determinism and difference of the splits."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from deid_reader.backgrounds import KINDS, background, real  # noqa: E402
from deid_reader.distractors import RESERVED, SHARED, distract  # noqa: E402
from deid_reader.kinds import SPLITS  # noqa: E402

SIZES = ((384, 384), (64, 200), (131, 97), (16, 16))


def _check_picture(pixels: np.ndarray, rows: int, columns: int) -> None:
    assert pixels.dtype == np.float32
    assert pixels.shape in ((rows, columns), (rows, columns, 3))
    assert np.isfinite(pixels).all()
    assert pixels.min() >= 0 and pixels.max() <= 255


def test_every_kind_in_every_split_has_the_right_shape_range_and_type() -> None:
    for split in SPLITS:
        for kind in KINDS:
            for seed, (rows, columns) in enumerate(SIZES):
                rng = np.random.default_rng(seed)
                made = background(rng, split, rows, columns, kind)
                assert made.kind in KINDS
                _check_picture(made.pixels, rows, columns)
                _check_picture(distract(rng, split, made.pixels), rows, columns)


def test_the_same_seed_gives_the_same_bytes() -> None:
    for split in SPLITS:
        for kind in KINDS:
            first, second = (
                background(np.random.default_rng(7), split, 120, 160, kind).pixels for _ in "ab"
            )
            assert first.tobytes() == second.tobytes()
            first, second = (distract(np.random.default_rng(7), split, first) for _ in "ab")
            assert first.tobytes() == second.tobytes()


def test_the_splits_draw_different_pictures_from_the_same_seed() -> None:
    for kind in set(KINDS) - {"flat", "dose-report"}:
        pictures = set()
        for split in SPLITS:
            made = [
                background(np.random.default_rng(seed), split, 96, 96, kind).pixels.tobytes()
                for seed in range(6)
            ]
            pictures.add(b"".join(made))
        assert len(pictures) == len(SPLITS), kind


def test_distractors_leave_their_input_alone_and_change_most_pictures() -> None:
    changed = 0
    for seed in range(40):
        pixels = np.full((200, 300), 60, np.float32)
        drawn = distract(np.random.default_rng(seed), "train", pixels)
        assert (pixels == 60).all()
        changed += int((drawn != pixels).any())
    assert 24 <= changed < 40


def test_reserved_distractors_are_in_one_split_only() -> None:
    assert not RESERVED["train"]
    assert not set(RESERVED["test"]) & (set(RESERVED["validation"]) | set(SHARED))
    assert not set(RESERVED["validation"]) & set(SHARED)


def test_the_real_files_of_the_splits_are_disjoint() -> None:
    files = {split: {r.file for r in real.REGIONS if r.split == split} for split in SPLITS}
    assert all(files.values())
    assert sum(len(names) for names in files.values()) == len({r.file for r in real.REGIONS})
