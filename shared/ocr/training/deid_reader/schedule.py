"""How long a training runs, on what, and how fast it learns meanwhile."""

from __future__ import annotations

import math
import time

import torch
from torch import nn


def device() -> torch.device:
    """The graphics processor where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def prepared(network: nn.Module) -> nn.Module:
    """The network where and how it is trained fastest."""
    if device().type == "cpu":
        # Two threads on a busy machine of two processors take longer than one.
        torch.set_num_threads(1)
    return network.to(device()).to(memory_format=torch.channels_last).train()


class Clock:
    """Wall time of a training, and the learning rate that goes with it: a short rise, then half a cosine."""

    def __init__(self, minutes: float, rate: float, rise: float = 0.03):
        self._start, self._minutes, self._rate, self._rise = time.monotonic(), minutes, rate, rise

    def elapsed(self) -> float:
        """Minutes since the start."""
        return (time.monotonic() - self._start) / 60

    def is_over(self) -> bool:
        """Whether the time is up."""
        return self.elapsed() >= self._minutes

    def set_rate(self, optimizer: torch.optim.Optimizer) -> None:
        """Gives the optimizer the learning rate of this moment."""
        done = min(self.elapsed() / self._minutes, 1.0)
        if done < self._rise:
            factor = done / self._rise + 0.02
        else:
            factor = 0.5 * (1 + math.cos(math.pi * (done - self._rise) / (1 - self._rise))) + 0.002
        for group in optimizer.param_groups:
            group["lr"] = self._rate * factor
