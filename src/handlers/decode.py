"""JSON values -> requests, and requests -> articles; every fault is named by JSON Pointer."""

import re
from typing import Any, Final, TypeVar, get_args

import msgspec

from handlers.contract import (
    MAX_CHARACTERS,
    BatchRequest,
    ClassifyRequest,
    EffortName,
    Extra,
    TaskName,
)
from handlers.problems import Fault, Invalid, TooLarge
from model.article import Article

__all__ = ["article_of", "batch_request", "classify_request", "id_of"]

T = TypeVar("T")

# What msgspec says of a fault, and where.
_PATH: Final = re.compile(r" - at `\$([\w.\[\]]*)`\Z")
_STEP: Final = re.compile(r"\.(\w+)|\[(\d+)\]")
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(.*)`\Z", re.DOTALL)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CHOICES: Final = {
    "tasks": get_args(TaskName),
    "include": get_args(Extra),
    "effort": get_args(EffortName),
}


def classify_request(value: Any) -> ClassifyRequest:
    """Convert a JSON value to a request.

    Raises
    ------
    Invalid
        Naming the field.
    TooLarge
        If title and text or html are over the limit together.
    """
    request = _convert(value, ClassifyRequest)
    if (request.text is None) == (request.html is None):
        which = "neither" if request.text is None else "both"
        raise Invalid(
            "An article needs text or html, one of the two.",
            Fault("", f"{which} of text and html is given"),
        )
    size = sum(len(part or "") for part in (request.title, request.text, request.html))
    if size > MAX_CHARACTERS:
        place = "/text" if request.text is not None else "/html"
        raise TooLarge(
            f"The article has {size:,} characters; at most {MAX_CHARACTERS:,} are taken.",
            Fault(place, "too long"),
        )
    for name in ("id", "title", "text", "html"):
        _check_unicode(f"/{name}", getattr(request, name))
    for index, target in enumerate(request.targets or ()):
        _check_unicode(f"/targets/{index}", target)
    return request


def batch_request(value: Any) -> BatchRequest:
    """Convert a JSON value to a batch; its articles are not looked into yet.

    Raises
    ------
    Invalid
    """
    return _convert(value, BatchRequest)


def article_of(request: ClassifyRequest) -> Article:
    """Build the article that a request holds."""
    if request.html is not None:
        return Article.from_html(request.html, request.title)
    return Article.from_text(request.text or "", request.title or "")


def id_of(value: Any) -> str | None:
    """Find the id that a caller gave to something that may not be a request."""
    found = value.get("id") if isinstance(value, dict) else None
    if not isinstance(found, str) or not 1 <= len(found) <= 200 or _SURROGATE.search(found):
        return None
    return found


def _convert(value: Any, to: type[T]) -> T:
    try:
        return msgspec.convert(value, to)
    except UnicodeEncodeError:  # by a field's name or a task's
        raise Invalid(
            "A name in the body holds half of a surrogate pair, which is no Unicode text.",
            Fault("", "lone surrogate"),
        ) from None
    except msgspec.ValidationError as error:
        fault = _fault(str(error))
        where = fault.pointer or "the body"
        raise Invalid(f"{where}: {fault.detail}", fault) from None


def _fault(message: str) -> Fault:
    # Names that are not ours come first: they may look like anything. Only the top has any.
    if unknown := _UNKNOWN.match(message):
        return Fault(f"/{_escape(unknown.group(1)[:100])}", "there is no such field")
    found = _PATH.search(message)
    steps = [name or index for name, index in _STEP.findall(found.group(1))] if found else []
    detail = message[: found.start()] if found else message
    if detail.startswith("Invalid enum value"):
        detail = f"Expected one of {', '.join(_CHOICES[steps[0]])}"
    return Fault("".join(f"/{step}" for step in steps), detail)


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _check_unicode(pointer: str, value: str | None) -> None:
    if value is None or value.isascii():
        return
    try:
        value.encode()  # several times as fast as a pattern
    except UnicodeEncodeError:
        raise Invalid(
            f"{pointer}: holds half of a surrogate pair, which is no Unicode text.",
            Fault(pointer, "lone surrogate"),
        ) from None
