"""``copydesk hooks test``: a signed sample goes all the way, and each step is shown."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from handlers.cli.arguments import Commands, add_command
from handlers.cli.flow import add_places
from handlers.cli.hooks.opening import Opened, api_of_site, classifier, find_site, open_parts

if TYPE_CHECKING:
    from handlers.cms.base import Document
    from handlers.cms.kinds import CmsApi
    from handlers.sites.config import Site

__all__ = ["add_to", "run"]

_DESCRIPTION: Final = """\
Try a site: look its secrets up, sign a sample as its CMS would, take it in, refuse it with a wrong
secret, classify it, ask the CMS's API whether the credential is right, and say what would be
written. Nothing is queued for good and nothing is written, unless a post is named with --write."""

_EPILOG: Final = """\
examples:
  copydesk hooks test gazette --sites sites.json
  copydesk hooks test gazette --write 6b04528b7932d12307ba34cf     classify this post and write

exit codes:
  0 every step worked   1 one did not, and is the last that is shown   2 wrong use"""


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "test", "try a site with a signed sample", _DESCRIPTION, _EPILOG)
    parser.add_argument("site", metavar="SITE", help="the site's name")
    parser.add_argument(
        "--write", metavar="POST", help="classify this post of the CMS and write it back"
    )
    parser.add_argument(
        "--type", metavar="TYPE", help="the post's type, for --write (default: the site's first)"
    )
    add_places(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take the steps until one fails."""
    from handlers.flow.backoff import PermanentError, RetryableError
    from handlers.problems import Problem

    with tempfile.TemporaryDirectory() as folder:
        opened = open_parts(arguments, Path(folder))
        site = find_site(opened, arguments.site)
        step = "start"
        try:
            for step, said in _steps(arguments, opened, site):
                print(f"ok      {step:16}{said}")
        except (RetryableError, PermanentError) as error:
            return _failed(f"after {step}", error.reason)
        except Problem as problem:
            return _failed(f"after {step}", problem.detail)
    return 0


def _failed(where: str, why: str) -> int:
    print(f"failed  {where}: {why}", file=sys.stderr)
    return 1


def _steps(
    arguments: argparse.Namespace, opened: Opened, site: "Site"
) -> Iterator[tuple[str, str]]:
    from handlers.cms.kinds import reader_of
    from handlers.cms.samples import sample_delivery

    yield "configuration", f"{site.kind}, write-back: {site.write_back.mode}"
    secrets = [opened.secrets.get(ref) for ref in site.secrets]
    yield "secrets", f"{len(secrets)} of hooks"
    reader = reader_of(site.kind)
    now = time.time()
    for number, secret in enumerate(secrets, 1):
        delivery = sample_delivery(site, secret, now, id_=f"{number}")
        outcome = opened.receiver.receive(site.name, delivery)
        yield "signature", f"secret {number}: {outcome.status} {outcome.reason}".strip()
    yield "wrong secret", _refused(opened, site, now)
    taken = opened.queue.take(60)
    document = taken.job.content if taken is not None else None
    api = api_of_site(opened, site)
    if arguments.write:
        kind = arguments.type or next(iter((*site.posts.types, *reader.types)), "")
        yield from _write(open_parts(arguments), site, _fetched(api, arguments.write, kind), api)
        return
    if document is None:
        yield "text", "is fetched from the CMS; name a post with --write to try that"
    else:
        yield from _dry(site, document)
    if api is not None:
        from datetime import UTC, datetime

        next(iter(api.since(datetime.now(UTC))), None)
        yield "api", "the CMS takes the credential; nothing was written"


def _refused(opened: Opened, site: "Site", now: float) -> str:
    from handlers.cms.base import Unverified
    from handlers.cms.samples import sample_delivery
    from handlers.problems import Problem

    wrong = sample_delivery(site, "not the secret of this site", now, id_="9")
    try:
        opened.receiver.receive(site.name, wrong)
    except Unverified:
        return "refused"
    raise Problem("a delivery with a wrong secret was taken")


def _dry(site: "Site", document: "Document") -> Iterator[tuple[str, str]]:
    from handlers.cms.work import wanted_terms

    found = _classified(document)
    yield "classified", _shown(found)
    names = ", ".join(term.name for term in wanted_terms(found, site.write_back))
    yield "write-back", f"would be: {names}" if names else "no term of the site fits the sample"


def _write(
    opened: Opened, site: "Site", document: "Document", api: "CmsApi | None"
) -> Iterator[tuple[str, str]]:
    from handlers.cms.work import Work, wanted_terms
    from handlers.flow.job import job_of
    from handlers.flow.result import result_for_editors
    from handlers.stores.ports import Terms

    yield "fetched", f"{document.type} {document.id}, {document.status}"
    found = _classified(document)
    yield "classified", _shown(found)
    now = time.time()
    job = job_of(site.name, document, now)
    terms = wanted_terms(found, site.write_back)
    meta = result_for_editors(job, found, terms, now)
    work = Work(job.id, job.document, job.type, job.content_hash, job.revision, terms, meta)
    if api is not None and site.write_back.mode in {"tags", "suggest"}:
        known = opened.ledger.get(site.name, document.id)
        opened.ledger.claim(job)
        written = api.write(work, known.terms if known is not None else Terms())
        opened.ledger.finish(job, "done", written.outcome, written.terms)
        yield "write-back", f"{written.outcome} {written.detail}".strip()
    if site.callback is not None:
        from handlers.flow.callback import send_callback
        from handlers.net.client import Client

        secret = opened.secrets.get(site.callback.secret)
        send_callback(site, work, job, secret, Client(site.urls, local=opened.local))
        yield "callback", "taken"


def _fetched(api: "CmsApi | None", id_: str, kind: str) -> "Document":
    from handlers.problems import Problem

    document = api.fetch(id_, kind) if api is not None else None
    if document is None:
        raise Problem(f"the CMS has no {kind} {id_}" if api else "the site has no api to ask")
    return document


def _classified(document: "Document") -> Any:
    from handlers.contract import ClassifyRequest
    from handlers.service import answer

    text = None if document.html else document.text or ""
    request = ClassifyRequest(title=document.title, html=document.html or None, text=text)
    return answer(classifier()(), request)


def _shown(found: Any) -> str:
    topic = found.topics[0] if found.topics else None
    genre = found.genre
    parts = [f"{topic.name} {topic.probability:.0%}" if topic else "no topic"]
    if genre is not None and genre.name is not None:
        parts.append(f"{genre.name} {genre.probability:.0%}")
    return ", ".join(parts)
