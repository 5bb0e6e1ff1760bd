"""Reading what the program wrote: the pages of a PDF as text, HTML as a tree."""

import re
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

_VOID = {"meta", "img", "br", "hr", "link", "input"}


class Pdf:
    """A PDF as Qt writes it: each page's text, its pictures, and its shapes."""

    def __init__(self, data: bytes) -> None:
        found = re.finditer(rb"(?:^|\n)(\d+) 0 obj\s(.*?)endobj", data, re.DOTALL)
        self._objects = {int(match[1]): match[2] for match in found}
        pages = [o for o in self._objects.values() if re.search(rb"/Type /Page\s", o)]
        self.contents = [self._stream(_reference(page, b"Contents")) for page in pages]
        self.texts = [
            "".join(self._letters(*pair)) for pair in zip(pages, self.contents, strict=True)
        ]

    @property
    def pictures(self) -> list[int]:
        """How many pictures are painted on each page."""
        return [len(re.findall(rb"/Im\d+\s+Do", content)) for content in self.contents]

    def _letters(self, page: bytes, content: bytes) -> Iterator[str]:
        """The letters of a page in the order in which they are painted, a line break between."""
        fonts = {
            name: self._codes(int(number))
            for name, number in re.findall(
                rb"/(F\d+) (\d+) 0 R", self._objects[_reference(page, b"Resources")]
            )
        }
        font: dict[bytes, str] = {}
        for name, code, end in re.findall(rb"/(F\d+) \d+ Tf|<([0-9A-F]{4})> Tj|\b(ET)\b", content):
            font = fonts[name] if name else font
            yield "\n" if end else font[code] if code else ""

    def _codes(self, number: int) -> dict[bytes, str]:
        """What each glyph of a font stands for."""
        table = self._stream(_reference(self._objects[number], b"ToUnicode"))
        found: dict[bytes, str] = {}
        for first, letters in re.findall(rb"<(\w{4})> <\w{4}> \[(.*?)\]", table, re.DOTALL):
            for offset, letter in enumerate(re.findall(rb"<(\w+)>", letters)):
                code = f"{int(first, 16) + offset:04X}".encode()
                found[code] = bytes.fromhex(letter.decode()).decode("utf-16-be")
        return found

    def _stream(self, number: int) -> bytes:
        found = re.search(rb"stream\r?\n(.*)\r?\nendstream", self._objects[number], re.DOTALL)
        assert found is not None
        packed = b"FlateDecode" in self._objects[number]
        return zlib.decompressobj().decompress(found[1]) if packed else found[1]


def _reference(item: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", item)
    assert found is not None, (name, item)
    return int(found[1])


class _Tree(HTMLParser):
    """Builds a tree, and insists that every tag is closed where it should be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder, self.open = ET.TreeBuilder(), [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        if len(self.open) > 1:
            self.builder.data(data)


def tree_of(html: bytes) -> ET.Element:
    """Read HTML in which every tag is closed."""
    parser = _Tree()
    parser.feed(html.decode())
    parser.close()
    assert parser.open == [""]
    return parser.builder.close()


def words(element: ET.Element) -> str:
    """All text in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())
