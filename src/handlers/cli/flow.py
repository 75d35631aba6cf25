"""The hooks of ``copydesk serve`` and of ``copydesk hooks``: options, opening, working."""

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from handlers.cli.arguments import positive

if TYPE_CHECKING:
    from handlers.api import Api
    from handlers.door import Door
    from handlers.flow.local import LocalFlow
    from handlers.server import Server

__all__ = ["add_options", "add_places", "door", "open_flow", "source_of", "working"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what `serve` needs to take hooks."""
    add_places(parser)
    parser.add_argument(
        "--workers",
        type=positive,
        default=4,
        metavar="N",
        help="hooks worked on at once (default: %(default)s)",
    )


def add_places(parser: argparse.ArgumentParser) -> None:
    """Add where configuration and state are."""
    parser.add_argument(
        "--sites", metavar="FILE", help="site configuration (default: COPYDESK_SITES)"
    )
    parser.add_argument(
        "--state",
        type=Path,
        metavar="FOLDER",
        help="where hooks are queued and results kept (default: COPYDESK_STATE, or your folder "
        "for state, e.g. ~/.local/state/copydesk)",
    )


def source_of(arguments: argparse.Namespace) -> str | None:
    """Give the configuration's place, if there is one."""
    source: str | None = arguments.sites or os.environ.get("COPYDESK_SITES") or None
    return source


def open_flow(api: "Api", arguments: argparse.Namespace) -> "LocalFlow | None":
    """Open the flow; None where no sites are configured.

    Raises
    ------
    CopydeskError
        If it cannot be done, saying what to change.
    """
    source = source_of(arguments)
    if source is None:
        return None
    from handlers.flow.local import open_local
    from handlers.flow.places import state_folder
    from handlers.observing import make_logger

    return open_local(
        source,
        arguments.state or state_folder(os.environ),
        os.environ,
        api.classifier,
        make_logger(api.settings.log_level),
        workers=getattr(arguments, "workers", 1),
    )


def door(api: "Api", flow: "LocalFlow") -> "Door":
    """Put the hooks beside the API."""
    from handlers.door import Door
    from handlers.flow.answer import Hooks

    settings = api.settings
    hooks = Hooks(lambda: flow.receiver, log_level=settings.log_level, metrics=settings.metrics)
    return Door(api, hooks)


@contextlib.contextmanager
def working(flow: "LocalFlow | None", server: "Server") -> Iterator[None]:
    """Work on hooks while the server runs, where there are any."""
    if flow is None:
        yield
        return
    with flow.working() as alone:
        if not alone:
            print(
                f"copydesk: another process works on {flow.store.path} too",
                file=sys.stderr,
            )
        for site in flow.sites.all():
            print(f"Hook      {server.url}/v1/hooks/{site.name}  ({site.kind})")
        yield
    flow.store.close()
