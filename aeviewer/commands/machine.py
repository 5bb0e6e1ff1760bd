"""What a command computes on."""

from dataclasses import dataclass

import torch

from aeviewer.errors import UserError
from aeviewer.training.plan import pick_device, training_threads

_MOST_THREADS = 1024


@dataclass(frozen=True)
class Machine:
    """What to train on: the device's name, and the CPU's threads or None for the usual number."""

    device: str = "auto"
    threads: int | None = None

    def settle(self) -> torch.device:
        """Set the threads and find the device.

        Raises:
            UserError: there is no such device, or the number of threads is out of its bounds.
        """
        threads = training_threads() if self.threads is None else self.threads
        if not 1 <= threads <= _MOST_THREADS:
            raise UserError(f"threads is {threads}; it must lie in [1, {_MOST_THREADS}]")
        torch.set_num_threads(threads)
        return pick_device(self.device)
