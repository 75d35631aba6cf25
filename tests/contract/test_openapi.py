"""The committed OpenAPI document, against the code and against real answers."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from handlers.api import ROUTES, Api
from handlers.openapi import COMMITTED, document, document_text
from handlers.problems import Internal, MethodNotAllowed, NotFound, Problem
from handlers.settings import Settings
from model.classifier import Classifier
from tests.fakes import api_event

EVENTS = Path(__file__).parents[2] / "events"
DOCUMENT = document()


def schema_of(name: str) -> Draft202012Validator:
    components = {"components": DOCUMENT["components"]}
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", **components})


def test_the_committed_document_is_the_generated_one() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == document_text()


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_document_does_not_depend_on_the_run(seed: str) -> None:
    code = "from handlers.openapi import document_text; print(document_text(), end='')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == document_text()


def test_it_is_valid_openapi_3_1() -> None:
    validate(DOCUMENT)
    assert DOCUMENT["openapi"].startswith("3.1")


def test_every_route_of_the_api_is_described() -> None:
    described = {
        path: tuple(method.upper() for method in item) for path, item in DOCUMENT["paths"].items()
    }
    api = {path: ROUTES[path] for path in ROUTES if path.startswith("/v1/")}
    assert described == {
        **api,
        "/v1/hooks/{site}": ("POST",),
        "/v1/hooks/{site}/{event}": ("POST",),
    }


def test_every_problem_is_described_somewhere() -> None:
    described = {
        int(status)
        for item in DOCUMENT["paths"].values()
        for operation in item.values()
        for status in operation["responses"]
    }
    elsewhere = {NotFound.status, MethodNotAllowed.status}  # what has no operation
    ours = {kind for kind in Problem.__subclasses__() if kind.__module__ == Problem.__module__}
    assert {problem.status for problem in ours} - elsewhere <= described


def test_examples_are_requests() -> None:
    for path, name in (
        ("/v1/classify", "ClassifyRequest"),
        ("/v1/classify/batch", "BatchRequest"),
    ):
        content = DOCUMENT["paths"][path]["post"]["requestBody"]["content"]
        schema_of(name).validate(content["application/json"]["example"])


@pytest.mark.parametrize(
    ("body", "valid"),
    [
        ({"text": "a"}, True),
        ({"html": "a", "text": None}, True),
        ({"text": "a", "html": "b"}, False),
        ({"title": "a"}, False),
        ({"text": "a", "more": 1}, False),
        ({"text": "a", "top_k": 18}, False),
        ({"text": "a", "tasks": ["genre"]}, True),
    ],
)
def test_the_schema_takes_what_the_api_takes(
    body: Mapping[str, Any], valid: bool, classifier: Classifier
) -> None:
    assert schema_of("ClassifyRequest").is_valid(body) is valid
    reply = Api(Settings(), lambda: classifier)(api_event("POST", "/v1/classify", body), None)
    assert reply["statusCode"] == (200 if valid else 422)


@pytest.mark.parametrize(
    "path", sorted(path for path in EVENTS.glob("*.json") if path.name != "article.json"),
    ids=lambda path: path.stem,
)  # fmt: skip
def test_every_event_is_answered_as_described(path: Path, classifier: Classifier) -> None:
    event = json.loads(path.read_text(encoding="utf-8"))
    reply = Api(Settings(), lambda: classifier)(event, None)
    operation = DOCUMENT["paths"].get(event["path"], {}).get(event["httpMethod"].lower())
    if operation is None:
        assert reply["statusCode"] in {200, 204, 302, NotFound.status, MethodNotAllowed.status}
        return
    (media_type, described) = next(
        iter(operation["responses"][str(reply["statusCode"])]["content"].items())
    )
    assert reply["multiValueHeaders"]["Content-Type"] == [media_type]
    name = described["schema"]["$ref"].rpartition("/")[2]
    schema_of(name).validate(json.loads(reply["body"]))


def test_problems_are_as_described() -> None:
    schema_of("ProblemAnswer").validate(Internal("x").body("1"))
    assert not schema_of("ProblemAnswer").is_valid({"title": "no type"})
