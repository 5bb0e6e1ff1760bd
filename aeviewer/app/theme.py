"""The look as data: colours, spaces and type. It needs Qt alone: the first paint is waiting."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from aeviewer.app.style import STYLE

_ICONS = Path(__file__).with_name("icons")

Choice = Literal["system", "light", "dark"]

SPACES = (4, 8, 12, 16, 24)
TYPE = (11, 13, 16, 20, 28)
"""Pixels of captions, of controls and text, of panel titles, of lesson texts and lesson titles."""


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
        accent: the one colour of what is chosen, focused or in motion.
        cursor: the point being decoded, and nothing else.
        anchor_a: the start of the path.
        anchor_b: the end of the path.
        warning: faults.
        faded: what is switched off.
        dark: whether light words stand on dark paper.
        terms: the colour of each term of the loss, in curves, equations and cards alike.
    """

    name: Literal["light", "dark"]
    ground: str
    panel: str
    text: str
    quiet: str
    hairline: str
    accent: str
    cursor: str
    anchor_a: str
    anchor_b: str
    warning: str
    faded: str
    dark: bool
    terms: Mapping[str, str]

    def classes(self, count: int) -> list[str]:
        """Colours of `count` classes, '#rrggbb'; many recur, for glyphs to tell apart."""
        from cmap import Colormap  # deferred: it brings NumPy, and the first paint waits

        if count <= 7:
            colours = list(Colormap("okabeito").iter_colors())[1:]  # the first is black
        else:
            colours = list(Colormap("petroff10" if count <= 10 else "tol:muted").iter_colors())
        return [colours[index % len(colours)].hex.lower() for index in range(count)]

    def term(self, name: str) -> str:
        """The colour of a term of the loss; quiet for one that has none of its own."""
        return self.terms.get(name, self.quiet)


LIGHT = Theme(
    name="light",
    ground="#fafafa",
    panel="#ffffff",
    text="#1d1d1f",
    quiet="#5f6368",
    hairline="#e0e0e0",
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

THEMES: Mapping[str, Theme] = MappingProxyType({theme.name: theme for theme in (LIGHT, DARK)})

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


def resolve(choice: Choice, app: QApplication) -> Theme:
    """Say which theme a choice means on this desktop, and tell the desktop, for its title bars."""
    hints = app.styleHints()
    hints.setColorScheme(_SCHEMES[choice])  # several platforms do not follow, so ask only `system`
    if choice != "system":
        return THEMES[choice]
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole application: style, palette, font and style sheet."""
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(_font())
    app.setStyleSheet(_sheet(theme))


def dress(widget: QWidget, theme: Theme) -> None:
    """Dress one widget and all that is in it as `apply` would, whatever the application wears."""
    widget.setPalette(palette(theme))
    widget.setFont(_font())
    widget.setStyleSheet(_sheet(theme))


def _font() -> QFont:
    font = QApplication.font()
    font.setPixelSize(TYPE[1])
    return font


def _sheet(theme: Theme) -> str:
    return STYLE.substitute(vars(theme), icons=_ICONS.as_posix())


def monospaced(size: int = TYPE[1]) -> QFont:
    """The font of numbers that change, so that they do not dance; `size` in pixels."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(size)
    return font


def caption_font(font: QFont) -> QFont:
    """The same font in the size of captions, whatever size it had."""
    made = QFont(font)
    made.setPixelSize(TYPE[0])
    return made


def palette(theme: Theme) -> QPalette:
    """A palette with every role of every group set: the desktop fills no gap with its own."""
    made = QPalette()
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        for role, colour in _roles(theme).items():
            made.setColor(group, role, QColor(colour))
    for role, colour in _disabled(theme).items():
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colour))
    return made


def _roles(theme: Theme) -> dict[QPalette.ColorRole, str]:
    role = QPalette.ColorRole
    return {
        role.Window: theme.ground,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.ground,
        role.Text: theme.text,
        role.PlaceholderText: theme.quiet,
        role.Button: theme.panel,
        role.ButtonText: theme.text,
        role.BrightText: theme.warning,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.panel,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Light: theme.panel,
        role.Midlight: theme.hairline,
        role.Mid: theme.hairline,
        role.Dark: theme.quiet,
        role.Shadow: "#000000",
    }


def _disabled(theme: Theme) -> dict[QPalette.ColorRole, str]:
    role = QPalette.ColorRole
    words = (role.WindowText, role.Text, role.ButtonText, role.HighlightedText, role.ToolTipText)
    dim = dict.fromkeys((*words, role.PlaceholderText, role.Link, role.Accent), theme.faded)
    return _roles(theme) | dim | {role.Highlight: theme.hairline}
