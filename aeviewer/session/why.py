"""Why a model is as it is: a card each, a Markdown file of the same form as the lessons'.

Its sections are headings with text, and where a section has a `math` block, an equation above it.
Links in the text lead to pages and layers: `[Denoise](page:denoise)`, `[Prior](layer:prior)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import aeviewer
from aeviewer.session import lesson_text


@dataclass(frozen=True)
class Part:
    r"""One section.

    Attributes:
        title: its heading.
        text: Markdown; may be empty.
        equation: LaTeX, in which `\term{NAME}{...}` marks a term of the loss; or empty.
    """

    title: str
    text: str
    equation: str


@dataclass(frozen=True)
class Card:
    """What is to be known of one model.

    Attributes:
        title: of the model.
        sources: the papers.
        parts: idea, formula, pitfalls, what to look for.
    """

    title: str
    sources: tuple[str, ...]
    parts: tuple[Part, ...]


def folder() -> Path:
    """Where the cards lie: inside an installed package, beside it in a checkout."""
    package = Path(aeviewer.__file__).parent
    inside = package / "why"
    return inside if inside.is_dir() else package.parent / "assets" / "why"


def cards() -> Mapping[str, Path]:
    """The cards' files, by the name of the variant."""
    return {path.stem: path for path in sorted(folder().glob("*.md"))}


def read(path: Path) -> Card:
    """Read a card.

    Raises:
        UserError: the file is missing, or its form is wrong; names file and line.
    """
    front, sections = lesson_text.read(path)
    parts = (Part(section.title, section.text, _equation(section)) for section in sections)
    return Card(front.title, front.sources, tuple(parts))


def _equation(section: lesson_text.Section) -> str:
    block = section.blocks.get("math")
    return "" if block is None else block.text.strip()
