"""How good the heads are on articles whose outlet they have not seen."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from training.calibration import threshold_for_precision
from training.metrics import Metrics
from training.models import Fitted

__all__ = ["WANTED", "choose_thresholds", "measure", "summary", "table"]

# The share of decided answers that must be right.
WANTED: Final = {"topic": 0.90, "genre": 0.95, "stance": 0.80}
_EVEN: Final = 0.5  # below it an answer is more likely wrong than right


def measure(fitted: Fitted) -> dict[str, Metrics]:
    """Measure every answer to articles that the head has not seen."""
    return {name: answers.metrics() for name, answers in fitted.answers.items()}


def choose_thresholds(fitted: Fitted) -> dict[str, float]:
    """Choose from which probability on an answer is decided, and a topic is present beside.

    With an encoder ``topic`` is for the answers with it and ``topic_fast`` for those without;
    where none was exported there is but ``topic``. Where no probability reaches the wanted share,
    nothing is decided: the threshold is above 1. What is more likely wrong than right is not
    decided either, though the wanted share of all answers be right.
    """
    chosen = {}
    suffixes = {"_fast": "_fast", "": ""} if fitted.full else {"_fast": ""}
    for suffix, name in suffixes.items():
        for task, wanted in WANTED.items():
            answers = fitted.answers[f"{task}{suffix}"]
            found = threshold_for_precision(answers.truth, answers.probabilities, wanted)
            chosen[f"{task}{name}"] = 1.01 if found is None else max(_up(found), _EVEN)
    fast = fitted.linear.beside
    beside = {"_fast": fast, "": fitted.full.beside if fitted.full else fast}
    for suffix, name in suffixes.items():
        chosen[f"topic_also{name}"] = _up(beside[suffix].threshold)
    return chosen


def _up(value: float) -> float:
    """Round up: what is just below the threshold must not slip in."""
    return float(np.ceil(value * 1e4) / 1e4)


def summary(metrics: Mapping[str, Metrics]) -> dict[str, Any]:
    """Reduce metrics to what the artifact carries and ``GET /v1/model`` answers."""
    return {name: _summary(found) for name, found in metrics.items()}


def _summary(found: Metrics) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "n": found.n,
        "accuracy": round(found.accuracy.value, 4),
        "macro_f1": round(found.macro_f1.value, 4),
        "macro_f1_95": [round(found.macro_f1.low, 4), round(found.macro_f1.high, 4)],
        "ece": round(found.ece, 4),
        "ece_floor": round(found.ece_floor, 4),
        "majority_macro_f1": round(found.majority_macro_f1, 4),
    }
    if found.auc is not None:
        figures["auc"] = round(found.auc.value, 4)
    return figures


def table(metrics: Mapping[str, Metrics]) -> str:
    """Lay the figures out for a terminal.

    Beside the calibration error stands its floor: what perfect calibration would show.
    """
    intervals = f"{'accuracy':>22s}  {'macro-F1':>22s}"
    head = f"{'':24s} {'n':>5s}  {intervals}  {'AUC':>6s}  {'ECE':>5s}  {'floor':>5s}  majority F1"
    rows = [head]
    for name, found in metrics.items():
        auc = f"{found.auc.value:.3f}" if found.auc else "-"
        rows.append(
            f"{name:24s} {found.n:5d}  {found.accuracy!s:>22s}  {found.macro_f1!s:>22s}"
            f"  {auc:>6s}  {found.ece:5.3f}  {found.ece_floor:5.3f}  {found.majority_macro_f1:.3f}"
        )
    return "\n".join(rows)
