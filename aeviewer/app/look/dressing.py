"""How the application is dressed in a theme: which one a choice means, its palette and style."""

from PySide6.QtCore import QLibraryInfo, Qt, QVersionNumber
from PySide6.QtGui import QColor, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication

from aeviewer.app.look.fonts import plain_font
from aeviewer.app.look.scale import follow, rescale
from aeviewer.app.look.style import sheet
from aeviewer.app.look.theme import CONTRAST, DARK, LIGHT, THEMES, Choice, Theme

_HINTED = QVersionNumber(6, 10)  # from here on Qt knows whether the desktop has high contrast


def resolve(choice: Choice, app: QApplication) -> Theme:
    """Say which theme a choice means on this desktop, and tell the desktop, for its title bars."""
    hints = app.styleHints()
    if choice != "system":
        # Several platforms do not follow, so only `system` asks what came of it.
        dark = THEMES[choice].dark
        hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        return THEMES[choice]
    hints.setColorScheme(Qt.ColorScheme.Unknown)
    if _wants_contrast(hints):
        return CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _wants_contrast(hints: QStyleHints) -> bool:
    if QLibraryInfo.version() < _HINTED:
        return False
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def apply(app: QApplication, theme: Theme, scale: float = 1.0) -> None:
    """Dress the whole application: style, palette, font and style sheet, all text `scale` times."""
    changed = rescale(scale)
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(plain_font())
    app.setStyleSheet(sheet(theme))
    if changed:
        follow()


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
