"""Random smooth fields, textures and noises: the raw material of every background.

Each split has its own procedures, not only its own seeds: what the test split shows was never drawn
in training by the same formula.
"""

import cv2
import numpy as np

from ..kinds import Split

Field = np.ndarray  # float32, (rows, columns)


def smooth(rng: np.random.Generator, rows: int, columns: int, cell: float) -> Field:
    """A smooth field of about unit variance whose features are about `cell` pixels wide."""
    if cell >= 16:
        small = smooth(rng, -(-rows // 4), -(-columns // 4), cell / 4)
        return cv2.resize(small, (columns, rows), interpolation=cv2.INTER_LINEAR)
    cell = max(cell, 1.0)
    size = (int(rows / cell) + 3, int(columns / cell) + 3)
    small = rng.standard_normal(size, dtype=np.float32)
    wide = (max(columns, int(size[1] * cell)), max(rows, int(size[0] * cell)))
    big = cv2.resize(small, wide, interpolation=cv2.INTER_CUBIC)
    top = int(rng.integers(0, wide[1] - rows + 1))
    left = int(rng.integers(0, wide[0] - columns + 1))
    return big[top : top + rows, left : left + columns] * np.float32(1.3)


def white(rng: np.random.Generator, rows: int, columns: int) -> Field:
    """White Gaussian noise of unit variance."""
    return rng.standard_normal((rows, columns), dtype=np.float32)


def unit(field: Field) -> Field:
    """The field scaled to zero mean and unit variance."""
    mean, deviation = cv2.meanStdDev(field)
    return (field - np.float32(mean[0, 0])) * np.float32(1.0 / (deviation[0, 0] + 1e-6))


def octaves(rng: np.random.Generator, rows: int, columns: int, cell: float, count: int) -> Field:
    """Fractal noise: `count` smooth fields, each twice as fine and about half as strong."""
    total = smooth(rng, rows, columns, cell)
    strength = 1.0
    for _ in range(count - 1):
        cell, strength = cell / 2, strength * rng.uniform(0.4, 0.65)
        if cell < 1.5:
            break
        total = total + smooth(rng, rows, columns, cell) * np.float32(strength)
    return unit(total)


def _ridges(rng: np.random.Generator, rows: int, columns: int, cell: float) -> Field:
    return unit(
        -np.abs(smooth(rng, rows, columns, cell) + 0.4 * smooth(rng, rows, columns, cell / 2))
    )


def _cells(rng: np.random.Generator, rows: int, columns: int, cell: float) -> Field:
    """Distances to scattered points: polygonal cells."""
    scale = 2 if rows * columns > 200_000 else 1
    small = (max(rows // scale, 8), max(columns // scale, 8))
    count = int(np.clip(small[0] * small[1] / (cell / scale) ** 2, 4, 20_000))
    points = np.full(small, 255, np.uint8)
    points[rng.integers(0, small[0], count), rng.integers(0, small[1], count)] = 0
    distance = cv2.distanceTransform(points, cv2.DIST_L2, 3)
    return unit(cv2.resize(distance, (columns, rows), interpolation=cv2.INTER_LINEAR))


def _fibers(rng: np.random.Generator, rows: int, columns: int, cell: float) -> Field:
    """Noise smeared along one direction."""
    length = int(np.clip(cell * 4, 5, 41)) | 1
    kernel = np.zeros((length, length), np.float32)
    angle, middle = rng.uniform(0, np.pi), length // 2
    across = np.array([np.cos(angle), np.sin(angle)]) * middle
    first = (int(round(middle - across[0])), int(round(middle - across[1])))
    last = (int(round(middle + across[0])), int(round(middle + across[1])))
    cv2.line(kernel, first, last, 1.0, 1)
    return unit(cv2.filter2D(smooth(rng, rows, columns, max(cell / 3, 1.0)), -1, kernel))


def texture(rng: np.random.Generator, split: Split, rows: int, columns: int, cell: float) -> Field:
    """A structured texture (trabeculae, tissue) of unit variance with features of about `cell`."""
    choice = rng.integers(2)
    if split == "train":
        if choice:
            return _ridges(rng, rows, columns, cell)
        return octaves(rng, rows, columns, cell * 2, 3)
    if split == "validation":
        first = smooth(rng, rows, columns, cell) * smooth(rng, rows, columns, cell * 3)
        return unit(first if choice else np.tanh(2 * first))
    return (_cells if choice else _fibers)(rng, rows, columns, cell)


def _blurred(rng: np.random.Generator, rows: int, columns: int, size: float) -> Field:
    """Noise whose grains are about `size` pixels wide (1: white)."""
    if size < 1.15:
        return white(rng, rows, columns)
    if size > 3.0:
        return unit(smooth(rng, rows, columns, size))
    return unit(cv2.GaussianBlur(white(rng, rows, columns), (0, 0), size / 2.4))


def grain(rng: np.random.Generator, split: Split, rows: int, columns: int, size: float) -> Field:
    """Image noise of unit variance with grains of about `size` pixels.

    Train: Gaussian grains, one or two sizes. Validation: box-filtered and quantized noise. Test:
    heavy tails, band-passed noise, nearest-neighbor enlarged noise, stripes of rows or columns.
    """
    if split == "train":
        field = _blurred(rng, rows, columns, size)
        if rng.random() < 0.25:
            field = field + 0.7 * _blurred(rng, rows, columns, size * rng.uniform(1.6, 2.4))
        return field
    if split == "validation":
        width = int(rng.integers(1, 4))
        return unit(cv2.blur(np.abs(_blurred(rng, rows, columns, size)), (width, 4 - width)))
    choice = rng.integers(4)
    if choice == 0:
        field = _blurred(rng, rows, columns, size)
        return unit(field * np.abs(field))
    if choice == 1:
        fine = _blurred(rng, rows, columns, size)
        return unit(fine - cv2.blur(fine, (int(size * 2) | 1, int(size * 2) | 1)))
    if choice == 2 and size > 1.5:
        step = max(int(round(size)), 2)
        small = rng.standard_normal((rows // step + 1, columns // step + 1), dtype=np.float32)
        large = (small.shape[1] * step, small.shape[0] * step)
        return cv2.resize(small, large, interpolation=cv2.INTER_NEAREST)[:rows, :columns]
    stripes = rng.standard_normal((rows, 1), dtype=np.float32) * np.float32(rng.uniform(0.1, 0.5))
    field = rng.exponential(1.0, (1,)).astype(np.float32)[0] * 0.2 * stripes
    return unit(_blurred(rng, rows, columns, size) + field)


def blend(low: Field, high: Field | float, weight: Field) -> Field:
    """`low` where weight is 0, `high` where it is 1."""
    return low + (high - low) * weight


def soft(mask: np.ndarray, sigma: float) -> Field:
    """An 8-bit mask as a float field 0..1, its edge softened by `sigma` pixels."""
    field = mask.astype(np.float32) * np.float32(1 / 255)
    if sigma < 0.3:
        return field
    shrink = 4 if sigma > 10 else 1
    if shrink == 1:
        return cv2.GaussianBlur(field, (0, 0), sigma)
    small = cv2.resize(field, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / 4)
    return cv2.resize(small, (field.shape[1], field.shape[0]), interpolation=cv2.INTER_LINEAR)


def ellipse(
    shape: tuple[int, int], center: tuple[float, float], axes: tuple[float, float], angle: float
) -> np.ndarray:
    """An 8-bit mask of one filled ellipse; center and axes in pixels (x, y)."""
    mask = np.zeros(shape, np.uint8)
    where = (int(center[0]), int(center[1]))
    size = (max(int(axes[0]), 1), max(int(axes[1]), 1))
    cv2.ellipse(mask, where, size, angle, 0, 360, 255, -1, cv2.LINE_AA)
    return mask


def gradient(rng: np.random.Generator, rows: int, columns: int) -> Field:
    """A linear ramp from -1 to 1 in a random direction."""
    angle = rng.uniform(0, 2 * np.pi)
    down = np.linspace(-1, 1, rows, dtype=np.float32)[:, None] * np.float32(np.sin(angle))
    across = np.linspace(-1, 1, columns, dtype=np.float32)[None, :] * np.float32(np.cos(angle))
    return (down + across) * np.float32(0.75)


def color(grey: Field, tint: tuple[float, float, float]) -> np.ndarray:
    """An RGB picture (rows, columns, 3) from a grey one, each channel times its tint."""
    return cv2.merge([grey * np.float32(part) for part in tint])


def warp(rng: np.random.Generator, picture: np.ndarray, reach: float, cell: float) -> np.ndarray:
    """The picture bent smoothly by about `reach` pixels, in waves of about `cell` pixels."""
    rows, columns = picture.shape[:2]
    across = np.arange(columns, dtype=np.float32)[None, :]
    down = np.arange(rows, dtype=np.float32)[:, None]
    across = across + smooth(rng, rows, columns, cell) * np.float32(reach)
    down = down + smooth(rng, rows, columns, cell) * np.float32(reach)
    return cv2.remap(picture, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
