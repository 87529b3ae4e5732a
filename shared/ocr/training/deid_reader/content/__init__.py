"""Invented contents of burnt-in text; no name, number or address belongs to anyone."""

from .blocks import block
from .lines import digit_line, harmless_line, line, marker_line, name_line, phi_line
from .tokens import Token, alphabet, is_readable

__all__ = [
    "Token",
    "alphabet",
    "block",
    "digit_line",
    "harmless_line",
    "is_readable",
    "line",
    "marker_line",
    "name_line",
    "phi_line",
]
