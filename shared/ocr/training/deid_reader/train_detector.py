"""Trains the detector on rendered pages."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional

from .detector import Detector
from .mean import Mean
from .record import grow, save
from .schedule import Clock, device, prepared
from .shards import read_pages, shards
from .targets import CORE, EXTENT, IGNORE, WEIGHT_SHIFT

CROP = 256
BATCH = 12
RATE = 4e-3


def train(
    data: Path, out: Path, minutes: float, seed: int, resume: Path | None = None, rate: float = RATE
) -> None:
    """Trains for so many minutes of wall time, then writes the weights and a record of the run to `out`."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = prepared(Detector())
    if resume:
        grow(network, resume)
    mean = Mean(network)
    optimizer = torch.optim.AdamW(network.parameters(), rate, weight_decay=0.01)
    clock, losses, step = Clock(minutes, rate), [], 0
    for batch in batches(rng, data):
        if clock.is_over():
            break
        clock.set_rate(optimizer)
        loss = learn(network, optimizer, *batch)
        losses.append(loss)
        mean.update_parameters(network)
        step += 1
        if step % 200 == 0:
            print(f"detector {clock.elapsed():.1f} min step {step} loss {np.mean(losses[-200:]):.4f}", flush=True)
        if step % 2000 == 0:
            save(mean.module, out, clock, losses, seed=seed, steps=step, batch=BATCH)
    save(mean.module, out, clock, losses, seed=seed, steps=step, batch=BATCH)


def learn(network, optimizer, x: torch.Tensor, answer: torch.Tensor, weight: torch.Tensor) -> float:
    """One step of descent; the loss before it."""
    with torch.autocast(device().type, torch.bfloat16):
        logits = network(x)
    loss = loss_of(logits.float(), answer, weight)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
    optimizer.step()
    return float(loss)


def loss_of(logits: torch.Tensor, answer: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Weighed cross-entropy plus half the Dice loss of both maps. `weight` is 0 where nothing is asked."""
    cross = functional.binary_cross_entropy_with_logits(logits, answer, reduction="none")
    cross = (cross * weight).sum() / weight.sum().clamp(min=1.0)
    seen = (weight > 0).float()
    share = torch.sigmoid(logits) * seen
    both = (share * answer).sum((0, 2, 3))
    dice = 1 - (2 * both + 1) / (share.sum((0, 2, 3)) + (answer * seen).sum((0, 2, 3)) + 1)
    return cross + 0.5 * dice.mean()


def batches(rng: np.random.Generator, data: Path):
    """Batches without end: the shards that exist, in random order, those that appear later too."""
    while True:
        for path in rng.permutation(shards(data, "train", "pages")):
            greys, labels = read_pages(path)
            order = rng.permutation(len(greys))
            for chosen in np.split(order[: len(order) // BATCH * BATCH], len(order) // BATCH):
                pairs = [varied(rng, greys[at], labels[at]) for at in chosen]
                yield batch_of(*zip(*pairs))


def batch_of(greys, labels) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Tensors (N, 1, 256, 256), (N, 2, 128, 128) and the weights of the latter."""
    x = torch.from_numpy(np.stack(greys)).float().div_(255).sub_(0.5).unsqueeze(1)
    bits = torch.from_numpy(np.stack(labels)).int()
    answer = torch.stack([(bits & CORE) > 0, (bits & EXTENT) > 0], 1).float()
    text = (bits >> WEIGHT_SHIFT).float() * 0.5 + 1.0
    weight = torch.where((bits & EXTENT) > 0, text, torch.ones_like(text))
    weight = weight * ((bits & IGNORE) == 0)
    x = x.to(device()).contiguous(memory_format=torch.channels_last)
    return x, answer.to(device()), weight.unsqueeze(1).expand_as(answer).to(device())


def varied(rng: np.random.Generator, grey: np.ndarray, label: np.ndarray):
    """A crop of a page, seen another way: scale, quarter turns, mirror, edge, polarity, contrast, noise."""
    if rng.random() < 0.35:
        grey, label = rescaled(rng, grey, label)
    side = CROP // 2
    top = int(rng.integers(label.shape[0] - side + 1))
    left = int(rng.integers(label.shape[1] - side + 1))
    label = label[top : top + side, left : left + side]
    grey = grey[2 * top : 2 * top + CROP, 2 * left : 2 * left + CROP]
    turns = int(rng.choice(4, p=(0.79, 0.07, 0.07, 0.07)))
    grey, label = np.rot90(grey, turns), np.rot90(label, turns)
    if rng.random() < 0.05:
        grey, label = grey[:, ::-1], label[:, ::-1]
    if rng.random() < 0.15:
        grey, label = edged(rng, grey, label)
    if rng.random() < 0.2 and not label.any():
        grey = grained(rng, grey)
    return relit(rng, grey), np.ascontiguousarray(label)


def edged(rng: np.random.Generator, grey: np.ndarray, label: np.ndarray):
    """The picture ends within the crop, on the right, below, or both, and goes on mirrored as in the engine."""
    gone = rng.integers(1, 16, 2) * (rng.random(2) < 0.7)

    def mirrored(values: np.ndarray, scale: int) -> np.ndarray:
        rows, columns = values.shape[0] - scale * gone[0], values.shape[1] - scale * gone[1]
        padding = ((0, values.shape[0] - rows), (0, values.shape[1] - columns))
        return np.pad(values[:rows, :columns], padding, mode="reflect")

    return mirrored(grey, 2), mirrored(label, 1)


def grained(rng: np.random.Generator, grey: np.ndarray) -> np.ndarray:
    """White noise of up to a third of the range over a crop without text, now and then in grains of two pixels."""
    noise = rng.standard_normal(grey.shape, np.float32) * np.exp(rng.uniform(np.log(5), np.log(85)))
    if rng.random() < 0.3:
        noise = 2 * cv2.GaussianBlur(noise, (0, 0), rng.uniform(0.5, 1.5))
    return np.clip(grey + noise, 0, 255).astype(np.uint8)


def rescaled(rng: np.random.Generator, grey: np.ndarray, label: np.ndarray):
    """Page and labels 0.68 to 1.35 times as large."""
    half = max(CROP // 2, int(label.shape[0] * rng.uniform(0.68, 1.35)))
    shrinks = half < label.shape[0]
    way = cv2.INTER_AREA if shrinks else int(rng.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC]))
    grey = cv2.resize(grey, (2 * half, 2 * half), interpolation=way)
    return grey, cv2.resize(label, (half, half), interpolation=cv2.INTER_NEAREST)


def relit(rng: np.random.Generator, grey: np.ndarray) -> np.ndarray:
    """Other polarity, contrast, brightness, gamma; sometimes noise or JPEG blocks."""
    table = np.linspace(0, 1, 256, dtype=np.float32)
    if rng.random() < 0.4:
        table = table ** float(np.exp(rng.uniform(-0.5, 0.5)))
    if rng.random() < 0.4:
        span = rng.uniform(0.5, 1.0)
        table = table * span + rng.uniform(0, 1 - span)
    if rng.random() < 0.4:
        table = 1 - table
    grey = np.round(table * 255).astype(np.uint8)[grey]
    chance = rng.random()
    if chance < 0.10:
        noise = rng.standard_normal(grey.shape, np.float32) * rng.uniform(1, 9)
        grey = np.clip(grey + noise, 0, 255).astype(np.uint8)
    elif chance < 0.18:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 92))]
        grey = cv2.imdecode(cv2.imencode(".jpg", grey, quality)[1], cv2.IMREAD_GRAYSCALE)
    return np.ascontiguousarray(grey)
