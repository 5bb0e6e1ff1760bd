"""Fits t-SNE or UMAP to latents. A program of its own: only a process can be stopped at any moment.

It reads latents (N, D) as .npy from its input and writes points (N, 2) as .npy to its output; on
the way it tells `progress DONE TOTAL` on the error channel. It runs by its path, without the rest
of the package, and so without torch. Arguments: tsne or umap, and the seed.
"""

import contextlib
import io
import re
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]

_ITERATIONS = 1000
_PERPLEXITY = 30.0
_NEIGHBOURS = 15
_TSNE_SAYS = re.compile(r"Iteration (\d+):")
_UMAP_SAYS = re.compile(r"Epochs completed.* (\d+)/(\d+) ")


class _Ear(io.TextIOBase):
    """Hears what a fit says, and tells of its progress."""

    def write(self, text: str) -> int:
        if found := _TSNE_SAYS.search(text):
            _tell(int(found[1]), _ITERATIONS)
        elif found := _UMAP_SAYS.search(text):
            _tell(int(found[1]), int(found[2]))
        return len(text)


def _tell(done: int, total: int) -> None:
    print(f"progress {done} {total}", file=sys.__stderr__, flush=True)


def tsne(latents: Points, seed: int) -> Points:
    """Van der Maaten & Hinton 2008, by the Barnes-Hut approximation, from the principal plane."""
    from sklearn.manifold import TSNE

    perplexity = min(_PERPLEXITY, (len(latents) - 1) / 3)
    fit = TSNE(
        perplexity=perplexity, max_iter=_ITERATIONS, init="pca", random_state=seed, verbose=2
    )
    found: Points = fit.fit_transform(latents)
    return found


def umap(latents: Points, seed: int) -> Points:
    """McInnes, Healy & Melville 2018."""
    from umap import UMAP

    fit: Any = UMAP(
        n_neighbors=min(_NEIGHBOURS, len(latents) - 1), random_state=seed, n_jobs=1, verbose=True
    )
    found: Points = fit.fit_transform(latents)
    return found


def main() -> None:
    """Fit what comes in."""
    kind, seed = sys.argv[1], int(sys.argv[2])
    latents = np.load(io.BytesIO(sys.stdin.buffer.read()), allow_pickle=False)
    ear = _Ear()
    with contextlib.redirect_stdout(ear), contextlib.redirect_stderr(ear):
        found = {"tsne": tsne, "umap": umap}[kind](latents, seed)
    made = io.BytesIO()
    np.save(made, np.ascontiguousarray(found, np.float32))
    sys.stdout.buffer.write(made.getvalue())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
