"""`aeviewer list`: the zoo, the data sets, the bundled models and lessons."""

from collections.abc import Callable, Mapping
from pathlib import Path

from aeviewer.commands.printing import print_json, print_table, spelt
from aeviewer.data.sources import at_hand, sources
from aeviewer.errors import UserError
from aeviewer.session.lesson import lessons, read
from aeviewer.training.bundled import shipped
from aeviewer.training.header import peek

_Entry = Mapping[str, object]
_LONG = {"figures", "path", "recipe", "sources", "summary"}  # for JSON only


def show(what: str, *, as_json: bool) -> int:
    """List models, data, pretrained models or lessons."""
    entries = _LISTS[what]()
    if as_json:
        print_json({what: entries})
    else:
        columns = list(dict.fromkeys(key for entry in entries for key in entry if key not in _LONG))
        rows = [[_cell(entry.get(name)) for name in columns] for entry in entries]
        print_table(what, [name.replace("_", " ") for name in columns], rows)
    return 0


def _models() -> list[_Entry]:
    from aeviewer.zoo.registry import variants

    return [
        {
            "name": entry.name,
            "title": entry.title,
            "paper": entry.paper,
            "knobs": {knob.name: knob.default for knob in entry.knobs.knobs()},
        }
        for entry in variants().values()
    ]


def _data() -> list[_Entry]:
    return [
        {
            "name": source.name,
            "title": source.title,
            "at_hand": at_hand(source.name),
            "about": source.about,
        }
        for source in sources().values()
    ]


def _pretrained() -> list[_Entry]:
    return [_checkpoint(name, path) for name, path in shipped().items()]


def _checkpoint(name: str, path: Path) -> _Entry:
    """Describe a bundled model; one that is damaged is listed with the reason."""
    try:
        header, latents = peek(path)
    except UserError as error:
        return {"name": name, "fault": str(error), "path": str(path)}
    return {
        "name": name,
        "model": header.variant,
        "data": header.data,
        "latent": "x".join(map(str, header.latent_shape)),
        "steps": header.step,
        "test_points": 0 if latents is None else len(latents.mean),
        "recipe": header.recipe,
        "figures": header.figures,
        "path": str(path),
    }


def _lessons() -> list[_Entry]:
    return [_lesson(name, path) for name, path in lessons().items()]


def _lesson(name: str, path: Path) -> _Entry:
    """Describe a bundled lesson; one with a mistake in it is listed with the reason."""
    try:
        found = read(path)
    except UserError as error:
        return {"name": name, "fault": str(error), "path": str(path)}
    return {
        "name": name,
        "title": found.title,
        "minutes": found.minutes,
        "steps": len(found.steps),
        "summary": found.summary,
        "sources": found.sources,
        "path": str(path),
    }


def _cell(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Mapping():
            return "  ".join(f"{key} {spelt(part)}" for key, part in value.items())
        case None:
            return ""
    return str(value)


_LISTS: Mapping[str, Callable[[], list[_Entry]]] = {
    "models": _models,
    "data": _data,
    "pretrained": _pretrained,
    "lessons": _lessons,
}
