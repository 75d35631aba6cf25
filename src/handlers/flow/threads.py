"""The worker threads of `copydesk serve`."""

import contextlib
import threading
from typing import Any, Final, Self

from handlers.flow.work import Worker
from handlers.observing import log_error

__all__ = ["WorkerThreads"]

_IDLE: Final = 0.5  # seconds between looks at the queue: retries and other processes' jobs
_BROKEN: Final = 5.0  # seconds to wait after the store itself failed


class WorkerThreads:
    """Threads that work until stopped.

    A site whose CMS hangs holds as many of them as its `at_once`, so there are more than one.

    Parameters
    ----------
    worker : Worker
    logger
    number : int
    """

    def __init__(self, worker: Worker, logger: Any, number: int = 4) -> None:
        self._worker = worker
        self._logger = logger
        self._stopping = threading.Event()
        self._work = threading.Semaphore(0)
        self._threads = [
            threading.Thread(target=self._run, name=f"copydesk-worker-{n}", daemon=True)
            for n in range(number)
        ]

    def start(self) -> None:
        """Start working."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """There is a job."""
        self._work.release()

    def stop(self, seconds: float = 20.0) -> None:
        """Finish what is being worked on; what is not finished then is done after the restart."""
        self._stopping.set()
        for _ in self._threads:
            self._work.release()
        for thread in self._threads:
            thread.join(seconds)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                if self._worker.turn():
                    continue
            except Exception as error:  # noqa: BLE001 - the disk may be full for a while
                log_error(self._logger, error, None)
                self._stopping.wait(_BROKEN)
            with contextlib.suppress(ValueError):
                self._work.acquire(timeout=_IDLE)
