"""Any request the contract allows: through the wire, the API and back, as the document says."""

import base64
import gzip
import json
from typing import Any

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from handlers.api import Api
from handlers.body import parse_json, read_body
from handlers.contract import MAX_BODY_BYTES, ClassifyResponse
from handlers.decode import classify_request
from handlers.openapi import COMMITTED
from handlers.settings import Settings
from tests.fakes import FakeClassifier, api_event

DOCUMENT = json.loads(COMMITTED.read_text(encoding="utf-8"))
LETTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from(" \n\r\t\0\u00a0.é😀\u0301")
WORDS = st.text(LETTERS, max_size=60)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


def some_of(*choices: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(choices), unique=True, min_size=1)


OPTIONS: dict[str, st.SearchStrategy[Any]] = {
    "id": st.none() | NAMES,
    "title": st.none() | WORDS,
    "targets": st.none() | st.lists(NAMES, max_size=10),
    "tasks": st.none() | some_of("topic", "genre", "stance"),
    "include": st.just([]) | some_of("text", "jsonld", "ninjs"),
    "min_probability": st.floats(0, 1) | st.sampled_from([0, 1]),
    "top_k": st.integers(1, 17),
}
REQUESTS = st.fixed_dictionaries(
    {"text": WORDS}, optional={**OPTIONS, "html": st.none()}
) | st.fixed_dictionaries({"html": WORDS}, optional={**OPTIONS, "text": st.none()})


def schema_of(name: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    )


REQUEST, BATCH, ANSWER = map(schema_of, ("ClassifyRequest", "BatchResponse", "ClassifyResponse"))


def sent(body: Any, *, packed: bool, binary: bool, ascii_only: bool) -> dict[str, Any]:
    """The event of a body on one of the ways it can travel."""
    raw = json.dumps(body, ensure_ascii=ascii_only).encode()
    if packed:
        raw = gzip.compress(raw)
    event = api_event("POST", "/v1/classify", raw, {"Content-Encoding": "gzip"} if packed else {})
    if binary and not event["isBase64Encoded"]:
        event |= {"body": base64.b64encode(raw).decode(), "isBase64Encoded": True}
    return event


@given(REQUESTS, st.booleans(), st.booleans(), st.booleans())
def test_a_request_arrives_as_it_was_sent(
    asked: dict[str, Any], packed: bool, binary: bool, ascii_only: bool
) -> None:
    REQUEST.validate(asked)
    event = sent(asked, packed=packed, binary=binary, ascii_only=ascii_only)
    request = classify_request(parse_json(read_body(event, MAX_BODY_BYTES)))
    arrived = msgspec.to_builtins(request)
    defaults = msgspec.to_builtins(type(request)())
    assert arrived == {**defaults, **asked}


@given(REQUESTS, st.booleans())
@example(asked={"text": " \r\n é. ", "include": ["text"]}, sure=True)
def test_an_answer_is_as_described_and_comes_back_whole(asked: dict[str, Any], sure: bool) -> None:
    reply = Api(Settings(), lambda: FakeClassifier(decided=sure))(
        api_event("POST", "/v1/classify", json.dumps(asked)), None
    )
    assert reply["statusCode"] == 200
    answer = json.loads(reply["body"])
    ANSWER.validate(answer)
    typed = msgspec.json.decode(reply["body"], type=ClassifyResponse)
    assert msgspec.json.encode(typed).decode() == reply["body"]
    assert ("text" in answer, "title" in answer) == (2 * ("text" in asked.get("include", ()),))
    if "text" in answer and asked.get("text") is not None:
        assert answer["text"] == asked["text"]
    assert asked.get("id") in {None, answer["id"]}
    assert len(answer["topics"]) <= asked.get("top_k", 17)
    for evidence in answer["evidence"] if "text" in answer else ():
        assert answer[evidence["field"]][evidence["start"] : evidence["end"]] == evidence["quote"]


@given(st.lists(REQUESTS | st.dictionaries(NAMES, WORDS, max_size=3) | WORDS, min_size=1))
def test_a_batch_answers_each_article_in_its_place(articles: list[Any]) -> None:
    reply = Api(Settings(), FakeClassifier)(
        api_event("POST", "/v1/classify/batch", {"articles": articles}), None
    )
    assert reply["statusCode"] == 200
    answer = json.loads(reply["body"])
    BATCH.validate(answer)
    assert len(answer["results"]) == len(articles)
    for article, result in zip(articles, answer["results"], strict=True):
        assert ("problem" not in result) is REQUEST.is_valid(article)
        if isinstance(article, dict) and article.get("id"):
            assert result["id"] == article["id"]
