"""The Lambda function that works on the queue: classify, keep, write back, call back."""

import functools
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from handlers.flow.job import Job, decode_job
from handlers.flow.process import Processor
from handlers.flow.work import Worker
from handlers.observing import make_logger
from handlers.settings import Settings
from handlers.stores.ports import Leased, Ledger
from handlers.stores.sqs import SqsQueue

if TYPE_CHECKING:
    from handlers.service import ClassifierPort

__all__ = ["QueueWorker", "handler"]

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
    """

    def __init__(
        self,
        client: Any,
        url: str,
        dead_url: str,
        ledger: Ledger,
        processor: Processor,
        logger: Any,
    ) -> None:
        self._queue = _BatchQueue(client, url, dead_url)
        self._worker = Worker(self._queue, ledger, processor, logger)
        self._logger = logger

    def __call__(self, event: Mapping[str, Any], context: Any) -> Any:
        """Work on a batch; answers which messages have to come back."""
        batch = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        return process_partial_response(
            event=dict(event),
            record_handler=functools.partial(self._work, context),
            processor=batch,
            context=context,
        )

    def _work(self, context: Any, record: SQSRecord) -> None:
        job = _job(record.body)
        if job is None:
            self._logger.error("a message that is no job", extra={"message_id": record.message_id})
            self._queue.reject(record.body, "it is no job")
            return
        attempts = int(record.attributes.approximate_receive_count)
        taken = Leased(job, record.receipt_handle, attempts)
        if context is not None and context.get_remaining_time_in_millis() < _LEAST_TIME:
            self._queue.again(taken, 0, "no time left in this batch")
        self._worker.work(taken)


def _job(body: str) -> Job | None:
    try:
        return decode_job(body)
    except ValueError:
        return None


@functools.cache
def _process_worker() -> QueueWorker:
    from handlers.flow.aws import open_aws

    settings = Settings.from_environ(os.environ)
    flow = open_aws(os.environ)
    return QueueWorker(
        flow.client("sqs"),
        os.environ["COPYDESK_QUEUE"],
        os.environ["COPYDESK_DEAD_QUEUE"],
        flow.ledger,
        flow.processor(_classifier(settings)),
        make_logger(settings.log_level),
    )


def _classifier(settings: Settings) -> "Callable[[], ClassifierPort]":
    @functools.cache
    def opened() -> "ClassifierPort":
        from handlers.opening import open_classifier

        return open_classifier(settings)

    return opened


def handler(event: dict[str, Any], context: Any) -> Any:
    """Answer SQS: the Lambda function's entry point."""
    return _process_worker()(event, context)
