"""The evidence lower bound and its parts."""

import torch

from aeviewer.data.images import DataSet
from aeviewer.training.metrics.encoding import chunks
from aeviewer.training.state import Encoding
from aeviewer.zoo.capabilities import Variational

_ACTIVE = 0.01  # nats: a dimension below has collapsed


def measure(model: Encoding, data: DataSet, seed: int) -> dict[str, float]:
    """Bound the test images' -log p(x), one draw of z each, in nats an image.

    Keys: `negative_elbo` = `reconstruction` + `kl`; `active_units`, dimensions over 0.01 nat.
    """
    assert isinstance(model, Variational)
    generator = torch.Generator(model.device).manual_seed(seed)
    reconstruction, kl = 0.0, torch.zeros(model.latent_shape, device=generator.device)
    for images in chunks(data.test, model):
        x = model.likelihood.targets(images, generator)
        posterior = model.encode(x)
        nats = model.negative_log_likelihood(x, posterior.sample(generator))
        reconstruction += nats.sum().item() / len(data.test)
        kl += posterior.kl().sum(0) / len(data.test)
    return {
        "negative_elbo": reconstruction + kl.sum().item(),
        "reconstruction": reconstruction,
        "kl": kl.sum().item(),
        "active_units": int((kl > _ACTIVE).sum()),
    }
