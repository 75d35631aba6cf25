"""One turn of a worker: take a job, work on it, say how it ended; what fails comes back later."""

import logging
import time
from typing import Any, Final

from handlers.flow.backoff import MAX_ATTEMPTS, PermanentError, RetryableError, delay_after
from handlers.flow.job import Job
from handlers.flow.process import Processor
from handlers.observing import Metrics, NoMetrics, log_error
from handlers.problems import Problem
from handlers.stores.ports import JobQueue, Leased, Ledger

__all__ = ["LEASE", "Worker", "describe"]

# Longer than any usual write-back: seven requests of 30 seconds. One that is slower still may be
# worked on twice, which does no harm (handlers.flow.process).
LEASE: Final = 300.0


class Worker:
    """Works on a queue's jobs, one at a time.

    Parameters
    ----------
    queue : JobQueue
    ledger : Ledger
    processor : Processor
    logger
        powertools' or logging's.
    metrics : Metrics, optional
        Counts Job<State>, JobRetried, JobErrors (of ours) and JobDead; records how long those
        that ended took.
    """

    def __init__(
        self,
        queue: JobQueue,
        ledger: Ledger,
        processor: Processor,
        logger: Any = None,
        metrics: Metrics | None = None,
    ) -> None:
        self._queue = queue
        self._ledger = ledger
        self._processor = processor
        self._logger = logger or logging.getLogger(__name__)
        self._metrics = metrics or NoMetrics()

    def turn(self) -> bool:
        """Work on one job; False where none is due."""
        taken = self._queue.take(LEASE)
        if taken is None:
            return False
        self.work(taken)
        return True

    def work(self, taken: Leased) -> None:
        """Work on a job that is taken."""
        started = time.perf_counter()
        job = taken.job
        try:
            ended = self._processor.process(job)
        except Exception as error:  # noqa: BLE001 - no job may stop the worker
            self._failed(taken, error)
            return
        self._queue.done(taken)
        seconds = time.perf_counter() - started
        self._metrics.count(f"Job{ended.state.capitalize()}")
        self._metrics.seconds("job", seconds)
        spent = round(1000 * seconds, 1)
        extra = {**describe(job), "outcome": ended.state, "note": ended.note, "milliseconds": spent}
        self._logger.info("job", extra=extra)

    def _failed(self, taken: Leased, error: Exception) -> None:
        job = taken.job
        extra = {**describe(job), "attempts": taken.attempts, "reason": reason_of(error)}
        if not isinstance(error, RetryableError | PermanentError):
            self._metrics.count("JobErrors")
            if not isinstance(error, Problem):
                log_error(self._logger, error, job.id)
        if isinstance(error, PermanentError) or taken.attempts >= MAX_ATTEMPTS:
            self._metrics.count("JobDead")
            self._ledger.finish(job, "dead", reason_of(error))
            self._queue.bury(taken, reason_of(error))
            self._logger.error("job given up", extra=extra)
            return
        delay = delay_after(taken.attempts, getattr(error, "after", None))
        self._metrics.count("JobRetried")
        self._logger.warning("job to be retried", extra={**extra, "seconds": round(delay, 1)})
        self._queue.again(taken, delay, reason_of(error))


def describe(job: Job) -> dict[str, Any]:
    """What of a job may be logged: ids, never a word of the article."""
    return {"site": job.site, "document": job.document, "job": job.id}


def reason_of(error: Exception) -> str:
    """Say why, quoting no payload: messages of errors that are not ours may."""
    if isinstance(error, RetryableError | PermanentError):
        return error.reason
    return error.detail if isinstance(error, Problem) else type(error).__name__
