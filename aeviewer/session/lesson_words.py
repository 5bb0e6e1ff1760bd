"""The words that a lesson may use, as the application knows them; tests hold the two together."""

from collections.abc import Mapping
from types import MappingProxyType

TERMS = (
    "reconstruction",
    "kl",
    "codebook",
    "commitment",
    "sparsity",
    "contraction",
    "generator",
    "adversary",
    "gradient_penalty",
    "mmd",
    "mutual_information",
    "total_correlation",
    "dimension_wise",
    "total",
)
"""Terms of a loss, each of which has a colour."""

PAGES = (
    "map",
    "denoise",
    "anomaly",
    "adversary",
    "codebook",
    "traversal",
    "features",
    "mix",
    "compare",
)
"""What can be in the middle of the window."""

LAYERS = (
    "manifold",
    "classes",
    "holes",
    "metric",
    "steps",
    "density",
    "prior",
    "posteriors",
    "points",
    "pull",
)
"""What can lie on the map, from the bottom up."""

PARTS: Mapping[str, str] = MappingProxyType({
    "map": "the map of latent space",
    "path": "the path through the anchors, below the map",
    "page": "whatever is in the middle: the map with its path, or another page",
    "tabs": "the tabs of the pages",
    "controls": "what the page on show is set by: hidden while one presents, unless it is named",
    "probe": "the panel of what is at the cursor",
    "picture": "the picture at the cursor",
    "sliders": "the latent's sliders",
    "axes": "the choice of what the map shows of a latent",
    "train": "the panel of the training",
    "curves": "the curves of the loss",
    "knobs": "what to train with",
    "draw": "the panel that one draws in",
    "layers": "the button that chooses what lies on the map",
    "models": "the choice of a model and its data",
    "time": "the bar of the moments of a training",
})
"""Parts of the window that a step can point at, and what they are."""
