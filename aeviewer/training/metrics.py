"""Figures of a trained model on test images, in the units of the literature."""

import math
from collections.abc import Iterator

import torch
from torch import Tensor

from aeviewer.data.images import DataSet, Images
from aeviewer.training.state import Encoding
from aeviewer.zoo.capabilities import ClosedForm, Variational
from aeviewer.zoo.contract import Autoencoder, Batch
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import Model

_CHUNK = 1000
_ACTIVE = 0.01  # nats: a dimension below has collapsed
_NEIGHBOURS = 10


@torch.no_grad()
def evaluate(model: Model, data: DataSet, seed: int = 0) -> dict[str, float]:
    """Measure what fits the model on the test images; the model stays as it is.

    Keys: `sse` (squared error an image, of the posterior's mean decoded), `psnr` (dB, of the mean
    squared error), `negative_elbo`, `reconstruction`, `kl` (nats an image, one draw of z each),
    `active_units` (dimensions over 0.01 nat), `knn10` (accuracy of 10 neighbours among the
    training images' latents).
    """
    if not isinstance(model, Autoencoder):
        return {}
    test = data.test.to(model.device)
    figures = _errors(model, test)
    if isinstance(model, Variational):
        figures |= _bound(model, test, seed)
    if data.train.labels is not None and data.test.labels is not None:
        figures["knn10"] = _neighbours(model, data)
    return figures


@torch.no_grad()
def latents(model: Model, images: Images) -> dict[str, Tensor]:
    """Encode images: `mean` and, where there is one, `std` (N, D) float32; `labels` (N,)."""
    if not isinstance(model, Autoencoder):
        return {}
    posteriors = [model.encode(x) for x in _chunks(images.to(model.device))]
    found = {"mean": torch.cat([q.mean.flatten(1) for q in posteriors]).float().cpu()}
    stds = [q.std.flatten(1) for q in posteriors if q.std is not None]
    if stds:
        found["std"] = torch.cat(stds).float().cpu()
    if images.labels is not None:
        found["labels"] = images.labels.cpu()
    return found


def _chunks(images: Images) -> Iterator[Tensor]:
    for start in range(0, len(images), _CHUNK):
        yield images.floats(slice(start, start + _CHUNK))


def _errors(model: Encoding, test: Images) -> dict[str, float]:
    sse = sum(_squared_error(model, x) for x in _chunks(test)) / len(test)
    pixels = math.prod(test.shape)
    return {"sse": sse, "psnr": 10 * math.log10(pixels / sse) if sse else math.inf}


def _squared_error(model: Encoding, x: Tensor) -> float:
    """Sum over a chunk; PCA's is taken before its clamp, as the literature's figures are."""
    if isinstance(model, ClosedForm):
        batch = Batch(x, None, 1.0, torch.Generator(x.device))
        return model.loss(batch).terms["reconstruction"].item() * len(x)
    return (x - model.decode(model.encode(x).mean)).square().sum().item()


def _bound(model: Encoding, test: Images, seed: int) -> dict[str, float]:
    assert isinstance(model, Variational)
    generator = torch.Generator(model.device).manual_seed(seed)
    reconstruction, kl = 0.0, torch.zeros(model.latent_shape, device=generator.device)
    for x in _chunks(test):
        posterior: Posterior = model.encode(x)
        nats = model.negative_log_likelihood(x, posterior.sample(generator))
        reconstruction += nats.sum().item() / len(test)
        kl += posterior.kl().sum(0) / len(test)
    return {
        "negative_elbo": reconstruction + kl.sum().item(),
        "reconstruction": reconstruction,
        "kl": kl.sum().item(),
        "active_units": int((kl > _ACTIVE).sum()),
    }


def _neighbours(model: Model, data: DataSet) -> float:
    from sklearn.neighbors import KNeighborsClassifier

    train, test = latents(model, data.train), latents(model, data.test)
    judge = KNeighborsClassifier(min(_NEIGHBOURS, len(data.train)))
    judge.fit(train["mean"].numpy(), train["labels"].numpy())
    return float(judge.score(test["mean"].numpy(), test["labels"].numpy()))
