"""Random character strings, so that the recognizer learns every symbol of its alphabet."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .tokens import Token, alphabet


@lru_cache(maxsize=1)
def _groups() -> tuple[str, ...]:
    """Everything, ASCII punctuation, the rest beyond ASCII, letters and digits."""
    symbols = alphabet().replace(" ", "")
    ascii_signs = "".join(c for c in symbols if c.isascii() and not c.isalnum())
    beyond = "".join(c for c in symbols if not c.isascii())
    plain = "".join(c for c in symbols if c.isascii() and c.isalnum())
    return symbols, ascii_signs, beyond, plain


def _word(rng: np.random.Generator, kind: int) -> str:
    symbols, signs, beyond, plain = _groups()
    size = int(rng.integers(1, 11))
    if kind == 0:
        pool = symbols
    elif kind == 1:
        pool = plain + signs * 2
    elif kind == 2:
        pool = beyond + plain
    else:
        pool = plain
    word = "".join(pool[int(i)] for i in rng.integers(0, len(pool), size))
    if kind == 2 and rng.random() < 0.6:
        word = word.upper() if rng.random() < 0.5 else word.lower()
        word = "".join(c if c in symbols else "É" for c in word)
    return word


def random_line(rng: np.random.Generator) -> list[Token]:
    """One to four meaningless words; identifying, as all unknown text is taken to be."""
    kind = int(rng.choice(4, p=(0.4, 0.2, 0.25, 0.15)))
    return [Token(_word(rng, kind), True, "UNKNOWN") for _ in range(int(rng.integers(1, 5)))]
