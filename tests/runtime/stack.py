"""What the hooks' functions need of AWS, on moto's server."""

import json
from typing import Any

from tests.stores import aws

__all__ = ["make_stack"]


def make_stack(url: str, *sites: dict[str, Any]) -> dict[str, str]:
    """Make queues, table, bucket and parameters; gives the functions' environment.

    The secret of every site is ``hook-secret``, in the parameter ``/copydesk/hook``.
    """
    ssm, sqs = aws.client("ssm", url), aws.client("sqs", url)
    queue, dead = aws.make_queue(sqs)
    document = json.dumps({"version": 1, "sites": sites})
    ssm.put_parameter(Name="/copydesk/sites", Value=document, Type="String", Overwrite=True)
    ssm.put_parameter(
        Name="/copydesk/hook", Value="hook-secret", Type="SecureString", Overwrite=True
    )
    return {
        **{name: value for name, value in aws.AWS_ENVIRONMENT.items() if name != "AWS_REGION"},
        "AWS_ENDPOINT_URL": url,
        "COPYDESK_SITES": "ssm:/copydesk/sites",
        "COPYDESK_QUEUE": queue,
        "COPYDESK_DEAD_QUEUE": dead,
        "COPYDESK_TABLE": aws.make_table(aws.client("dynamodb", url)),
        "COPYDESK_BUCKET": aws.make_bucket(aws.client("s3", url)),
    }
