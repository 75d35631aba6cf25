"""Sample requests that touch whatever a real one would."""

import json
from collections.abc import Iterator
from typing import Any, Final

from handlers.contract import ClassifyRequest
from handlers.decode import classify_request

__all__ = ["sample_events", "sample_requests"]

_TITLE: Final = "Mayor Anna Reed defends the harbour plan"
_TEXT: Final = (
    "Mayor Anna Reed on Monday defended her plan to close the old harbour, after dock workers "
    "accused her of having broken her word to them.\n\n"
    "“This is not a plan but a surrender,” said Tom Hale of the dockers’ union. Reed called the "
    "charge unfair and said that every worker would be offered another job by the city.\n\n"
    "The council votes on the plan on Thursday. Reed’s party holds 21 of its 40 seats."
)


_PLAIN: Final = {"title": _TITLE, "text": _TEXT}
_MARKUP: Final = {
    "title": _TITLE,
    "html": "".join(f"<p>{paragraph}</p>" for paragraph in _TEXT.split("\n\n")),
    "targets": ["Anna Reed"],
    "include": ["text", "jsonld", "ninjs"],
}
_BARE: Final = {**_PLAIN, "tasks": ["topic", "genre"], "evidence": False, "effort": "fast"}


def sample_events() -> Iterator[dict[str, Any]]:
    """API Gateway events: text, markup with everything included, and a batch."""
    yield _event("/v1/classify", _PLAIN)
    yield _event("/v1/classify", _MARKUP)
    yield _event("/v1/classify/batch", {"articles": [_PLAIN, _BARE, _BARE]})


def sample_requests() -> Iterator[ClassifyRequest]:
    """Requests: text, and markup with everything included."""
    return map(classify_request, (_PLAIN, _MARKUP))


def _event(path: str, body: Any) -> dict[str, Any]:
    return {
        "httpMethod": "POST",
        "path": path,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body),
        "isBase64Encoded": False,
        "requestContext": {"requestId": "rehearsal"},
    }
