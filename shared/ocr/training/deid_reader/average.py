"""The mean of several trainings of one network: it errs less than each of them."""

from __future__ import annotations

from pathlib import Path

import torch


def average(weights: list[Path], out: Path) -> None:
    """Writes the mean of `weights` to `out`; they must descend from one another, or the mean says nothing."""
    networks = [torch.load(path, map_location="cpu")["network"] for path in weights]
    mean = {
        name: sum(network[name] for network in networks) / len(networks) if first.is_floating_point() else first
        for name, first in networks[0].items()
    }
    torch.save({"network": mean}, out)
