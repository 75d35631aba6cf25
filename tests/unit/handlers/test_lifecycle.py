"""The function's first moments, and SnapStart's hooks in the order in which Lambda calls them."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import snapshot_restore_py

from handlers.api import Api
from handlers.lifecycle import before_snapshot, started
from handlers.settings import Settings
from handlers.worker import LambdaWorker
from model.classifier import Classifier
from model.errors import ArtifactError
from tests.fakes import FakeClassifier, api_event, fresh_logger

ROOT = Path(__file__).parents[3]
SNAPSTART = {"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"}


@pytest.fixture(autouse=True)
def _own_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_restore_py, "_before_snapshot_registry", [])
    monkeypatch.setattr(snapshot_restore_py, "_after_restore_registry", [])


def take_snapshot() -> None:
    """What Lambda's runtime does at the end of the init phase: the last one registered first."""
    for hook, args, kwargs in reversed(snapshot_restore_py.get_before_snapshot()):
        hook(*args, **kwargs)


def restore() -> None:
    for hook, args, kwargs in snapshot_restore_py.get_after_restore():
        hook(*args, **kwargs)


def broken() -> FakeClassifier:
    raise ArtifactError("topic.coef.npy", "does not match its digest")


def test_the_model_is_opened_before_the_first_event() -> None:
    opened: list[int] = []

    def open_once() -> FakeClassifier:
        opened.append(1)
        return FakeClassifier()

    api = started(Api(Settings(), open_once), {})
    assert opened == [1]
    api(api_event("GET", "/v1/health"), None)
    assert opened == [1]


def test_a_damaged_model_is_logged_and_health_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    fresh_logger()
    api = started(Api(Settings(), broken), {})
    logged = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (logged["level"], logged["error"]) == ("ERROR", "ArtifactError")
    assert "topic.coef.npy" in logged["message"]
    reply = api(api_event("GET", "/v1/health"), None)
    assert reply["statusCode"] == 503
    assert "topic.coef.npy: does not match" in json.loads(reply["body"])["detail"]


def test_before_the_snapshot_the_model_is_opened_and_exercised(classifier: Classifier) -> None:
    opened: list[int] = []

    def open_once() -> Classifier:
        opened.append(1)
        return classifier

    started(Api(Settings(metrics=True), open_once), SNAPSTART)
    assert not opened
    take_snapshot()
    assert opened == [1]


def test_the_rehearsal_writes_no_metrics(
    classifier: Classifier, capsys: pytest.CaptureFixture[str]
) -> None:
    api = Api(Settings(metrics=True), lambda: classifier)
    api.rehearse()
    assert capsys.readouterr().out == ""
    api(api_event("POST", "/v1/classify", {"text": "Rain."}), None)
    assert "_aws" in capsys.readouterr().out


def test_the_worker_opens_its_model_before_the_snapshot_and_asks_nothing_of_aws() -> None:
    fake = FakeClassifier()
    started(LambdaWorker({}, lambda: fake), SNAPSTART)  # no queue, no table: it would fail
    assert not fake.asked
    take_snapshot()
    assert len(fake.asked) == 2


def test_the_worker_opens_its_model_in_the_init_phase(capsys: pytest.CaptureFixture[str]) -> None:
    opened: list[int] = []

    def open_once() -> FakeClassifier:
        opened.append(1)
        return FakeClassifier()

    assert started(LambdaWorker({}, open_once), {}).classifier()
    assert opened == [1]
    fresh_logger()
    started(LambdaWorker({}, broken), {})
    assert "topic.coef.npy" in capsys.readouterr().out


def test_a_damaged_model_fails_the_snapshot_and_so_the_version() -> None:
    started(Api(Settings(), broken), SNAPSTART)
    with pytest.raises(ArtifactError):
        take_snapshot()


def test_a_model_that_cannot_answer_fails_the_snapshot(capsys: pytest.CaptureFixture[str]) -> None:
    started(Api(Settings(), lambda: FakeClassifier(fails_on="")), SNAPSTART)
    with pytest.raises(RuntimeError, match="answered a sample with 500"):
        take_snapshot()


def test_restores_of_one_snapshot_share_no_random_numbers() -> None:
    started(Api(Settings(), FakeClassifier), SNAPSTART)
    random.seed(7)
    in_snapshot = random.getstate()
    drawn = set()
    for _ in range(3):
        random.setstate(in_snapshot)
        restore()
        drawn.add(random.random())
    assert len(drawn) == 3


def test_restores_of_one_snapshot_make_no_id_twice() -> None:
    code = """
import json, os, sys
os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "snap-start"
import handlers.entry, snapshot_restore_py as hooks
for hook, args, kwargs in reversed(hooks.get_before_snapshot()):
    hook(*args, **kwargs)
for copy in range(3):
    if not os.fork():
        for hook, args, kwargs in hooks.get_after_restore():
            hook(*args, **kwargs)
        reply = handlers.entry.handler(json.load(open("events/too_little_text.json")), None)
        os.write(1, (json.loads(reply["body"])["id"] + "\\n").encode())
        os._exit(0)
    os.wait()
"""
    environ = {**os.environ, "COPYDESK_METRICS": "off"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True
    )
    made = done.stdout.split()
    assert len(made) == len(set(made)) == 3, done.stderr


def test_without_hooks_the_model_is_opened_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "snapshot_restore_py", None)
    assert not before_snapshot(lambda: None, lambda: None)
    opened: list[Any] = []

    def open_once() -> FakeClassifier:
        opened.append(1)
        return FakeClassifier()

    started(Api(Settings(), open_once), SNAPSTART)
    assert opened == [1]
