"""The recognizer: a convolutional network with a CTC head, one character class per two columns."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

WEIGHTS = Path(__file__).resolve().parents[2] / "weights"


def alphabet() -> str:
    """The characters that the recognizer knows; class k is the k-th (1-based), class 0 the CTC blank."""
    return (WEIGHTS / "alphabet.txt").read_text(encoding="utf-8").rstrip("\n")


def step(inside: int, outside: int, kernel=3, stride=1, padding=1, groups=1) -> list[nn.Module]:
    """A convolution with batch norm."""
    conv = nn.Conv2d(inside, outside, kernel, stride, padding, groups=groups, bias=False)
    return [conv, nn.BatchNorm2d(outside)]


class Residual(nn.Module):
    """A branch added to its input."""

    def __init__(self, *branch: nn.Module):
        super().__init__()
        self.branch = nn.Sequential(*branch)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.branch(x)


def along(width: int) -> Residual:
    """Mixes nine neighboring columns, then channels."""
    mix = step(width, width, (1, 9), 1, (0, 4), width)
    grow = step(width, 2 * width, 1, 1, 0)
    shrink = step(2 * width, width, 1, 1, 0)
    # A new block adds nothing, so that a trained network can grow by it.
    nn.init.zeros_(shrink[1].weight)
    return Residual(*mix, *grow, nn.ReLU(inplace=True), *shrink)


class Recognizer(nn.Module):
    """Line (N, 1, 32, W), W a multiple of 8, values -0.5..0.5, to logits (N, W/2, classes)."""

    def __init__(self, classes: int, width: int = 160, depth: int = 6):
        super().__init__()
        relu = nn.ReLU(inplace=True)
        self.look = nn.Sequential(
            *step(1, 32, stride=2), relu,
            *step(32, 48, stride=2), relu,
            Residual(*step(48, 48), relu, *step(48, 48)), relu,
            *step(48, 96, stride=(2, 1)), relu,
            Residual(*step(96, 96)), relu,
            *step(96, width, kernel=(4, 3), padding=(0, 1)), relu,
        )  # fmt: skip
        self.read = nn.Sequential(*(along(width) for _ in range(depth)))
        # Two steps for the four columns that a value of the trunk stands for.
        self.head = nn.Conv2d(width, 2 * classes, 1)
        self.classes = classes

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.head(self.read(self.look(x)))
        # (N, 2 * classes, 1, W/4) -> (N, W/2, classes)
        return x.squeeze(2).transpose(1, 2).reshape(x.shape[0], -1, self.classes)
