"""The codebook page: a sample in codes, what its stages add, and the entries with their use."""

from aeviewer.session.script.shown import Shown
from aeviewer.session.view import View

_COLUMNS = 16
_LOOKED_AT, _SCALED_BY = 256, 64  # entries: the greyest is among so many; these set the scale


def sample(_view: View, shown: Shown) -> str:
    """One sample, rebuilt from its first stage, its first two, and so on."""
    number, images = shown.sample, bool(shown.data)
    if number is None:
        codes = "torch.zeros(1, len(model.codebooks()), *model.grid, dtype=torch.long)"
    elif images:
        codes = "model.codes(x)"
    else:
        codes = f"model.quantise(latents[{number}:{number + 1}].reshape(-1, *model.latent_shape))"
    known, x = False, ""
    if images and number is not None:
        known, x = True, f"x = images.floats(slice({number}, {number + 1}))  # sample {number}\n"
    shelf = "[x, *rebuilt]" if known else "rebuilt"
    ratio = ", PSNR {psnr(image, x).item():.2f} dB" if known else ""
    return f"""\
# The sample in codes (1, stages, rows, columns): the number of an entry in each cell.
{x}codes = {codes}
{_painted(shown)}print(codes[0])

# What the decoder makes of the first stage's codes, of the first two stages', and so on.
stages = range(1, len(model.codebooks()) + 1)
rebuilt = [model.decode_codes(codes[:, :count]) for count in stages]
for count, image in zip(stages, rebuilt):
    print(f"stages: {{count}}{ratio}")
shelf = {shelf}
save(torch.cat(shelf), len(shelf), "stages.png")"""


def use(_view: View, shown: Shown) -> str:
    """How often each entry is used."""
    if not shown.samples:
        return ""
    parts = "for part in encoding.chunks(images, model):\n    found = model.codes(part)"
    if not shown.data:
        parts = """\
for part in latents.split(500):
    found = model.quantise(part.reshape(-1, *model.latent_shape))"""
    return f"""\
# How often the entries of each stage are used over all samples.
counts = [torch.zeros(len(book), dtype=torch.long) for book in model.codebooks()]
{parts}
    for stage, count in enumerate(counts):
        count += torch.bincount(found[:, stage].flatten(), minlength=len(count))
perplexities = [perplexity(count) for count in counts]
for stage, count in enumerate(counts):
    print(f"stage {{stage + 1}}: perplexity {{perplexities[stage]:.2f}},", end=" ")
    print(f"{{(count == 0).sum()}} of {{len(count)}} entries are never used")"""


def entries(view: View, shown: Shown) -> str:
    """The entries of the stage on show as pictures."""
    stage = min(max(view.stages, 1), shown.stages) - 1
    order = ""
    if view.by_use and shown.samples:
        order = f"order = counts[{stage}].argsort(descending=True, stable=True)  # by use\n"
    chosen = "[order]" if order else ""
    if not stage:
        return f"""\
# Each entry as a picture: it fills the whole grid.
{order}count = len(model.codebooks()[0])
grids = torch.arange(count)[:, None, None, None].expand(-1, 1, *model.grid)
pictures = model.decode_codes(grids){chosen}
save(pictures, {_COLUMNS}, "entries.png")"""
    return f"""\
def even(codes):
    \"\"\"Decode codes (N, stages) that are the same in all cells.\"\"\"
    return model.decode_codes(codes[:, :, None, None].expand(-1, -1, *model.grid))


# Each entry of stage {stage + 1} by what it adds to the stages before: mid-grey is nothing. Those
# are the greyest entry of the first stage, and of the others the entry that adds least.
{order}first, *between = model.codebooks()[:{stage}]
brightness = even(torch.arange(len(first))[:{_LOOKED_AT}, None]).flatten(1).mean(1)
grey = (brightness - 0.5).abs().argmin()
below = torch.stack([grey, *(book.norm(dim=1).argmin() for book in between)])[None]
count = len(model.codebooks()[{stage}])
added = even(torch.cat([below.expand(count, -1), torch.arange(count)[:, None]], 1)) - even(below)
pictures = (0.5 + 0.5 * added / added[:{_SCALED_BY}].abs().max().clamp(min=1e-6)){chosen}
save(pictures, {_COLUMNS}, "entries.png")"""


def _painted(shown: Shown) -> str:
    lines = (
        f"codes[0, {stage}, {row}, {column}] = {code}\n"
        for stage, row, column, code in shown.painted
    )
    text = "".join(lines)
    return f"# Painted over it: [0, stage, row, column] = entry.\n{text}" if text else ""
