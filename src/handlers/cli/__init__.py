"""``copydesk``: the command line. One file a command; what is heavy is imported when it runs."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

from handlers.cli import classify, demo, hooks, model, openapi, serve

__all__ = ["main"]

_DESCRIPTION: Final = """\
Reads a news article as a desk editor would: what it is about (IPTC Media Topics), whether it
reports or argues, and which stance it takes toward its subjects; each with a calibrated
probability, and with the passages that show it. English only. Nothing leaves this machine."""

_EPILOG: Final = """\
examples:
  copydesk classify story.txt                       an answer for a person to read
  copydesk classify page.html --target "Jane Roe"   stance toward somebody
  copydesk classify --json < story.txt              the API's answer
  copydesk classify --jsonl articles.jsonl > answers.jsonl
  copydesk serve                                    the API on this machine
  copydesk serve --sites sites.json                 and the hooks of CMSs
  copydesk COMMAND --help                           more of each

environment:
  COPYDESK_MODEL        folder of another model than the one that comes along
  COPYDESK_ENCODER      on or off: whether the small transformer answers (default: if installed)
  COPYDESK_API_KEYS     keys that `serve` and `demo` want, separated by commas (default: none)
  COPYDESK_CORS_ORIGIN  the one origin whose web pages may call `serve` (default: none)
  COPYDESK_SITES        site configuration for the hooks of CMSs (default: none)
  COPYDESK_STATE        folder of their queue and results (default: your folder for state)
  COPYDESK_METRICS      1: `serve` prints metrics for CloudWatch (default: 0)
  COPYDESK_LOG_LEVEL    DEBUG, INFO, WARNING or ERROR (default: INFO)
  NO_COLOR              no colours

exit codes:
  0 done   1 a problem, said on standard error   2 wrong use
  130 interrupted   141 whoever read the output went away"""

_INTERRUPTED: Final = 130
_READER_GONE: Final = 141
# Whose errors say what is wrong with a store; not imported for their names.
_STORES: Final = frozenset({"sqlite3", "botocore.exceptions", "botocore.errorfactory"})


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments; those of the process if not given.

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    SystemExit
        For ``--help``, ``--version`` and wrong use (2).
    """
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks “ must not stop an answer
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
    parser = _parser()
    arguments = parser.parse_args(argv)
    run: Callable[[argparse.Namespace], int] | None = arguments.run
    if run is None:
        parser.print_help(sys.stderr)
        return 2
    try:
        code = run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough
        _drop_output()
        return _READER_GONE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        from model.errors import CopydeskError

        known = isinstance(error, CopydeskError | OSError)
        if not known and type(error).__module__ not in _STORES:
            raise
        print(f"copydesk: {_said(error)}", file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="copydesk",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in (classify, serve, hooks, demo, model, openapi):
        command.add_to(commands)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when asked: that takes longer than all the rest of --help."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version

        print(f"copydesk {version('copydesk')}")
        parser.exit()


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}."
    return str(error)


def _drop_output() -> None:
    """Send what is still buffered nowhere, so that Python's last flush does not fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
