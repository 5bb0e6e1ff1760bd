"""The features page: what each unit adds to a picture, a sample as a sum, and a Jacobian."""

import math

from aeviewer.session.script.ground import at_cursor
from aeviewer.session.script.shown import Shown
from aeviewer.session.view import View

_TOP = 8  # samples, atoms or directions that are shown
_COLUMNS = 16
_AT_ONCE = 32  # columns of a Jacobian
_LOOKED_AT = 30  # pictures that a linear decoder's offset is read off


def helpers(_view: View, _shown: Shown) -> str:
    """How changes of a picture become one."""
    return '''\
def signed(changes, together=False):
    """Show changes (N, C, H, W) of a picture, each on its own scale: mid-grey is no change."""
    largest = changes.abs().amax(None if together else (1, 2, 3), keepdim=True)
    return 0.5 + 0.5 * changes / largest.clamp(min=1e-12)


'''


def atoms(view: View, shown: Shown) -> str:
    """The atoms of all units, in order."""
    if view.features.part == "jacobian":
        return ""
    here = view.features.at == "cursor" and not shown.units.linear and bool(shown.samples)
    stated = f"{at_cursor(view, shown)}\n\n" if here or not shown.samples else ""
    return f"""\
{stated}# The atom of each unit: what one more of it adds to a picture, {_where(shown)}.
units = {_units(shown)}
{_atoms_at(shown)}
{_ordered(view, shown, here)}
save(signed({"effects_here" if here else "atoms"}[order]), {_COLUMNS}, "atoms.png")"""


def unit(view: View, shown: Shown) -> str:
    """The samples in which one unit is largest and smallest."""
    if view.features.part == "jacobian" or not shown.samples:
        return ""
    number = view.features.unit
    count = shown.units.shape[0]
    chosen = "order[0]" if number is None or not 0 <= number < count else str(number)
    active = """
most, least = most[values[most] > 0], least[values[least] < 0]  # at 0 a unit is off"""
    pictures = "images.floats(chosen)" if shown.data else "decode(latents[chosen])"
    return f"""\
# One unit: the samples of its largest and of its smallest values.
unit = {chosen}  # counted from 0
values = latents[:, units[unit]]
ranked = values.argsort(descending=True, stable=True)
most, least = ranked[:{_TOP}], ranked.flip(0)[:{_TOP}]\
{active if shown.units.switched else ""}
for name, chosen in [("most_active", most), ("least_active", least)]:
    print(f"z{{unit + 1}}, {{name}}: samples {{chosen.tolist()}}")
    if len(chosen):
        save({pictures}, len(chosen), f"{{name}}.png")"""


def recipe(view: View, shown: Shown) -> str:
    """A sample as a sum of atoms."""
    if view.features.part == "jacobian" or shown.sample is None:
        return ""
    number = shown.sample
    rest = _OFFSET if shown.units.linear else "rest = decode(latents.mean(0)[None])[0]"
    return f"""\
# Sample {number} as a sum: the picture while all units rest, and then each unit's atom, as often
# as the unit is away from its rest.
{rest}
parts = (latents[{number}, units] - use.rest)[:, None, None, None] * atoms
largest = parts.flatten(1).norm(dim=1).argsort(descending=True, stable=True)[:{_TOP}]
rebuilt = decode(latents[{number}:{number + 1}])[0]
whole = (rest + parts.sum(0)).clamp(0, 1)
missed = (rebuilt - whole).square().sum() / (rebuilt - rest.clamp(0, 1)).square().sum()
print(f"the sum of atoms misses {{missed:.2%}} of the change from rest")
save(torch.stack([rebuilt, rest, whole]), 3, "recipe.png")
save(signed(parts[largest], together=True), {_TOP}, "parts.png")"""


def stretches(view: View, shown: Shown) -> str:
    """The singular values of a Jacobian, and its leading directions."""
    if view.features.part == "units":
        return ""
    number, encoder = shown.sample, view.features.jacobian == "encoder"
    if encoder and number is not None:
        x = f"images.floats(slice({number}, {number + 1}))"
        x = x if shown.data else f"decode(latents[{number}:{number + 1}])"
        found = f"matrix = jacobian(model, {x})[0]"
        told = f"The encoder's Jacobian at sample {number}: how the latent answers to the image."
    else:
        place = "z" if number is None else f"latents[{number}]"
        found = f"matrix = {_columns(shown, place, f'torch.arange({shown.size})')}.flatten(1)"
        told = "The decoder's Jacobian: how the picture answers to the latent."
    stated = f"{at_cursor(view, shown)}\n\n" if number is None else ""
    return f"""\
{stated}# {told}
{found}
singular_values, directions = singular(matrix, {_TOP})
print("singular values:", " ".join(f"{{value:.4g}}" for value in singular_values[:{_TOP}].tolist()))
directions = directions.reshape(-1, *model.image_shape)
save(signed(directions), len(directions), "directions.png")"""


_OFFSET = f"""\
# A linear decoder cuts its sums to [0, 1]: what it adds to all is read off where it did not.
middle = latents.mean(0)
seen = torch.cat([torch.stack([torch.zeros_like(middle), middle]), latents[:{_LOOKED_AT}]])
made = decode(seen)
uncut = ((made > 0) & (made < 1)).to(torch.uint8).argmax(0, keepdim=True)
offset = (made - torch.tensordot(seen[:, units], atoms, 1)).gather(0, uncut)[0]
rest = offset + torch.tensordot(use.rest, atoms, 1)"""


def _where(shown: Shown) -> str:
    if shown.units.linear:
        return "a column of the linear decoder"
    return "to first order, at the " + ("mean latent" if shown.samples else "cursor")


def _units(shown: Shown) -> str:
    channels, *cells = shown.units.shape
    if not cells:
        return f"torch.arange({channels})"
    middle = sum(side // 2 * math.prod(cells[at + 1 :]) for at, side in enumerate(cells))
    return (
        f"torch.arange({channels}) * {math.prod(cells)} + {middle}  # channels, at the middle cell"
    )


def _atoms_at(shown: Shown) -> str:
    place = "latents.mean(0)" if shown.samples else "z"
    return f"atoms = {_columns(shown, place, 'units')}"


def _columns(shown: Shown, place: str, units: str) -> str:
    """Write the columns of the decoder's Jacobian."""
    if shown.units.linear:
        return f"model.dictionary()[{units}]"
    if shown.size <= _AT_ONCE:
        return f"effects(decode, {place}, {units})"
    parts = f"{units}.split({_AT_ONCE})"
    return f"torch.cat([effects(decode, {place}, part) for part in {parts}])"


def _ordered(view: View, shown: Shown, here: bool) -> str:
    """Write how units are ordered: those that do nothing last."""
    if not shown.samples:
        return f"size = atoms.flatten(1).norm(dim=1)\norder = {_by('size', view, idle=False)}"
    stds = "stds[:, units]" if shown.stds else "None"
    switched = ", switched=True" if shown.units.switched else ""
    moved = f"effects_here = {_columns(shown, 'z', 'units')}  # at the cursor\n" if here else ""
    by = "use.share" if view.features.order == "use" and shown.units.switched else "size"
    return f"""\
{moved}use = Use.of(latents[:, units], {stds}{switched})  # how the samples use the units
size = strength(use, {"effects_here" if here else "atoms"})  # how much they change the picture
order = {_by(by, view, idle=True)}
print("the first units in order:", ", ".join(f"z{{unit + 1}}" for unit in order[:{_TOP}]))"""


def _by(key: str, view: View, idle: bool) -> str:
    if view.features.order == "number":
        return "list(range(len(units)))"
    first = "use.idle[unit].item(), " if idle else ""
    return f"sorted(range(len(units)), key=lambda unit: ({first}-{key}[unit].item()))"
