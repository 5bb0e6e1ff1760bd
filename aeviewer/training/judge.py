"""Judges: small fixed classifiers, one for each data set that has one, to measure samples with.

`pretrained/judge.py` trains them. They see what a sample looks like, not how a model came by it, so
that models of all kinds are judged in one space of 64 features.
"""

from pathlib import Path

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor, nn

from aeviewer.data.images import DataSet, ImageShape
from aeviewer.errors import UserError
from aeviewer.training.bundled import folder

FEATURES = 64
SHAPE: ImageShape = (1, 28, 28)
CLASSES = 10


class Judge(nn.Module):
    """Tells the ten classes of images (B, 1, 28, 28) in [0, 1].

    Attributes:
        features: from images to what its last layer sees, (B, 64).
        classes: from those to logits, (B, 10).
    """

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 5, stride=2, padding=2),  # (B, 16, 14, 14)
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(32, 32, 3, stride=2, padding=1),  # (B, 32, 7, 7)
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(32 * 7 * 7, FEATURES),
            nn.ReLU(),
        )
        self.classes = nn.Linear(FEATURES, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        """Return the classes' logits (B, 10)."""
        logits: Tensor = self.classes(self.features(x))
        return logits


def judge_of(data: DataSet, device: torch.device | None = None) -> Judge | None:
    """Load the judge of a data set, in evaluation mode; None where it has none.

    Raises:
        UserError: its file is damaged.
    """
    path = weights_path(data.name)
    if data.test.shape != SHAPE or not path.is_file():
        return None
    with torch.random.fork_rng(devices=[]):  # what is drawn here is overwritten below
        judge = Judge()
    try:
        judge.load_state_dict(safetensors.torch.load(path.read_bytes()))
    except (SafetensorError, RuntimeError, OSError) as error:
        raise UserError(f"the judge {path} is damaged: {str(error).splitlines()[0]}") from None
    return judge.to(device or torch.device("cpu")).eval().requires_grad_(False)


def weights_path(data: str) -> Path:
    """Where the weights of the judge of a data set lie, if it has one."""
    return folder() / "judges" / f"{data}.safetensors"
