"""The flow in AWS: SQS, DynamoDB, S3, SSM and Secrets Manager."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.config import Config
from botocore.session import get_session

from handlers.flow.receive import Receiver
from handlers.problems import Problem
from handlers.sites.load import SiteBook, read_source
from handlers.sites.secrets import AwsSecrets, CachedSecrets
from handlers.stores.dynamodb import DynamoLedger
from handlers.stores.s3 import S3ClaimCheck
from handlers.stores.sqs import SqsQueue

if TYPE_CHECKING:
    from handlers.flow.process import Processor
    from handlers.service import ClassifierPort

__all__ = ["AwsFlow", "clients", "open_aws"]


@dataclass(frozen=True, slots=True)
class AwsFlow:
    """The parts that both functions need.

    Attributes
    ----------
    client : callable
        Makes a botocore client by the service's name.
    sites, secrets, queue, ledger, claims
    """

    client: Callable[[str], Any]
    sites: SiteBook
    secrets: CachedSecrets
    queue: SqsQueue
    ledger: DynamoLedger
    claims: S3ClaimCheck

    def receiver(self) -> Receiver:
        """Make what takes deliveries."""
        return Receiver(self.sites, self.secrets, self.queue, self.ledger, self.claims)

    def processor(self, classifier: "Callable[[], ClassifierPort]") -> "Processor":
        """Make what works on jobs."""
        from handlers.flow.process import Processor
        from handlers.net.client import Client

        return Processor(
            self.sites,
            self.secrets,
            self.ledger,
            self.claims,
            classifier,
            lambda site: Client(site.urls, local=False),
        )


def open_aws(environ: Mapping[str, str]) -> AwsFlow:
    """Open the flow.

    Parameters
    ----------
    environ : mapping
        ``COPYDESK_SITES``, ``COPYDESK_QUEUE``, ``COPYDESK_DEAD_QUEUE``, ``COPYDESK_TABLE``,
        ``COPYDESK_BUCKET``; the template sets them.

    Raises
    ------
    Problem
        If one is missing.
    """
    wanted = [f"COPYDESK_{name}" for name in ("SITES", "QUEUE", "DEAD_QUEUE", "TABLE", "BUCKET")]
    if missing := [name for name in wanted if not environ.get(name)]:
        raise Problem(f"Not set: {', '.join(missing)}.")
    client = functools.cache(clients())
    source = environ["COPYDESK_SITES"]
    return AwsFlow(
        client,
        SiteBook(lambda: read_source(source, client)),
        CachedSecrets(AwsSecrets(client)),
        SqsQueue(client("sqs"), environ["COPYDESK_QUEUE"], environ["COPYDESK_DEAD_QUEUE"]),
        DynamoLedger(client("dynamodb"), environ["COPYDESK_TABLE"]),
        S3ClaimCheck(client("s3"), environ["COPYDESK_BUCKET"]),
    )


def clients() -> Callable[[str], Any]:
    """Make clients by botocore: boto3 on top of it costs more time and gives nothing here."""
    session = get_session()
    # Ghost waits two seconds in all.
    config = Config(
        connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 3}
    )
    return lambda service: session.create_client(service, config=config)
