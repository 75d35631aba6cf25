"""The callback: a result, sent signed as Standard Webhooks."""

import time
from datetime import UTC, datetime

import msgspec

from handlers.cms.base import Delivery
from handlers.cms.schemes import StandardWebhooks
from handlers.cms.work import Work
from handlers.flow.job import Job
from handlers.net.client import Client
from handlers.sites.config import Site

__all__ = ["send_callback"]


def send_callback(site: Site, work: Work, job: Job, secret: str, client: Client) -> None:
    """Send a result; webhook-id is the job's id, the same at every attempt.

    Raises
    ------
    RetryableError, PermanentError
    """
    if site.callback is None:
        return
    at = time.time()
    body = msgspec.json.encode(
        {
            "type": "article.classified",
            "timestamp": datetime.fromtimestamp(int(at), UTC),
            "data": {
                "site": site.name,
                "document": job.document,
                "document_type": job.type,
                "revision": job.revision,
                "result": work.meta,
            },
        }
    )
    delivery = Delivery("POST", "", None, {"webhook-id": job.id}, body, at)
    headers = StandardWebhooks().sign(delivery, secret, at)
    client.call("POST", site.callback.url, body=body, headers=headers)
