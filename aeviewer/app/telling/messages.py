"""The message bar: one sentence, what mends it, and the details for those who ask."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import SPACES, TYPE
from aeviewer.words import N_, _

Kind = Literal["info", "warning", "error"]
Topic = Literal["", "model", "file", "lesson", "walk", "checkpoint", "session"]
"""What a message is of, and the next success of that ends it: a training or an opening of a model,
a file or a folder that was dropped or chosen, a lesson, a walk, a checkpoint or a session that was
to be saved. Empty where a hand closes it."""

Remedy = tuple[str, Callable[[], None]]

_NAMES: dict[Kind, str] = {"info": N_("Note"), "warning": N_("Warning"), "error": N_("Error")}


@dataclass(frozen=True)
class _Message:
    text: str
    kind: Kind
    remedy: Remedy | None
    details: str
    topic: Topic = ""


class MessageBar(QFrame):
    """Shows the newest message; an error stays until it is closed, and others wait behind it.

    Everything is plain text, and nothing takes the focus.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messages")
        self._message: _Message | None = None
        self._waiting: _Message | None = None
        self._quiet = False
        self._kind, self._text = QLabel(), QLabel()
        self._remedy = QPushButton()
        self._unfold = _flat(_("Details"), _("Show what was going on, to copy it"))
        self._unfold.setCheckable(True)
        self._copy = _flat(_("Copy"), _("Copy the message and its details"))
        self._close = _flat("\N{MULTIPLICATION SIGN}", _("Close the message"))
        self._details = QPlainTextEdit(readOnly=True)
        self._build()
        self._unfold.toggled.connect(self._on_unfolded)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._remedy.clicked.connect(self._on_remedy_clicked)
        self._close.clicked.connect(self.close_message)
        self.hide()

    def show_message(
        self,
        text: str,
        kind: Kind = "info",
        action: Remedy | None = None,
        details: str = "",
        *,
        topic: Topic = "",
    ) -> None:
        """Show a sentence.

        Args:
            text: the sentence, never read as HTML.
            kind: an error holds its place until it is closed or another error comes.
            action: the words on a button and what it does; it closes the message as well.
            details: what unfolds below, such as a traceback.
            topic: what it is of.
        """
        message = _Message(text, kind, action, details, topic)
        if self._message and self._message.kind == "error" and kind != "error":
            self._waiting = message
        else:
            self._show(message)

    def close_message(self) -> None:
        """Close the message on show; one that waited behind it takes its place."""
        self._message, following, self._waiting = None, self._waiting, None
        if following:
            self._show(following)
        else:
            self.hide()

    def clear(self) -> None:
        """Close a message that reports no error, because it no longer holds."""
        self._waiting = None
        if self._message and self._message.kind != "error":
            self.close_message()

    def set_quiet(self, quiet: bool) -> None:
        """Show sentences alone, before an audience, or with their details again."""
        self._quiet = quiet
        self.setProperty("quiet", quiet)
        if self._message:
            self._show(self._message)

    def let_pass(self, *topics: Topic) -> None:
        """Close what is of one of these, now that another one went well."""
        if self._waiting and self._waiting.topic in topics:
            self._waiting = None
        if self._message and self._message.topic in topics:
            self.close_message()

    def _show(self, message: _Message) -> None:
        self._message = message
        self.setProperty("kind", message.kind)
        self._kind.setText(_(_NAMES[message.kind]))
        self._kind.setVisible(message.kind != "info" and not self._quiet)
        self._text.setText(message.text)
        self._remedy.setText(message.remedy[0] if message.remedy else "")
        self._remedy.setVisible(message.remedy is not None)
        self._details.setPlainText(message.details)
        self._unfold.setVisible(bool(message.details) and not self._quiet)
        self._unfold.setChecked(False)
        self._on_unfolded(False)
        self._restyle()
        self.show()
        self._announce(f"{_(_NAMES[message.kind])}: {message.text}")

    def _announce(self, said: str) -> None:
        self.setAccessibleName(said)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _restyle(self) -> None:
        for widget in (self, self._kind):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def _on_unfolded(self, on: bool) -> None:
        self._details.setVisible(on)
        self._copy.setVisible(on)

    def _on_copy_clicked(self) -> None:
        if self._message:
            QGuiApplication.clipboard().setText(f"{self._message.text}\n\n{self._message.details}")

    def _on_remedy_clicked(self) -> None:
        remedy = self._message.remedy if self._message else None
        self.close_message()
        if remedy:
            remedy[1]()

    def _build(self) -> None:
        self._kind.setObjectName("kind")
        for label in (self._kind, self._text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setContentsMargins(0, 6, 0, 6)  # the first line stands level with the buttons
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        write_numbers(self._details, TYPE[0])
        sized(self._details, QWidget.setMaximumHeight, 160)
        self._details.setAccessibleName(_("Details"))
        self._details.setTabChangesFocus(True)
        line = QHBoxLayout()
        line.setSpacing(SPACES[1])
        line.addWidget(self._kind)
        line.addWidget(self._text, 1)
        for button in (self._remedy, self._unfold, self._copy, self._close):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACES[2], SPACES[0], SPACES[1], SPACES[0])
        layout.setSpacing(SPACES[0])
        layout.addLayout(line)
        layout.addWidget(self._details)


def _flat(text: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(help_text)
    button.setAccessibleName(help_text)
    button.setProperty("flat", True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
