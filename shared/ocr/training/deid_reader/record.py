"""What a training leaves behind: the weights, and beside them what led to them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch

from .schedule import Clock, device


def save(network, out: Path, clock: Clock, losses: list[float], **facts) -> None:
    """Writes the weights to `out` and a record of the run to the `.json` beside it; `facts` are told first."""
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"network": network.state_dict()}, out)
    record = facts | {
        "minutes": round(clock.elapsed(), 1),
        "loss": float(np.mean(losses[-500:])) if losses else None,
        "device": device().type,
        "parameters": sum(p.numel() for p in network.parameters()),
    }
    print(record, flush=True)
    out.with_suffix(".json").write_text(json.dumps(record, indent=1) + "\n")


def grow(network, weights: Path) -> None:
    """Gives the network what `weights` hold; blocks that they lack stay as they are born, adding nothing."""
    missing, unexpected = network.load_state_dict(torch.load(weights, map_location="cpu")["network"], strict=False)
    assert not unexpected, unexpected
    print("new:", len(missing), "of", len(network.state_dict()), flush=True)
