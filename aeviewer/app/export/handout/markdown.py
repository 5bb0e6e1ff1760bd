"""The Markdown of a lesson as HTML in a handout: tags in it are text, and nothing is fetched."""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_WEB = ("https://", "http://", "mailto:")
_LEAST, _SMALLEST = 3, 6  # levels of headings: the step's own is the second


def html_of(source: str) -> str:
    """Turn Markdown into HTML; pictures become words, links stay where they lead to the web."""
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    tokens = parser.parse(source)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(max(int(token.tag[1:]) + 1, _LEAST), _SMALLEST)}"
        if token.children:
            token.children = list(_tamed(token.children))
    made: str = parser.renderer.render(tokens, parser.options, {})
    return made.strip()


def _tamed(tokens: Sequence[Token]) -> Iterator[Token]:
    """What is in a line, without pictures, and without links that lead nowhere from a file."""
    leads = True  # the link that is open; there is none within another
    for token in tokens:
        if token.type == "link_open":
            leads = str(token.attrGet("href")).startswith(_WEB)
        if token.type == "image":
            yield Token("text", "", 0, content=f"[{token.content or 'picture'}]")
        elif leads or token.type not in {"link_open", "link_close"}:
            yield token
