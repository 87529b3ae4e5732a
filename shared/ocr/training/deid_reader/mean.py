"""The running mean of the weights while they are trained: it errs less than the last of them."""

from __future__ import annotations

from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

#: How much of the mean stays at each step: it looks back over about two thousand steps.
KEPT = 0.9995


class Mean(AveragedModel):
    """Exponential moving average of a network's weights and batch statistics, in `module`."""

    def __init__(self, network: nn.Module):
        super().__init__(network, multi_avg_fn=get_ema_multi_avg_fn(KEPT), use_buffers=True)
