"""What each model of the zoo must show, and what its shipped weights aim at: one table for all.

Gates are held by `tests/benchmarks/quality.py` from fixed seeds; reaches stand in the cards of
the shipped models, in what `aeviewer evaluate` prints, and in the window. They are here and not in
the models' files, which read like their papers: a target is ours. A model that is dropped in as one
file has none, or brings its own: `@variant(..., targets=(Target("sse", "< 50", data="digits"),))`.
No torch.
"""

from collections.abc import Mapping

from aeviewer.words import N_
from aeviewer.zoo.target import Target

_SHORT = 1_440_000  # images: 24 epochs of MNIST
_DEEP = {"latent": 30, "hidden": (1000, 500, 250)}
_ODD = {"latent": 16}
_WIDE = {"latent": 40, "likelihood": "binary"}
_CODES = {"codes": 256, "revive": True}
_NAIVE = {"codes": 256, "revive": False}
_STAGES = {"stages": 4, "codes": 64}

_FLAT = {"latent": 2, "likelihood": "bernoulli"}
_SOFT = {"latent": 20, "likelihood": "bernoulli"}
_BINARY = {"latent": 20, "likelihood": "binary"}
_UNITS = {"latent": 512}
_KEPT = {"latent": 512, "k": 25}
_LEVELS = {"top": 8, "latent": 16}

_PER_CLASS = N_("mean of ten models that know one digit each")
_TO_PLAIN = N_("of the same network without the penalty, divided by its own")
_TO_ONE = N_("divided by that at beta 1")
_OF_SAMPLES = N_("of the samples")
_BY_LEVEL = N_("in nats, each level by itself")
_TO_DENSE = N_("divided by that of an MLP of as many weights")
_TO_VAE = N_("of reconstructions, divided by that of a VAE's")
_BELOW = N_("in nats below a VAE's")
_TO_NORMAL = N_("of its latents from draws of N(0, I), divided by that of draws from draws")

TARGETS: Mapping[str, tuple[Target, ...]] = {
    "pca": (
        Target("sse", "13.866 +- 0.005", 60_000, {"latent": 30}),
        Target("sse", "43.645 +- 0.01", 60_000, {"latent": 2}),
    ),
    "vanilla": (
        Target("sse", "<= 4.2", _SHORT, _DEEP),
        Target("sse", "<= 3.3", 2_800_000, _DEEP),
        Target("knn10", ">= 0.975", 2_800_000, _DEEP),
        Target("sse", "<= 2.0", 12_000_000, _DEEP),
        Target("sse", "< 1.6", knobs=_DEEP, beside="Hinton & Salakhutdinov 2006: 3.00"),
        Target("sse", "< 1.4", knobs=_DEEP),
        Target("knn10", ">= 0.982", knobs=_DEEP),
        Target("sse", "< 25", knobs={"latent": 2}, beside="PCA: 43.645"),
        Target("auroc", ">= 0.91", 60_000, _ODD, way=_PER_CLASS),
        Target("auroc_pca", ">= 0.95", 60_000, _ODD, way=_PER_CLASS),
        Target("auroc", ">= 0.957", knobs=_ODD, way=_PER_CLASS, beside="PCA: 0.957"),
        Target("auroc", ">= 0.975", knobs=_ODD, way=_PER_CLASS),
    ),
    "vae": (
        Target("negative_elbo", "<= 143", _SHORT, _FLAT),
        Target("sse", "<= 29.5", _SHORT, _FLAT),
        Target("knn10", ">= 0.75", _SHORT, _FLAT),
        Target("negative_elbo", "<= 135", knobs=_FLAT),
        Target("negative_elbo", "<= 100", _SHORT, _SOFT),
        Target("active_units", ">= 12", _SHORT, _SOFT),
        Target("knn10", ">= 0.968", _SHORT, _SOFT),
        Target("negative_elbo", "<= 97", _SHORT, _BINARY),
        Target("iw_bound", "<= 94", _SHORT, _BINARY),
        Target("iw_bound", "<= 87", knobs=_WIDE, beside="Burda 2015, VAE: 86.76"),
        Target("iw_bound", "<= 84.8", knobs=_WIDE, beside="Burda 2015, IWAE-50: 84.78"),
        Target("knn10", ">= 0.982", knobs=_WIDE),
    ),
    "denoising": (
        Target("denoising_gain_db", ">= 6.0", 300_000, {"noise": "gaussian"}),
        Target("denoising_gain_db", ">= 3.2", 300_000, {"noise": "mask"}),
        Target("denoising_gain_db", ">= 7.0", 300_000, {"noise": "salt-pepper"}),
        Target("denoising_gain_db", ">= 1.0", 300_000, {"noise": "blur"}),
        Target("denoising_gain_db", ">= 0.5", 300_000, {"noise": "speckle"}),
        Target("denoising_gain_db", ">= 10", knobs={"noise": "gaussian"}),
        Target("denoising_gain_db", ">= 7", knobs={"noise": "mask"}),
        Target("denoising_gain_db", ">= 11", knobs={"noise": "salt-pepper"}),
    ),
    "sparse": (
        Target("l0", "<= 110", 600_000, _UNITS),
        Target("dead", "< 0.1", knobs=_UNITS),
    ),
    "sparse-kl": (
        Target("mean_activation", ">= 0.05", 600_000, _UNITS),
        Target("mean_activation", "<= 0.09", 600_000, _UNITS),
    ),
    "sparse-topk": (
        Target("l0", "<= 25", 600_000, _KEPT),
        Target("l0", ">= 24.9", 600_000, _KEPT),
        Target("dead", "< 0.1", knobs=_KEPT),
    ),
    "contractive": (
        Target("jacobian_norm", ">= 1.8", 600_000, {"lam": 1}, way=_TO_PLAIN),
        Target("jacobian_norm_normalised", ">= 1.4", 600_000, {"lam": 1}, way=_TO_PLAIN),
        Target("singular_value_21", ">= 3", 600_000, {"lam": 1}, way=_TO_PLAIN),
    ),
    "contractive-deep": (
        Target("jacobian_norm", ">= 1.8", 300_000, {"lam": 0.1}, way=_TO_PLAIN),
        Target("jacobian_norm_normalised", ">= 1.4", 300_000, {"lam": 0.1}, way=_TO_PLAIN),
    ),
    "vq": (
        Target("perplexity", ">= 150", 40_000, _CODES),
        Target("codes_used", ">= 240", 40_000, _CODES),
        Target("sse", "<= 11.5", 40_000, _CODES),
        Target("perplexity", "<= 60", 40_000, _NAIVE),  # the control: it must stay bad
        Target("sse", "<= 4", knobs=_CODES),
        Target("perplexity", ">= 210", knobs=_CODES),
    ),
    "rvq": (
        Target("sse_2", "< 1", 120_000, _STAGES, over="sse_1"),
        Target("sse_3", "< 1", 120_000, _STAGES, over="sse_2"),
        Target("sse_4", "< 1", 120_000, _STAGES, over="sse_3"),
        Target("sse_4", "<= 0.6", 120_000, _STAGES, over="sse_1"),
        Target("sse_4", "<= 2", knobs=_STAGES),
    ),
    "gan": (
        Target("rarest_class", "> 0.015", 60_000, way=_OF_SAMPLES),
        Target("largest_class", "< 0.25", 60_000),
        Target("frechet", "< 5", over="frechet_train"),
    ),
    "conv": (
        Target("sse", "< 1", 40_000, {"latent": 30}, way=_TO_DENSE),
        Target("rise_by_shift", "< 1", 40_000, {"latent": 30}, way=_TO_DENSE),
    ),
    "cvae": (
        Target("negative_elbo", "> 5", 300_000, {"latent": 2}, way=_BELOW),
        Target("agreement", "> 0.95", 300_000, {"latent": 2}),
    ),
    "hierarchical": (
        Target("kl_top", "> 1", 300_000, _LEVELS, way=_BY_LEVEL),
        Target("kl_bottom", "> 1", 300_000, _LEVELS, way=_BY_LEVEL),
    ),
    "tcvae": (Target("total_correlation", "< 0.5", 200_000, {"beta": 6}, way=_TO_ONE),),
    "wae": (Target("mmd", "< 3", 300_000, {"latent": 8}, way=_TO_NORMAL),),
    "aae": (Target("mmd", "< 3", 1_400_000, {"latent": 2}, way=_TO_NORMAL),),
    "vaegan": (Target("gradient_energy", "> 1.2", 80_000, {"latent": 20}, way=_TO_VAE),),
}
