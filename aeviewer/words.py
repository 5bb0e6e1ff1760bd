"""What people read, in their language: gettext over the catalogues in assets/translations.

The language is the one of the environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG) until `speak` says
another. What has no catalogue is in English, the language of the source. A string is looked up when
it is read, never at import: in a table it is marked by `N_`, and whoever shows it calls `_`.
"""

import gettext
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import aeviewer

Text = TypeVar("Text", bound=str)

_DOMAIN, _SOURCE = "aeviewer", "en"


class _Speech:
    """Holds the catalogue in use; none before the first word."""

    catalogue: gettext.NullTranslations | None = None

    def chosen(self) -> gettext.NullTranslations:
        """The catalogue, or that of the environment where none was chosen."""
        if self.catalogue is None:
            self.catalogue = _catalogue("")
        return self.catalogue


_speech = _Speech()


def _(text: str) -> str:
    """Translate a text."""
    return _speech.chosen().gettext(text) if text else ""  # there its header would stand


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a text that says how many, in the form that goes with the number."""
    return _speech.chosen().ngettext(one, many, count)


def N_(text: Text) -> Text:
    """Mark a text that is translated later, where it is read."""
    return text


def speak(language: str = "") -> None:
    """Speak a language from now on, by its code such as "de"; by an empty one, the environment's.

    What is on the screen already stays as it is. A catalogue that is missing or damaged means
    English.
    """
    _speech.catalogue = _catalogue(language)


def language() -> str:
    """The code of the language that is spoken."""
    return _speech.chosen().info().get("language", _SOURCE)


def languages() -> Mapping[str, str]:
    """The languages there are, by code: what each calls itself."""
    found = sorted(path.parts[-3] for path in folder().glob(f"*/LC_MESSAGES/{_DOMAIN}.mo"))
    return {code: _catalogue(code).gettext(N_("English")) for code in found}


def folder() -> Path:
    """Where the catalogues lie: inside an installed package, beside it in a checkout."""
    package = Path(aeviewer.__file__).parent
    inside = package / "translations"
    return inside if inside.is_dir() else package.parent / "assets" / "translations"


def _catalogue(language: str) -> gettext.NullTranslations:
    asked = [language] if language else None  # None: gettext asks the environment
    path = gettext.find(_DOMAIN, str(folder()), asked)
    if path is None:
        return gettext.NullTranslations()
    try:
        with Path(path).open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, ValueError, LookupError, struct.error):  # as gettext tells of damage
        return gettext.NullTranslations()
