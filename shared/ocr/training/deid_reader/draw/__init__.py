"""Burnt-in text, drawn into pictures together with the exact truth of every word."""

from .line import Stamped, line_extent, stamp_line
from .style import Style, random_style

__all__ = ["Stamped", "Style", "line_extent", "random_style", "stamp_line"]
