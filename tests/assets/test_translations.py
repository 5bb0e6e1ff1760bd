"""The catalogues hold what is marked in the source, and what they say can be filled in."""

import importlib.util
import re
from collections.abc import Iterator
from io import BytesIO
from string import Formatter
from types import ModuleType
from typing import IO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo

from aeviewer.training.plan import Plan
from aeviewer.zoo.knobs import Knobs
from aeviewer.zoo.noise import KINDS, USUAL
from aeviewer.zoo.registry import variants
from tests.guards.sources import ROOT

FOLDER = ROOT / "assets" / "translations"
LANGUAGES = sorted(path.parts[-3] for path in FOLDER.glob("*/LC_MESSAGES/aeviewer.po"))
AGAIN = "run `python assets/translations/update.py`"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", FOLDER / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


UPDATE = _load()


def _ids(catalogue: Catalog) -> set[object]:
    return {message.id for message in catalogue if message.id}


def _texts(message: Message) -> Iterator[tuple[str, str]]:
    """Each text beside its translation; the plural stands for all forms but the first."""
    if isinstance(message.id, str):
        assert isinstance(message.string, str)
        yield message.id, message.string
        return
    one, many = message.id
    for number, said in enumerate(message.string or ()):
        yield (many if number else one), said


def fields(text: str) -> set[tuple[str, str | None]]:
    """Names in braces with what is said of their form."""
    return {(name, form) for _, name, form, _ in Formatter().parse(text) if name is not None}


def test_there_are_catalogues() -> None:
    assert LANGUAGES == ["de", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_all_that_is_marked(language: str) -> None:
    there, marked = _ids(UPDATE.read(language)), _ids(UPDATE.template())
    assert marked - there == set(), f"{language} lacks texts; {AGAIN}"
    assert there - marked == set(), f"{language} has texts that have gone; {AGAIN}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_program_reads_is_what_people_wrote(language: str) -> None:
    with UPDATE.path_of(language).with_suffix(".mo").open("rb") as file:
        read = _strings(file)
    assert read == _strings(BytesIO(UPDATE.compiled(UPDATE.read(language)))), AGAIN


def _strings(file: IO[bytes]) -> dict[str, object]:
    return {str(message.id): message.string for message in read_mo(file) if message.id}


def test_the_german_one_is_whole() -> None:
    lacking = [m.id for m in UPDATE.read("de") if m.id and (m.fuzzy or not all(_said(m)))]
    assert not lacking


def _said(message: Message) -> list[str]:
    return [said for _, said in _texts(message)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_fields_of_its_text(language: str) -> None:
    for message in UPDATE.read(language):
        for text, said in _texts(message) if message.id else ():
            if said:
                assert fields(said) == fields(text), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_its_edges(language: str) -> None:
    """Spaces and line breaks at the ends join it to what stands beside it."""
    for message in UPDATE.read(language):
        for text, said in _texts(message) if message.id else ():
            if said:
                assert _edges(said) == _edges(text), said


def _edges(text: str) -> tuple[str, str]:
    start, end = re.match(r"\s*", text), re.search(r"\s*\Z", text)
    assert start is not None
    assert end is not None
    return start.group(), end.group()


def test_fields_are_told_apart() -> None:
    assert fields("{count:,} of {total}") == {("count", ","), ("total", "")}
    assert fields("{{no field}}") == set()


def test_the_help_of_each_knob_is_marked() -> None:
    marked = _ids(UPDATE.template())
    tables: dict[str, type[Knobs]] = {
        "plan": Plan,
        **{name: entry.knobs for name, entry in variants().items()},
    }
    for owner, table in tables.items():
        assert {knob.help for knob in table.knobs()} <= marked, owner


def test_the_help_of_the_strength_knows_each_kind_of_noise() -> None:
    usual = ", ".join(f"{name} {kind.usual:g}" for name, kind in KINDS.items())
    assert USUAL.endswith(f": {usual}")
