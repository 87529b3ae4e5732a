"""Pages and line crops: determinism, exact truth, readable texts."""

from __future__ import annotations

import numpy as np
import pytest

from deid_reader import content
from deid_reader.content.dates import MONTHS
from deid_reader.content.names import FAMILY, GIVEN, SUFFIXES, TITLES
from deid_reader.content.tokens import of_split
from deid_reader.degrade import Degradation, degrade_mask, degrade_pixels
from deid_reader.line_crops import line_crop
from deid_reader.page import page
from deid_reader.split import recipe, truth

SEEDS = range(12)


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = page(5, "train", 384, 384), page(5, "train", 384, 384)
    assert first.pixels.tobytes() == second.pixels.tobytes()
    assert first.mask.tobytes() == second.mask.tobytes()
    assert truth(first) == truth(second)
    assert page(6, "train", 384, 384).pixels.tobytes() != first.pixels.tobytes()


def test_the_same_generator_state_gives_the_same_crop() -> None:
    one, text, _ = line_crop(np.random.default_rng(8), "train")
    two, same, _ = line_crop(np.random.default_rng(8), "train")
    assert text == same and np.array_equal(one, two)


@pytest.mark.parametrize("split", ["train", "test"])
def test_mask_number_n_belongs_to_word_n(split) -> None:
    seen = 0
    for seed in SEEDS:
        one = page(seed, split, 400, 500)
        assert set(np.unique(one.mask)) - {0} == set(range(1, len(one.words) + 1))
        for number, word in enumerate(one.words, 1):
            ys, xs = np.nonzero(one.mask == number)
            low, high = word.stamped.polygon.min(axis=0), word.stamped.polygon.max(axis=0)
            inside = (xs >= low[0] - 1.5) & (xs + 1 <= high[0] + 1.5)
            inside &= (ys >= low[1] - 1.5) & (ys + 1 <= high[1] + 1.5)
            assert inside.mean() > 0.99, (seed, number)
            seen += 1
    assert seen > 50


def test_polygons_touch_the_picture_and_turn_clockwise() -> None:
    for seed in SEEDS:
        one = page(seed, "train", 384, 384)
        for word in one.words:
            corners = word.stamped.polygon
            assert corners.shape == (4, 2)
            assert corners[:, 0].min() < 384 and corners[:, 0].max() > 0
            assert corners[:, 1].min() < 384 and corners[:, 1].max() > 0
            (ax, ay), (bx, by) = corners[1] - corners[0], corners[3] - corners[0]
            assert ax * by - ay * bx > 0


def test_every_content_character_is_in_the_alphabet() -> None:
    rng = np.random.default_rng(3)
    listed = (*GIVEN, *FAMILY, *TITLES, *SUFFIXES, *" ".join(MONTHS.values()).split())
    assert [name for name in listed if not content.is_readable(name)] == []
    for _ in range(3000):
        for token in content.line(rng, "train"):
            assert content.is_readable(token.text) and token.text.split() == [token.text]


def test_random_lines_show_every_character_of_the_alphabet() -> None:
    rng = np.random.default_rng(4)
    seen = {c for _ in range(12000) for token in content.line(rng, "train") for c in token.text}
    assert set(content.alphabet()) - seen == {" "}


def test_about_half_of_the_words_identify_somebody() -> None:
    rng = np.random.default_rng(5)
    tokens = [token for _ in range(4000) for token in content.line(rng, "test")]
    assert 0.35 < np.mean([token.is_phi for token in tokens]) < 0.65


def test_names_of_the_splits_are_disjoint() -> None:
    parts = [set(of_split(GIVEN, split)) for split in ("train", "validation", "test")]
    assert not parts[0] & parts[1] and not parts[0] & parts[2] and not parts[1] & parts[2]


def test_a_page_without_text_has_no_words_and_no_mask() -> None:
    one = page(3, "test", 384, 420, text=False)
    assert one.words == () and not one.mask.any() and one.pixels.shape[:2] == (384, 420)


def test_scaling_keeps_the_mask_on_the_ink() -> None:
    pixels, mask = np.zeros((200, 200), np.float32), np.zeros((200, 200), np.uint16)
    pixels[50:70, 40:120], mask[50:70, 40:120] = 255, 7
    for scale in (0.6, 1.5):
        side = round(200 * scale)
        chain = Degradation(scale=scale)
        ink = degrade_pixels(chain, pixels, side, side) > 0.25 * 255
        assert np.mean(ink != (degrade_mask(chain, mask, side, side) == 7)) < 0.002


def test_crops_are_lines_with_a_readable_text_and_contrast() -> None:
    rng = np.random.default_rng(1)
    for _ in range(60):
        crop, text, contrast = line_crop(rng, "train")
        assert crop.dtype == np.uint8 and crop.ndim == 2 and min(crop.shape) >= 3
        assert 1 <= len(text) <= 45 and text == " ".join(text.split())
        assert content.is_readable(text) and contrast >= 0.05 and crop.std() > 0.5


def test_a_frozen_split_has_all_sizes_and_a_tenth_without_text() -> None:
    recipes = [recipe(index, "test") for index in range(1000)]
    sizes = [rows * columns for _, rows, columns, _, _ in recipes]
    assert 0.4e6 < np.mean(sizes) < 0.8e6 and min(sizes) < 0.18e6 and max(sizes) > 1.8e6
    assert sum(not text for *_, text, _ in recipes) == 100
    assert len({kind for *_, text, kind in recipes if not text}) >= 10
