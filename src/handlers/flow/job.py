"""A job: one version of one document that is to be classified and written back."""

import hashlib
from dataclasses import dataclass

import msgspec

from handlers.cms.base import Document
from handlers.cms.content import content_hash

__all__ = ["Job", "decode_job", "encode_job", "job_of"]


@dataclass(frozen=True, slots=True)
class Job:
    """What goes through the queue.

    Attributes
    ----------
    id : str
        The same for the same version of the same document, however often it is delivered.
    site, document, type : str
    content_hash : str
        Empty where the worker has to fetch the text first.
    order : str
        Sorts the versions of one document: its revision, then when it came.
    revision : str or None
    content : Document or None
        None: it is in the claim check, or has to be fetched.
    claim : str or None
        Where the claim check has the content.
    """

    id: str
    site: str
    document: str
    type: str
    content_hash: str
    order: str
    revision: str | None = None
    content: Document | None = None
    claim: str | None = None


def job_of(
    site: str, document: Document, at: float, *, after: str = "", fetches: bool = False
) -> Job:
    """Make the job of a document.

    Parameters
    ----------
    site : str
    document : Document
    at : float
        When it came, in seconds since 1970.
    after : str
        Id of the document's job before this one: a text that comes back is a new job.
    fetches : bool
        Whether the text is not there yet.
    """
    hashed = "" if fetches else content_hash(document)
    order = f"{document.revision or ''}|{at:020.6f}"
    version = f"{at:.3f}" if fetches else hashed
    parts = f"{site}\0{document.id}\0{version}\0{after}"
    made = hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return Job(
        id=made,
        site=site,
        document=document.id,
        type=document.type,
        content_hash=hashed,
        order=order,
        revision=document.revision,
        content=None if fetches else document,
    )


def encode_job(job: Job) -> bytes:
    """Write a job as JSON."""
    return msgspec.json.encode(job)


def decode_job(raw: bytes | str) -> Job:
    """Read a job.

    Raises
    ------
    msgspec.ValidationError, msgspec.DecodeError
    """
    return msgspec.json.decode(raw, type=Job)
