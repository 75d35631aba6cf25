"""AWS on this machine: moto's server in a process of its own, and clients that know it."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["AWS_ENVIRONMENT", "client", "make_bucket", "make_queue", "make_table", "moto_server"]

AWS_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_REGION": "eu-central-1",
}


@contextlib.contextmanager
def moto_server(folder: Path) -> Iterator[str]:
    """Run moto's server on a free port; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "moto.log").open("wb") as log:
        process = subprocess.Popen(
            [
                sys.executable,
                "-W",
                "ignore",
                "-m",
                "moto.server",
                "-H",
                "127.0.0.1",
                "-p",
                str(port),
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **AWS_ENVIRONMENT},
        )
        try:
            for _ in range(600):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                assert process.poll() is None, (folder / "moto.log").read_text()
                time.sleep(0.1)
            else:
                raise AssertionError("moto does not listen")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
            process.wait()


def client(service: str, url: str) -> Any:
    from botocore.session import get_session

    return get_session().create_client(
        service,
        endpoint_url=url,
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def make_queue(sqs: Any) -> tuple[str, str]:
    """Make a queue and its dead-letter queue; gives their addresses."""
    name = f"copydesk-{uuid.uuid4().hex}"
    return (
        sqs.create_queue(QueueName=name)["QueueUrl"],
        sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"],
    )


def make_table(dynamodb: Any) -> str:
    name = f"copydesk-{uuid.uuid4().hex}"
    dynamodb.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


def make_bucket(s3: Any) -> str:
    name = f"copydesk-{uuid.uuid4().hex}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return name
