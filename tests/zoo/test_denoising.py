"""The denoising autoencoder is judged against the clean image, and sees the noisy one."""

from typing import Any

import torch
from torch import Tensor

from aeviewer.zoo.contract import Batch
from aeviewer.zoo.denoising import DenoisingAutoencoder
from aeviewer.zoo.noise import Noise
from aeviewer.zoo.registry import find

SHAPE = (1, 4, 5)


def model(**knobs: Any) -> DenoisingAutoencoder:
    entry = find("denoising")
    made = entry.build(SHAPE, entry.configure({"latent": 3, "hidden": (8,), **knobs}), seed=1)
    assert isinstance(made, DenoisingAutoencoder)
    return made


def images(count: int = 6) -> Tensor:
    return torch.rand(count, *SHAPE, generator=torch.Generator().manual_seed(1))


def batch() -> Batch:
    return Batch(images(), None, 0.5, torch.Generator().manual_seed(9))


def test_the_loss_compares_what_was_seen_noisy_with_the_clean() -> None:
    made = model(noise="salt-pepper")
    noisy = made.noise(images(), torch.Generator().manual_seed(9))
    rebuilt = made.decode(made.encode(noisy).mean)
    expected = ((images() - rebuilt) ** 2).flatten(1).sum(1).mean()
    torch.testing.assert_close(made.loss(batch()).total, expected)


def test_without_noise_it_is_the_plain_autoencoder() -> None:
    entry = find("vanilla")
    plain = entry.build(SHAPE, entry.configure({"latent": 3, "hidden": (8,)}), seed=1)
    torch.testing.assert_close(model(strength=0).loss(batch()).total, plain.loss(batch()).total)


def test_the_strength_is_in_units_of_the_usual_level() -> None:
    assert model().noise == Noise("gaussian", 0.5)
    assert model(noise="blur", strength=2).noise == Noise("blur", 3.0)
    assert model(noise="mixed", strength=0.5).noise == Noise("mixed", 0.5)
