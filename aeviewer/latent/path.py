"""Paths between two latents; both ends are exact."""

import torch
from torch import Tensor

_PARALLEL = 1e-4  # radians: closer directions leave no arc to follow


def lerp(start: Tensor, end: Tensor, t: Tensor) -> Tensor:
    """Walk the straight line from start (D,) to end (D,) at places t (N,) in [0, 1]: (N, D)."""
    return torch.lerp(start.expand(len(t), -1), end.expand(len(t), -1), t[:, None])


def slerp(start: Tensor, end: Tensor, t: Tensor) -> Tensor:
    """Walk the arc from start (D,) to end (D,) at places t (N,): (N, D).

    Shoemake 1985. The direction turns evenly, the length changes evenly: in many dimensions a
    Gaussian's mass lies on a shell, which a straight line leaves. Without an arc to follow (a zero
    or parallel or opposite end) it is the straight line.
    """
    lengths = torch.stack([start.norm(), end.norm()])
    if not lengths.all():
        return lerp(start, end, t)
    first, last = start / lengths[0], end / lengths[1]
    angle = 2 * torch.atan2((first - last).norm(), (first + last).norm())  # arccos is blind near 0
    if angle < _PARALLEL or torch.pi - angle < _PARALLEL:
        return lerp(start, end, t)
    towards = torch.sin((1 - t) * angle)[:, None] * first
    turned = (towards + torch.sin(t * angle)[:, None] * last) / torch.sin(angle)
    walked = turned * torch.lerp(lengths[0], lengths[1], t)[:, None]
    walked = torch.where((t == 0)[:, None], start, walked)
    return torch.where((t == 1)[:, None], end, walked)


def chain(anchors: Tensor, t: Tensor, shape: str, *, closed: bool = False) -> Tensor:
    """Walk from anchor to anchor, (K, D), K >= 2, at places t (N,) in [0, 1]: (N, D).

    Each leg takes the same part of t, and is of the shape called lerp or slerp. Closed, one more
    leg leads back to the first anchor. At each anchor's place the walk is exactly there.
    """
    stops = torch.cat([anchors, anchors[:1]]) if closed else anchors
    legs = len(stops) - 1
    leg = (t * legs).floor().clamp(0, legs - 1).long()
    walked = torch.empty(len(t), stops.shape[1])
    for number in sorted(set(leg.tolist())):
        here = leg == number
        walked[here] = PATHS[shape](stops[number], stops[number + 1], t[here] * legs - number)
    return walked


PATHS = {"lerp": lerp, "slerp": slerp}
