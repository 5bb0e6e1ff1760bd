"""A group of samples that is kept: what its middle looks like, and where it comes from."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.series import Item, Series
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wheel import calm
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _, ngettext

_PICTURE = 72  # pixels of width
_CLASS = N_("Take a class")
_NOBODY = N_("no samples yet\n")
_NARROW = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_LETTERS = 8  # as wide as the widest letter: _CLASS needs no more


class GroupChoice(QWidget):
    """Writes one of the view's two groups.

    Attributes:
        choices: what makes the group.
        class_chosen: all samples of a class are to be the group: the class's number.
    """

    class_chosen = Signal(int)

    def __init__(self, store: Store, number: int, title: str, parent: QWidget | None = None):
        super().__init__(parent)
        self._store, self._number, self._title = store, number, title
        self.middle = Series(_("Middle of the group {title}").format(title=title), 28)
        self.words = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.keep, self.classes = QPushButton(_("Keep selection")), QComboBox()
        self.choices = QWidget()
        self._build()
        self.keep.clicked.connect(self._on_keep)
        self.classes.activated.connect(self._on_activated)
        watch(self, store, self._follow, "selection")
        self._follow(store.view)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.middle.set_theme(theme)

    def set_classes(self, classes: Sequence[str]) -> None:
        """Offer these classes; none where samples have no labels."""
        self.classes.clear()
        self.classes.addItems(list(classes))
        self.classes.setCurrentIndex(-1)
        self.classes.setVisible(bool(classes))

    def say(self, words: str) -> None:
        """Say who is in the group, in two lines; nothing, where nobody is."""
        self.words.setText(f"{self._title}:\n{words or _(_NOBODY)}")
        self.words.setToolTip(tip(words))  # a class may have a long name

    def set_middle(self, image: QImage | None) -> None:
        """Show the mean of the group's latents, decoded."""
        self.middle.set_items(() if image is None else (Item(image, _("its mean")),))

    def _follow(self, view: View) -> None:
        count = len(view.selection)
        chosen = (
            ngettext(
                "The sample that is selected", "The {count:,} samples that are selected", count
            ).format(count=count)
            if count
            else _("Selected samples")
        )
        self.keep.setEnabled(bool(count))
        self.keep.setToolTip(
            tip(
                _(
                    "{chosen} become the group {title}, whatever is selected later. Select on the "
                    "map: Ctrl+drag"
                ).format(chosen=chosen, title=self._title)
            )
        )

    def _on_keep(self) -> None:
        groups = list(self._store.view.groups)
        groups[self._number] = self._store.view.selection
        self._store.choose(groups=tuple(groups))

    def _on_activated(self, number: int) -> None:
        self.classes.setCurrentIndex(-1)  # it says what to do, not what was done
        self.class_chosen.emit(number)

    def _build(self) -> None:
        sized(self.middle, QWidget.setFixedWidth, _PICTURE)
        self.keep.setAccessibleName(
            _("Keep the selected samples as the group {title}").format(title=self._title)
        )
        self.classes.setPlaceholderText(_(_CLASS))
        self.classes.setSizeAdjustPolicy(_NARROW)
        self.classes.setMinimumContentsLength(_LETTERS)
        self.classes.setAccessibleName(
            _("Class to take as the group {title}").format(title=self._title)
        )
        self.classes.setToolTip(
            tip(_("All samples of a class become the group {title}").format(title=self._title))
        )
        self.classes.setVisible(False)
        calm(self.classes)
        choices = boxes.column(self.choices, SPACES[0])
        choices.addWidget(self.keep)
        choices.addWidget(self.classes)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACES[0])
        grid.setHorizontalSpacing(SPACES[1])
        grid.addWidget(self.middle, 0, 0, 2, 1)
        for row, part in enumerate((self.words, self.choices)):
            grid.addWidget(part, row, 1)
        grid.setColumnStretch(1, 1)
        self.say("")
