"""The two Lambda functions over moto's SQS, DynamoDB, S3 and SSM, and a fake Ghost."""

import json
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from handlers.flow.answer import Hooks
from handlers.flow.aws import AwsFlow, open_aws
from handlers.net.client import Client
from handlers.observing import EmbeddedMetrics, Metrics
from handlers.worker import QueueWorker
from tests.fakes import FakeClassifier
from tests.hooks.conftest import HTML, TOPICS, ghost_event
from tests.hooks.fake_ghost import KEY, FakeGhost
from tests.stores import aws

LOGGER = logging.getLogger("tests.hooks")


@pytest.fixture(scope="session")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with aws.moto_server(tmp_path_factory.mktemp("moto")) as url:
        yield url


@dataclass
class Deployed:
    flow: AwsFlow
    environ: dict[str, str]
    sqs: Any
    classifier: FakeClassifier

    @property
    def hooks(self) -> Hooks:
        return Hooks(self.flow.receiver)

    def worker(self, metrics: Metrics | None = None) -> QueueWorker:
        processor = self.flow.processor(lambda: self.classifier)
        # In AWS only https is called; the fake CMS speaks http on this machine.
        processor._client = lambda site: Client(site.urls, local=True)
        url, dead = self.environ["COPYDESK_QUEUE"], self.environ["COPYDESK_DEAD_QUEUE"]
        return QueueWorker(self.sqs, url, dead, self.flow.ledger, processor, LOGGER, metrics)

    def receive(self, seconds: int = 60) -> dict[str, Any]:
        """What Lambda's event source would send."""
        found = self.sqs.receive_message(
            QueueUrl=self.environ["COPYDESK_QUEUE"],
            MaxNumberOfMessages=10,
            VisibilityTimeout=seconds,
            MessageSystemAttributeNames=["All"],
        )
        return {"Records": [_record(message) for message in found.get("Messages", ())]}

    def run(self) -> dict[str, Any]:
        """Receive, work, delete what is not reported: one turn of the event source."""
        event = self.receive()
        reply: dict[str, Any] = self.worker()(event, Context())
        failed = {one["itemIdentifier"] for one in reply["batchItemFailures"]}
        for record in event["Records"]:
            if record["messageId"] not in failed:
                self.sqs.delete_message(
                    QueueUrl=self.environ["COPYDESK_QUEUE"], ReceiptHandle=record["receiptHandle"]
                )
        return reply


class Context:
    aws_request_id = "r-1"

    def __init__(self, left: int = 300_000) -> None:
        self._left = left

    def get_remaining_time_in_millis(self) -> int:
        return self._left


def _record(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:copydesk",
        "awsRegion": "eu-central-1",
    }


@pytest.fixture
def deployed(moto: str, ghost_url: str, monkeypatch: pytest.MonkeyPatch) -> Deployed:
    for name, value in aws.AWS_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto)
    ssm, sqs = aws.client("ssm", moto), aws.client("sqs", moto)
    secrets = aws.client("secretsmanager", moto)
    url, dead = aws.make_queue(sqs)
    name = url.rpartition("/")[2]
    site = {
        "name": "gazette",
        "kind": "ghost",
        "secrets": [{"ssm": f"/{name}/hook"}],
        "api": {"url": ghost_url, "credential": {"secretsmanager": f"{name}/ghost", "key": "key"}},
        "posts": {"min_words": 5},
        "write_back": {"mode": "tags", "topics": TOPICS, "create": True},
    }
    document = json.dumps({"version": 1, "sites": [site]})
    ssm.put_parameter(Name=f"/{name}/sites", Value=document, Type="String", Tier="Advanced")
    ssm.put_parameter(Name=f"/{name}/hook", Value="hook-secret", Type="SecureString")
    secrets.create_secret(Name=f"{name}/ghost", SecretString=json.dumps({"key": KEY}))
    environ = {
        "COPYDESK_SITES": f"ssm:/{name}/sites",
        "COPYDESK_QUEUE": url,
        "COPYDESK_DEAD_QUEUE": dead,
        "COPYDESK_TABLE": aws.make_table(aws.client("dynamodb", moto)),
        "COPYDESK_BUCKET": aws.make_bucket(aws.client("s3", moto)),
    }
    return Deployed(open_aws(environ), environ, sqs, FakeClassifier())


def test_from_the_hook_to_the_tags(deployed: Deployed, ghost: FakeGhost) -> None:
    post = ghost.post("p1", "Bridge repair delayed", HTML, tags=("Harbour",))
    event = ghost_event(post, time.time())
    assert deployed.hooks(event, None)["statusCode"] == 202
    assert deployed.hooks(event, None)["statusCode"] == 200
    assert deployed.run() == {"batchItemFailures": []}
    assert ghost.names("p1") == ["Harbour", "Politics", "Culture"]
    assert deployed.flow.queue.depth() == 0
    assert len(deployed.classifier.asked) == 1


def test_a_message_that_comes_twice_has_one_effect(deployed: Deployed, ghost: FakeGhost) -> None:
    deployed.hooks(ghost_event(ghost.post("p1", "Bridge", HTML), time.time()), None)
    event = deployed.receive()
    worker = deployed.worker()
    assert worker(event, Context()) == worker(event, Context()) == {"batchItemFailures": []}
    assert (len(deployed.classifier.asked), ghost.puts()) == (1, 1)


def test_a_large_post_goes_through_the_claim_check(
    deployed: Deployed, ghost: FakeGhost, moto: str
) -> None:
    ghost.post(
        "p1", "Bridge", HTML + 1_700 * f"<p>{'é' * 80}</p>" + 900 * f"<img src='{'x' * 200}'>"
    )
    reply = deployed.hooks(ghost_event(ghost.posts["p1"], time.time()), None)
    assert reply["statusCode"] == 202
    event = deployed.receive()
    assert len(event["Records"][0]["body"]) < 2_000
    assert deployed.worker()(event, Context()) == {"batchItemFailures": []}
    assert ghost.names("p1") == ["Politics", "Culture"]
    bucket = deployed.environ["COPYDESK_BUCKET"]
    assert "Contents" not in aws.client("s3", moto).list_objects_v2(Bucket=bucket)


def test_what_fails_comes_back_and_the_others_do_not(deployed: Deployed, ghost: FakeGhost) -> None:
    deployed.classifier.fails_on = "POISON"
    hooks = deployed.hooks
    hooks(ghost_event(ghost.post("good", "Bridge", HTML), time.time()), None)
    hooks(ghost_event(ghost.post("bad", "Bridge", HTML + "<p>POISON</p>"), time.time()), None)
    assert len(deployed.run()["batchItemFailures"]) == 1
    assert ghost.names("good") == ["Politics", "Culture"]
    assert deployed.flow.queue.depth() == 1


def test_how_jobs_ended_is_counted(
    deployed: Deployed, ghost: FakeGhost, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed.classifier.fails_on = "POISON"
    hooks, queue = deployed.hooks, deployed.environ["COPYDESK_QUEUE"]
    hooks(ghost_event(ghost.post("good", "Bridge", HTML), time.time()), None)
    hooks(ghost_event(ghost.post("bad", "Bridge", HTML + "<p>POISON</p>"), time.time()), None)
    deployed.sqs.send_message(QueueUrl=queue, MessageBody="no job", MessageGroupId="x")
    event = deployed.receive()
    worker = deployed.worker(EmbeddedMetrics())
    capsys.readouterr()
    worker(event, Context())
    (written,) = [
        json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line
    ]
    counts = {name: sum(written[name]) for name in written if name.startswith("Job")}
    assert counts == {"JobDone": 1, "JobRetried": 1, "JobErrors": 1, "JobRejected": 1}
    assert len(written["LatencyJob"]) == 1
    worker({"Records": event["Records"][:1]}, Context(left=10_000))
    assert '"JobGivenBack":[1]' in capsys.readouterr().out


def test_what_is_no_job_is_buried_at_once(deployed: Deployed) -> None:
    url = deployed.environ["COPYDESK_QUEUE"]
    deployed.sqs.send_message(QueueUrl=url, MessageBody="no job", MessageGroupId="x")
    assert deployed.run() == {"batchItemFailures": []}
    found = deployed.sqs.receive_message(
        QueueUrl=deployed.environ["COPYDESK_DEAD_QUEUE"], MessageAttributeNames=["All"]
    )["Messages"][0]
    assert found["Body"] == "no job"


def test_without_time_left_a_job_is_given_back(deployed: Deployed, ghost: FakeGhost) -> None:
    deployed.hooks(ghost_event(ghost.post("p1", "Bridge", HTML), time.time()), None)
    reply = deployed.worker()(deployed.receive(), Context(left=10_000))
    assert len(reply["batchItemFailures"]) == 1
    assert deployed.run() == {"batchItemFailures": []}


def test_a_changed_secret_is_in_use_within_half_a_minute(
    deployed: Deployed, ghost: FakeGhost, moto: str
) -> None:
    hooks = deployed.hooks
    hooks(ghost_event(ghost.post("p1", "Bridge", HTML), time.time()), None)
    name = deployed.environ["COPYDESK_SITES"].removeprefix("ssm:").removesuffix("/sites") + "/hook"
    aws.client("ssm", moto).put_parameter(
        Name=name, Value="new-secret", Type="SecureString", Overwrite=True
    )
    event = ghost_event(ghost.post("p2", "Bridge", HTML), time.time(), secret="new-secret")
    assert hooks(event, None)["statusCode"] == 401
    later = time.monotonic() + 31
    deployed.flow.secrets._clock = lambda: later
    assert hooks(event, None)["statusCode"] == 202


def test_a_missing_secret_is_logged_and_not_told(
    deployed: Deployed, ghost: FakeGhost, moto: str
) -> None:
    name = deployed.environ["COPYDESK_SITES"].removeprefix("ssm:").removesuffix("/sites") + "/hook"
    aws.client("ssm", moto).delete_parameter(Name=name)
    reply = deployed.hooks(ghost_event(ghost.post("p1", "Bridge", HTML), time.time()), None)
    assert reply["statusCode"] == 500
    assert name not in reply["body"]


def test_the_worker_asks_for_its_environment(tmp_path: Path) -> None:
    from handlers.problems import Problem

    with pytest.raises(Problem, match="COPYDESK_QUEUE, COPYDESK_DEAD_QUEUE"):
        open_aws({"COPYDESK_SITES": str(tmp_path)})
