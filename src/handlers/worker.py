"""The Lambda worker of the queue: classify, keep, write back, call back."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from handlers.flow.job import Job, decode_job
from handlers.flow.process import Processor
from handlers.flow.work import Worker
from handlers.observing import EmbeddedMetrics, Metrics, NoMetrics, log_error, make_logger
from handlers.opening import opener
from handlers.service import ClassifierPort, answer
from handlers.settings import Settings
from handlers.stores.ports import Leased, Ledger
from handlers.stores.sqs import SqsQueue

__all__ = ["LambdaWorker", "QueueWorker"]

_LEAST_TIME: Final = 60_000  # milliseconds that a job may need


class _GivenBackError(Exception):
    """The job comes back later: the message must stay in the queue."""


class _BatchQueue(SqsQueue):
    """The queue as an event source has it: Lambda deletes what is done."""

    given_back = False

    def done(self, taken: Leased) -> None:
        """Nothing: what is not reported as failed is deleted."""

    def again(self, taken: Leased, delay: float, reason: str) -> None:
        """Set when the message comes back, and report it."""
        super().again(taken, delay, reason)
        raise _GivenBackError(reason)


class QueueWorker:
    """Works on batches of messages.

    Parameters
    ----------
    client
        botocore's for sqs.
    url, dead_url : str
    ledger : Ledger
    processor : Processor
    logger
    metrics : Metrics, optional
        Written after every batch.
    """

    def __init__(
        self,
        client: Any,
        url: str,
        dead_url: str,
        ledger: Ledger,
        processor: Processor,
        logger: Any,
        metrics: Metrics | None = None,
    ) -> None:
        self._queue = _BatchQueue(client, url, dead_url)
        self._metrics = metrics or NoMetrics()
        self._worker = Worker(self._queue, ledger, processor, logger, self._metrics)
        self._logger = logger

    def __call__(self, event: Mapping[str, Any], context: Any) -> Any:
        """Work on a batch; answers which messages have to come back."""
        batch = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        try:
            return process_partial_response(
                event=dict(event),
                record_handler=functools.partial(self._work, context),
                processor=batch,
                context=context,
            )
        finally:
            self._metrics.flush()

    def _work(self, context: Any, record: SQSRecord) -> None:
        job = _job(record.body)
        if job is None:
            self._logger.error("a message that is no job", extra={"message_id": record.message_id})
            self._metrics.count("JobRejected")
            self._queue.reject(record.body, "it is no job")
            return
        attempts = int(record.attributes.approximate_receive_count)
        taken = Leased(job, record.receipt_handle, attempts)
        if context is not None and context.get_remaining_time_in_millis() < _LEAST_TIME:
            self._metrics.count("JobGivenBack")
            self._queue.again(taken, 0, "no time left in this batch")
        self._worker.work(taken)


def _job(body: str) -> Job | None:
    try:
        return decode_job(body)
    except ValueError:
        return None


class LambdaWorker:
    """The worker of one Lambda function.

    The model is opened before the first batch, which `handlers.lifecycle` sees to; AWS's services
    with it: neither connections nor credentials belong into a snapshot.

    Parameters
    ----------
    environ : mapping
        Lambda's variables and those of the template.
    open_classifier : callable, optional
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        open_classifier: Callable[[], ClassifierPort] | None = None,
    ) -> None:
        self._environ = environ
        self._settings = Settings.from_environ(environ)
        self.classifier = opener(self._settings, open_classifier)

    def __call__(self, event: Mapping[str, Any], context: Any) -> Any:
        """Answer SQS."""
        return self._worker(event, context)

    def rehearse(self) -> None:
        """Classify samples; whatever fails is raised."""
        from handlers.rehearsal import sample_requests

        for request in sample_requests():
            answer(self.classifier(), request)

    def report(self, error: Exception) -> None:
        """Log an error that no message brought about."""
        log_error(self._logger, error, None)

    @functools.cached_property
    def _logger(self) -> Any:
        return make_logger(self._settings.log_level)

    @functools.cached_property
    def _worker(self) -> QueueWorker:
        from handlers.flow.aws import open_aws

        flow = open_aws(self._environ)
        return QueueWorker(
            flow.client("sqs"),
            self._environ["COPYDESK_QUEUE"],
            self._environ["COPYDESK_DEAD_QUEUE"],
            flow.ledger,
            flow.processor(self.classifier),
            self._logger,
            EmbeddedMetrics() if self._settings.metrics else None,
        )
