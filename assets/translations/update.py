"""Brings the catalogues up to date with the texts that are marked in the source.

    python assets/translations/update.py           all of them: extract, merge, compile
    python assets/translations/update.py fr        begins one for another language

Then translate what is empty or marked fuzzy in LANGUAGE/LC_MESSAGES/aeviewer.po, take the mark
away, and run it once more: the .mo beside it is what the program reads, and fuzzy ones do not get
there. It needs Babel, which the extra `dev` brings.
"""

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "aeviewer"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "knob": (2,)}
_CODE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")


def template() -> Catalog:
    """All marked texts, with the files that they stand in."""
    marked = Catalog(project="aeviewer", charset="utf-8", fuzzy=False)
    for file, _line, text, _comments, context in extract_from_dir(SOURCE, keywords=KEYWORDS):
        marked.add(text, locations=[(f"aeviewer/{file}", None)], context=context)
    return marked


def path_of(language: str) -> Path:
    """The catalogue that people write."""
    return HERE / language / "LC_MESSAGES" / "aeviewer.po"


def read(language: str) -> Catalog:
    """The catalogue of a language as it stands; an empty one where there is none."""
    path = path_of(language)
    if not path.exists():
        return Catalog(language, project="aeviewer", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    """What the program reads."""
    made = io.BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def update(language: str) -> Catalog:
    """Merge what is marked into a catalogue, and write it down in both forms."""
    catalogue = read(language)
    catalogue.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    _dress(catalogue)
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalogue, width=100, sort_output=True, include_lineno=False)
    path.write_bytes(text.getvalue())
    path.with_suffix(".mo").write_bytes(compiled(catalogue))
    return catalogue


def _dress(catalogue: Catalog) -> None:
    """Leave nothing in the header that Babel would have somebody fill in."""
    catalogue.header_comment = f"# The texts of aeviewer in {catalogue.locale_identifier}."
    catalogue.version = "1"
    catalogue.msgid_bugs_address = catalogue.last_translator = ""
    catalogue.language_team = ""
    catalogue.revision_date = catalogue.creation_date


def _main(words: list[str]) -> int:
    if wrong := [word for word in words if not _CODE.fullmatch(word)]:
        sys.stderr.write(f"{wrong[0]!r} is no language; give a code such as de or pt_BR\n")
        return 1
    there = [path.name for path in HERE.iterdir() if (path / "LC_MESSAGES").is_dir()]
    for language in sorted({*there, *words}):
        catalogue = update(language)
        done = [
            entry for entry in catalogue if entry.id and any(entry.string or "") and not entry.fuzzy
        ]
        sys.stdout.write(f"{language}: {len(done)} of {len(catalogue)} texts translated\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
