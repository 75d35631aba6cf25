"""Sample requests that touch whatever a real one would."""

import json
from collections.abc import Iterator
from typing import Any, Final

__all__ = ["sample_events"]

_TITLE: Final = "Mayor Anna Reed defends the harbour plan"
_TEXT: Final = (
    "Mayor Anna Reed on Monday defended her plan to close the old harbour, after dock workers "
    "accused her of having broken her word to them.\n\n"
    "“This is not a plan but a surrender,” said Tom Hale of the dockers’ union. Reed called the "
    "charge unfair and said that every worker would be offered another job by the city.\n\n"
    "The council votes on the plan on Thursday. Reed’s party holds 21 of its 40 seats."
)


def sample_events() -> Iterator[dict[str, Any]]:
    """API Gateway events: text, markup with everything included, and a batch."""
    text = {"title": _TITLE, "text": _TEXT}
    html = {
        "title": _TITLE,
        "html": "".join(f"<p>{paragraph}</p>" for paragraph in _TEXT.split("\n\n")),
        "targets": ["Anna Reed"],
        "include": ["text", "jsonld", "ninjs"],
    }
    yield _event("/v1/classify", text)
    yield _event("/v1/classify", html)
    bare = {**text, "tasks": ["topic", "genre"], "evidence": False, "effort": "fast"}
    yield _event("/v1/classify/batch", {"articles": [text, bare, bare]})


def _event(path: str, body: Any) -> dict[str, Any]:
    return {
        "httpMethod": "POST",
        "path": path,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body),
        "isBase64Encoded": False,
        "requestContext": {"requestId": "rehearsal"},
    }
