"""A line of text as the recognizer takes it: 32 rows, background near 0, ink near 1.

The engine does the same in Rust (`src/read/normalize.rs`); the two must agree.
"""

from __future__ import annotations

import cv2
import numpy as np

ROWS = 32
LONGEST = 768
STEP = 8


def normalized(crop: np.ndarray) -> np.ndarray:
    """uint8 (32, columns): a grey crop scaled to 32 rows with its aspect kept, stretched, dark background."""
    rows, columns = crop.shape
    width = int(np.clip(round(columns * ROWS / rows), STEP, LONGEST))
    shrink = rows > ROWS
    scaled = cv2.resize(crop, (width, ROWS), interpolation=cv2.INTER_AREA if shrink else cv2.INTER_LINEAR)
    low, high = np.percentile(scaled, (2, 98))
    stretched = np.clip((scaled.astype(np.float32) - low) / max(high - low, 1), 0, 1)
    if np.median(stretched) > 0.5:
        stretched = 1 - stretched
    return np.round(stretched * 255).astype(np.uint8)
