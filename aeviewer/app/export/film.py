"""Frames become a film: GIF and WebP by Pillow, MP4 by PyAV where it is installed."""

import io
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from PIL import Image
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from typing_extensions import Buffer

_FINE = "16"  # x264's constant rate factor: what is lost cannot be seen

Frames = Iterator[Image.Image]
"""RGB, all of one size."""


def frame_of(image: QImage) -> Image.Image:
    """Take a picture over."""
    plain = image.convertToFormat(QImage.Format.Format_RGBX8888)
    size = plain.width(), plain.height()
    whole = Image.frombuffer("RGBX", size, bytes(plain.constBits()), "raw", "RGBX", 0, 1)
    return whole.convert("RGB")


class Cancelled(Exception):  # noqa: N818  # nothing went wrong
    """Nobody wants the film any more."""


def encode(form: str, frames: Frames, count: int, fps: int, go_on: Callable[[], None]) -> bytes:
    """Write a film that plays again and again.

    It asks for a frame when it has done with the one before; whatever that raises, or `go_on`,
    ends it, and nothing has been written to any disk.

    Args:
        form: gif, webp or mp4.
        frames: the pictures.
        count: how many there are.
        fps: pictures a second.
        go_on: called before each piece of work.
    """
    sink = _Sink(go_on)
    _ENCODERS[form](sink, frames, count, fps)
    return sink.getvalue()


class _Sink(io.BytesIO):
    """Takes what is written, and may end it: a GIF is packed when all frames are there."""

    def __init__(self, go_on: Callable[[], None]) -> None:
        super().__init__()
        self._go_on = go_on

    def write(self, data: "Buffer", /) -> int:
        """Take some of it."""
        self._go_on()
        return super().write(data)


class _Reel(Image.Image):
    """Frames as Pillow asks for them: one picture with many, each made when it is sought."""

    def __init__(self, frames: Frames, count: int) -> None:
        super().__init__()
        self._frames, self._at = frames, -1
        self.n_frames, self.is_animated = count, True
        self.seek(0)

    def seek(self, frame: int) -> None:
        """Go on to the next frame; there is no way back, but to where one is.

        Raises:
            EOFError: there are no more.
        """
        if frame >= self.n_frames:
            raise EOFError
        if frame != self._at + 1:
            return
        self._at = frame
        shown = next(self._frames)
        self._mode, self._size, self.im = shown.mode, shown.size, shown.im

    def tell(self) -> int:
        """Number of the frame that it shows."""
        return self._at


def _gif(sink: _Sink, frames: Frames, count: int, fps: int) -> None:
    """Each frame has 256 colours of its own; one that equals the one before is held longer."""
    ends = [round(100 * number / fps) for number in range(count + 1)]  # hundredths of a second
    shown = [10 * (after - before) for before, after in pairwise(ends)]
    _Reel(frames, count).save(sink, "GIF", save_all=True, duration=shown, loop=0, disposal=1)


def _webp(sink: _Sink, frames: Frames, count: int, fps: int) -> None:
    """Without loss: pictures of few pixels have hard edges."""
    reel, shown = _Reel(frames, count), 1000 / fps
    reel.save(sink, "WEBP", save_all=True, duration=shown, loop=0, lossless=True, method=0)


def _mp4(sink: _Sink, frames: Frames, _count: int, fps: int) -> None:
    import av

    with av.open(sink, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=fps, options={"crf": _FINE})
        stream.pix_fmt = "yuv420p"
        for number, shown in enumerate(frames):
            picture = av.VideoFrame.from_image(_even(shown))
            if not number:  # the codec opens with the first
                stream.width, stream.height = picture.width, picture.height
            picture.pts, picture.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(picture))
        container.mux(stream.encode())


def _even(frame: Image.Image) -> Image.Image:
    """Make the sides even, as the codec wants them, by a line in the colour of the corner."""
    width, height = (side + side % 2 for side in frame.size)
    if frame.size == (width, height):
        return frame
    made = Image.new("RGB", (width, height))
    made.paste(frame.crop((0, 0, 1, 1)).resize(made.size))
    made.paste(frame)
    return made


_ENCODERS: Mapping[str, Callable[[_Sink, Frames, int, int], None]] = {
    "gif": _gif,
    "webp": _webp,
    "mp4": _mp4,
}
