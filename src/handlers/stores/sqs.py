"""The queue in SQS: a standard queue with its dead-letter queue.

The message group is the site: on a standard queue that keeps a noisy site from delaying the others
(fair queues), and promises no order. An older version of a document is recognised by the ledger.
"""

import math
from collections.abc import Sequence
from typing import Any, Final

from handlers.flow.job import Job, decode_job, encode_job
from handlers.stores.ports import Dead, Leased

__all__ = ["SqsQueue"]

_MOST_DELAY: Final = 900
_MOST_VISIBILITY: Final = 43_200
_LOOK: Final = 10  # seconds that a dead job is hidden from others who look
_REASON: Final = "reason"
_ATTEMPTS: Final = "ApproximateReceiveCount"


class SqsQueue:
    """Jobs in SQS.

    Parameters
    ----------
    client
        botocore's for sqs.
    url, dead_url : str
        Addresses of the queue and of its dead-letter queue.
    """

    def __init__(self, client: Any, url: str, dead_url: str) -> None:
        self._client = client
        self._url = url
        self._dead_url = dead_url

    def put(self, job: Job, *, delay: float = 0.0) -> None:
        """Send a message. The same job sent twice is worked on once: the worker sees it."""
        self._client.send_message(
            QueueUrl=self._url,
            MessageBody=encode_job(job).decode(),
            DelaySeconds=min(math.ceil(delay), _MOST_DELAY),
            MessageGroupId=job.site,
        )

    def take(self, lease: float) -> Leased | None:
        """Receive a message, without waiting."""
        for message in self._receive(self._url, 1, lease):
            attempts = int(message["Attributes"][_ATTEMPTS])
            return Leased(decode_job(message["Body"]), message["ReceiptHandle"], attempts)
        return None

    def done(self, taken: Leased) -> None:
        """Delete the message."""
        self._client.delete_message(QueueUrl=self._url, ReceiptHandle=taken.receipt)

    def again(self, taken: Leased, delay: float, reason: str) -> None:  # noqa: ARG002
        """Let the message come back after so many seconds."""
        self._client.change_message_visibility(
            QueueUrl=self._url,
            ReceiptHandle=taken.receipt,
            VisibilityTimeout=min(math.ceil(delay), _MOST_VISIBILITY),
        )

    def bury(self, taken: Leased, reason: str) -> None:
        """Move the message to the dead-letter queue."""
        self.reject(encode_job(taken.job).decode(), reason)
        self.done(taken)

    def reject(self, body: str, reason: str) -> None:
        """Put a message into the dead-letter queue as it is."""
        self._client.send_message(
            QueueUrl=self._dead_url,
            MessageBody=body,
            MessageAttributes={_REASON: {"DataType": "String", "StringValue": reason[:1000]}},
        )

    def dead(self, limit: int = 100) -> Sequence[Dead]:
        """Look into the dead-letter queue; what is seen is hidden for some seconds."""
        found: list[Dead | None] = []
        while len(found) < limit:
            messages = self._receive(self._dead_url, min(10, limit - len(found)), _LOOK)
            if not messages:
                break
            found += [_dead(message) for message in messages]
        return [one for one in found if one is not None]

    def revive(self, job: str | None = None) -> int:
        """Send the dead to the queue again."""
        count = 0
        while messages := self._receive(self._dead_url, 10, _LOOK):
            for message in messages:
                found = _dead(message)
                if found is None or job not in {None, found.job.id}:
                    continue
                self.put(found.job)
                handle = message["ReceiptHandle"]
                self._client.delete_message(QueueUrl=self._dead_url, ReceiptHandle=handle)
                count += 1
        return count

    def depth(self, site: str | None = None) -> int | None:
        """Count what waits, roughly; a site's share cannot be told."""
        if site is not None:
            return None
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed"]
        names.append("ApproximateNumberOfMessagesNotVisible")
        found = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=names)
        return sum(int(found["Attributes"][name]) for name in names)

    def _receive(self, url: str, number: int, lease: float) -> list[dict[str, Any]]:
        found = self._client.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=number,
            VisibilityTimeout=min(math.ceil(lease), _MOST_VISIBILITY),
            MessageSystemAttributeNames=[_ATTEMPTS],
            MessageAttributeNames=[_REASON],
        )
        messages: list[dict[str, Any]] = found.get("Messages") or []
        return messages


def _dead(message: dict[str, Any]) -> Dead | None:
    """Read a dead message; None where it is no job (somebody else's, or poison)."""
    try:
        job = decode_job(message["Body"])
    except ValueError:
        return None
    reason = message.get("MessageAttributes", {}).get(_REASON, {}).get("StringValue", "")
    return Dead(job, reason or "received too often", int(message["Attributes"][_ATTEMPTS]))
