"""Does each model do what its paper says? Every gate, from fixed seeds, on MNIST.

    AEVIEWER_DATA=folder python -m tests.benchmarks.quality                all: about an hour
    AEVIEWER_DATA=folder python -m tests.benchmarks.quality vq anomaly     some
    AEVIEWER_DATA=folder python -m tests.benchmarks.quality --list         their names

The gates are in the zoo's table, `aeviewer/zoo/targets.py`; how each is measured is here. Budgets
count images, so that the machine does not matter. Prints JSON, and each gate as it is
measured on standard error.
"""

import argparse
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
from tests.benchmarks.trainings import Gate, gates, knn, mnist, set_scale, sse, trained

_DEEP: Mapping[str, object] = {"latent": 30, "hidden": "1000,500,250"}
_WARPED: Mapping[str, object] = {"lr": 0.003, "batch": 512, "warp": 0.8}
_SHORT = 1_440_000  # images: 24 epochs


def pca() -> Iterator[Gate]:
    for latent in (30, 2):
        model = trained("pca", 60_000, latent=latent)
        yield from gates("pca", 60_000, {"sse": sse(model)}, latent=latent)


def deep() -> Iterator[Gate]:
    short = trained("vanilla", _SHORT, "bf16", **_DEEP, lr=0.003)
    yield from gates("vanilla", _SHORT, {"sse": sse(short)}, **_DEEP)
    longer = trained("vanilla", 2_800_000, "bf16", **_DEEP, **_WARPED)
    found = {"sse": sse(longer), "knn10": knn(longer)}
    yield from gates("vanilla", 2_800_000, found, **_DEEP)


def deep_long() -> Iterator[Gate]:
    long = trained("vanilla", 12_000_000, "bf16", **_DEEP, **_WARPED)
    yield from gates("vanilla", 12_000_000, {"sse": sse(long)}, **_DEEP)


def vae() -> Iterator[Gate]:
    model = trained("vae", _SHORT, latent=2, lr=0.004)
    found = bound.measure(Subject(model, mnist()))
    yield from gates("vae", _SHORT, {**found, "sse": sse(model), "knn10": knn(model)}, latent=2)


def vae_wide() -> Iterator[Gate]:
    soft, binary = (
        trained("vae", _SHORT, latent=20, likelihood=kind) for kind in ("bernoulli", "binary")
    )
    found = bound.measure(Subject(soft, mnist()))
    yield from gates("vae", _SHORT, {**found, "knn10": knn(soft)}, latent=20)
    found = bound.measure(Subject(binary, mnist()))
    found["iw_bound"] = bound.iw_bound(binary, mnist().test, draws=500)
    yield from gates("vae", _SHORT, found, latent=20, likelihood="binary")


def noise() -> Iterator[Gate]:
    for kind in ("gaussian", "mask", "salt-pepper", "blur", "speckle"):
        model = trained("denoising", 300_000, noise=kind)
        yield from gates(
            "denoising", 300_000, denoising.measure(Subject(model, mnist())), noise=kind
        )


def sparse() -> Iterator[Gate]:
    for variant in ("sparse", "sparse-kl", "sparse-topk"):
        found = sparsity.measure(Subject(trained(variant, 600_000), mnist()))
        yield from gates(variant, 600_000, found)


def contractive() -> Iterator[Gate]:
    plain, bent = (trained("contractive", 600_000, lam=lam) for lam in (0.0, 1.0))
    first, second = (jacobian.measure(Subject(model, mnist())) for model in (plain, bent))
    x = mnist().test.floats(slice(200))
    for found, model in ((first, plain), (second, bent)):
        values = jacobian.singular_values(model, x)
        found["singular_value_21"] = values[:, 20].mean().item()
    ratios = {key: first[key] / second[key] for key in first}
    yield from gates("contractive", 600_000, ratios, lam=1.0)


def vq() -> Iterator[Gate]:
    model = trained("vq", 40_000, batch=64)
    found = codebook.measure(Subject(model, mnist()))
    yield from gates("vq", 40_000, {**found, "sse": sse(model)})
    naive: dict[str, object] = {"start": "random", "revive": False}
    model = trained("vq", 40_000, "auto", batch=64, **naive)
    yield from gates("vq", 40_000, codebook.measure(Subject(model, mnist())), **naive)


def rvq() -> Iterator[Gate]:
    model = trained("rvq", 120_000, batch=64)
    yield from gates("rvq", 120_000, codebook.measure(Subject(model, mnist())))


def one_class() -> Iterator[Gate]:
    found = [
        anomaly.measure(
            trained("vanilla", 60_000, latent=16, batch=128, normal=str(digit)), mnist(), (digit,)
        )
        for digit in range(10)
    ]
    means = {key: mean(each[key] for each in found) for key in ("auroc", "auroc_pca")}
    yield from gates("vanilla", 60_000, means, latent=16)


def gan() -> Iterator[Gate]:
    shares = samples.shares(trained("gan", 60_000, "bf16", batch=32), mnist(), 0)
    yield from gates("gan", 60_000, {"rarest_class": min(shares), "largest_class": max(shares)})


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
            mark, must = "holds" if gate.holds else "MISSED", gate.target.must
            print(f"{mark}: {gate.what} {gate.figure:.5g}, must be {must}", file=sys.stderr)
            told = {"what": gate.what, "figure": gate.figure, "must": must}
            found.append({**told, "holds": gate.holds})
        took[name] = round(time.process_time() - start, 1)
    summary = {"benchmark": "quality", "data": "mnist", "threads": asked.threads}
    print(json.dumps({**summary, "cpu_seconds": took, "gates": found}, indent=1))
    sys.exit(not all(gate["holds"] for gate in found))


if __name__ == "__main__":
    main()
