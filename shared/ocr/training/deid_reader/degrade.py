"""What happens to a picture after its text was burnt in: scaling, noise, compression, inversion.

A `Degradation` is drawn before the text so that sizes and contrasts can be chosen for the final picture; it is
a plain value, so the same one can be applied to the picture with and without text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

INK_SHARE = 0.25  # a scaled pixel belongs to a word when at least this share of it was ink


@dataclass(frozen=True)
class Degradation:
    """One chain of changes; neutral values leave the picture alone."""

    scale: float = 1.0  # final size over drawn size
    blur: float = 0.0  # standard deviation of a Gaussian, pixels
    noise: float = 0.0  # standard deviation, grey levels
    gamma: float = 1.0
    levels: int = 256  # number of grey levels kept
    inverted: bool = False
    interlace: str = "none"  # "none" "dim" (every second row darker) "double" (rows repeated)
    jpeg: int = 0  # quality 30..95, 0: not compressed
    seed: int = 0  # of the noise


def random_degradation(rng: np.random.Generator) -> Degradation:
    """A chain as archives hold: most pictures carry one or two of the changes, a third none."""
    if rng.random() < 0.3:
        return Degradation(inverted=bool(rng.random() < 0.1))

    def some(probability: float, value: float, neutral: float = 0.0) -> float:
        return value if rng.random() < probability else neutral

    interlace = rng.random()
    return Degradation(
        scale=some(0.35, float(np.exp(rng.uniform(np.log(0.6), np.log(1.6)))), 1.0),
        blur=some(0.2, float(rng.uniform(0.3, 0.9))),
        noise=some(0.3, float(rng.gamma(1.5, 2.0))),
        gamma=some(0.2, float(np.exp(rng.uniform(-0.35, 0.35))), 1.0),
        levels=int(some(0.08, float(rng.integers(24, 128)), 256)),
        inverted=bool(rng.random() < 0.12),
        interlace="dim" if interlace < 0.02 else "double" if interlace < 0.035 else "none",
        jpeg=int(some(0.45, float(rng.integers(30, 96)))),
        seed=int(rng.integers(2**31)),
    )


def softened(chain: Degradation, faintest: float, smallest: float) -> Degradation:
    """The chain made mild enough that the faintest and smallest text stays visible.

    `faintest` is the lowest contrast of a line (0..1), `smallest` the lowest cap height in final pixels.
    """
    small = smallest < 10
    return replace(
        chain,
        noise=min(chain.noise, faintest * 255 * 0.3),
        blur=min(chain.blur, 0.5 if small else 0.9),
        gamma=1.0 if faintest < 0.12 else chain.gamma,
        levels=256 if faintest < 0.15 else chain.levels,
        jpeg=max(chain.jpeg, 60) if chain.jpeg and (small or faintest < 0.15) else chain.jpeg,
        interlace="none" if small else chain.interlace,
    )


def drawn_size(chain: Degradation, rows: int, columns: int) -> tuple[int, int]:
    """Rows and columns at which to draw so that the chain yields the wanted size."""
    return max(32, round(rows / chain.scale)), max(32, round(columns / chain.scale))


def degrade_pixels(chain: Degradation, pixels: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """The picture (float32, 0..255) through the chain: uint8 of the wanted size."""
    out = np.asarray(pixels, np.float32)
    if out.shape[:2] != (rows, columns):
        out = cv2.resize(out, (columns, rows), interpolation=_interpolation(chain))
    if chain.interlace == "double":
        out = out[np.arange(rows) // 2 * 2]
    if chain.blur:
        out = cv2.GaussianBlur(out, (0, 0), chain.blur)
    if chain.noise:
        rng = np.random.default_rng(chain.seed)
        grain = rng.standard_normal((rows, columns), np.float32) * np.float32(chain.noise)
        out = out + (grain if out.ndim == 2 else grain[..., None])
    levels = np.clip(out + 0.5, 0, 255).astype(np.uint8)
    table = _table(chain)
    if table is not None:
        levels = cv2.LUT(levels, table)
    if chain.interlace == "dim":
        levels[1::2] = (levels[1::2].astype(np.uint16) * 4 // 5).astype(np.uint8)
    if chain.jpeg:
        _, data = cv2.imencode(".jpg", levels, [cv2.IMWRITE_JPEG_QUALITY, chain.jpeg])
        levels = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    return levels


def degrade_mask(chain: Degradation, mask: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """The words' mask through the geometric part of the chain, aligned with the picture."""
    if mask.shape != (rows, columns):
        share = cv2.resize(
            (mask > 0).astype(np.float32), (columns, rows), interpolation=_interpolation(chain)
        )
        grown = np.where(mask > 0, mask, cv2.dilate(mask, np.ones((3, 3), np.uint8)))
        nearest = cv2.resize(grown, (columns, rows), interpolation=cv2.INTER_NEAREST_EXACT)
        mask = np.where(share >= INK_SHARE, nearest, 0).astype(np.uint16)
    if chain.interlace == "double":
        mask = mask[np.arange(rows) // 2 * 2]
    return mask


def _interpolation(chain: Degradation) -> int:
    return cv2.INTER_AREA if chain.scale < 1 else cv2.INTER_LINEAR


def _table(chain: Degradation) -> np.ndarray | None:
    """Gamma, number of levels and inversion as one table of 256 entries; None: nothing to do."""
    if chain.gamma == 1.0 and chain.levels == 256 and not chain.inverted:
        return None
    values = np.arange(256) / 255.0
    values = values**chain.gamma
    if chain.levels < 256:
        values = np.round(values * (chain.levels - 1)) / (chain.levels - 1)
    if chain.inverted:
        values = 1.0 - values
    return np.clip(values * 255 + 0.5, 0, 255).astype(np.uint8)
