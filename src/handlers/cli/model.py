"""``copydesk model``: which model answers, and what it was measured at."""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from handlers.cli.arguments import Commands, add_command

if TYPE_CHECKING:
    from model.result import ModelInfo

__all__ = ["add_to", "run"]

_DESCRIPTION: Final = """\
Say which model answers: version, digest, taxonomy, labels, the probabilities from which an
answer is decided, and what it was measured at."""

_EPILOG: Final = """\
examples:
  copydesk model
  copydesk model --json | jq .thresholds
  COPYDESK_MODEL=./my-artifact copydesk model

exit codes:
  0 done   1 the model cannot be opened   2 wrong use"""

_FIGURES: Final = {
    "macro_f1": "macro-F1",
    "accuracy": "accuracy",
    "auc": "AUC",
    "ece": "ECE",
    "n": "n",
}


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands, "model", "say which model answers, and how well", _DESCRIPTION, _EPILOG
    )
    parser.add_argument("--json", action="store_true", help="print what GET /v1/model answers")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what is known of the model."""
    from handlers.opening import open_classifier
    from handlers.settings import Settings

    info = open_classifier(Settings.from_environ(os.environ)).info
    if arguments.json:
        import msgspec

        shown = {
            "version": info.version,
            "digest": info.digest,
            "taxonomy": info.taxonomy,
            "labels": info.labels,
            "thresholds": info.thresholds,
            "metrics": info.metrics,
        }
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(shown), indent=2) + b"\n")
        return 0
    for line in _lines(info):
        print(line)
    return 0


def _lines(info: "ModelInfo") -> Iterator[str]:
    yield f"version    {info.version}"
    yield f"digest     {info.digest}"
    yield f"taxonomy   {info.taxonomy}"
    yield ""
    yield "labels"
    for task, names in info.labels.items():
        shown = f"{names[0]} to {names[-1]} ({len(names)})" if len(names) > 5 else ", ".join(names)
        yield f"  {task:18}{shown}"
    yield ""
    yield "decided from this probability on"
    for name, threshold in info.thresholds.items():
        yield f"  {name:18}{threshold:.2f}"
    if info.metrics:
        yield ""
        yield "measured (MODEL_CARD.md says on what)"
        yield from _figures(info.metrics)


def _figures(metrics: Mapping[str, Any]) -> Iterator[str]:
    """A table of the figures that are known everywhere; --json has all."""
    yield " " * 20 + "".join(f"{name:>10}" for name in _FIGURES.values())
    for name, figures in metrics.items():
        if isinstance(figures, Mapping):
            cells = (_cell(figures.get(key)) for key in _FIGURES)
            yield f"  {name:18}" + "".join(f"{cell:>10}" for cell in cells)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else ""
