"""A fit of a chart in a process of its own, which can be stopped at any moment."""

import io
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from aeviewer.errors import UserError
from aeviewer.latent import fit_embedding
from aeviewer.words import _

_PROGRAM = str(Path(fit_embedding.__file__))
_THREADS = ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS")  # one each: the bits are the seed's alone
_PATIENCE = 2_000  # milliseconds until a process that was killed is gone


class Fitter(QObject):
    """Runs one fit at a time.

    A thread would not do: neither method can be interrupted, and UMAP stops the window for half a
    second while it is compiled.

    Attributes:
        progressed: how much of the fit is done, from 0 to 1, and the seconds that are left.
        fitted: the points, (N, 2) float32.
        failed: it ended in an error.
    """

    progressed = Signal(float, float)
    fitted = Signal(object)  # NDArray[np.float32]
    failed = Signal(object)  # Exception

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._begun: tuple[float, float] | None = None  # the first share done, and when
        self._said: list[str] = []

    @property
    def running(self) -> bool:
        """Whether a fit is under way."""
        return self._process is not None

    def start(self, kind: str, latents: NDArray[np.float32], seed: int) -> None:
        """Fit latents (N, D) by "tsne" or "umap"; a fit under way is stopped."""
        self.stop()
        written = io.BytesIO()
        np.save(written, np.ascontiguousarray(latents, np.float32))
        process = self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        for name in _THREADS:
            environment.insert(name, "1")
        process.setProcessEnvironment(environment)
        process.readyReadStandardError.connect(partial(self._on_told, process))
        process.finished.connect(partial(self._on_finished, process))
        process.errorOccurred.connect(partial(self._on_error, process))
        self._begun, self._said = None, []
        process.start(sys.executable, ["-P", _PROGRAM, kind, str(seed)])
        process.write(written.getvalue())
        process.closeWriteChannel()

    def stop(self) -> None:
        """End the fit, if one is under way; nothing comes of it."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.waitForFinished(_PATIENCE)
            process.deleteLater()

    def _on_told(self, process: QProcess) -> None:
        process.setReadChannel(QProcess.ProcessChannel.StandardError)
        while process is self._process and process.canReadLine():
            line = process.readLine().toStdString()
            words = line.split()
            if len(words) == 3 and words[0] == "progress":
                self._tell(int(words[1]) / max(1, int(words[2])))
            elif words:
                self._said.append(line.rstrip())

    def _tell(self, share: float) -> None:
        """Tell of progress; what is left is judged by how fast it went since the first word."""
        now = time.monotonic()
        if self._begun is None:
            self._begun = share, now
        before, since = self._begun
        speed = (share - before) / max(now - since, 1e-6)
        self.progressed.emit(share, (1 - share) / speed if speed > 0 else float("nan"))

    def _on_finished(self, process: QProcess, code: int, status: QProcess.ExitStatus) -> None:
        if process is not self._process:
            return
        self._on_told(process)
        made = process.readAllStandardOutput().data()
        self.stop()
        if code or status != QProcess.ExitStatus.NormalExit:
            self.failed.emit(_fault(self._said))
            return
        self.fitted.emit(np.load(io.BytesIO(made), allow_pickle=False))

    def _on_error(self, process: QProcess, error: QProcess.ProcessError) -> None:
        failed = error == QProcess.ProcessError.FailedToStart  # else `finished` tells
        if failed and process is self._process:
            self.stop()
            self.failed.emit(
                UserError(
                    _("the map could not be fitted: cannot run {executable}").format(
                        executable=sys.executable
                    )
                )
            )


def _fault(said: list[str]) -> Exception:
    """Make an error of a process's last words, with all of them as its details."""
    last = said[-1] if said else _("the process was ended")
    error = UserError(_("the map could not be fitted: {last}").format(last=last))
    error.add_note("\n".join(said))
    return error
