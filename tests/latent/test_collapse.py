"""One limit says everywhere which dimensions have collapsed."""

import subprocess
import sys

import numpy as np
import torch

from aeviewer.app.views.probe.dimension import by_kl
from aeviewer.commands.figures import FIGURES
from aeviewer.latent.collapse import COLLAPSED
from aeviewer.latent.features import Use


def test_just_below_it_is_collapsed_for_all_who_mark_it() -> None:
    wanted = COLLAPSED * torch.tensor([0.99, 1.01])
    means = (2 * wanted).sqrt().expand(5, 2)  # of unit posteriors: KL = mean^2 / 2
    assert Use.of(means, torch.ones(5, 2)).idle.tolist() == [True, False]
    marked = {found.number: found.collapsed for found in by_kl(wanted.double().numpy())}
    assert marked == {0: True, 1: False}
    (told,) = (found.told for found in by_kl(np.array([0.001])))
    assert f"under {COLLAPSED:g} nat" in told
    assert f"over {COLLAPSED:g} nat" in FIGURES["active_units"].meaning


def test_it_is_known_before_torch_is() -> None:
    code = "import sys, aeviewer.latent.collapse; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
