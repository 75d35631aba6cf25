"""The OpenAPI 3.1 document, generated from the contract's types and committed beside this file."""

import json
from pathlib import Path
from typing import Any, Final

import msgspec

from handlers.api import ROUTES
from handlers.contract import (
    MAX_BATCH,
    MAX_BATCH_BYTES,
    MAX_BODY_BYTES,
    ClassifyRequest,
    ClassifyResponse,
    FailedItem,
    HealthResponse,
    ModelResponse,
    ProblemAnswer,
)
from handlers.openapi_hooks import HOOK_PATHS, hook_schemas
from handlers.problems import (
    PROBLEM_JSON,
    BadRequest,
    Forbidden,
    Internal,
    Invalid,
    ModelUnavailable,
    Problem,
    TooLarge,
    UnsupportedMedia,
)

__all__ = ["COMMITTED", "document", "document_text"]

COMMITTED: Final = Path(__file__).parent / "openapi.json"

_READING: Final = (BadRequest, TooLarge, UnsupportedMedia, Invalid)
_ALWAYS: Final = (Internal, ModelUnavailable)
# API Gateway itself says 429.
_OF_KEYS: Final = {Forbidden.status: Forbidden.title, 429: "The key's rate or quota is used up"}
_EXAMPLE: Final = {
    "title": "Council delays bridge repair",
    "text": "The city council voted on Monday to delay the repair of the river bridge …",
    "targets": ["city council"],
}


def document() -> dict[str, Any]:
    """Generate the document: the same for the same contract."""
    types = (
        ClassifyRequest, ClassifyResponse, FailedItem, ModelResponse, HealthResponse, ProblemAnswer
    )  # fmt: skip
    _, schemas = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    schemas |= _batch_schemas() | hook_schemas()
    schemas["ClassifyRequest"]["oneOf"] = [_has("text"), _has("html")]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "copydesk",
            "version": "1",
            "summary": "What an article is about, whether it argues, and whose side it takes.",
            "description": "POST a news article; get its topic (IPTC Media Topics), its genre "
            "(opinion or reporting) and its stance toward its subjects, each with a calibrated "
            "probability and the passages that show it. Errors are RFC 9457 problem details. "
            "Bodies may be gzipped (Content-Encoding: gzip); the limits hold after inflation: "
            f"{MAX_BODY_BYTES:,} bytes an article, {MAX_BATCH_BYTES:,} a batch.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"key": []}],
        "paths": {path: _PATHS[path] for path in ROUTES if path in _PATHS} | HOOK_PATHS,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "x-api-key"},
            },
        },
    }


def document_text() -> str:
    """Write the document as it is committed."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _has(field: str) -> dict[str, Any]:
    return {"required": [field], "properties": {field: {"type": "string"}}}


def _batch_schemas() -> dict[str, Any]:
    return {
        "BatchRequest": {
            "title": "BatchRequest",
            "description": "Up to 100 articles; one that is not valid does not spoil the others. "
            "Several times as fast are neighbours that ask for topic and genre alone: with tasks, "
            "evidence false and effort fast.",
            "type": "object",
            "properties": {
                "articles": {
                    "type": "array",
                    "items": _ref("ClassifyRequest"),
                    "minItems": 1,
                    "maxItems": MAX_BATCH,
                }
            },
            "required": ["articles"],
            "additionalProperties": False,
        },
        "BatchResponse": {
            "title": "BatchResponse",
            "description": "One result an article, in order: an answer or a problem.",
            "type": "object",
            "properties": {
                "results": {
                    "type": "array",
                    "items": {"anyOf": [_ref("ClassifyResponse"), _ref("FailedItem")]},
                }
            },
            "required": ["results"],
        },
    }


def _operation(
    name: str, summary: str, answer: str, *, asks: str | None = None, key: bool = True
) -> dict[str, Any]:
    problems: tuple[type[Problem], ...] = (*(_READING if asks else ()), *_ALWAYS)
    told = {problem.status: problem.title for problem in problems} | (_OF_KEYS if key else {})
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {
                "description": "The answer",
                "content": {"application/json": {"schema": _ref(answer)}},
            },
            **{
                str(status): {
                    "description": title,
                    "content": {PROBLEM_JSON: {"schema": _ref("ProblemAnswer")}},
                }
                for status, title in sorted(told.items())
            },
        },
    }
    if not key:
        operation["security"] = [{}]
    if asks:
        example = _EXAMPLE if asks == "ClassifyRequest" else {"articles": [_EXAMPLE]}
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _ref(asks), "example": example}},
        }
    return operation


_PATHS: Final[dict[str, Any]] = {
    "/v1/classify": {
        "post": _operation(
            "classify", "Classify an article", "ClassifyResponse", asks="ClassifyRequest"
        )
    },
    "/v1/classify/batch": {
        "post": _operation(
            "classifyBatch", "Classify up to 100 articles", "BatchResponse", asks="BatchRequest"
        )
    },
    "/v1/health": {"get": _operation("health", "Is it up?", "HealthResponse", key=False)},
    "/v1/model": {"get": _operation("model", "Which model answers", "ModelResponse")},
}
