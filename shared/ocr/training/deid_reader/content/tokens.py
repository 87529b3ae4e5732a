"""What a burnt-in word means: its text, whether it identifies a person, and its category."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Sequence, TypeVar
from zlib import crc32

import numpy as np

from ..kinds import Split

ALPHABET_FILE = Path(__file__).resolve().parents[3] / "weights" / "alphabet.txt"

T = TypeVar("T")


@dataclass(frozen=True)
class Token:
    """One word without spaces; `category` is one of the categories of the report."""

    text: str
    is_phi: bool
    category: str


@lru_cache(maxsize=1)
def alphabet() -> str:
    """All characters that the recognizer can emit, in the order of their classes."""
    return ALPHABET_FILE.read_text(encoding="utf-8").rstrip("\n")


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(alphabet())


def is_readable(text: str) -> bool:
    """Whether every character of `text` is one that the recognizer can emit."""
    return all(character in _known() for character in text)


def harmless(text: str) -> list[Token]:
    """The words of `text` as tokens that identify nobody."""
    return [Token(word, False, "HARMLESS") for word in text.split()]


def phi(text: str, category: str) -> list[Token]:
    """The words of `text` as identifying tokens of one category."""
    return [Token(word, True, category) for word in text.split()]


def pick(rng: np.random.Generator, items: Sequence[T]) -> T:
    """One element, each equally likely."""
    return items[int(rng.integers(len(items)))]


def chance(rng: np.random.Generator, probability: float) -> bool:
    """True with the given probability."""
    return bool(rng.random() < probability)


@lru_cache(maxsize=256)
def of_split(items: tuple[str, ...], split: Split) -> tuple[str, ...]:
    """The share of `items` that belongs to a split (70 % train, 10 % validation, 20 % test)."""
    wanted = {"train": range(0, 7), "validation": range(7, 8), "test": range(8, 10)}[split]
    chosen = tuple(item for item in items if crc32(item.encode()) % 10 in wanted)
    return chosen or items


def upper(text: str) -> str:
    """Upper case that stays inside the alphabet (the micro sign has no Latin capital)."""
    raised = (character.upper() for character in text)
    return "".join(up if is_readable(up) else low for up, low in zip(raised, text))


def cased(rng: np.random.Generator, text: str) -> str:
    """Capitals, as written, or lower case, as consoles and forms show a text."""
    draw = rng.random()
    if draw < 0.5:
        return upper(text)
    return text if draw < 0.93 else text.lower().replace("i\u0307", "i")
