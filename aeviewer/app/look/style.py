"""The style sheet, filled with a theme's colours: focus rings, corners, hit targets, sliders."""

import re
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from aeviewer.app.look.scale import px

if TYPE_CHECKING:
    from aeviewer.app.look.theme import Theme

_ICONS = Path(__file__).parents[1] / "icons"
_GROWING = re.compile(r"(-?[0-9]+)u\b")

# Every control has the border of a focus ring at rest too, so that a focus ring moves nothing.
# `u` are pixels at 100 %, which grow with the text.
_STYLE = Template("""
QToolTip {
    background: $panel; color: $text; border: ${thin}px solid $hairline; padding: 4px 8px;
}
QMainWindow, QToolBar { icon-size: 24u; }
QPushButton, QToolButton, QMenu { icon-size: 16u; }
QMainWindow::separator { background: $ground; width: 8px; height: 8px; }
QMainWindow::separator:hover { background: $hairline; }

QDockWidget { color: $text; font-size: 16u; }
QDockWidget::title { background: $ground; padding: 8px 12px; text-align: left; }

QToolBar { background: $ground; border: none; border-bottom: ${thin}px solid $hairline;
    spacing: 4px; padding: 4px 8px; }
QToolBar::separator { background: $hairline; width: 1px; margin: 4px 8px; }
QStatusBar { background: $ground; color: $quiet; border-top: ${thin}px solid $hairline; }
QStatusBar::item { border: none; }

QPushButton, QToolButton {
    color: $text; background: $panel; border: ${ring}px solid $hairline; border-radius: 4px;
    padding: 2px 12px; min-height: 24u;
}
QToolButton { padding: 2px 6px; min-width: 20u; }
QToolButton[flat="true"], QToolBar QToolButton {
    background: transparent; border-color: transparent;
}
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked {
    background: $hover; color: $accent;
}
QToolButton[flat="true"] { padding: 2px 4px; }
QToolButton[flat="true"]:checked { background: transparent; color: $text; }
QPushButton:default { background: $accent; color: $panel; border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $faded; background: $ground; }
QToolBar QToolButton:disabled, QToolButton[flat="true"]:disabled { background: transparent; }
QPushButton:focus, QToolButton:focus, QToolBar QToolButton:focus,
QToolButton[flat="true"]:focus { border-color: $accent; }
QToolButton::menu-button { border: none; width: 14u; }
QPushButton:default:focus { border-color: $text; }

QTabBar { background: $ground; }
QTabBar::tab {
    color: $quiet; background: $ground; border: ${ring}px solid transparent; padding: 2px 12px;
    min-height: 22u; border-bottom-color: $hairline;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabBar::tab:focus { border-color: $accent; border-radius: 4px; }

QLineEdit, QAbstractSpinBox, QPlainTextEdit {
    color: $text; background: $panel; border: ${ring}px solid $hairline; border-radius: 4px;
    padding: 1px 6px; min-height: 24u;
    selection-background-color: $accent; selection-color: $panel;
}
QLineEdit:disabled, QAbstractSpinBox:disabled { color: $faded; background: $ground; }
QLineEdit:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus { border-color: $accent; }
QLineEdit[wrong="true"] { border-color: $warning; }

QComboBox {
    color: $text; background: $panel; border: ${ring}px solid $hairline; border-radius: 4px;
    padding: 1px 6px; min-height: 24u;
}
QComboBox:focus { border-color: $accent; }
QComboBox:disabled { color: $faded; background: $ground; }
QComboBox::drop-down { border: none; width: 20u; }
QComboBox::down-arrow { image: url("$icons/down-$paper.svg"); width: 12u; height: 12u; }
QComboBox QAbstractItemView {
    background: $panel; border: ${thin}px solid $hairline; outline: none;
}
QAbstractItemView { selection-background-color: $accent; selection-color: $panel; }
QAbstractItemView::item { min-height: 28u; }

QCheckBox, QRadioButton {
    border: ${ring}px solid transparent; border-radius: 4px; min-height: 24u; spacing: 8px;
    padding: 0 4px;
}
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $faded; }
QCheckBox::indicator {
    width: 14u; height: 14u; border: ${thin}px solid $quiet; border-radius: 3px; background: $panel;
}
QCheckBox::indicator:disabled { border-color: $hairline; }
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons/check-$paper.svg");
}
QCheckBox::indicator:checked:disabled { background: $faded; border-color: $faded; }

QSlider { min-height: 28u; }
QSlider:vertical { min-width: 28u; }
QSlider::groove:horizontal { height: 4u; border-radius: 2px; background: $hairline; }
QSlider::sub-page:horizontal { border-radius: 2px; background: $accent; }
QSlider::sub-page:horizontal:disabled { background: $hairline; }
QSlider::handle:horizontal {
    width: 12u; margin: -6u 0; border: ${ring}px solid $accent; border-radius: ${knob}px;
    background: $panel;
}
QSlider::handle:horizontal:hover { background: $hover; }
QSlider::handle:horizontal:focus { border-color: $text; background: $accent; }
QSlider::handle:horizontal:disabled { border-color: $hairline; background: $ground; }

#quiet { color: $quiet; }
#messages {
    background: $panel; border: ${thin}px solid $hairline; border-left: 4px solid $accent;
    border-radius: 4px;
}
#messages[kind="warning"], #messages[kind="error"] { border-left-color: $warning; }
#messages[quiet="true"] { border-left-color: $hairline; }
#messages #kind { color: $warning; font-weight: bold; }

#palette { background: $panel; border: ${thin}px solid $quiet; border-radius: 4px; }
#palette QListView { background: $panel; border: none; }
#note { background: $panel; border: ${ring}px solid $accent; border-radius: 4px; }
#note-title { font-weight: bold; }
#menu::menu-indicator { image: none; }
#qt_toolbar_ext_button { min-width: 0; min-height: 0; padding: 0; border: none; }

#spoken { font-size: 16u; }
#spoken-title { font-size: 20u; font-weight: bold; }

QProgressBar {
    border: none; border-radius: 2px; background: $hairline; color: $text; text-align: center;
}
QProgressBar::chunk { border-radius: 2px; background: $accent; }

QScrollArea { border: none; }
QScrollBar { background: transparent; }
QScrollBar:vertical { width: 12u; }
QScrollBar:horizontal { height: 12u; }
QScrollBar::handle { background: $faded; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28u; }
QScrollBar::handle:horizontal { min-width: 28u; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $panel; color: $text; border: ${thin}px solid $hairline; padding: 4px 0; }
QMenu::item { padding: 6px 24px; }
QMenu::item:selected { background: $accent; color: $panel; }
QMenu::item:disabled { color: $faded; }
""")


def sheet(theme: "Theme") -> str:
    """The style sheet in a theme's colours, at the scale of now."""
    filled = _STYLE.substitute(
        vars(theme),
        icons=_ICONS.as_posix(),
        paper="dark" if theme.dark else "light",
        thin=round(theme.line),
        knob=min(px(12) + 2 * theme.ring, px(4) + 2 * px(6)) // 2,  # a larger radius is ignored
    )
    return _GROWING.sub(lambda found: f"{px(int(found[1]))}px", filled)
