"""The question what to export, how large, in which colours, and into which file."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget

from aeviewer.app.export.asking import Asking, in_row
from aeviewer.app.export.easel import Look
from aeviewer.app.export.motifs import MOTIFS, called
from aeviewer.app.export.order import FILMS, FORMS, NAME, TABLE, VECTORS, Motion, Order
from aeviewer.app.export.target import unused
from aeviewer.app.export.whole import WholeField
from aeviewer.app.look.dressing import resolve
from aeviewer.app.look.theme import THEMES
from aeviewer.app.panels.theme_menu import title_of
from aeviewer.app.telling.dialogs import to_save
from aeviewer.session.view import View
from aeviewer.words import N_, _, ngettext

_FORMS = {
    "png": N_("PNG: pixels, and the state to open it again"),
    "svg": N_("SVG: shapes and text, for the web and for editing"),
    "pdf": N_("PDF: shapes and text, for papers and slides"),
    "gif": N_("GIF: a film of 256 colours, plays anywhere"),
    "webp": N_("WebP: a film without loss"),
    "mp4": N_("MP4: a film for slides"),
    "csv": N_("CSV: the numbers behind it, for spreadsheets"),
}
_MAKE = N_("Make the file")
_MOTIONS: dict[Motion, str] = {
    "path": N_("Along the path and back"),
    "time": N_("Through the training"),
    "walk": N_("The walk of the lesson"),
}


class ExportDialog(Asking):
    """Asks what to export, and how.

    Attributes:
        wanted: an order.
    """

    wanted = Signal(object)  # Order

    def __init__(self, view: View, before: Order | None, parent: QWidget) -> None:
        """Ask about a view; what was chosen before is chosen again."""
        super().__init__(_("Export"), _("Export"), _("Laying out"), _frames, parent)
        self.what, self.form, self.colours, self.motion = (QComboBox() for _ in range(4))
        self.width_, self.height_, self.scale = WholeField(), WholeField(), WholeField(2)
        self.frames, self.fps, self.count = WholeField(90), WholeField(30), WholeField(64)
        self._offer(view)
        self._fill()
        self._connect()
        self._on_target()
        self._on_what()
        if before is not None:
            self._take(before)
        self._on_form()

    def order(self) -> Order:
        """What is asked for."""
        size = self.width_.value(), self.height_.value()
        look = Look(self.what.currentData(), size, self.scale.value(), self.colours.currentData())
        target = Path(self.target.text()).expanduser()
        film = self.motion.currentData(), self.frames.value(), self.fps.value()
        return Order(look, target, *film, self.count.value())

    def _offer(self, view: View) -> None:
        for name, motif in MOTIFS.items():
            self.what.addItem(called(motif), name)
        for name, title in _FORMS.items():
            self.form.addItem(_(title), name)
        for theme in THEMES:
            self.colours.addItem(title_of(theme), theme)
        for motion, title in _MOTIONS.items():
            self.motion.addItem(_(title), motion)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.colours.setCurrentIndex(self.colours.findData(resolve(view.theme, app).name))
        self.what.setCurrentIndex(max(0, self.what.findData(view.page)))
        self.target.setText(str(unused(Path.home() / f"{NAME}.png")))

    def _fill(self) -> None:
        rows = self._rows
        rows.addRow(_("&What"), self.what)
        rows.addRow(_("&Format"), self.form)
        rows.addRow(
            _("&Size"),
            in_row(self.width_, QLabel(_("by")), self.height_, QLabel(_("times")), self.scale),
        )
        rows.addRow(_("&Colours"), self.colours)
        rows.addRow(_("&Motion"), self.motion)
        rows.addRow(
            _("Fra&mes"), in_row(self.frames, QLabel(_("at")), self.fps, QLabel(_("a second")))
        )
        rows.addRow(_("&Pictures"), in_row(self.count, QLabel(_("on a sheet"))))
        rows.addRow(_("File"), in_row(self.target, self.browse))
        self._name()

    def _name(self) -> None:
        for widget, name, tip in (
            (self.what, _("What"), _("What the picture shows")),
            (self.form, _("Format"), _("What kind of file it becomes")),
            (self.width_, _("Width"), _("Width in pixels")),
            (self.height_, _("Height"), _("Height in pixels")),
            (self.scale, _("Scale"), _("Pixels of the file to each of these: 2 for sharp print")),
            (self.colours, _("Colours"), _("The theme of the picture, whatever the window wears")),
            (self.motion, _("Motion"), _("What a film goes through")),
            (self.frames, _("Frames"), _("Pictures of the film, at most")),
            (self.fps, _("Frames a second"), _("How fast the film plays")),
            (self.count, _("Pictures"), _("Pictures of a contact sheet, at most")),
            (self.target, _("File"), _("Where it is written")),
            (self.browse, _("Browse"), _("Choose the file")),
            (self.gauge.bar, _("Progress"), _("How far the export is")),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(tip)

    def _connect(self) -> None:
        self.what.currentIndexChanged.connect(self._on_what)
        self.form.currentIndexChanged.connect(self._on_form)
        self.form.activated.connect(self._on_form_chosen)
        self.browse.clicked.connect(self._on_browse)
        self.target.textChanged.connect(self._on_target)
        self.make.clicked.connect(lambda: self.wanted.emit(self.order()))

    def _take(self, order: Order) -> None:
        for box, name in (
            (self.what, order.look.what),
            (self.form, order.form),
            (self.colours, order.look.theme),
            (self.motion, order.motion),
        ):
            box.setCurrentIndex(max(0, box.findData(name)))
        self.width_.set_value(order.look.size[0])
        self.height_.set_value(order.look.size[1])
        self.scale.set_value(order.look.scale)
        self.frames.set_value(order.frames)
        self.fps.set_value(order.fps)
        self.count.set_value(order.count)
        self.target.setText(str(order.target))

    def _on_what(self) -> None:
        motif = MOTIFS[self.what.currentData()]
        self.width_.set_value(motif.size[0])
        self.height_.set_value(motif.size[1])
        self._on_form()

    def _on_form(self) -> None:
        form = self.form.currentData()
        for widget in (self.motion, self.frames, self.fps):
            widget.setEnabled(form in FILMS)
        for widget in (self.width_, self.height_, self.colours):
            widget.setEnabled(form != TABLE)
        self.scale.setEnabled(form not in {*VECTORS, TABLE})
        self.count.setEnabled(MOTIFS[self.what.currentData()].is_sheet)
        path = Path(self.target.text())
        if self._form_in(path) not in {form, ""}:
            self.target.setText(str(path.with_suffix(f".{form}")))

    @staticmethod
    def _form_in(path: Path) -> str:
        """The format that a file ends in; empty where it is none of ours."""
        form = path.suffix.lower().removeprefix(".")
        return form if form in FORMS else ""

    def _on_target(self) -> None:
        """Choose the format that is typed, and say beforehand that a file would be written over."""
        path = Path(self.target.text()).expanduser()
        if form := self._form_in(path):
            self.form.setCurrentIndex(self.form.findData(form))
        there = path.is_file()
        title = _("Replace") if there else _("Export")
        self.make.setText(title)
        self.make.setAccessibleName(title)
        self.make.setToolTip(_("Write over the file of that name") if there else _(_MAKE))

    def _on_form_chosen(self) -> None:
        """A film is as large as it is; a picture is for print, too; numbers have no size."""
        if self.form.currentData() != TABLE:
            self.scale.set_value(1 if self.form.currentData() in FILMS else 2)

    def _on_browse(self) -> None:
        form = self.form.currentData()
        kinds, here = f"{form.upper()} (*.{form})", Path(self.target.text())
        to_save(self, _("Export as"), kinds, form, self.target.setText, here).open()


def _frames(count: int) -> str:
    return ngettext("{done} of {count} frame{eta}", "{done} of {count} frames{eta}", count)
