"""``copydesk hooks catch-up``: finds what was published while copydesk was down."""

import argparse
import re
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Final

from handlers.cli.arguments import Commands, add_command
from handlers.cli.flow import add_places
from handlers.cli.hooks.opening import api_of_site, find_site, open_parts

__all__ = ["add_to", "moment", "run"]

_DESCRIPTION: Final = """\
Ask the CMS what was published or changed since a time, and queue what has not been classified as
it is now. Most CMSs never send a hook again that was not taken; Ghost is one. What is known already
is left alone, so running it twice, or from cron, does no harm."""

_EPILOG: Final = """\
examples:
  copydesk hooks catch-up gazette --since 24h
  copydesk hooks catch-up gazette --since 2026-11-20
  copydesk hooks catch-up gazette --since 2026-11-20T08:30:00Z --dry-run

For ghost, wordpress, strapi and storyblok, whose API copydesk knows. A running `copydesk serve`
works on what is queued.

exit codes:
  0 done   1 the CMS cannot be asked   2 wrong use"""

_AGO: Final = re.compile(r"(\d{1,5})([mhd])")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "catch-up", "queue what was missed", _DESCRIPTION, _EPILOG)
    parser.add_argument("site", metavar="SITE", help="the site's name")
    parser.add_argument(
        "--since",
        type=moment,
        required=True,
        metavar="TIME",
        help="a date, a time with its zone (ISO 8601), or so long ago: 90m, 24h, 7d",
    )
    parser.add_argument("--dry-run", action="store_true", help="queue nothing, only say what")
    add_places(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask, compare, queue."""
    from handlers.cms.base import Ignored
    from handlers.cms.content import content_hash
    from handlers.cms.kinds import reader_of
    from handlers.flow.backoff import PermanentError, RetryableError
    from handlers.flow.receive import check

    opened = open_parts(arguments)
    site = find_site(opened, arguments.site)
    api = api_of_site(opened, site)
    if api is None:
        print(
            f"copydesk: {site.name} has no api that copydesk can ask ({site.kind}); publish the "
            "posts again in the CMS",
            file=sys.stderr,
        )
        return 1
    types = reader_of(site.kind).types
    counts: Counter[str] = Counter()
    try:
        # All of them first: what the worker writes meanwhile moves posts to other pages.
        for document in list(api.since(arguments.since)):
            try:
                check(site, types, document)
            except Ignored as ignored:
                outcome = f"ignored ({ignored.reason})"
            else:
                known = opened.ledger.get(site.name, document.id)
                if known is not None and known.content_hash == content_hash(document):
                    outcome = "known" if known.state in {"done", "queued"} else known.state
                if known is None or known.content_hash != content_hash(document):
                    outcome = "would be queued"
                if not arguments.dry_run:
                    outcome = opened.receiver.enqueue(site, document, time.time()).status
            counts[outcome.partition(" (")[0]] += 1
            print(f"{document.id}  {document.revision or ''}  {outcome}")
    except (RetryableError, PermanentError) as error:
        print(f"copydesk: {site.name}: {error.reason}", file=sys.stderr)
        return 1
    print(", ".join(f"{number} {what}" for what, number in counts.items()) or "nothing published")
    return 0


def moment(text: str) -> datetime:
    """Read a time: a date, ISO 8601, or how long ago."""
    if ago := _AGO.fullmatch(text):
        return datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time: 2026-11-20, 2026-11-20T08:30:00Z, 90m, 24h or 7d"
        ) from None
    return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
