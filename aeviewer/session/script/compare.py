"""The compare page: what several models show under one cursor, and make of one input."""

from collections.abc import Callable

from aeviewer.session.script.ground import through
from aeviewer.session.script.python import points, spelt
from aeviewer.session.script.shown import Rival, Shown
from aeviewer.session.view import View

_COMPONENTS, _FITTED = 64, 10_000  # of PCA, and images that it is fitted to: at most


def pictures(view: View, shown: Shown) -> str:
    """What each model shows at the cursor, and what it makes of the input."""
    if view.comparing != "models":
        return ""
    blocks = [_given(shown)]
    blocks += each(shown, lambda rival: _shown(rival, view, shown))
    return "\n\n".join(block for block in blocks if block)


def each(shown: Shown, block: Callable[[Rival], str]) -> list[str]:
    """Write a block for each model, in which it is opened."""
    return [
        f"# {rival.title}\n{_opened(rival, shown) if place else ''}{block(rival)}"
        for place, rival in enumerate(shown.rivals)
    ]


def baseline(shown: Shown) -> str:
    """Write how PCA is fitted to the training images."""
    chosen = "torch.arange(len(data.train))"
    if shown.known > _FITTED:
        chosen = f"torch.linspace(0, {shown.known - 1}, {_FITTED}).long()"
    return f"""\
# Principal components of the training images, which all models are held against.
size = min({min(_COMPONENTS, shown.known)}, data.train.pixels[0].numel())
*_, pca = principal(data.train, {chosen}, size)"""


def _given(shown: Shown) -> str:
    """Write what all are given, and what is said of each."""
    number = shown.sample
    if number is None or not shown.data:
        return ""
    few = shown.known > 1
    made = "[rebuilt, pca.decode(few)] if numbers else [rebuilt]" if few else "[rebuilt]"
    cut = """\
    few = pca.encode(x).mean
    few[:, numbers:] = 0
"""
    return f'''\
# What all models are given: sample {number}.
x = images.floats(slice({number}, {number + 1}))

{f"{baseline(shown)}{chr(10)}" if few else ""}

def show(name, at_cursor, rebuilt, numbers):
    """Save what lies at the cursor, the input x, and how x is rebuilt: by the model, and by PCA.

    PCA has as many numbers as the model; without any, as of codes, there is no picture by PCA.
    """
{cut if few else ""}    made = {made}
    for title, image in zip(["rebuilt", f"PCA of {{numbers}}"], made):
        error, ratio = (x - image).square().sum(), psnr(image, x).item()
        print(f"{{name}}, {{title}}: squared error {{error:.2f}}, {{ratio:.2f}} dB")
    save(torch.cat([at_cursor, x, *made]), 2 + len(made), f"{{name}}.png")

'''


def _opened(rival: Rival, shown: Shown) -> str:
    name = spelt(rival.name, shown.home)
    return f"""\
checkpoint = load(resolve({name}))
model = build(checkpoint, {name}).requires_grad_(False)
"""


def _shown(rival: Rival, view: View, shown: Shown) -> str:
    first = rival is shown.rivals[0]
    base = through(view.base, shown) if first else ""
    over = "# The cursor's place in its own plane, when that is laid over the first one's.\n"
    told = "" if first or rival.point == view.cursor else over
    lifted = f"z = plane.lift({points([rival.point])}{base}){_shaped(rival)}\n"
    at = f"at_cursor = {_decoded(rival, 'z', view.condition)}\n"
    plane = "" if first else f"{_plane(rival)}\n"
    return f"{plane}{told}{lifted}{at}{_saved(rival, view, shown)}"


def _saved(rival: Rival, view: View, shown: Shown) -> str:
    title = f'"{rival.title}"'
    alone = f'save(at_cursor, 1, "{rival.title}.png")'
    number = shown.sample
    if not rival.encodes or number is None:
        return alone
    meant = shown.label if view.condition is None else view.condition
    if shown.data:
        known = view.condition if shown.label is None else shown.label
        code = "model.encode(x)"
        if rival.conditional and known is not None:
            code = f"model.encode_as(x, torch.tensor([{known}]))"
        numbers = {
            "all": "code.numel()",
            "active": "max(1, int((code != 0).sum()))",
            "codes": "0",
            "none": "0",
        }
        return f"""\
code = {code}.mean
rebuilt = {_decoded(rival, "code", meant)}
show({title}, at_cursor, rebuilt, numbers={numbers[rival.counted]})"""
    if not rival.shared or number >= rival.samples:
        return alone
    latent = f'checkpoint.latents["mean"][{number}:{number + 1}].float()'
    return f"""\
code = {latent}{_shaped(rival)}  # of sample {number}
rebuilt = {_decoded(rival, "code", meant)}
save(torch.cat([at_cursor, rebuilt]), 2, "{rival.title}.png")"""


def _decoded(rival: Rival, latents: str, label: int | None) -> str:
    """Write how latents are decoded, as a class where the model knows of such and one is told."""
    if not rival.conditional or label is None:
        return f"model.decode({latents})"
    return f"model.decode_as({latents}, torch.tensor([{label}]))"


def _plane(rival: Rival) -> str:
    if not rival.samples and rival.size > 2:
        return f"""\
drawn = model.prior(1, torch.Generator().manual_seed(0)).flatten()  # no sample says where to look
basis = Plane.of_axes({rival.size}).basis
plane = Plane(drawn - basis.T @ (basis @ drawn), basis, ("", ""))"""
    if rival.size <= 2 or rival.samples < 3:
        return f"plane = Plane.of_axes({rival.size})"
    if rival.kept:
        return 'plane = Plane.fit(checkpoint.latents["mean"].float())'
    return 'plane = Plane.fit(encoding.latents(model, images)["mean"])'


def _shaped(rival: Rival) -> str:
    return ".reshape(-1, *model.latent_shape)" if rival.spatial else ""
