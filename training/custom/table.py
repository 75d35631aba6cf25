"""Before and after -> a table for people, or JSON for machines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from training.custom.cross import Result
from training.custom.labels import LabelRow
from training.metrics import Metrics

__all__ = ["as_json", "as_text"]


def as_text(
    path: Path,
    rows: Sequence[LabelRow],
    results: Sequence[Result],
    skipped: Mapping[str, str],
    left_out: Mapping[str, int],
    output: Path,
) -> str:
    """Lay everything out for a terminal."""
    return "\n".join(_lines(path, rows, results, skipped, left_out, output))


def as_json(
    results: Sequence[Result], skipped: Mapping[str, str], left_out: Mapping[str, int]
) -> dict[str, Any]:
    """Give all figures, for machines."""
    return {
        "heads": {
            result.task: {
                "before": _figures(result.before),
                "after": _figures(result.after),
                "log_loss_change": asdict(result.gain),
                "spread": result.spread,
                "replaced": result.better,
            }
            for result in results
        },
        "skipped": dict(skipped),
        "left_out": dict(left_out),
    }


def _lines(
    path: Path,
    rows: Sequence[LabelRow],
    results: Sequence[Result],
    skipped: Mapping[str, str],
    left_out: Mapping[str, int],
    output: Path,
) -> Iterator[str]:
    yield f"{path}: {len(rows):,} labelled articles"
    yield from (f"  {count:,} {what}: left out" for what, count in left_out.items() if count)
    yield ""
    yield f"{'':8}{'n':>6}  {'':9}{'accuracy':22}{'macro-F1':22}{'ECE':7}log loss"
    for result in results:
        yield _line(result.task, "shipped", result.before, "")
        yield _line("", "fitted", result.after, f"{result.gain.value:+.3f} {_bounds(result)}")
    yield "\nFive grouped folds: every article is answered by a fit that has not seen its group."
    for task, why in skipped.items():
        yield f"{task}: left as shipped ({why})"
    for result in results:
        how = (
            "temperature and shifts" if not result.spread else f"features, spread {result.spread:g}"
        )
        yield f"{result.task}: " + (
            f"fitted ({how})" if result.better else "left as shipped: the fit is not surely better"
        )
    if any(result.better for result in results):
        yield f"\nWritten: {output}. Try it: COPYDESK_MODEL={output} copydesk classify FILE"
    else:
        yield "\nNothing was written: no head is surely better on these labels."


def _line(task: str, name: str, found: Metrics, gain: str) -> str:
    n = f"{found.n:6,}" if task else " " * 6
    figures = f"{found.accuracy!s:22}{found.macro_f1!s:22}{found.ece:.3f}  {gain}"
    return f"{task:8}{n}  {name:9}{figures}".rstrip()


def _bounds(result: Result) -> str:
    return f"[{result.gain.low:+.3f}, {result.gain.high:+.3f}]"


def _figures(found: Metrics) -> dict[str, Any]:
    return {
        "n": found.n,
        "accuracy": asdict(found.accuracy),
        "macro_f1": asdict(found.macro_f1),
        "ece": found.ece,
    }
