import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from handlers.api import ROUTES, Api
from handlers.problems import PROBLEM_JSON
from handlers.settings import Settings
from model.errors import ArtifactError
from tests.fakes import FakeClassifier, api_event, fresh_logger, gzip_event, header

BODY = {"id": "7", "title": "Rain", "text": "The Mayor resigned on Monday."}


def api(fake: FakeClassifier | None = None, **settings: Any) -> Api:
    fresh_logger()
    return Api(Settings(**settings), lambda: fake or FakeClassifier())


def body_of(reply: dict[str, Any]) -> Any:
    return json.loads(reply["body"])


def problem_of(reply: dict[str, Any]) -> Any:
    assert header(reply, "content-type") == PROBLEM_JSON
    problem = body_of(reply)
    assert problem["status"] == reply["statusCode"]
    assert problem["type"].startswith("https://copydesk.dev/problems/")
    assert problem["instance"] == "urn:copydesk:request:request-1"
    return problem


def test_an_article_is_classified() -> None:
    fake = FakeClassifier()
    reply = api(fake)(api_event("POST", "/v1/classify", BODY), None)
    assert reply["statusCode"] == 200
    assert header(reply, "content-type") == "application/json"
    assert header(reply, "cache-control") == "no-store"
    answer = body_of(reply)
    assert (answer["id"], answer["topics"][0]["id"]) == ("7", "medtop:11000000")
    article, tasks, targets = fake.asked[0]
    assert (article.title, article.text) == ("Rain", BODY["text"])
    assert tasks == {"topic", "genre", "stance"}
    assert targets is None


def test_tasks_and_targets_reach_the_model() -> None:
    fake = FakeClassifier()
    asked = {**BODY, "tasks": ["stance", "topic"], "targets": []}
    api(fake)(api_event("POST", "/v1/classify", asked), None)
    _, tasks, targets = fake.asked[0]
    assert tasks == {"stance", "topic"}
    assert targets == ()


def test_gzip_bodies_are_read() -> None:
    reply = api()(gzip_event("/v1/classify", json.dumps(BODY).encode()), None)
    assert reply["statusCode"] == 200


def test_ids_are_made_and_differ() -> None:
    ids = {
        body_of(api()(api_event("POST", "/v1/classify", {"text": "x"}), None))["id"]
        for _ in range(3)
    }
    assert len(ids) == 3


def test_a_bad_article_does_not_spoil_the_batch() -> None:
    fake = FakeClassifier(fails_on="BOOM")
    articles = [
        BODY,
        {"id": "none"},
        {"id": "boom", "text": "BOOM"},
        {"id": "\ud800", "text": "x"},
        {"text": "x", "to\ud800": 1},
        {"id": 3, "text": "x"},
        "no object",
        {"text": "last"},
    ]
    reply = api(fake)(api_event("POST", "/v1/classify/batch", {"articles": articles}), None)
    assert reply["statusCode"] == 200
    results = body_of(reply)["results"]
    said = [(item["id"], item.get("problem", {}).get("status")) for item in results[:-1]]
    assert said == [
        ("7", None),
        ("none", 422),
        ("boom", 500),
        (None, 422),
        (None, 422),
        (None, 422),
        (None, 422),
    ]
    assert results[-1]["words"] == 1
    assert "BOOM" not in json.dumps(results[2]["problem"])


def test_an_answer_that_lambda_could_not_send_is_a_problem() -> None:
    text = '"' * 199_000
    articles = [{"text": text, "include": ["text"]}] * 12
    reply = api()(api_event("POST", "/v1/classify/batch", {"articles": articles}), None)
    assert problem_of(reply)["status"] == 413
    assert "answer is too large" in problem_of(reply)["detail"]


def test_the_model_is_described() -> None:
    model = body_of(api()(api_event("GET", "/v1/model"), None))
    assert list(model) == ["version", "digest", "taxonomy", "labels", "thresholds", "metrics"]
    assert model["labels"]["stance"] == ["critical", "neutral", "supportive"]


def test_a_base_path_of_a_custom_domain_does_not_matter() -> None:
    event = {**api_event("GET", "/desk/v1/health"), "resource": "/v1/health"}
    assert api()(event, None)["statusCode"] == 200
    assert api()({**event, "resource": "/v1/nothing"}, None)["statusCode"] == 404


def test_health() -> None:
    reply = api()(api_event("GET", "/v1/health"), None)
    assert body_of(reply) == {"status": "ok", "version": "9.9.9"}


def test_pages_need_no_model() -> None:
    def fail() -> FakeClassifier:
        raise AssertionError("opened the model")

    pages = Api(Settings(), fail)
    docs = pages(api_event("GET", "/docs"), None)
    assert header(docs, "content-type") == "text/html; charset=utf-8"
    assert "default-src 'none'" in str(header(docs, "content-security-policy"))
    assert body_of(pages(api_event("GET", "/openapi.json"), None))["openapi"].startswith("3.1")


@pytest.mark.parametrize(
    ("stage", "path", "where"), [("prod", "/prod/", "/prod/docs"), ("prod", "/", "/docs")]
)
def test_the_root_leads_to_the_docs_of_its_stage(stage: str, path: str, where: str) -> None:
    event = api_event("GET", "/")
    event["requestContext"] |= {"stage": stage, "path": path}
    reply = api()(event, None)
    assert (reply["statusCode"], header(reply, "location")) == (302, where)


@pytest.mark.parametrize(
    "path",
    [
        "/v2/classify",
        "/v1",
        "/V1/classify",
        "/v1/classify/batch/1",
        "/openapiXjson",
        "/v1/health\n",
        "/favicon.ico",
        "/" + "x" * 9000,
    ],
)
def test_there_is_nothing_elsewhere(path: str) -> None:
    assert problem_of(api()(api_event("GET", path), None))["status"] == 404


@pytest.mark.parametrize("path", ROUTES)
def test_other_methods_are_told_which(path: str) -> None:
    for method in {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"} - set(ROUTES[path]):
        reply = api()(api_event(method, path), None)
        if method == "HEAD" and "GET" in ROUTES[path]:
            assert reply["statusCode"] in {200, 302}
        else:
            assert reply["statusCode"] == 405
            assert set(ROUTES[path]) <= set(str(header(reply, "allow")).split(", "))


@pytest.mark.parametrize("path", ROUTES)
def test_options_are_told(path: str) -> None:
    reply = api()(api_event("OPTIONS", path), None)
    assert (reply["statusCode"], reply["body"]) == (204, "")
    assert set(ROUTES[path]) < set(str(header(reply, "allow")).split(", "))


def test_head_is_get_without_its_body() -> None:
    got = api()(api_event("GET", "/v1/health"), None)
    head = api()(api_event("HEAD", "/v1/health"), None)
    assert head == {**got, "body": ""}


def test_a_slash_at_the_end_does_not_matter() -> None:
    assert api()(api_event("GET", "/v1/health/"), None)["statusCode"] == 200


def test_no_other_page_may_call_unless_one_is_named() -> None:
    headers = {"Origin": "https://desk.example"}
    event = api_event("POST", "/v1/classify", BODY, headers)
    assert header(api()(event, None), "access-control-allow-origin") is None
    allowed = api(cors_origin="https://desk.example")
    assert header(allowed(event, None), "access-control-allow-origin") == "https://desk.example"
    other = api_event("POST", "/v1/classify", BODY, {"Origin": "https://evil.example"})
    assert header(allowed(other, None), "access-control-allow-origin") is None
    before = allowed(api_event("OPTIONS", "/v1/classify", None, headers), None)
    assert before["statusCode"] == 204
    assert "x-api-key" in str(header(before, "access-control-allow-headers")).lower()
    assert "POST" in str(header(before, "access-control-allow-methods"))
    wrong = allowed(api_event("POST", "/v1/classify", "{", headers), None)
    assert header(wrong, "access-control-allow-origin") == "https://desk.example"


class Broken:
    """A model that opens at the third try."""

    def __init__(self) -> None:
        self.tries = 0

    def __call__(self) -> FakeClassifier:
        self.tries += 1
        if self.tries < 3:
            raise ArtifactError("topic.coef.npy", "is cut short; install copydesk again")
        return FakeClassifier()


def test_a_model_that_does_not_open_is_said_and_tried_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = Broken()
    fresh_logger()
    desk = Api(Settings(), broken)
    health = problem_of(desk(api_event("GET", "/v1/health"), None))
    assert health["status"] == 503
    assert health["detail"] == "topic.coef.npy: is cut short; install copydesk again"
    assert "topic.coef.npy: is cut short" in capsys.readouterr().out
    assert problem_of(desk(api_event("POST", "/v1/classify", BODY), None))["status"] == 503
    assert desk(api_event("POST", "/v1/classify", BODY), None)["statusCode"] == 200
    assert desk(api_event("GET", "/v1/health"), None)["statusCode"] == 200
    assert broken.tries == 3


def test_a_bad_request_does_not_wait_for_the_model() -> None:
    broken = Broken()
    reply = Api(Settings(), broken)(api_event("POST", "/v1/classify", "{"), None)
    assert (reply["statusCode"], broken.tries) == (400, 0)


def test_an_unexpected_error_is_logged_without_the_article(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fake = FakeClassifier(fails_on="secret")
    event = api_event("POST", "/v1/classify", {"text": "A secret plan."})
    problem = problem_of(api(fake)(event, None))
    assert problem["status"] == 500
    said = capsys.readouterr()
    logged = json.loads(said.out)
    assert logged["level"] == "ERROR"
    assert logged["error"] == "ValueError"
    assert logged["request_id"] == "request-1"
    assert any(frame.startswith("fakes.py:") for frame in logged["frames"])
    assert "secret" not in said.out + said.err + json.dumps(problem)


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"httpMethod": "GET"},
        {"httpMethod": 3, "path": "/"},
        {"httpMethod": "GET", "path": None},
    ],
)
def test_no_event_makes_it_raise(event: dict[str, Any]) -> None:
    reply = api()(event, None)
    assert reply["statusCode"] in {302, 500}
    assert isinstance(reply["body"], str)


def test_metrics_are_written_and_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    desk = api(FakeClassifier(fails_on="BOOM"), metrics=True)
    articles = [BODY, {"text": "x"}, {"text": "BOOM"}, {}]
    desk(api_event("POST", "/v1/classify/batch", {"articles": articles}), None)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    metrics = next(line for line in lines if "_aws" in line)
    assert metrics["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "copydesk"
    assert sum(metrics["Articles"]) == 2
    assert sum(metrics["TopicDecided"]) == 2
    assert (sum(metrics["ItemProblems"]), sum(metrics["ItemErrors"])) == (1, 1)
    assert metrics["LatencyEvidence"] == [2.0, 2.0]  # two a piece, added up
    for stage in ("Parse", "Decode", "Language", "Features", "Encode"):
        assert f"Latency{stage}" in metrics
    desk(api_event("POST", "/v1/classify", "{"), None)
    assert json.loads(capsys.readouterr().out)["Problem400"] == [1.0]


def test_a_batch_of_a_hundred_loses_no_metric(capsys: pytest.CaptureFixture[str]) -> None:
    articles = [{"text": "x", "targets": list("abcdefghij")}] * 100
    api(metrics=True)(api_event("POST", "/v1/classify/batch", {"articles": articles}), None)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sum(sum(line.get("Articles", [])) for line in lines) == 100
    assert sum(sum(line.get("StanceAsked", [])) for line in lines) == 1000


def test_nothing_is_written_without_metrics(capsys: pytest.CaptureFixture[str]) -> None:
    api()(api_event("POST", "/v1/classify", BODY), None)
    said = capsys.readouterr()
    assert said.out + said.err == ""


def test_threads_do_not_read_each_others_articles() -> None:
    threads = 4
    fake = FakeClassifier(barrier=threading.Barrier(threads))  # all are inside at once
    desk = api(fake)

    def ask(number: int) -> tuple[str, str]:
        body = {"id": str(number), "text": f"Article {number}.", "include": ["text"]}
        event = api_event("POST", "/v1/classify", body, request_id=str(number))
        answer = body_of(desk(event, None))
        return answer["id"], answer["text"]

    with ThreadPoolExecutor(threads) as pool:
        said = list(pool.map(ask, range(10 * threads)))
    assert said == [(str(number), f"Article {number}.") for number in range(10 * threads)]


def test_tracing_without_the_sdk_is_said_and_does_without(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "aws_lambda_powertools.tracing", None)
    traced = api(tracing=True).traced()
    assert traced(api_event("GET", "/docs"), None)["statusCode"] == 200
    assert "aws-xray-sdk is not installed" in capsys.readouterr().out


def test_evidence_is_left_out_where_it_is_not_wanted() -> None:
    desk = api()
    with_it = body_of(desk(api_event("POST", "/v1/classify", BODY), None))
    without = body_of(desk(api_event("POST", "/v1/classify", {**BODY, "evidence": False}), None))
    assert with_it["evidence"]
    assert without == {**with_it, "evidence": []}


class Clock:
    """A Lambda context whose time runs by itself at every look."""

    def __init__(self, milliseconds: int, step: int) -> None:
        self.left = milliseconds
        self.step = step

    def get_remaining_time_in_millis(self) -> int:
        self.left -= self.step
        return self.left


def test_articles_that_there_is_no_time_for_are_said_to_be_not_reached(
    capsys: pytest.CaptureFixture[str],
) -> None:
    articles = [{**BODY, "id": str(number)} for number in range(10)]
    event = api_event("POST", "/v1/classify/batch", {"articles": articles})
    results = body_of(api(metrics=True)(event, Clock(5000, 500)))["results"]
    assert [result["id"] for result in results] == [str(number) for number in range(10)]
    assert [("problem" in result) for result in results] == [False] * 7 + [True] * 3
    problem = results[-1]["problem"]
    assert (problem["status"], problem["type"].rpartition("/")[2]) == (503, "not-reached")
    assert json.loads(capsys.readouterr().out)["ItemsNotReached"] == [1, 1, 1]


def test_a_batch_with_time_enough_is_answered_whole() -> None:
    event = api_event("POST", "/v1/classify/batch", {"articles": [BODY] * 3})
    results = body_of(api()(event, Clock(20_000, 0)))["results"]
    assert not any("problem" in result for result in results)


def test_the_first_answer_loads_no_page_and_no_fragment() -> None:
    code = (
        "import sys, handlers.api\n"
        "lazy = ['docs', 'openapi', 'jsonld', 'ninjs', 'cli', 'server', 'jsonl', 'printing']\n"
        "print([name for name in lazy if f'handlers.{name}' in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
