"""What is to be exported and how, checked before anything is painted."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aeviewer.app.export.behind import TABLES
from aeviewer.app.export.easel import Look
from aeviewer.app.export.motifs import motif_of
from aeviewer.app.export.target import check_target, unused
from aeviewer.app.look.theme import THEMES
from aeviewer.errors import UserError
from aeviewer.session.kept import Exported

Motion = Literal["path", "time", "walk"]

VECTORS, FILMS, TABLE = ("svg", "pdf"), ("gif", "webp", "mp4"), "csv"
FORMS = ("png", *VECTORS, *FILMS, TABLE)
"""Formats, as files end in them."""

NAME = "aeviewer"
"""What a file is called until somebody calls it otherwise."""

FRAMES, FPS = (2, 1000), (1, 60)
"""Bounds of a film."""

COUNT = (1, 400)
"""Bounds of a contact sheet."""

SCALES = (1, 8)
LARGEST = 8192
"""Pixels of a side, before the scale."""

_MOST_OF_STILL, _MOST_OF_FILM = 120_000_000, 500_000_000  # pixels, of all frames together
_GIF_FPS = 50  # hundredths of a second are the finest that it knows, and one of them is too short


@dataclass(frozen=True)
class Order:
    """One export.

    Attributes:
        look: what the picture is of, how large, in which colours.
        target: the file; what it ends in is the format.
        motion: what a film goes through: the path there and back, the moments of a training, or
            the walk of the open lesson.
        frames: pictures of a film, at most.
        fps: of them in a second.
        count: pictures of a contact sheet, at most.
    """

    look: Look
    target: Path
    motion: Motion = "path"
    frames: int = 90
    fps: int = 30
    count: int = 64

    @classmethod
    def again(cls, kept: Exported) -> "Order":
        """What was chosen the last time, for another file in the same folder."""
        look = Look(kept.what, (kept.width, kept.height), kept.scale, kept.theme)
        folder = Path(kept.folder) if Path(kept.folder).is_dir() else Path.home()
        motions: dict[str, Motion] = {"time": "time", "walk": "walk"}
        motion = motions.get(kept.motion, "path")
        form = kept.form if kept.form in FORMS else FORMS[0]
        target = unused(folder / f"{NAME}.{form}")
        return cls(look, target, motion, kept.frames, kept.fps, kept.count)

    @property
    def kept(self) -> Exported:
        """What of it is kept for the next time."""
        width, height = self.look.size
        return Exported(
            what=self.look.what,
            form=self.form,
            theme=self.look.theme,
            motion=self.motion,
            width=width,
            height=height,
            scale=self.look.scale,
            frames=self.frames,
            fps=self.fps,
            count=self.count,
            folder=str(self.target.resolve().parent),
        )

    @property
    def form(self) -> str:
        """The format."""
        return self.target.suffix.lower().removeprefix(".")

    @property
    def is_film(self) -> bool:
        """Whether it has frames."""
        return self.form in FILMS

    @property
    def is_vector(self) -> bool:
        """Whether it is of shapes, which have no pixels that a scale could multiply."""
        return self.form in VECTORS

    @property
    def is_table(self) -> bool:
        """Whether it is of numbers, which have neither size nor colours."""
        return self.form == TABLE

    @property
    def pixels(self) -> int:
        """Of one picture."""
        return self.look.size[0] * self.look.size[1] * self.look.scale**2


def check(order: Order) -> None:
    """See that an order can be carried out.

    Raises:
        UserError: it cannot; with the value, the bound and what to do.
    """
    _check_form(order)
    if order.is_table:
        _check_numbers(order.look)
    else:
        _check_picture(order)
    check_target(order.target)


def _check_picture(order: Order) -> None:
    _check_look(order.look)
    if motif_of(order.look.what).is_sheet:
        _check_sheet(order)
    elif order.is_film:
        _check_film(order)
    elif order.form == "png" and order.pixels > _MOST_OF_STILL:
        raise UserError(_too_large(order.pixels, _MOST_OF_STILL, "a smaller size or scale"))


def _check_form(order: Order) -> None:
    if order.form not in FORMS:
        ends = ", ".join(f".{form}" for form in FORMS)
        raise UserError(f"{order.target.name} does not end in a format known here: {ends}")
    if order.form == "mp4" and importlib.util.find_spec("av") is None:
        raise UserError('MP4 needs one more package: pip install "aeviewer[video]"; or choose WebP')


def _check_numbers(look: Look) -> None:
    if motif_of(look.what).name not in TABLES:
        raise UserError(
            f"there are no numbers behind the {motif_of(look.what).title.lower()}; "
            f"a CSV can be of: {', '.join(TABLES)}"
        )


def _check_look(look: Look) -> None:
    motif = motif_of(look.what)
    width, height = look.size
    for side, least in zip(look.size, motif.least, strict=True):
        if not least <= side <= LARGEST:
            raise UserError(
                f"size is {width}x{height}; for the {motif.title.lower()} it must lie between "
                f"{motif.least[0]}x{motif.least[1]} and {LARGEST}x{LARGEST}"
            )
    if not SCALES[0] <= look.scale <= SCALES[1]:
        raise UserError(f"scale is {look.scale}; it must be a whole number from 1 to {SCALES[1]}")
    if look.theme not in THEMES:
        raise UserError(f"there is no theme {look.theme!r}; it must be one of: {', '.join(THEMES)}")


def _check_sheet(order: Order) -> None:
    if order.form != "png":
        raise UserError(f"a contact sheet is a PNG; {order.target.name} does not end in .png")
    if not COUNT[0] <= order.count <= COUNT[1]:
        raise UserError(f"count is {order.count}; it must lie in [{COUNT[0]}, {COUNT[1]}]")


def _check_film(order: Order) -> None:
    if not motif_of(order.look.what).moves:
        raise UserError(f"the {motif_of(order.look.what).title.lower()} do not move: choose PNG")
    for name, value, (least, most) in (
        ("frames", order.frames, FRAMES),
        ("fps", order.fps, FPS if order.form != "gif" else (FPS[0], _GIF_FPS)),
    ):
        if not least <= value <= most:
            raise UserError(
                f"{name} is {value}; in a {order.form.upper()} it must lie in [{least}, {most}]"
            )
    if order.pixels * order.frames > _MOST_OF_FILM:
        advice = "fewer frames, or a smaller size or scale"
        raise UserError(_too_large(order.pixels * order.frames, _MOST_OF_FILM, advice))


def _too_large(pixels: int, most: int, advice: str) -> str:
    made, bound = f"{pixels / 1e6:,.0f}", f"{most / 1e6:,.0f}"
    return f"that makes {made} million pixels of at most {bound}: take {advice}"
