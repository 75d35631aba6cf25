"""The functions of the hooks as Lambda runs them, over moto's server."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from handlers.stores.dynamodb import DynamoLedger
from tests.hooks.conftest import HTML, ghost_event
from tests.runtime.rie import emulator, lambda_function
from tests.runtime.stack import make_stack
from tests.stores import aws

pytestmark = [
    pytest.mark.lambda_runtime,
    pytest.mark.skipif(
        emulator() is None, reason="no Lambda Runtime Interface Emulator (Linux; make sam)"
    ),
    pytest.mark.xdist_group("rie"),
]
SITE = {"name": "gazette", "kind": "ghost", "secrets": [{"ssm": "/copydesk/hook"}]}
POST = {
    "id": "p1", "title": "Bridge repair delayed", "html": HTML, "status": "published",
    "updated_at": "2026-11-23T14:49:48.000Z",
}  # fmt: skip


def test_a_delivery_goes_through_both_functions(tmp_path: Path) -> None:
    with aws.moto_server(tmp_path) as url:
        environ: Any = make_stack(url, SITE)
        folders = [tmp_path / name for name in ("hooks", "worker")]
        for folder in folders:
            folder.mkdir()
        with lambda_function("handlers.hooks.handler", folders[0], **environ) as hooks:
            event = ghost_event(POST, time.time())
            assert hooks.invoke(event)["statusCode"] == 202
            assert json.loads(hooks.invoke(event)["body"])["status"] == "duplicate"
            refused = hooks.invoke(ghost_event(POST, time.time(), secret="wrong"))
            assert refused["statusCode"] == 401
            log = hooks.output()
        assert '"outcome":"queued"' in log
        assert "HookQueued" in log  # metrics in CloudWatch's embedded format
        sqs = aws.client("sqs", url)
        (message,) = sqs.receive_message(
            QueueUrl=environ["COPYDESK_QUEUE"], MessageSystemAttributeNames=["All"]
        )["Messages"]
        record = {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message["Attributes"],
            "messageAttributes": {},
            "eventSource": "aws:sqs",
        }
        with lambda_function(
            "handlers.worker_entry.handler", folders[1], timeout=120, **environ
        ) as worker:
            assert worker.invoke({"Records": [record]}) == {"batchItemFailures": []}
            log += worker.output()
        assert '"JobDone":[1]' in log
        ledger = DynamoLedger(aws.client("dynamodb", url), environ["COPYDESK_TABLE"])
        found = ledger.get("gazette", "p1")
    assert found is not None
    assert (found.state, found.note) == ("done", "same")
    assert json.loads(found.result or b"")["genre"]["name"] in {"reporting", "opinion"}
    assert "harbour council" not in log
    assert "Bridge repair" not in log
