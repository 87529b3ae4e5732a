"""The detector: a small U-Net that does most of its work at a quarter of the resolution."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

#: Channels at a quarter, an eighth, a 16th and a 32nd of the resolution.
CHANNELS = (32, 48, 80, 112)


class Step(nn.Sequential):
    """A 3x3 convolution, batch norm and ReLU."""

    def __init__(self, inside: int, outside: int, stride: int = 1):
        super().__init__(
            nn.Conv2d(inside, outside, 3, stride, 1, bias=False),
            nn.BatchNorm2d(outside),
            nn.ReLU(inplace=True),
        )


class Refine(nn.Module):
    """A second look at one level, added to it; a new one adds nothing, so that a trained network can grow by it."""

    def __init__(self, width: int):
        super().__init__()
        norm = nn.BatchNorm2d(width)
        nn.init.zeros_(norm.weight)
        self.branch = nn.Sequential(Step(width, width), nn.Conv2d(width, width, 1, bias=False), norm)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.branch(x)


class Detector(nn.Module):
    """Grey picture (N, 1, H, W), sides multiples of 32, to logits (N, 2, H/2, W/2): core and extent."""

    def __init__(self, channels: tuple[int, ...] = CHANNELS):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(1, channels[0], 7, 4, 3, bias=False),
            nn.BatchNorm2d(channels[0]),
            nn.ReLU(inplace=True),
            Step(channels[0], channels[0]),
        )
        self.down = nn.ModuleList(
            nn.Sequential(Step(inside, outside, 2), Step(outside, outside))
            for inside, outside in zip(channels, channels[1:])
        )
        self.deepen = nn.ModuleList(Refine(width) for width in channels[1:])
        self.lateral = nn.ModuleList(
            nn.Conv2d(deep, shallow, 1) for shallow, deep in zip(channels, channels[1:])
        )
        self.refine = nn.ModuleList(Refine(width) for width in channels[:-1])
        self.join = Step(channels[0], channels[0])
        # Eight values for a cell of 4 x 4 pixels: two maps, two by two values each.
        self.head = nn.Conv2d(channels[0], 8, 1)
        nn.init.constant_(self.head.bias, -2.0)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        seen = [self.stem(x)]
        for level, deepen in zip(self.down, self.deepen):
            seen.append(deepen(level(seen[-1])))
        x = seen[-1]
        for lateral, shallow, refine in zip(reversed(self.lateral), reversed(seen[:-1]), reversed(self.refine)):
            x = refine(shallow + functional.interpolate(lateral(x), scale_factor=2.0, mode="nearest"))
        return functional.pixel_shuffle(self.head(self.join(x)), 2)
