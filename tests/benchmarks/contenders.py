"""Ways to train one architecture at one batch size, each as an iterator of steps.

The VAE is the 784-400-20 of the tutorials, the others are the zoo's own with their default knobs.
"""

import contextlib
import importlib
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

from aeviewer.data.images import Images
from aeviewer.training.loop import train
from aeviewer.training.plan import Plan
from aeviewer.training.state import begin
from aeviewer.zoo.capabilities import Evolving
from aeviewer.zoo.contract import Batch
from aeviewer.zoo.registry import Model, find

BATCH, LATENT, HIDDEN, PIXELS = 128, 20, 400, 784
LR = 1e-3


_CPU = torch.device("cpu")
_KNOBS: Mapping[str, Mapping[str, object]] = {
    "vae": {"latent": LATENT, "hidden": (HIDDEN,)},
    "conv": {"latent": LATENT},
    "vq": {},
}
MODELS = tuple(_KNOBS)


def ours(name: str, images: Images, precision: str) -> Iterator[object]:
    """Our generator, as the window and the command line read it."""
    config = find(name).configure(_KNOBS[name])
    plan = Plan.make("plan", {"batch": BATCH, "lr": LR, "samples": 10**9, "precision": precision})
    return train(begin(name, config, plan, images.shape, _CPU), images)


class _Pictures(Dataset[tuple[Any, int]]):
    """MNIST as torchvision reads it: a picture is made of the bytes each time it is asked for."""

    def __init__(self, images: Images):
        self.pixels = images.pixels[:, 0]
        self.labels = torch.zeros(len(images)) if images.labels is None else images.labels
        self.transform = transforms.ToTensor()

    def __len__(self) -> int:
        return len(self.pixels)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        picture = Image.fromarray(self.pixels[index].numpy())
        return self.transform(picture), int(self.labels[index])


class _TutorialVAE(nn.Module):
    """The network of the tutorials, but with our GELU: only the loops are to differ."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(PIXELS, HIDDEN)
        self.mean = nn.Linear(HIDDEN, LATENT)
        self.log_variance = nn.Linear(HIDDEN, LATENT)
        self.widened = nn.Linear(LATENT, HIDDEN)
        self.pixels = nn.Linear(HIDDEN, PIXELS)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden = F.gelu(self.hidden(x.view(-1, PIXELS)))
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        std = torch.exp(0.5 * log_variance)
        z = mean + torch.randn_like(std) * std
        return torch.sigmoid(self.pixels(F.gelu(self.widened(z)))), mean, log_variance

    def loss(self, x: Tensor) -> Tensor:
        rebuilt, mean, log_variance = self(x)
        likelihood = F.binary_cross_entropy(rebuilt, x.view(-1, PIXELS), reduction="sum")
        kl = -0.5 * torch.sum(1 + log_variance - mean.pow(2) - log_variance.exp())
        return likelihood + kl


def tutorial(name: str, images: Images) -> Iterator[object]:
    """Train as everyone does: a DataLoader over pictures, plain Adam, a figure read each step."""
    model, total = _TutorialVAE() if name == "vae" else _fresh(name, images), 0.0
    optimizer = torch.optim.Adam(model.parameters(), lr=LR)
    loader = DataLoader(_Pictures(images), batch_size=BATCH, shuffle=True)
    generator = torch.Generator().manual_seed(0)
    while True:
        for step, (x, _) in enumerate(loader):
            batch = Batch(x, None, 0.5, generator, step)
            optimizer.zero_grad()
            loss = model.loss(x) if isinstance(model, _TutorialVAE) else model.loss(batch).total
            torch.autograd.backward(loss)
            total += loss.item()
            optimizer.step()
            if isinstance(model, Evolving):
                model.advance(batch)
            yield total


def _fresh(name: str, images: Images) -> Model:
    model = find(name).build(images.shape, find(name).configure(_KNOBS[name]))
    if isinstance(model, Evolving):
        first = images.floats(slice(BATCH))
        model.start(Batch(first, None, 0.0, torch.Generator().manual_seed(0)))
    return model


def products() -> Iterator[object]:
    """Nothing but the fp32 matrix products of a step, forwards and backwards: the peak."""
    widths = [(PIXELS, HIDDEN), (HIDDEN, 2 * LATENT), (LATENT, HIDDEN), (HIDDEN, PIXELS)]
    layers = [
        (torch.randn(BATCH, fan_in), torch.randn(fan_out, fan_in), torch.randn(BATCH, fan_out))
        for fan_in, fan_out in widths
    ]
    while True:
        for number, (x, weight, gradient) in enumerate(layers):
            torch.mm(x, weight.T)
            torch.mm(gradient.T, x)
            if number:  # nobody asks for the images' gradient
                torch.mm(gradient, weight)
        yield None


def pythae(name: str, images: Images, steps: int) -> Iterator[object]:
    """pythae's own trainer; each item is an epoch of so many steps.

    Raises:
        ImportError: it is not here, or does not work with the libraries that are.
    """
    models, nets, base, trainers = map(
        importlib.import_module,
        ("pythae.models", "pythae.models.nn", "pythae.models.base.base_utils", "pythae.trainers"),
    )
    if name == "vae":
        config = models.VAEConfig(
            input_dim=images.shape, latent_dim=LATENT, reconstruction_loss="bce"
        )
        model = models.VAE(config, *_pythae_nets(nets, base))
    elif name == "vq":
        config = models.VQVAEConfig(
            input_dim=images.shape, latent_dim=LATENT, num_embeddings=256, use_ema=True
        )
        model = models.VQVAE(config, *_same_nets(_fresh(name, images), nets, base))
    else:
        config = models.AEConfig(input_dim=images.shape, latent_dim=LATENT)
        model = models.AE(config, *_same_nets(_fresh(name, images), nets, base))
    with tempfile.TemporaryDirectory() as folder:
        trainer = trainers.BaseTrainer(
            model=model,
            train_dataset=_Ready(images.first(steps * BATCH)),
            training_config=trainers.BaseTrainerConfig(
                output_dir=folder, per_device_train_batch_size=BATCH, learning_rate=LR, no_cuda=True
            ),
        )
        trainer.prepare_training()
        while True:
            with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stderr(nowhere):
                trainer.train_step(1)  # its progress bar belongs to nobody here
            yield None


class _Ready(Dataset[Any]):
    """Floats made beforehand, as pythae's pipeline does with its arrays."""

    def __init__(self, images: Images):
        self.items = images.floats(slice(None))

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> Any:
        output = sys.modules["pythae.data.datasets"].DatasetOutput
        return output(data=self.items[index], labels=torch.tensor(0))


def _pythae_nets(nets: Any, base: Any) -> tuple[Any, Any]:
    class Encoder(nets.BaseEncoder):  # type: ignore[misc]  # the library is untyped
        def __init__(self) -> None:
            super().__init__()
            self.hidden = nn.Sequential(nn.Linear(PIXELS, HIDDEN), nn.GELU())
            self.mean, self.log_variance = (nn.Linear(HIDDEN, LATENT) for _ in range(2))

        def forward(self, x: Tensor) -> Any:
            hidden = self.hidden(x.flatten(1))
            return base.ModelOutput(
                embedding=self.mean(hidden), log_covariance=self.log_variance(hidden)
            )

    class Decoder(nets.BaseDecoder):  # type: ignore[misc]  # the library is untyped
        def __init__(self) -> None:
            super().__init__()
            self.pixels = nn.Sequential(
                nn.Linear(LATENT, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, PIXELS), nn.Sigmoid()
            )

        def forward(self, z: Tensor) -> Any:
            return base.ModelOutput(reconstruction=self.pixels(z).reshape(-1, 1, 28, 28))

    return Encoder(), Decoder()


def _same_nets(model: Any, nets: Any, base: Any) -> tuple[Any, Any]:
    """The networks of one of ours, under pythae's names."""

    class Encoder(nets.BaseEncoder):  # type: ignore[misc]  # the library is untyped
        def __init__(self) -> None:
            super().__init__()
            self.network = model.encoder

        def forward(self, x: Tensor) -> Any:
            return base.ModelOutput(embedding=self.network(x))

    class Decoder(nets.BaseDecoder):  # type: ignore[misc]  # the library is untyped
        def __init__(self) -> None:
            super().__init__()
            self.network = model.decoder

        def forward(self, z: Tensor) -> Any:
            return base.ModelOutput(reconstruction=torch.sigmoid(self.network(z)))

    return Encoder(), Decoder()
