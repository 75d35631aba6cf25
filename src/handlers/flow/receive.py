"""A delivery in, an answer out: verify, read, filter, deduplicate, queue. Loads no model."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import msgspec

from handlers.body import parse_json
from handlers.cms.base import Delivery, Document, Ignored, Ping, Unverified
from handlers.cms.content import plain, slim
from handlers.cms.kinds import Reader, reader_of
from handlers.cms.schemes import verify
from handlers.contract import MAX_CHARACTERS
from handlers.flow.job import Job, job_of
from handlers.problems import BadRequest, NotFound, Problem
from handlers.sites.config import Site
from handlers.sites.secrets import CachedSecrets
from handlers.stores.ports import ClaimCheck, JobQueue, Ledger

__all__ = ["MAX_HOOK_BYTES", "Full", "Outcome", "Receiver", "SiteFinder", "Throttled"]

# Ghost sends every revision of a post.
MAX_HOOK_BYTES: Final = 5_000_000
# SQS takes 256 KiB a message wherever it does not take more yet.
INLINE_BYTES: Final = 200_000


class Throttled(Problem):
    """The site sends more than its limit."""

    status, slug, title = 429, "throttled", "Too many deliveries"

    @property
    def headers(self) -> Mapping[str, str]:
        """When to come again."""
        return {"Retry-After": "60"}


class Full(Problem):
    """The site has too many jobs waiting."""

    status, slug, title = 503, "queue-full", "The queue of this site is full"

    @property
    def headers(self) -> Mapping[str, str]:
        """When to come again."""
        return {"Retry-After": "300"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a genuine delivery.

    Attributes
    ----------
    status : {"queued", "duplicate", "older", "ignored", "pong"}
    reason : str
        Why it is ignored.
    job, document : str or None
    """

    status: Literal["queued", "duplicate", "older", "ignored", "pong"]
    reason: str = ""
    job: str | None = None
    document: str | None = None


class SiteFinder(Protocol):
    """Where sites are found; `handlers.sites.load.SiteBook` is one."""

    def get(self, name: str) -> Site | None:
        """Find a site."""


class Receiver:
    """Takes deliveries.

    Parameters
    ----------
    sites : SiteFinder
    secrets : CachedSecrets
    queue, ledger, claims
        Stores.
    queued : callable, optional
        Told when there is a new job.
    """

    def __init__(
        self,
        sites: SiteFinder,
        secrets: CachedSecrets,
        queue: JobQueue,
        ledger: Ledger,
        claims: ClaimCheck,
        queued: Callable[[], None] = lambda: None,
    ) -> None:
        self._sites = sites
        self._secrets = secrets
        self._queue = queue
        self._ledger = ledger
        self._claims = claims
        self._queued = queued

    def receive(self, name: str, delivery: Delivery) -> Outcome:
        """Take one delivery.

        Raises
        ------
        Problem
            NotFound, Unverified, Stale, Throttled, Full, BadRequest, Invalid.
        """
        site = self._sites.get(name)
        if site is None:
            raise NotFound("No such site is configured.")
        reader = reader_of(site.kind)
        self._verify(site, reader, delivery)
        self._within_limits(site, delivery.at)
        if not delivery.body.strip():
            raise BadRequest("The body is empty.")
        payload = parse_json(delivery.body)
        try:
            document = reader.read(site, payload, delivery)
            check(site, reader.types, document, has_text=not reader.fetches)
        except Ignored as ignored:
            return Outcome("ignored", ignored.reason)
        except Ping:
            return Outcome("pong")
        return self.enqueue(site, document, delivery.at, fetches=reader.fetches)

    def enqueue(
        self, site: Site, document: Document, at: float, *, fetches: bool = False
    ) -> Outcome:
        """Queue a document, unless it is known.

        The job is queued before the ledger knows of it: whatever stops this process between the
        two, nothing is lost, and a second delivery is queued once more, which the worker sees.
        """
        known = self._ledger.get(site.name, document.id)
        job = job_of(site.name, document, at, after=known.job if known else "", fetches=fetches)
        if known is not None and not fetches:
            # What was skipped (unpublished, say) or given up may be wanted again.
            over = known.state in {"skipped", "dead"}
            if known.content_hash == job.content_hash and not over:
                return Outcome("duplicate", job=known.job, document=document.id)
            if known.order > job.order:
                return Outcome("older", job=known.job, document=document.id)
        depth = self._queue.depth(site.name)
        if depth is not None and depth >= site.limits.max_queued:
            raise Full(f"{depth} jobs wait; at most {site.limits.max_queued} are kept.")
        self._queue.put(self._checked_in(job))
        if not fetches:
            self._ledger.claim(job)
        self._queued()
        return Outcome("queued", job=job.id, document=document.id)

    def _checked_in(self, job: Job) -> Job:
        """Leave a large content in the claim check."""
        if job.content is None:
            return job
        job = dataclasses.replace(job, content=slim(job.content, MAX_CHARACTERS))
        raw = msgspec.json.encode(job.content)
        if len(raw) <= INLINE_BYTES:
            return job
        return dataclasses.replace(job, content=None, claim=self._claims.put(job.id, raw))

    def _verify(self, site: Site, reader: Reader, delivery: Delivery) -> None:
        scheme = reader.scheme(site)
        try:
            verify(scheme, delivery, self._values(site), site.freshness_seconds)
        except Unverified:
            # The secret may have been changed since it was looked up.
            if not self._secrets.forget(site.secrets):
                raise
            verify(scheme, delivery, self._values(site), site.freshness_seconds)

    def _values(self, site: Site) -> list[str]:
        return [self._secrets.get(ref) for ref in site.secrets]

    def _within_limits(self, site: Site, at: float) -> None:
        number = self._ledger.count(site.name, int(at // 60))
        if number > site.limits.per_minute:
            raise Throttled(f"At most {site.limits.per_minute} deliveries a minute are taken.")


def check(site: Site, types: Sequence[str], document: Document, *, has_text: bool = True) -> None:
    """See whether a document is one of those that the site wants classified.

    Parameters
    ----------
    site : Site
    types : sequence of str
        The kind's own, for a site that names none.
    document : Document
    has_text : bool
        Whether its text is there already.

    Raises
    ------
    Ignored
    """
    types = site.posts.types or types
    if has_text and types and document.type not in types:
        raise Ignored(f"the type is none of {', '.join(types)}")
    if document.status not in site.posts.statuses:
        raise Ignored(f"the status is none of {', '.join(site.posts.statuses)}")
    if not has_text:
        return
    body = plain(document.html or document.text or "")
    if len(body) + len(document.title) > MAX_CHARACTERS:
        raise Ignored(f"the post has over {MAX_CHARACTERS:,} characters")
    if len(body.split()) < site.posts.min_words:
        raise Ignored(f"the post has fewer than {site.posts.min_words} words")
    language = (document.language or "").partition("-")[0]
    if language and site.posts.languages and language not in site.posts.languages:
        raise Ignored(f"the language is none of {', '.join(site.posts.languages)}")
