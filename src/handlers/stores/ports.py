"""What the flow needs of a store. SQLite and AWS have it; the tests of both are the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from handlers.flow.job import Job

__all__ = ["ClaimCheck", "Dead", "JobQueue", "Leased", "Ledger", "Record", "State", "Terms"]

# queued: known, not classified. classified: the result is there. done, skipped, dead: the end.
State = Literal["queued", "classified", "done", "skipped", "dead"]


@dataclass(frozen=True, slots=True)
class Leased:
    """A job that a worker has taken.

    Attributes
    ----------
    job : Job
    receipt : str
        Names this taking; no good once the lease has ended.
    attempts : int
        How often it has been taken, this time included.
    """

    job: Job
    receipt: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Dead:
    """A job that was given up."""

    job: Job
    reason: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What copydesk and people did to a post's terms, by the CMS's ids.

    Attributes
    ----------
    added : tuple of str
        Set by copydesk and still there when last seen.
    dismissed : tuple of str
        Set by copydesk, then removed by a person.
    """

    added: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one document.

    Attributes
    ----------
    site, document : str
    content_hash : str
        Of the newest version that was taken.
    order : str
        That version's; see `Job`.
    job : str
        That version's job.
    state : State
    note : str
        How it ended, in a word or two.
    result : bytes or None
        The answer as JSON, once there is one.
    result_hash : str
        The content that the result is of.
    terms : Terms
    """

    site: str
    document: str
    content_hash: str
    order: str
    job: str
    state: State = "queued"
    note: str = ""
    result: bytes | None = None
    result_hash: str = ""
    terms: Terms = field(default_factory=Terms)


class JobQueue(Protocol):
    """Jobs that wait. A job is there until it is done, given up, or its lease ends."""

    def put(self, job: Job, *, delay: float = 0.0) -> None:
        """Add a job; it is kept when this returns. One that waits already is not added again."""

    def take(self, lease: float) -> Leased | None:
        """Take a job for so many seconds; None where none is due."""

    def done(self, taken: Leased) -> None:
        """Take a job out for good."""

    def again(self, taken: Leased, delay: float, reason: str) -> None:
        """Give a job back, due after so many seconds."""

    def bury(self, taken: Leased, reason: str) -> None:
        """Give a job up; `dead` shows it."""

    def dead(self, limit: int = 100) -> Sequence[Dead]:
        """Show jobs that were given up."""

    def revive(self, job: str | None = None) -> int:
        """Queue one dead job again, or all; returns how many."""

    def depth(self, site: str | None = None) -> int | None:
        """Count the jobs that wait; None where a site's share cannot be told."""


class Ledger(Protocol):
    """What is known of each document, and how much each site sent."""

    def get(self, site: str, document: str) -> Record | None:
        """Find a document."""

    def claim(self, job: Job) -> bool:
        """Make a job's version the newest one.

        Returns
        -------
        bool
            False where the same content is the newest already, or a newer version is.
        """

    def save_result(self, job: Job, result: bytes) -> bool:
        """Keep an answer; False where a newer version has been taken meanwhile."""

    def finish(self, job: Job, state: State, note: str, terms: Terms | None = None) -> bool:
        """Say how a job ended; False where a newer version has been taken meanwhile."""

    def count(self, site: str, minute: int) -> int:
        """Count one more delivery of a site in a minute; returns how many there were."""


class ClaimCheck(Protocol):
    """Where contents too large for the queue are left."""

    def put(self, name: str, content: bytes) -> str:
        """Leave a content; returns where it is."""

    def get(self, where: str) -> bytes:
        """Fetch a content.

        Raises
        ------
        LookupError
            If it is gone.
        """

    def drop(self, where: str) -> None:
        """Throw a content away; nothing happens where it is gone."""
