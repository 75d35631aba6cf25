"""What can go wrong at the door, and how it is said: RFC 9457 problem details.

::

    CopydeskError                     (model.errors)
     +-- Problem
          +-- BadRequest          400  the body is not the JSON it should be
          +-- Forbidden           403  no valid API key
          +-- NotFound            404  no such address
          +-- MethodNotAllowed    405  the address knows other methods
          +-- TooLarge            413  the body or an article is over its limit
          +-- UnsupportedMedia    415  the body is of another type or encoding
          +-- Invalid             422  the JSON is not such a request
          +-- Internal            500  our fault
          +-- ModelUnavailable    503  the model cannot be opened
          +-- NotReached          503  an article of a batch that there was no time for

`problem_of` is the one map from any exception to a problem.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from model.errors import ArtifactError, CopydeskError

__all__ = [
    "PROBLEM_JSON",
    "BadRequest",
    "Fault",
    "Forbidden",
    "Internal",
    "Invalid",
    "MethodNotAllowed",
    "ModelUnavailable",
    "NotFound",
    "NotReached",
    "Problem",
    "TooLarge",
    "UnsupportedMedia",
    "problem_of",
]

PROBLEM_JSON: Final = "application/problem+json"
_TYPES: Final = "https://copydesk.dev/problems/"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request.

    `pointer` is a JSON Pointer (RFC 6901) into the body; empty: all of it.
    """

    pointer: str
    detail: str


class Problem(CopydeskError):
    """An error that is told to the caller.

    Parameters
    ----------
    detail : str
        What is wrong and what to change.
    faults : Fault
        The places in the body.
    """

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Internal error"

    def __init__(self, detail: str, *faults: Fault) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = faults

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers that go with the answer."""
        return {}

    def body(self, instance: str | None = None) -> dict[str, Any]:
        """Give the problem details object; `instance` is the request's id."""
        members: dict[str, Any] = {
            "type": _TYPES + self.slug,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if instance:
            members["instance"] = f"urn:copydesk:request:{instance}"
        if self.faults:
            members["errors"] = [
                {"pointer": fault.pointer, "detail": fault.detail} for fault in self.faults
            ]
        return members


class BadRequest(Problem):
    """The body is not the JSON it should be."""

    status, slug, title = 400, "bad-request", "The body cannot be read"


class Forbidden(Problem):
    """No valid API key."""

    status, slug, title = 403, "forbidden", "A valid API key is needed"


class NotFound(Problem):
    """No such address."""

    status, slug, title = 404, "not-found", "There is nothing at this address"


class MethodNotAllowed(Problem):
    """The address knows other methods."""

    status, slug, title = 405, "method-not-allowed", "This address does not know the method"

    def __init__(self, detail: str, allowed: tuple[str, ...]) -> None:
        super().__init__(detail)
        self.allowed = allowed

    @property
    def headers(self) -> Mapping[str, str]:
        """Allow, as RFC 9110 demands."""
        return {"Allow": ", ".join(self.allowed)}


class TooLarge(Problem):
    """The body or an article is over its limit."""

    status, slug, title = 413, "too-large", "The request is too large"


class UnsupportedMedia(Problem):
    """The body is of another type or encoding."""

    status, slug, title = 415, "unsupported-media", "The body is of an unsupported type"


class Invalid(Problem):
    """The JSON is not such a request."""

    status, slug, title = 422, "invalid", "The request is not valid"


class Internal(Problem):
    """Our fault."""


class ModelUnavailable(Problem):
    """The model cannot be opened."""

    status, slug, title = 503, "model-unavailable", "The model cannot be opened"


class NotReached(Problem):
    """An article of a batch that there was no time for."""

    status, slug, title = 503, "not-reached", "There was no time left for this article"


def problem_of(error: Exception) -> Problem:
    """Map any exception to what the caller is told."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, ArtifactError):
        return ModelUnavailable(f"{error.file}: {error.problem}")
    return Internal("Something went wrong here. Please report it with the instance of this answer.")
