"""The evidence lower bound, its parts, and the tighter bound of many draws.

p(z) is N(0, I), as for every `Variational` model. A `Hierarchical` model draws level by level. A
`Conditional` one is told the classes where the data has them, and then the figures are of
log p(x|y): they say nothing of how hard the class is to guess.
"""

import math
from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch import Tensor

from aeviewer.data.images import Images
from aeviewer.latent.collapse import COLLAPSED
from aeviewer.training.metrics.encoding import DRAWS, Subject, chunks
from aeviewer.training.state import Encoding
from aeviewer.zoo.capabilities import Conditional, Hierarchical, Variational
from aeviewer.zoo.posterior import Posterior, log_prior

_Draw = tuple[Posterior, Tensor, Tensor]


@torch.no_grad()
def measure(subject: Subject) -> dict[str, float]:
    """Bound the test images' -log p(x) in nats an image.

    Keys: `negative_elbo` = `reconstruction` + `kl`, of one draw; `iw_bound`, of many;
    `active_units`, dimensions that have not collapsed.
    """
    model, test, seed = subject.encoder, subject.data.test, subject.seed
    nats, kl = _terms(model, test, seed)
    return {
        "negative_elbo": nats + kl.sum().item(),
        "reconstruction": nats,
        "kl": kl.sum().item(),
        "active_units": int((kl > COLLAPSED).sum()),
        "iw_bound": iw_bound(model, test, subject.draws, seed),
    }


@torch.no_grad()
def kl_per_dimension(model: Encoding, images: Images, seed: int = 0) -> Tensor:
    """KL(q(z|x) || p(z)) in nats, the mean over images, of the latent's shape."""
    return _terms(model, images, seed)[1]


@torch.no_grad()
def iw_bound(model: Encoding, images: Images, draws: int = DRAWS, seed: int = 0) -> float:
    """Bound the images' -log p(x) in nats, in the mean, the closer the more draws there are.

    Importance weighting, Burda 2015, eq. 8: -log of the mean of p(x|z) p(z) / q(z|x) over draws of
    z; of one draw it is the negative ELBO. Likelihoods that want binary pixels draw them first.
    """
    total = 0.0
    for each in _drawn(model, images, seed, draws):
        weights = [log_prior(z) - nats - q.log_prob(z) for q, z, nats in each]
        log_p = torch.stack(weights).logsumexp(0) - math.log(draws)
        total -= log_p.sum().item()
    return total / len(images)


def _terms(model: Encoding, images: Images, seed: int) -> tuple[float, Tensor]:
    """-log p(x|z) of one draw, and the KL by dimension; means over the images."""
    reconstruction, kl = 0.0, torch.zeros(model.latent_shape, device=model.device)
    for each in _drawn(model, images, seed, 1):
        for posterior, _, nats in each:
            reconstruction += nats.sum().item() / len(images)
            kl += posterior.kl().sum(0) / len(images)
    return reconstruction, kl


def _drawn(model: Encoding, images: Images, seed: int, draws: int) -> Iterator[Iterator[_Draw]]:
    """For each part of the images, its draws; binary pixels are the same in all of them."""
    assert isinstance(model, Variational)
    noise = torch.Generator(model.device).manual_seed(seed)
    pixels = torch.Generator(model.device).manual_seed(seed + 1)
    start = 0
    for grey in chunks(images, model):
        x = model.likelihood.targets(grey, pixels)
        labels = None if images.labels is None else images.labels[start : start + len(x)]
        start += len(x)
        yield _draws(model, x, labels, noise, draws)


def _draws(
    model: Encoding, x: Tensor, labels: Tensor | None, noise: torch.Generator, draws: int
) -> Iterator[_Draw]:
    """Draw z for images (B, C, H, W) so many times: its posterior, z and -log p(x|z), (B,)."""
    cost: Callable[[Tensor, Tensor], Tensor]
    if isinstance(model, Conditional) and labels is not None:
        classes = labels.to(x.device)
        posterior = model.encode_as(x, classes)
        cost = partial(model.negative_log_likelihood_as, labels=classes)
    else:
        assert isinstance(model, Variational)
        posterior, cost = model.encode(x), model.negative_log_likelihood
    for _ in range(draws):
        if isinstance(model, Hierarchical):
            posterior, z = model.draw(x, noise)
        else:
            z = posterior.sample(noise)
        yield posterior, z, cost(x, z)
