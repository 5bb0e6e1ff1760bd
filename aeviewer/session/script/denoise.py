"""One sample of the denoising page: clean, noisy and denoised."""

from aeviewer.session.script.python import points
from aeviewer.session.script.shown import Shown
from aeviewer.session.view import View


def denoised(view: View, shown: Shown) -> str:
    """One sample of the denoising page: clean, noisy and denoised."""
    sample = min(max(view.looked_at, 0), shown.samples - 1)
    found = f"slice({sample}, {sample + 1})"
    clean = f"images.floats({found})" if shown.data else f"decode(latents[{sample}:{sample + 1}])"
    kind, level, seed = view.spoil.kind, view.spoil.level, view.spoil.seed
    drawn = (seed * 1_000_003 + sample) % 2**63
    repeats = min(max(view.repeats, 1), 20)
    return f"""\
# One sample: clean, noisy, and what the model makes of that.
clean = {clean}
noisy = Noise("{kind}", {level!r})(clean, torch.Generator().manual_seed({drawn}))
{_holes(view)}mended = noisy
for _ in range({repeats}):
    mended = model.decode(model.encode(mended).mean)
save(torch.cat([clean, noisy, mended]), 3, "denoised.png")"""


def _holes(view: View) -> str:
    if not view.rubbed:
        return ""
    return f"""\
# Holes that were rubbed into it: (x, y) in shares of the picture's width and height.
rubbed = {points(view.rubbed, "torch.float64")}
height, width = clean.shape[2:]
x, y = torch.arange(width) + 0.5, torch.arange(height)[:, None] + 0.5
for across, down in rubbed:
    far = (x - across * width) ** 2 + (y - down * height) ** 2
    noisy[0].masked_fill_(far <= max(0.09 * min(height, width), 0.71) ** 2, 0.0)
"""
