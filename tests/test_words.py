"""Catalogues: which one is spoken, and that none of them can stop the program."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aeviewer import words
from aeviewer.words import _, language, languages, ngettext, speak

CODE = "from aeviewer.words import _, language; print(language(), _('Undo'))"


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak("en")


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"LANGUAGE": "de"}, "de Rückgängig"),
        ({"LC_ALL": "de_AT.UTF-8"}, "de Rückgängig"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "C"}, "en Undo"),
        ({"LANGUAGE": "xx:de:en"}, "de Rückgängig"),
        ({"LANGUAGE": "en_GB:de"}, "en Undo"),
        ({"LANG": "C"}, "en Undo"),
        ({}, "en Undo"),
    ],
)
def test_the_environment_chooses(variables: dict[str, str], said: str) -> None:
    asked = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}
    rest = {name: value for name, value in os.environ.items() if name not in asked}
    environment = {**rest, "PYTHONIOENCODING": "utf-8", **variables}
    command = [sys.executable, "-c", CODE]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == said


def test_a_language_can_be_chosen() -> None:
    speak("de")
    assert (language(), _("Undo")) == ("de", "Rückgängig")
    speak("en")
    assert (language(), _("Undo")) == ("en", "Undo")


def test_what_is_not_translated_is_as_it_was() -> None:
    speak("de")
    assert _("nobody says this") == "nobody says this"
    assert ngettext("{n} ox", "{n} oxen", 1) == "{n} ox"
    assert ngettext("{n} ox", "{n} oxen", 2) == "{n} oxen"


def test_each_language_calls_itself_by_its_own_name() -> None:
    assert languages() == {"de": "Deutsch", "en": "English"}


@pytest.mark.parametrize("damage", [b"", b"x", b"\xde\x12\x04\x95", b"no catalogue" * 100])
def test_a_damaged_catalogue_means_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    path = tmp_path / "de" / "LC_MESSAGES" / "aeviewer.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    monkeypatch.setattr(words, "folder", lambda: tmp_path)
    speak("de")
    assert (language(), _("Undo")) == ("en", "Undo")


def test_half_a_catalogue_means_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (words.folder() / "de" / "LC_MESSAGES" / "aeviewer.mo").read_bytes()
    path = tmp_path / "de" / "LC_MESSAGES" / "aeviewer.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(whole[: len(whole) // 2])
    monkeypatch.setattr(words, "folder", lambda: tmp_path)
    speak("de")
    assert (language(), _("Undo")) == ("en", "Undo")


def test_no_catalogues_mean_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "folder", lambda: tmp_path / "none")
    speak("de")
    assert (language(), _("Undo"), languages()) == ("en", "Undo", {})
