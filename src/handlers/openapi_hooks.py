"""The part of the OpenAPI document that is about the hooks of CMSs."""

from typing import Any, Final

import msgspec

from handlers.cms.base import Unverified
from handlers.flow.receive import Full, Outcome, Throttled
from handlers.problems import (
    PROBLEM_JSON,
    BadRequest,
    Internal,
    Invalid,
    NotFound,
    Problem,
    TooLarge,
    UnsupportedMedia,
)

__all__ = ["HOOK_PATHS", "hook_schemas"]

_PROBLEMS: Final[tuple[type[Problem], ...]] = (
    BadRequest, Unverified, NotFound, TooLarge, UnsupportedMedia, Invalid, Throttled, Internal, Full
)  # fmt: skip


def _parameter(name: str, description: str, most: int) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string", "pattern": f"^[A-Za-z0-9._-]{{1,{most}}}$"},
    }


_SITE: Final = _parameter("site", "A site of the configuration.", 63)
_EVENT: Final = _parameter(
    "event", "Which event it is, for CMSs that do not say so in the delivery.", 100
)


def hook_schemas() -> dict[str, Any]:
    """Give the schema of what a delivery is answered."""
    _, found = msgspec.json.schema_components([Outcome], ref_template="{name}")
    told = found["Outcome"]["properties"]
    return {
        "HookAnswer": {
            "title": "HookAnswer",
            "description": "What became of a genuine delivery.",
            "type": "object",
            "properties": {
                name: told[name] if name == "status" else {"type": "string"} for name in told
            },
            "required": ["status"],
            "additionalProperties": False,
        }
    }


def _operation(name: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    answer = {"application/json": {"schema": {"$ref": "#/components/schemas/HookAnswer"}}}
    problem = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/ProblemAnswer"}}}
    return {
        "operationId": name,
        "summary": "Take a delivery of a CMS: its article is queued, classified and written back",
        "description": "The body and the headers that sign it are the CMS's own; the site's "
        "configuration says which. Served where hooks are deployed or `copydesk serve` has sites.",
        "security": [{}],
        "parameters": parameters,
        "requestBody": {"required": True, "content": {"application/json": {"schema": {}}}},
        "responses": {
            "200": {"description": "There is nothing to do", "content": answer},
            "202": {"description": "Queued", "content": answer},
            **{
                str(each.status): {"description": each.title, "content": problem}
                for each in sorted(_PROBLEMS, key=lambda each: each.status)
            },
        },
    }


HOOK_PATHS: Final[dict[str, Any]] = {
    "/v1/hooks/{site}": {"post": _operation("hook", [_SITE])},
    "/v1/hooks/{site}/{event}": {"post": _operation("hookOfEvent", [_SITE, _EVENT])},
}
