"""What every CMS file speaks of: a delivery, a document, and why one is left alone."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from handlers.problems import Problem

__all__ = ["Delivery", "Document", "Ignored", "Ping", "Stale", "Unverified"]


class Unverified(Problem):
    """The signature or secret is not the configured one."""

    status, slug, title = 401, "unverified", "The delivery is not signed as configured"


class Stale(Problem):
    """The signature is right, but too old or from the future."""

    status, slug, title = 401, "stale", "The delivery's signature is too old"


class Ignored(Exception):
    """The delivery is genuine, and there is nothing to do.

    Parameters
    ----------
    reason : str
        In words that quote nothing of the payload's text.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Ping(Exception):
    """The sender only asks whether its deliveries are taken."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request to ``/v1/hooks/{site}``, as it came.

    Attributes
    ----------
    method : str
    path : str
        As the sender wrote it, with the stage, without the query.
    event : str or None
        What follows the site in the path.
    headers : mapping
        Names in lower case.
    body : bytes
        As signed.
    at : float
        When it came, in seconds since 1970.
    """

    method: str
    path: str
    event: str | None
    headers: Mapping[str, str]
    body: bytes
    at: float


@dataclass(frozen=True, slots=True)
class Document:
    """A post as the CMS has it.

    Attributes
    ----------
    id : str
        Stable over all versions of the post.
    type : str
        Post type, collection or content type.
    title : str
    html, text : str or None
        The body: one of the two, or neither where the CMS sends none (see `Cms.fetches`).
    status : str
        ``published``, or what else the CMS calls it.
    language : str or None
        As the CMS says, lower case.
    revision : str or None
        Grows with each version: a time as the CMS writes it, or a padded number.
    url : str or None
    """

    id: str
    type: str
    title: str
    html: str | None = None
    text: str | None = None
    status: str = "published"
    language: str | None = None
    revision: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        """Put a question mark for halves of emoji, which JavaScript cuts and no encoding writes."""
        for field in fields(self):
            value: str | None = getattr(self, field.name)
            if value and not value.isascii():
                whole = value.encode("utf-8", "replace").decode()
                object.__setattr__(self, field.name, whole)
