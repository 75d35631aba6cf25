"""A job's second half: fetch, classify, keep, write back, call back."""

import dataclasses
import time
from collections.abc import Callable

import msgspec

from handlers.cms.base import Document, Ignored
from handlers.cms.content import content_hash
from handlers.cms.kinds import CmsApi, api_of, reader_of
from handlers.cms.work import Work, Written, wanted_terms
from handlers.contract import ClassifyRequest, ClassifyResponse
from handlers.flow.backoff import PermanentError
from handlers.flow.callback import send_callback
from handlers.flow.job import Job
from handlers.flow.receive import SiteFinder, check
from handlers.flow.result import result_for_editors
from handlers.net.client import Client
from handlers.service import ClassifierPort, answer
from handlers.sites.config import Site
from handlers.sites.secrets import CachedSecrets
from handlers.stores.ports import ClaimCheck, Ledger, Record, State, Terms

__all__ = ["Ended", "Processor"]


@dataclasses.dataclass(frozen=True, slots=True)
class Ended:
    """How a job ended: done or skipped, and why, in words for the log."""

    state: State
    note: str


class Processor:
    """Works on jobs. Every step may be done twice: a job may come again at any point.

    Parameters
    ----------
    sites : SiteFinder
    secrets : CachedSecrets
    ledger, claims
        Stores.
    classifier : callable
        Opens the model, or gives the one that is open.
    client : callable
        Makes the HTTP client that may call a site's hosts, and no others.
    clock : callable
        Seconds since 1970.
    """

    def __init__(
        self,
        sites: SiteFinder,
        secrets: CachedSecrets,
        ledger: Ledger,
        claims: ClaimCheck,
        classifier: Callable[[], ClassifierPort],
        client: Callable[[Site], Client],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._sites = sites
        self._secrets = secrets
        self._ledger = ledger
        self._claims = claims
        self._classifier = classifier
        self._client = client
        self._clock = clock

    def process(self, job: Job) -> Ended:
        """Work on one job.

        Raises
        ------
        RetryableError
        PermanentError
        Problem
            If a secret cannot be had; it may be had later.
        ArtifactError
            If the model cannot be opened. Whatever else the model raises comes through too: who
            logs it names its type and the place, since its message may quote the article.
        """
        site = self._sites.get(job.site)
        if site is None:
            raise PermanentError("the site is no longer configured")
        known = self._ledger.get(job.site, job.document)
        ended = _over(job, known) or self._try(site, job, known)
        if job.claim:
            self._claims.drop(job.claim)
        return ended

    def _try(self, site: Site, job: Job, known: Record | None) -> Ended:
        if job.content_hash and (known is None or known.content_hash != job.content_hash):
            self._ledger.claim(job)  # the hook was stopped between queue and ledger
        try:
            return self._work(site, job, known, self._client(site))
        except Ignored as ignored:
            self._ledger.finish(job, "skipped", ignored.reason)
            return Ended("skipped", ignored.reason)

    def _work(self, site: Site, job: Job, known: Record | None, client: Client) -> Ended:
        api = self._api(site, client)
        if not job.content_hash:
            document = self._fetched(site, job, api)
            job = dataclasses.replace(
                job,
                content=document,
                content_hash=content_hash(document),
                revision=document.revision,
                order=f"{document.revision or ''}|{job.order.rpartition('|')[2]}",
            )
            if not self._ledger.claim(job):
                known = self._ledger.get(job.site, job.document)
                if ended := _over(job, known):
                    return ended
        found = self._answer(job, known)
        terms = wanted_terms(found, site.write_back)
        meta = result_for_editors(job, found, terms, self._clock())
        work = Work(job.id, job.document, job.type, job.content_hash, job.revision, terms, meta)
        written = self._write(site, api, work, known)
        if site.callback is not None and written.outcome != "changed":
            if written.terms is not None:
                # Remembered before the callback can fail: else what was set would pass for an
                # editor's own when this job comes again.
                self._ledger.finish(job, "classified", written.outcome, written.terms)
            send_callback(site, work, job, self._secrets.get(site.callback.secret), client)
        state: State = "skipped" if written.outcome in {"changed", "gone"} else "done"
        self._ledger.finish(job, state, written.outcome, written.terms)
        return Ended(state, f"{written.outcome} {written.detail}".strip())

    def _api(self, site: Site, client: Client) -> CmsApi | None:
        if site.api is None or site.api.credential is None:
            return None
        return api_of(site, self._secrets.get(site.api.credential), client)

    def _fetched(self, site: Site, job: Job, api: CmsApi | None) -> Document:
        if api is None:
            raise PermanentError("the text has to be fetched, and no api is configured")
        document = api.fetch(job.document, job.type)
        if document is None:
            raise Ignored("gone")
        reader = reader_of(site.kind)
        check(site, reader.types, document)
        return document

    def _answer(self, job: Job, known: Record | None) -> ClassifyResponse:
        """Classify, unless that has been done."""
        if known is not None and known.result is not None and known.result_hash == job.content_hash:
            try:
                return msgspec.json.decode(known.result, type=ClassifyResponse)
            except msgspec.MsgspecError:
                pass  # kept by another version of copydesk
        document = self._content(job)
        request = ClassifyRequest(
            id=job.id, title=document.title, text=document.text, html=document.html
        )
        if request.html is None and request.text is None:
            request = msgspec.structs.replace(request, text="")
        found = answer(self._classifier(), request)
        self._ledger.save_result(job, msgspec.json.encode(found))
        return found

    def _content(self, job: Job) -> Document:
        if job.content is not None:
            return job.content
        if job.claim is None:
            raise PermanentError("the job has no content")
        try:
            return msgspec.json.decode(self._claims.get(job.claim), type=Document)
        except LookupError:
            raise PermanentError("the job's content is gone from the claim check") from None

    def _write(self, site: Site, api: CmsApi | None, work: Work, known: Record | None) -> Written:
        if site.write_back.mode not in {"tags", "suggest"} or api is None:
            return Written("same")
        return api.write(work, known.terms if known is not None else Terms())


def _over(job: Job, known: Record | None) -> Ended | None:
    """See whether there is nothing left to do."""
    if known is None or not job.content_hash:
        return None
    if known.content_hash != job.content_hash:
        return Ended("skipped", "superseded") if known.order > job.order else None
    return Ended("done", "already done") if known.state == "done" else None
