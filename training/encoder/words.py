"""The words' vectors in four bits: a third of what is shipped would otherwise be this table."""

from typing import Final

import torch

__all__ = ["FourBits", "four_bits"]

_BLOCK: Final = 32  # numbers that share a scale


class FourBits(torch.nn.Module):
    """A table of vectors in four bits a number. Exported, it is a few cheap operations.

    Parameters
    ----------
    packed : uint8 tensor of shape (words, width / 2)
        The first half of a vector in the upper bits, the second in the lower ones.
    low, step : float16 tensors of shape (words, width / 32)
        Of every block: what level 0 stands for, and the distance from level to level.
    """

    packed: torch.Tensor
    low: torch.Tensor
    step: torch.Tensor

    def __init__(self, packed: torch.Tensor, low: torch.Tensor, step: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("packed", packed)
        self.register_buffer("low", low)
        self.register_buffer("step", step)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Vectors of shape (*ids.shape, width), float32."""
        both = self.packed[ids].float()
        upper = torch.floor(both / 16)
        levels = torch.cat([upper, both - 16 * upper], -1).unflatten(-1, (-1, _BLOCK))
        step, low = self.step[ids].float(), self.low[ids].float()
        return (levels * step[..., None] + low[..., None]).flatten(-2)

    def table(self) -> torch.Tensor:
        """All vectors, of shape (words, width)."""
        found: torch.Tensor = self(torch.arange(len(self.packed)))
        return found


def four_bits(table: torch.Tensor) -> FourBits:
    """Round every block of a vector to sixteen levels between its least and greatest number.

    What has been rounded stays as it is: fine-tuning sees the vectors that are served.

    Parameters
    ----------
    table : float32 tensor of shape (words, width)
        Width: a multiple of 64.
    """
    blocks = table.detach().unflatten(-1, (-1, _BLOCK))
    low = blocks.amin(-1).half()
    step = ((blocks.amax(-1) - low.float()) / 15).half().clamp(min=1e-6)
    levels = ((blocks - low.float()[..., None]) / step.float()[..., None]).round().clamp(0, 15)
    upper, lower = levels.flatten(-2).chunk(2, -1)
    return FourBits((16 * upper + lower).to(torch.uint8), low, step)
