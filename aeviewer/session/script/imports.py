"""What a script imports: the names that its text uses."""

import re
from collections.abc import Mapping, Sequence

_LIBRARY: Mapping[str, Sequence[str]] = {
    "itertools": ("pairwise",),
    "pathlib": ("Path",),
    "PIL": ("Image", "ImageDraw"),
    "aeviewer.data.sources": ("open_data",),
    "aeviewer.latent.analogy": ("analogy", "attribute", "moved"),
    "aeviewer.latent.corners": ("blend", "lattice"),
    "aeviewer.latent.features": ("Use", "effects", "singular", "strength"),
    "aeviewer.latent.geodesic": ("relax",),
    "aeviewer.latent.path": ("chain", "lerp"),
    "aeviewer.latent.plane": ("Plane",),
    "aeviewer.training.bundled": ("resolve",),
    "aeviewer.training.checkpoint": ("build", "load"),
    "aeviewer.training.metrics": ("encoding", "rate"),
    "aeviewer.training.metrics.anomaly": ("components", "curve", "score"),
    "aeviewer.training.metrics.codebook": ("perplexity",),
    "aeviewer.training.metrics.components": ("principal",),
    "aeviewer.training.metrics.denoising": ("psnr",),
    "aeviewer.training.metrics.jacobian": ("jacobian",),
    "aeviewer.zoo.noise": ("Noise",),
    "aeviewer.zoo.posterior": ("Posterior",),
}
_STANDARD = ("itertools", "pathlib")


def imports(text: str) -> str:
    """Import what a text uses: the standard library's, then others', then our own."""
    code = re.sub(r"#.*", "", text)
    groups: dict[int, list[str]] = {0: [], 1: ["import torch"], 2: []}
    for module, names in _LIBRARY.items():
        used = [name for name in names if re.search(rf"(?<![.\w]){name}[.(]", code)]
        place = 0 if module in _STANDARD else 2 if module.startswith("aeviewer") else 1
        if used:
            groups[place].append(f"from {module} import {', '.join(used)}")
    return "\n\n".join("\n".join(lines) for lines in groups.values() if lines)
