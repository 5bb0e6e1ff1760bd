"""Which sample is seen in codes, and how many stages of them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSlider, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.stepper import of_sample
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wheel import calm
from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.theme import SPACES
from aeviewer.session.store import Store
from aeviewer.session.view import Painting, View
from aeviewer.words import _


class CodebookControls(QWidget):
    """Writes the view's stages, and takes back what is painted; the sample is for the flow."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._stage = self._count = 1
        self.sample = of_sample(
            _("Number of the sample nearest to the cursor; another one takes the cursor along")
        )
        self._title, self._number = QLabel(_("Stages")), QLabel()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._restore = QPushButton(_("Restore"))
        self._build()
        self._slider.valueChanged.connect(self._on_slider_changed)
        self._slider.sliderReleased.connect(store.settle)
        self._restore.clicked.connect(self._on_restore_clicked)
        watch(self, store, self._show, "stages")
        self.set_count(1)

    def set_count(self, count: int) -> None:
        """Say how many stages there are; a lone one has no slider."""
        self._count = count
        self._show(self._store.view)
        for part in (self._title, self._slider, self._number):
            part.setVisible(count > 1)

    def show_painted(self, painted: bool) -> None:
        """Say whether there is something to take back."""
        self._restore.setEnabled(painted)

    def choose_stage(self, stage: int) -> None:
        """Look at a stage, from 0; the chosen code was another's."""
        self._store.set(stages=stage + 1, code=None)

    def _show(self, view: View) -> None:
        """Follow the view; the range must never leave out what the slider stands at."""
        self._stage = min(max(view.stages, 1), self._count)
        self._number.setText(_("{stage} of {count}").format(stage=self._stage, count=self._count))
        self._slider.setRange(1, max(self._count, self._slider.value()))
        self._slider.setValue(self._stage)
        self._slider.setMaximum(self._count)

    def _on_slider_changed(self, value: int) -> None:
        if value == self._stage:
            return  # it only follows the view
        self.choose_stage(value - 1)
        if not self._slider.isSliderDown():
            self._store.settle()

    def _on_restore_clicked(self) -> None:
        self._store.choose(painted=Painting())

    def _build(self) -> None:
        self._slider.setAccessibleName(_("Number of stages"))
        self._slider.setToolTip(
            tip(_("How many stages rebuild the picture; the codes shown are those of the last"))
        )
        self._slider.setPageStep(1)
        self._slider.setMinimumWidth(60)
        self._slider.setMaximumWidth(200)
        calm(self._slider)
        self._title.setBuddy(self._slider)
        write_numbers(self._number)
        self._restore.setAccessibleName(_("Restore the sample's own codes"))
        self._restore.setToolTip(tip(_("Take back all that was painted over the sample")))
        self._restore.setEnabled(False)
        row = boxes.row(self, SPACES[1])
        row.addWidget(self.sample)
        row.addWidget(self._title)
        row.addWidget(self._slider, 1)
        row.addWidget(self._number)
        row.addStretch(1)
        row.addWidget(self._restore)
