"""The style sheet, filled with a theme's colours: focus rings, corners, hit targets, sliders."""

from string import Template

# Every control has a border of two pixels at rest too, so that a focus ring moves nothing.
STYLE = Template("""
QToolTip {
    background: $panel; color: $text; border: 1px solid $hairline; padding: 4px 8px;
}
QMainWindow::separator { background: $ground; width: 8px; height: 8px; }
QMainWindow::separator:hover { background: $hairline; }

QDockWidget { color: $text; font-size: 16px; }
QDockWidget::title { background: $ground; padding: 8px 12px; text-align: left; }

QToolBar { background: $ground; border: none; border-bottom: 1px solid $hairline;
    spacing: 4px; padding: 4px 8px; }
QToolBar::separator { background: $hairline; width: 1px; margin: 4px 8px; }
QStatusBar { background: $ground; color: $quiet; border-top: 1px solid $hairline; }
QStatusBar::item { border: none; }

QPushButton, QToolButton {
    color: $text; background: $panel; border: 2px solid $hairline; border-radius: 4px;
    padding: 2px 12px; min-height: 24px;
}
QToolButton { padding: 2px 6px; min-width: 20px; }
QToolButton[flat="true"], QToolBar QToolButton {
    background: transparent; border-color: transparent;
}
QPushButton:hover, QToolButton:hover { background: $hairline; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked {
    background: $hairline; color: $accent;
}
QToolButton[flat="true"] { padding: 2px 4px; }
QToolButton[flat="true"]:checked { background: transparent; color: $text; }
QPushButton:default { background: $accent; color: $panel; border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $faded; background: $ground; }
QToolBar QToolButton:disabled, QToolButton[flat="true"]:disabled { background: transparent; }
QPushButton:focus, QToolButton:focus, QToolBar QToolButton:focus,
QToolButton[flat="true"]:focus { border-color: $accent; }
QToolButton::menu-button { border: none; width: 14px; }
QPushButton:default:focus { border-color: $text; }

QTabBar { background: $ground; }
QTabBar::tab {
    color: $quiet; background: $ground; border: 2px solid transparent; padding: 2px 12px;
    min-height: 22px; border-bottom-color: $hairline;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabBar::tab:focus { border-color: $accent; border-radius: 4px; }

QLineEdit, QAbstractSpinBox, QPlainTextEdit {
    color: $text; background: $panel; border: 2px solid $hairline; border-radius: 4px;
    padding: 1px 6px; min-height: 24px;
    selection-background-color: $accent; selection-color: $panel;
}
QLineEdit:disabled, QAbstractSpinBox:disabled { color: $faded; background: $ground; }
QLineEdit:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus { border-color: $accent; }
QLineEdit[wrong="true"] { border-color: $warning; }

QComboBox {
    color: $text; background: $panel; border: 2px solid $hairline; border-radius: 4px;
    padding: 1px 6px; min-height: 24px;
}
QComboBox:focus { border-color: $accent; }
QComboBox:disabled { color: $faded; background: $ground; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url("$icons/down-$name.svg"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $hairline; outline: none; }
QAbstractItemView { selection-background-color: $accent; selection-color: $panel; }
QAbstractItemView::item { min-height: 28px; }

QCheckBox, QRadioButton {
    border: 2px solid transparent; border-radius: 4px; min-height: 24px; spacing: 8px;
    padding: 0 4px;
}
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $faded; }
QCheckBox::indicator {
    width: 14px; height: 14px; border: 1px solid $quiet; border-radius: 3px; background: $panel;
}
QCheckBox::indicator:disabled { border-color: $hairline; }
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons/check-$name.svg");
}
QCheckBox::indicator:checked:disabled { background: $faded; border-color: $faded; }

QSlider { min-height: 28px; }
QSlider:vertical { min-width: 28px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $hairline; }
QSlider::sub-page:horizontal { border-radius: 2px; background: $accent; }
QSlider::sub-page:horizontal:disabled { background: $hairline; }
QSlider::handle:horizontal {
    width: 12px; margin: -6px 0; border: 2px solid $accent; border-radius: 8px; background: $panel;
}
QSlider::handle:horizontal:hover { background: $hairline; }
QSlider::handle:horizontal:focus { border-color: $text; background: $accent; }
QSlider::handle:horizontal:disabled { border-color: $hairline; background: $ground; }

#quiet { color: $quiet; }
#messages {
    background: $panel; border: 1px solid $hairline; border-left: 4px solid $accent;
    border-radius: 4px;
}
#messages[kind="warning"], #messages[kind="error"] { border-left-color: $warning; }
#messages #kind { color: $warning; font-weight: bold; }

#palette { background: $panel; border: 1px solid $quiet; border-radius: 4px; }
#palette QListView { background: $panel; border: none; }
#note { background: $panel; border: 2px solid $accent; border-radius: 4px; }
#note-title { font-weight: bold; }
#menu::menu-indicator { image: none; }

QProgressBar {
    border: none; border-radius: 2px; background: $hairline; color: $text; text-align: center;
}
QProgressBar::chunk { border-radius: 2px; background: $accent; }

QScrollArea { border: none; }
QScrollBar { background: transparent; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $faded; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $panel; color: $text; border: 1px solid $hairline; padding: 4px 0; }
QMenu::item { padding: 6px 24px; }
QMenu::item:selected { background: $accent; color: $panel; }
QMenu::item:disabled { color: $faded; }
""")
