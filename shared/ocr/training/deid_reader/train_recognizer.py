"""Trains the recognizer on rendered lines."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional

from .mean import Mean
from .normalize import ROWS, STEP
from .recognizer import Recognizer, alphabet
from .record import grow, save
from .schedule import Clock, device, prepared
from .shards import Lines, read_lines, shards

#: Columns of all lines of a batch together.
COLUMNS = 7000
RATE = 2.5e-3


def train(
    data: Path, out: Path, minutes: float, seed: int, resume: Path | None = None, rate: float = RATE
) -> None:
    """Trains for so many minutes of wall time, then writes the weights and a record of the run to `out`."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    letters = alphabet()
    network = prepared(Recognizer(len(letters) + 1))
    if resume:
        grow(network, resume)
    mean = Mean(network)
    optimizer = torch.optim.AdamW(network.parameters(), rate, weight_decay=0.01)
    clock, losses, step = Clock(minutes, rate), [], 0
    for pictures, texts in batches(rng, data):
        if clock.is_over():
            break
        clock.set_rate(optimizer)
        losses.append(learn(network, optimizer, pictures, texts, letters))
        mean.update_parameters(network)
        step += 1
        if step % 200 == 0:
            print(f"recognizer {clock.elapsed():.1f} min step {step} loss {np.mean(losses[-200:]):.4f}", flush=True)
        if step % 2000 == 0:
            save(mean.module, out, clock, losses, **facts(mean.module, seed, step, data, letters))
    save(mean.module, out, clock, losses, **facts(mean.module, seed, step, data, letters))


def facts(network, seed: int, step: int, data: Path, letters: str) -> dict:
    """What a record of the run tells besides time and loss."""
    return {
        "seed": seed,
        "steps": step,
        "columns": COLUMNS,
        "validation_character_error_rate": error_rate(network, data, letters),
    }


def learn(network, optimizer, pictures: list[np.ndarray], texts: list[str], letters: str) -> float:
    """One step of descent; the loss per character before it."""
    x, widths = tensor_of(pictures)
    with torch.autocast(device().type, torch.bfloat16):
        logits = network(x)
    classes = [letters.index(c) + 1 for text in texts for c in text]
    loss = functional.ctc_loss(
        logits.float().log_softmax(2).transpose(0, 1),
        torch.tensor(classes),
        torch.tensor([width // 2 for width in widths]),
        torch.tensor([len(text) for text in texts]),
        zero_infinity=True,
    )
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
    optimizer.step()
    return float(loss)


def tensor_of(pictures: list[np.ndarray]) -> tuple[torch.Tensor, list[int]]:
    """Lines side by side in one tensor (N, 1, 32, W), filled up with background; their widths in whole steps."""
    widths = [-(-picture.shape[1] // STEP) * STEP for picture in pictures]
    filled = np.zeros((len(pictures), ROWS, max(widths)), np.uint8)
    for row, picture in zip(filled, pictures):
        row[:, : picture.shape[1]] = picture
    x = torch.from_numpy(filled).float().div_(255).sub_(0.5).unsqueeze(1)
    return x.to(device()).contiguous(memory_format=torch.channels_last), widths


def batches(rng: np.random.Generator, data: Path):
    """Batches without end, lines of about the same length together."""
    while True:
        for path in rng.permutation(shards(data, "train", "lines")):
            lines = read_lines(path)
            groups = grouped(rng, lines)
            for at in rng.permutation(len(groups)):
                chosen = groups[at]
                yield [varied(rng, line_of(lines, n)) for n in chosen], [lines.texts[n] for n in chosen]


def grouped(rng: np.random.Generator, lines: Lines) -> list[list[int]]:
    """Numbers of lines in groups of at most COLUMNS columns, similar lengths together."""
    widths = np.diff(lines.starts) * rng.uniform(0.9, 1.1, len(lines.texts))
    groups: list[list[int]] = [[]]
    for n in np.argsort(widths):
        if groups[-1] and (len(groups[-1]) + 1) * widths[n] > COLUMNS:
            groups.append([])
        groups[-1].append(int(n))
    return groups


def line_of(lines: Lines, n: int) -> np.ndarray:
    """The picture of line `n`, uint8 (32, columns)."""
    return lines.pixels[:, lines.starts[n] : lines.starts[n + 1]]


def varied(rng: np.random.Generator, line: np.ndarray) -> np.ndarray:
    """The line a little wider, narrower, shifted, blurred, noisier, of other contrast; rarely the other polarity."""
    if rng.random() < 0.5:
        width = max(STEP, round(line.shape[1] * rng.uniform(0.95, 1.2)))
        line = cv2.resize(line, (width, ROWS), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.3:
        line = np.roll(line, int(rng.integers(-2, 3)), axis=0)
    chance = rng.random()
    if chance < 0.15:
        line = cv2.GaussianBlur(line, (3, 3), rng.uniform(0.4, 1.0))
    elif chance < 0.35:
        noise = rng.standard_normal(line.shape, np.float32) * rng.uniform(3, 30)
        line = np.clip(line + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        table = np.linspace(0, 1, 256) ** np.exp(rng.uniform(-0.5, 0.5))
        line = np.round(table * 255).astype(np.uint8)[line]
    if rng.random() < 0.03:
        line = 255 - line
    return line


def greedy(logits: torch.Tensor, width: int, letters: str) -> str:
    """The text of one line: the best class of every step, repeats and blanks left out."""
    best = logits[: width // 2].argmax(1).tolist()
    kept = [k for k, before in zip(best, [0, *best]) if k != before and k != 0]
    return "".join(letters[k - 1] for k in kept)


def distance(a: str, b: str) -> int:
    """Fewest insertions, deletions and replacements that turn `a` into `b`."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row = row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (x != y)))
    return row[-1]


@torch.no_grad()
def error_rate(network, data: Path, letters: str, most: int = 1000) -> float | None:
    """Character error rate over lines of the validation split; None where none were rendered."""
    paths = shards(data, "validation", "lines")
    if not paths:
        return None
    lines = read_lines(paths[0])
    network.eval()
    wrong = total = 0
    for n in range(min(most, len(lines.texts))):
        x, widths = tensor_of([line_of(lines, n)])
        wrong += distance(greedy(network(x)[0], widths[0], letters), lines.texts[n])
        total += len(lines.texts[n])
    network.train()
    return wrong / max(total, 1)
