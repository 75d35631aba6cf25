"""Figures -> a table for people, or JSON for machines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from model.result import ModelInfo
from model.taxonomy import TOPIC_CODES, TOPICS
from training.bootstrap import Interval
from training.gold.measure import Beside, Figures

__all__ = ["Scored", "as_json", "as_text"]

_NAME: Final = 42


@dataclass(frozen=True, slots=True)
class Scored:
    """One file, scored.

    Attributes
    ----------
    file : str
    unit : str
        What a row is.
    rows : int
        Rows with a text.
    left_out : mapping of str to int
        What could not be scored, and in how many rows.
    figures : sequence of Figures
    beside : Beside or None
    """

    file: str
    unit: str
    rows: int
    left_out: Mapping[str, int]
    figures: Sequence[Figures]
    beside: Beside | None = None


def as_text(scored: Sequence[Scored], model: ModelInfo, reader: str, *, verbose: bool) -> str:
    """Lay out everything for a terminal.

    Parameters
    ----------
    scored : sequence of Scored
    model : ModelInfo
    reader : str
        What answered: with the encoder, or the linear heads alone.
    verbose : bool
        Whether to show each class.
    """
    head = f"model {model.version} ({model.digest.removeprefix('sha256:')[:12]}), {reader}"
    parts = [head] + ["\n".join(_file(one, verbose=verbose)) for one in scored]
    parts.append(
        "Brackets: 95 % of 1,000 bootstrap resamples. decided: share of rows whose answer reaches "
        "its threshold;\nright: share of these that are right. always: what the file's commonest "
        "label would reach. --json has more."
    )
    return "\n\n".join(parts)


def as_json(scored: Sequence[Scored], model: ModelInfo, reader: str) -> dict[str, Any]:
    """Give everything, each class and each confusion, for machines."""
    return {
        "model": {"version": model.version, "digest": model.digest, "reader": reader},
        "files": [
            {
                "file": one.file,
                "unit": one.unit,
                "rows": one.rows,
                "left_out": dict(one.left_out),
                "figures": [_figures(figures) for figures in one.figures],
                "also": None if one.beside is None else _beside(one.beside),
            }
            for one in scored
        ],
    }


def _file(one: Scored, *, verbose: bool) -> Iterator[str]:
    yield f"{one.file}: {one.rows:,} {one.unit}s"
    for what, count in one.left_out.items():
        if count:
            yield f"  {count:,} {what}"
    yield ""
    yield (
        f"{'':{_NAME}} {'n':>6}  {'accuracy':20}  {'macro-F1':20}  {'AUC':5}  {'ECE':5}  decided"
        f"  {'right':20}  always: acc  F1"
    )
    for found in one.figures:
        yield _line(found)
    if one.beside is not None:
        yield ""
        yield from _also(one.beside)
    if verbose:
        for found in one.figures:
            yield ""
            yield from _classes(found)


def _line(found: Figures) -> str:
    metrics = found.metrics
    auc = "-" if metrics.auc is None else f"{metrics.auc.value:.3f}"
    ece = f"{metrics.ece:.3f}" if found.calibrated else "-"
    decided = "-" if found.decided is None else f"{found.decided.value:.1%}"
    figures = f"{metrics.n:6,}  {metrics.accuracy!s:20}  {metrics.macro_f1!s:20}  {auc:5}  {ece:5}"
    always = f"{metrics.majority_accuracy:11.3f}  {metrics.majority_macro_f1:.3f}"
    return f"{found.name:{_NAME}} {figures}  {decided:>7}  {_shown(found.right):20}  {always}"


def _also(found: Beside) -> Iterator[str]:
    yield (
        f"second topics: {found.labelled:,} of {found.n:,} articles have one; "
        f"{found.named:,} topics named `also`"
    )
    yield f"  precision          {_shown(found.precision)}  is the labelled second topic"
    yield f"  precision, either  {_shown(found.either)}  is the labelled main or second topic"
    yield f"  recall             {_shown(found.recall)}  second topics named `also`"
    yield f"  recall, any role   {_shown(found.main_or_also)}  second topics named `also` or main"


def _classes(found: Figures) -> Iterator[str]:
    yield f"{found.name.strip():{_NAME}} precision  recall     F1       n"
    for score in found.metrics.classes:
        code = TOPIC_CODES.get(score.label)
        name = f"{score.label}  {TOPICS[code]}" if code else score.label
        figures = (
            f"{score.precision:9.3f}  {score.recall:6.3f}  {score.f1:5.3f}  {score.support:6,}"
        )
        yield f"  {name:{_NAME - 2}} {figures}"


def _shown(interval: Interval | None) -> str:
    return "-" if interval is None else str(interval)


def _interval(found: Interval | None) -> dict[str, float] | None:
    return None if found is None else {"value": found.value, "low": found.low, "high": found.high}


def _figures(found: Figures) -> dict[str, Any]:
    metrics = found.metrics
    return {
        "name": found.name.strip(),
        "n": metrics.n,
        "accuracy": _interval(metrics.accuracy),
        "macro_f1": _interval(metrics.macro_f1),
        "auc": _interval(metrics.auc),
        "ece": metrics.ece if found.calibrated else None,
        "decided": _interval(found.decided),
        "right_of_decided": _interval(found.right),
        "majority": {"accuracy": metrics.majority_accuracy, "macro_f1": metrics.majority_macro_f1},
        "classes": [
            {
                "label": score.label,
                "precision": score.precision,
                "recall": score.recall,
                "f1": score.f1,
                "n": score.support,
            }
            for score in metrics.classes
        ],
        "confusion": metrics.confusion.tolist(),
    }


def _beside(found: Beside) -> dict[str, Any]:
    return {
        "n": found.n,
        "labelled": found.labelled,
        "named": found.named,
        "precision": _interval(found.precision),
        "precision_either": _interval(found.either),
        "recall": _interval(found.recall),
        "recall_any_role": _interval(found.main_or_also),
    }
