"""Does each model do what its paper says? Every gate, from fixed seeds, on MNIST.

    AEVIEWER_DATA=folder python -m tests.benchmarks.quality                all: about an hour
    AEVIEWER_DATA=folder python -m tests.benchmarks.quality vq anomaly     some
    AEVIEWER_DATA=folder python -m tests.benchmarks.quality --list         their names

Budgets count images, so that the machine does not matter. Prints JSON, and each gate as it is
measured on standard error.
"""

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from statistics import mean

import torch

from aeviewer.training.metrics import (
    anomaly,
    bound,
    codebook,
    denoising,
    jacobian,
    samples,
    sparsity,
)
from aeviewer.training.metrics.encoding import Subject
from tests.benchmarks import proofs
from tests.benchmarks.trainings import Gate, knn, mnist, set_scale, sse, trained

_DEEP = {"latent": 30, "hidden": "1000,500,250"}
_SHORT = 1_440_000  # images: 24 epochs


def pca() -> Iterator[Gate]:
    for latent, figure, error in ((30, 13.866, 0.005), (2, 43.645, 0.01)):
        found = sse(trained("pca", 60_000, latent=latent))
        yield Gate(f"PCA-{latent}: |sse - {figure}|", abs(found - figure), f"<= {error}")


def deep() -> Iterator[Gate]:
    short = trained("vanilla", _SHORT, "bf16", **_DEEP, lr=0.003)
    yield Gate("AE-30 deep, 1.44M images: sse", sse(short), "<= 4.2")
    warped = {**_DEEP, "lr": 0.003, "batch": 512, "warp": 0.8}
    longer = trained("vanilla", 2_800_000, "bf16", **warped)
    yield Gate("AE-30, 2.8M, warps: sse", sse(longer), "<= 3.3")
    yield Gate("AE-30, 2.8M, warps: 10-NN", knn(longer), ">= 0.975")


def deep_long() -> Iterator[Gate]:
    warped = {**_DEEP, "lr": 0.003, "batch": 512, "warp": 0.8}
    long = trained("vanilla", 12_000_000, "bf16", **warped)
    yield Gate("AE-30 deep, 12M images, warps: sse", sse(long), "<= 2.0")


def vae() -> Iterator[Gate]:
    model = trained("vae", _SHORT, latent=2, lr=0.004)
    found = bound.measure(Subject(model, mnist()))
    yield Gate("VAE-2, 1.44M: -ELBO, soft", found["negative_elbo"], "<= 143")
    yield Gate("VAE-2: sse", sse(model), "<= 29.5")
    yield Gate("VAE-2: 10-NN", knn(model), ">= 0.75")


def vae_wide() -> Iterator[Gate]:
    soft, binary = (
        trained("vae", _SHORT, latent=20, likelihood=kind) for kind in ("bernoulli", "binary")
    )
    found = bound.measure(Subject(soft, mnist()))
    yield Gate("VAE-20, 1.44M: -ELBO, soft", found["negative_elbo"], "<= 100")
    yield Gate("VAE-20: active units", found["active_units"], ">= 12")
    yield Gate("VAE-20: 10-NN", knn(soft), ">= 0.968")
    yield Gate(
        "VAE-20: -ELBO, binary", bound.measure(Subject(binary, mnist()))["negative_elbo"], "<= 97"
    )
    tight = bound.iw_bound(binary, mnist().test, draws=500)
    yield Gate("VAE-20: importance-weighted (500), binary", tight, "<= 94")


def noise() -> Iterator[Gate]:
    for kind, gain in (
        ("gaussian", 6.0),
        ("mask", 3.2),
        ("salt-pepper", 7.0),
        ("blur", 1.0),
        ("speckle", 0.5),
    ):
        model = trained("denoising", 300_000, noise=kind)
        found = denoising.measure(Subject(model, mnist()))["denoising_gain_db"]
        yield Gate(f"denoising {kind}, 300k: gain in dB", found, f">= {gain}")


def sparse() -> Iterator[Gate]:
    found = {
        variant: sparsity.measure(Subject(trained(variant, 600_000), mnist()))
        for variant in ("sparse", "sparse-kl", "sparse-topk")
    }
    yield Gate("sparse L1: active of 512", found["sparse"]["l0"], "<= 110")
    yield Gate("sparse KL: mean activation", found["sparse-kl"]["mean_activation"], ">= 0.05")
    yield Gate("sparse KL: mean activation", found["sparse-kl"]["mean_activation"], "<= 0.09")
    yield Gate("sparse top-k: active of 512, k = 25", found["sparse-topk"]["l0"], "<= 25")
    yield Gate("sparse top-k: the same", found["sparse-topk"]["l0"], ">= 24.9")


def contractive() -> Iterator[Gate]:
    plain, bent = (trained("contractive", 600_000, lam=lam) for lam in (0.0, 1.0))
    first, second = (jacobian.measure(Subject(model, mnist())) for model in (plain, bent))
    for key, must in (("jacobian_norm", ">= 1.8"), ("jacobian_norm_normalised", ">= 1.4")):
        yield Gate(f"contractive, lam 1: plain / own {key}", first[key] / second[key], must)
    x = mnist().test.floats(slice(200))
    values = [jacobian.singular_values(model, x)[:, 20].mean().item() for model in (plain, bent)]
    yield Gate("contractive: plain / own 21st singular value", values[0] / values[1], ">= 3")


def vq() -> Iterator[Gate]:
    model = trained("vq", 40_000, batch=64)
    found = codebook.measure(Subject(model, mnist()))
    yield Gate("VQ, K 256, 40k: perplexity", found["perplexity"], ">= 150")
    yield Gate("VQ: codes used", found["codes_used"], ">= 240")
    yield Gate("VQ: sse", sse(model), "<= 11.5")
    naive = trained("vq", 40_000, batch=64, start="random", revive=False)
    yield Gate(
        "VQ, naive: perplexity", codebook.measure(Subject(naive, mnist()))["perplexity"], "<= 60"
    )


def rvq() -> Iterator[Gate]:
    found = codebook.measure(Subject(trained("rvq", 120_000, batch=64), mnist()))
    errors = [found[f"sse_{depth}"] for depth in (1, 2, 3, 4)]
    for depth in (1, 2, 3):
        fall = errors[depth] / errors[depth - 1]
        yield Gate(f"RVQ 4 x 64: sse at {depth + 1} / sse at {depth}", fall, "< 1")
    yield Gate("RVQ: sse at 4 / sse at 1", errors[3] / errors[0], "<= 0.6")


def one_class() -> Iterator[Gate]:
    found = [
        anomaly.measure(
            trained("vanilla", 60_000, latent=16, batch=128, normal=str(digit)), mnist(), (digit,)
        )
        for digit in range(10)
    ]
    yield Gate("anomaly, one class, 60k: mean AUROC", mean(f["auroc"] for f in found), ">= 0.91")
    yield Gate("the same by PCA's residual", mean(f["auroc_pca"] for f in found), ">= 0.95")


def gan() -> Iterator[Gate]:
    shares = samples.shares(trained("gan", 60_000, "bf16", batch=32), mnist(), 0)
    yield Gate("GAN, 60k: rarest class's share", min(shares), "> 0.015")
    yield Gate("GAN: commonest class's share", max(shares), "< 0.25")


GATES: Mapping[str, Callable[[], Iterator[Gate]]] = {
    "pca": pca,
    "vae": vae,
    "vae-20": vae_wide,
    "denoising": noise,
    "sparse": sparse,
    "contractive": contractive,
    "vq": vq,
    "rvq": rvq,
    "anomaly": one_class,
    "gan": gan,
    "deep": deep,
    "deep-long": deep_long,
    **proofs.PROOFS,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(GATES))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0, help="of all budgets, for a trial")
    asked = parser.parse_args()
    if asked.list:
        print("\n".join(GATES))
        return
    torch.set_num_threads(asked.threads)
    set_scale(asked.scale)
    found, took = [], {}
    for name in asked.names or GATES:
        start = time.process_time()
        for gate in GATES[name]():
            mark = "holds" if gate.holds else "MISSED"
            print(f"{mark}: {gate.what} {gate.figure:.4g}, must be {gate.must}", file=sys.stderr)
            found.append({**dataclasses.asdict(gate), "holds": gate.holds})
        took[name] = round(time.process_time() - start, 1)
    summary = {"benchmark": "quality", "data": "mnist", "threads": asked.threads}
    print(json.dumps({**summary, "cpu_seconds": took, "gates": found}, indent=1))
    sys.exit(not all(gate["holds"] for gate in found))


if __name__ == "__main__":
    main()
