"""What each of the other families must show, by its paper: the proofs beside the gates."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor

from aeviewer.training.metrics import bound, jacobian, samples
from aeviewer.training.metrics.encoding import CHUNK, Subject, latents
from aeviewer.zoo.tcvae import decompose
from aeviewer.zoo.wae import _kernel
from tests.benchmarks.trainings import Gate, gates, mnist, sse, trained


def conv() -> Iterator[Gate]:
    """At as many weights as a multi-layer perceptron, and on images that lie elsewhere."""
    known = {"latent": 30, "batch": 64}
    model = trained("conv", 40_000, "bf16", **known)
    flat = trained("vanilla", 40_000, "bf16", **known, hidden="860,256")
    growth = [_shifted(each) - sse(each) for each in (model, flat)]
    ratios = {"sse": sse(model) / sse(flat), "rise_by_shift": growth[0] / growth[1]}
    yield from gates("conv", 40_000, ratios, latent=30)


@torch.no_grad()
def _shifted(model: Any) -> float:
    """The squared error of test images that were moved by a pixel, each way."""
    x, total = mnist().test.floats(slice(2000)), 0.0
    for step, axis in ((1, 2), (-1, 2), (1, 3), (-1, 3)):
        moved = x.roll(step, axis)
        total += (moved - model.decode(model.encode(moved).mean)).square().sum().item()
    return total / (4 * len(x))


def conditional() -> Iterator[Gate]:
    known = {"latent": 2, "lr": 0.004}
    plain, told = (trained(name, 300_000, "bf16", **known) for name in ("vae", "cvae"))
    nats = [bound.measure(Subject(model, mnist()))["negative_elbo"] for model in (plain, told)]
    found = samples.measure(Subject(told, mnist()))
    yield from gates("cvae", 300_000, {**found, "negative_elbo": nats[0] - nats[1]}, latent=2)


def hierarchical() -> Iterator[Gate]:
    model = trained("hierarchical", 300_000, "bf16")
    kl = bound.kl_per_dimension(model, mnist().test)
    top, bottom = (part.sum().item() for part in torch.split(kl, model.levels))
    yield from gates("hierarchical", 300_000, {"kl_top": top, "kl_bottom": bottom})


def total_correlation() -> Iterator[Gate]:
    found = []
    for beta in (1.0, 6.0):
        model = trained("tcvae", 200_000, beta=beta)
        with torch.no_grad():
            q = model.encode(mnist().test.floats(slice(4000)))
            z = q.sample(torch.Generator().manual_seed(0))
            found.append(decompose(q, z, 0)[1].item())  # these images as all there are
    yield from gates("tcvae", 200_000, {"total_correlation": found[1] / found[0]}, beta=6.0)


def wasserstein() -> Iterator[Gate]:
    yield from gates("wae", 300_000, {"mmd": _mmd(trained("wae", 300_000))})


def adversarial() -> Iterator[Gate]:
    model = trained("aae", 1_400_000, hidden="256,128")
    yield from gates("aae", 1_400_000, {"mmd": _mmd(model)})


def _mmd(model: Any, count: int = 2000) -> float:
    """The biased MMD of latents from draws of N(0, I), over that of draws from draws.

    The test images are shuffled: in their file, those of one group of writers follow another's, and
    so many in a row are no draw from all of them.
    """
    generator = torch.Generator().manual_seed(0)
    z = latents(model, mnist().test)["mean"]
    shuffled = z[torch.randperm(len(z), generator=generator)[: 4 * count]]
    parts = torch.split(shuffled, count)
    drawn = [model.prior(count, generator) for _ in range(8)]
    own = [_discrepancy(z, p) for z, p in zip(parts, drawn, strict=False)]
    of_prior = [_discrepancy(p, q) for p, q in zip(drawn[:4], drawn[4:], strict=True)]
    return sum(own) / sum(of_prior)


def _discrepancy(a: Tensor, b: Tensor) -> float:
    value = _kernel(a, a).mean() + _kernel(b, b).mean() - 2 * _kernel(a, b).mean()
    return float(value)


def vae_gan() -> Iterator[Gate]:
    known = {"latent": 20, "batch": 64}
    sharp = trained("vaegan", 80_000, "bf16", **known, width=16)
    smooth = trained("vae", 80_000, "bf16", **known)
    ratio = _energy(sharp) / _energy(smooth)
    yield from gates("vaegan", 80_000, {"gradient_energy": ratio})


@torch.no_grad()
def _energy(model: Any) -> float:
    """Summed squared differences of neighbouring pixels, in reconstructions."""
    total = 0.0
    for x in torch.split(mnist().test.floats(slice(4000)), CHUNK):
        rebuilt = model.decode(model.encode(x).mean)
        total += (
            rebuilt.diff(dim=2).square().sum().item() + rebuilt.diff(dim=3).square().sum().item()
        )
    return total / 4000


def deep_contraction() -> Iterator[Gate]:
    plain, bent = (trained("contractive-deep", 300_000, lam=lam) for lam in (0.0, 0.1))
    first, second = (jacobian.measure(Subject(model, mnist())) for model in (plain, bent))
    ratios = {key: first[key] / second[key] for key in first}
    yield from gates("contractive-deep", 300_000, ratios, lam=0.1)


PROOFS: Mapping[str, Callable[[], Iterator[Gate]]] = {
    "conv": conv,
    "conditional": conditional,
    "hierarchical": hierarchical,
    "total-correlation": total_correlation,
    "wasserstein": wasserstein,
    "adversarial": adversarial,
    "vae-gan": vae_gan,
    "contractive-deep": deep_contraction,
}
