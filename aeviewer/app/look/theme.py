"""The look as data: colours, spaces and type. It needs Qt alone: the first paint is waiting."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

Name = Literal["light", "dark", "contrast", "projector"]
Choice = Literal["system"] | Name

_DASHES: Mapping[str, Qt.PenStyle] = MappingProxyType({
    "reconstruction": Qt.PenStyle.DashLine,
    "kl": Qt.PenStyle.DotLine,
    "codebook": Qt.PenStyle.DashDotLine,
    "commitment": Qt.PenStyle.DotLine,
    "sparsity": Qt.PenStyle.DotLine,
    "contraction": Qt.PenStyle.DotLine,
    "adversary": Qt.PenStyle.DashLine,
    "gradient_penalty": Qt.PenStyle.DotLine,
    "mmd": Qt.PenStyle.DotLine,
    "mutual_information": Qt.PenStyle.DotLine,
    "total_correlation": Qt.PenStyle.DashDotLine,
    "dimension_wise": Qt.PenStyle.DashDotDotLine,
})
"""No two terms of one model's loss have the same dashes; the others are drawn through."""

SPACES = (4, 8, 12, 16, 24)
TYPE = (11, 13, 16, 20, 28)
"""Pixels at 100 % of captions, of controls and text, of panel titles, of lessons' texts, titles."""


@dataclass(frozen=True)
class Theme:
    """One set of colours, each as '#rrggbb' and each with one meaning.

    Attributes:
        name: what settings and the view call it.
        ground: behind the panels, and the map's paper.
        panel: under controls and pictures.
        text: words and numbers.
        quiet: words of the second rank: captions, units, invitations.
        hairline: frames and separators.
        hover: under words of a control that the mouse is on, or that is pressed.
        accent: the one colour of what is chosen, focused or in motion.
        cursor: the point being decoded, and nothing else.
        anchor_a: the start of the path.
        anchor_b: the end of the path.
        warning: faults.
        faded: what is switched off.
        dark: whether light words stand on dark paper.
        terms: the colour of each term of the loss, in curves, equations and cards alike.
        few: of up to seven classes; empty for those of Okabe and Ito.
        many: of more classes; empty for those of Petroff, or of Tol from eleven on.
        line: what the widths of painted lines are multiplied by.
        point: what the radii of points are multiplied by.
        ring: pixels of the frame around what has the focus.
        glyphs: whether each class has a form of its own beside its colour.
    """

    name: Name
    ground: str
    panel: str
    text: str
    quiet: str
    hairline: str
    hover: str
    accent: str
    cursor: str
    anchor_a: str
    anchor_b: str
    warning: str
    faded: str
    dark: bool
    terms: Mapping[str, str]
    few: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    line: float = 1.0
    point: float = 1.0
    ring: int = 2
    glyphs: bool = False

    def classes(self, count: int) -> list[str]:
        """Colours of `count` classes, '#rrggbb'; many recur, for glyphs to tell apart."""
        if own := self.few if count <= 7 else self.many:
            return [own[index % len(own)] for index in range(count)]

        from cmap import Colormap  # deferred: it brings NumPy, and the first paint waits

        if count <= 7:
            colours = list(Colormap("okabeito").iter_colors())[1:]  # the first is black
        else:
            colours = list(Colormap("petroff10" if count <= 10 else "tol:muted").iter_colors())
        return [colours[index % len(colours)].hex.lower() for index in range(count)]

    def term(self, name: str) -> str:
        """The colour of a term of the loss; quiet for one that has none of its own."""
        return self.terms.get(name, self.quiet)

    def stroke(self, name: str) -> QPen:
        """What the curve of a term of the loss is drawn with: its colour, and dashes of its own."""
        dashes = _DASHES.get(name, Qt.PenStyle.SolidLine)
        return self.pen(self.term(name), 2 if name == "total" else 1.5, dashes)

    def pen(
        self,
        colour: str | QColor,
        width: float = 1.0,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> QPen:
        """A pen of a colour and of so many pixels, or more where the theme wants thick lines."""
        return QPen(QColor(colour), width * self.line, style)


LIGHT = Theme(
    name="light",
    ground="#fafafa",
    panel="#ffffff",
    text="#1d1d1f",
    quiet="#5f6368",
    hairline="#e0e0e0",
    hover="#e0e0e0",
    accent="#2255cc",
    cursor="#e0007a",
    anchor_a="#0b7285",
    anchor_b="#b35900",
    warning="#b3261e",
    faded="#9aa0a6",
    dark=False,
    terms=MappingProxyType({
        "reconstruction": "#0072b2",
        "kl": "#c2410c",
        "codebook": "#00795c",
        "commitment": "#9c4585",
        "sparsity": "#856a00",
        "contraction": "#5b57d1",
        "generator": "#1b7f3b",
        "adversary": "#a3195b",
        "gradient_penalty": "#6b6f00",
        "mmd": "#a84300",
        "mutual_information": "#00707f",
        "total_correlation": "#8a3ffc",
        "dimension_wise": "#8f5a00",
        "total": "#44474c",
    }),
)

DARK = Theme(
    name="dark",
    ground="#16181c",
    panel="#1e2126",
    text="#e8eaed",
    quiet="#a0a6ae",
    hairline="#33373d",
    hover="#33373d",
    accent="#7aa2ff",
    cursor="#ff4fa3",
    anchor_a="#4dd0c8",
    anchor_b="#ffb74d",
    warning="#ff8a80",
    faded="#6b7179",
    dark=True,
    terms=MappingProxyType({
        "reconstruction": "#56b4e9",
        "kl": "#ff9559",
        "codebook": "#3ecf9f",
        "commitment": "#e39bc9",
        "sparsity": "#e6c84a",
        "contraction": "#a9a5ff",
        "generator": "#7bd88f",
        "adversary": "#ff7eb6",
        "gradient_penalty": "#d4d86a",
        "mmd": "#ffab70",
        "mutual_information": "#5fd0dd",
        "total_correlation": "#c69bff",
        "dimension_wise": "#e0b070",
        "total": "#c8ccd2",
    }),
)

CONTRAST = Theme(
    name="contrast",
    ground="#000000",
    panel="#000000",
    text="#ffffff",
    quiet="#d8d8d8",
    hairline="#8c8c8c",
    hover="#333333",
    accent="#ffd500",
    cursor="#ff5cb0",
    anchor_a="#3de0d4",
    anchor_b="#ff9a3d",
    warning="#ff8a80",
    faded="#8c8c8c",
    dark=True,
    terms=MappingProxyType({
        "reconstruction": "#4db8ff",
        "kl": "#ff8a3d",
        "codebook": "#2ee6a8",
        "commitment": "#f59be0",
        "sparsity": "#ffe14d",
        "contraction": "#aaa3ff",
        "generator": "#6ee787",
        "adversary": "#ff6fb0",
        "gradient_penalty": "#dfe35c",
        "mmd": "#ffb27a",
        "mutual_information": "#4fdfef",
        "total_correlation": "#cf9bff",
        "dimension_wise": "#f0bd70",
        "total": "#e6e6e6",
    }),
    few=("#f4cc82", "#138be2", "#c5ff03", "#d30b04", "#7e1cfd", "#1efae3", "#c3267a"),
    many=(
        *("#0da0fe", "#f08e12", "#5eff76", "#f83976", "#8503ff"),
        *("#fcfb19", "#70620a", "#f9afe1", "#bffec5", "#ac1aa4"),
    ),
    line=1.5,
    point=1.25,
    ring=3,
    glyphs=True,
)

PROJECTOR = Theme(
    name="projector",
    ground="#ffffff",
    panel="#ffffff",
    text="#000000",
    quiet="#333333",
    hairline="#666666",
    hover="#d6e2ff",
    accent="#0033aa",
    cursor="#d6006c",
    anchor_a="#005a66",
    anchor_b="#8a4400",
    warning="#a30010",
    faded="#6b6b6b",
    dark=False,
    terms=MappingProxyType({
        "reconstruction": "#005a94",
        "kl": "#b03a0a",
        "codebook": "#006b50",
        "commitment": "#8f3478",
        "sparsity": "#705900",
        "contraction": "#4a45c0",
        "generator": "#136b30",
        "adversary": "#960f50",
        "gradient_penalty": "#5a5e00",
        "mmd": "#943b00",
        "mutual_information": "#00606e",
        "total_correlation": "#7424e0",
        "dimension_wise": "#7a4c00",
        "total": "#26282c",
    }),
    few=("#013e80", "#df7608", "#19a596", "#cc6be9", "#6e0136", "#8503ff", "#564904"),
    many=(
        *("#0207ff", "#dc7a01", "#1fa777", "#f2014c", "#5a02a3"),
        *("#5c3d01", "#f51bfe", "#18316a", "#c771c6", "#7a0237"),
    ),
    line=2.0,
    point=1.5,
    ring=3,
    glyphs=True,
)

THEMES: Mapping[str, Theme] = MappingProxyType({
    theme.name: theme for theme in (LIGHT, DARK, CONTRAST, PROJECTOR)
})
