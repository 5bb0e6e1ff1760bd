"""The quantiser: the nearest entry of a codebook stands for a vector.

van den Oord 2017, Neural Discrete Representation Learning: eq. 1-2 choose the entry, appendix A.1
moves it to the moving average of the vectors it stood for. Two habits of those who came after keep
all entries in use: they start on vectors of the data, and dead ones start anew on others (Dhariwal
2020, Jukebox).
"""

from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Gradient = Literal["straight-through", "rotation"]
Start = Literal["data", "random"]

_REVIVAL = 50  # steps between two looks for dead entries
_DEAD = 0.05  # of the mean use
_TINY = 1e-12  # use below which an average is none


class Quantiser(nn.Module):
    """A codebook that follows what it stands for.

    Attributes:
        codebook: the entries e, (K, D).
        use: N, the moving average of how many vectors an entry stands for in a batch, (K,).
        total: m, that of their sum, (K, D).
    """

    codebook: Tensor
    use: Tensor
    total: Tensor

    def __init__(self, size: int, width: int, decay: float, revives: bool = True):
        super().__init__()
        self.decay, self.revives = decay, revives
        self.register_buffer("codebook", torch.randn(size, width))
        self.register_buffer("use", torch.zeros(size))
        self.register_buffer("total", torch.zeros(size, width))
        self._seen: tuple[Tensor, Tensor] | None = None

    def forward(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """Quantise (B, D, h, w): codes (B, h, w) int64, and entries (B, D, h, w) without gradient.

        In training it remembers them for `advance`, which saves a second pass of the encoder.
        """
        z = z.detach().float()
        codes = self.nearest(z)
        if torch.is_grad_enabled():
            self._seen = (z, codes)
        return codes, self.entries(codes)

    def nearest(self, z: Tensor) -> Tensor:
        """Find the codes (B, h, w) int64 of the entries nearest to each cell of (B, D, h, w)."""
        rows = _rows(z.float())
        with torch.autocast(z.device.type, enabled=False):  # near ties, which bf16 cannot tell
            half = 0.5 * self.codebook.square().sum(1)
            distance = torch.addmm(half, rows, self.codebook.T, alpha=-1)  # less |z|^2 / 2
        return distance.argmin(1).reshape(len(z), *z.shape[2:])

    def entries(self, codes: Tensor) -> Tensor:
        """Look up codes (B, h, w): entries (B, D, h, w)."""
        return F.embedding(codes, self.codebook).movedim(-1, 1)

    @torch.no_grad()
    def start(self, z: Tensor, generator: torch.Generator) -> None:
        """Place all entries on cells of (B, D, h, w), drawn at random."""
        self._place(torch.ones_like(self.use, dtype=torch.bool), _rows(z.float()), generator)

    @torch.no_grad()
    def advance(self, step: int, generator: torch.Generator) -> None:
        """Follow what the last step saw (appendix A.1); now and then revive dead entries."""
        if self._seen is None:
            return
        (z, codes), self._seen = self._seen, None
        rows, codes = _rows(z), codes.flatten()
        chosen = rows.new_zeros(len(rows), len(self.use)).scatter_(1, codes[:, None], 1.0)
        self.use.lerp_(chosen.sum(0), 1 - self.decay)
        self.total.lerp_(chosen.T @ rows, 1 - self.decay)
        known = (self.use > _TINY)[:, None]
        average = self.total / self.use.clamp(min=_TINY)[:, None]
        self.codebook.copy_(torch.where(known, average, self.codebook))
        if self.revives and (step + 1) % _REVIVAL == 0:
            self._place(self.use < _DEAD * self.use.mean(), rows, generator)

    def _place(self, which: Tensor, rows: Tensor, generator: torch.Generator) -> None:
        """Let entries (K,) begin anew on some of the rows (N, D), without a past."""
        order = torch.randperm(len(rows), generator=generator, device=rows.device)
        drawn = rows[order[torch.arange(len(which), device=rows.device) % len(rows)]]
        self.codebook.copy_(torch.where(which[:, None], drawn, self.codebook))
        self.use.masked_fill_(which, 0)
        self.total.masked_fill_(which[:, None], 0)

    def draw(self, shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
        """Draw codes of a shape (B, h, w), each as often as it is in use."""
        use = torch.where(self.use.sum() > 0, self.use, torch.ones_like(self.use))
        count = torch.Size(shape).numel()
        return torch.multinomial(use, count, replacement=True, generator=generator).reshape(shape)


def _rows(z: Tensor) -> Tensor:
    """Cells of (B, D, h, w) as rows (B * h * w, D)."""
    return z.movedim(1, -1).reshape(z.shape[0] * z.shape[2] * z.shape[3], z.shape[1])


def pass_through(z: Tensor, quantised: Tensor, gradient: Gradient) -> Tensor:
    """Return the quantised (B, D, h, w), with a gradient for z, which rounding has not.

    Straight-through: that of the output, unchanged (van den Oord 2017, sec. 3.2). Rotation: the
    output is taken for z turned and stretched (Fifty 2024, sec. 4.2), so that the gradient keeps
    its angle to z as it goes back.
    """
    moved = z if gradient == "straight-through" else _turned(z, quantised)
    return moved + (quantised - moved).detach()


def _turned(z: Tensor, quantised: Tensor) -> Tensor:
    """|q| / |z| R z, where R = I - 2 r r^T + 2 q z^T of unit vectors, r halfway, turns z to q."""
    fixed = z.detach()
    length = fixed.norm(dim=1, keepdim=True).clamp(min=1e-6)
    e, q = fixed / length, F.normalize(quantised, dim=1)
    r = F.normalize(e + q, dim=1)
    turned = z - 2 * r * (r * z).sum(1, keepdim=True) + 2 * q * (e * z).sum(1, keepdim=True)
    stretched: Tensor = turned * (quantised.norm(dim=1, keepdim=True) / length)
    return stretched
