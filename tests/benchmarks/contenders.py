"""Ways to train the VAE 784-400-20 at one batch size, each as an iterator of steps."""

import contextlib
import importlib
import os
import sys
import tempfile
from collections.abc import Iterator
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
from aeviewer.zoo.registry import find

BATCH, LATENT, HIDDEN, PIXELS = 128, 20, 400, 784
LR = 1e-3


def ours(images: Images, precision: str) -> Iterator[object]:
    """Our generator, as the window and the command line read it."""
    entry = find("vae")
    config = entry.configure({"latent": LATENT, "hidden": (HIDDEN,)})
    plan = Plan.make("plan", {"batch": BATCH, "lr": LR, "samples": 10**9, "precision": precision})
    return train(begin("vae", config, plan, images.shape, torch.device("cpu")), images)


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


def tutorial(images: Images) -> Iterator[object]:
    """Train as everyone does: a DataLoader over pictures, plain Adam, a figure read each step."""
    model, total = _TutorialVAE(), 0.0
    optimizer = torch.optim.Adam(model.parameters(), lr=LR)
    loader = DataLoader(_Pictures(images), batch_size=BATCH, shuffle=True)
    while True:
        for x, _ in loader:
            optimizer.zero_grad()
            rebuilt, mean, log_variance = model(x)
            likelihood = F.binary_cross_entropy(rebuilt, x.view(-1, PIXELS), reduction="sum")
            kl = -0.5 * torch.sum(1 + log_variance - mean.pow(2) - log_variance.exp())
            loss = likelihood + kl
            torch.autograd.backward(loss)
            total += loss.item()
            optimizer.step()
            yield total


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


def pythae(images: Images, steps: int) -> Iterator[object]:
    """pythae's own trainer; each item is an epoch of so many steps.

    Raises:
        ImportError: it is not here, or does not work with the libraries that are.
    """
    models, nets, base, trainers = map(
        importlib.import_module,
        ("pythae.models", "pythae.models.nn", "pythae.models.base.base_utils", "pythae.trainers"),
    )
    encoder, decoder = _pythae_nets(nets, base)
    model = models.VAE(
        models.VAEConfig(input_dim=(1, 28, 28), latent_dim=LATENT, reconstruction_loss="bce"),
        encoder,
        decoder,
    )
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
