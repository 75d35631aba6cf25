"""How good the heads are on articles whose outlet they have not seen."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model.taxonomy import GENRES, STANCES, TOPIC_CODES
from training.calibration import threshold_for_precision
from training.dataset import Dataset
from training.metrics import Metrics, evaluate
from training.models import Fitted, development_sentences

__all__ = ["WANTED", "choose_thresholds", "measure", "summary", "table"]

F64 = NDArray[np.float64]

# The share of decided answers that must be right.
_BESIDE_PRECISION: Final = 0.4
WANTED: Final = {"topic": 0.90, "genre": 0.95, "stance": 0.80}


def measure(data: Dataset, fitted: Fitted) -> dict[str, Metrics]:
    """Measure every head on held-out folds, and stance on NewsMTSC's development set too."""
    held_out = fitted.held_out
    groups = data.groups[: data.n]
    named = np.flatnonzero(~np.isnan(held_out.stance[:, 0]))
    found = {
        "topic": evaluate(data.topic, held_out.topic, list(TOPIC_CODES), groups),
        "genre": evaluate(data.opinion, held_out.genre, list(GENRES), groups),
        "stance": evaluate(
            data.stance[named],
            held_out.stance[named],
            list(STANCES),
            [groups[place] for place in named],
        ),
    }
    sentences = development_sentences()
    for subset in ("rw", "mt"):
        places = [i for i, s in enumerate(sentences.sentences) if s.subset == subset]
        found[f"newsmtsc_dev_{subset}"] = evaluate(
            sentences.polarity[places],
            held_out.sentences[places],
            list(STANCES),
            [sentences.documents[place] for place in places],
        )
    return found


def choose_thresholds(data: Dataset, fitted: Fitted) -> dict[str, float]:
    """Choose from which probability on an answer is decided, and a topic is present beside.

    Where no probability reaches the wanted share, nothing is decided: the threshold is above 1.
    """
    held_out = fitted.held_out
    named = ~np.isnan(held_out.stance[:, 0])
    pairs = {
        "topic": (data.topic, held_out.topic),
        "genre": (data.opinion, held_out.genre),
        "stance": (data.stance[named], held_out.stance[named]),
    }
    chosen = {}
    for task, (truth, probabilities) in pairs.items():
        found = threshold_for_precision(truth, probabilities, WANTED[task])
        chosen[task] = 1.01 if found is None else round(float(found), 4)
    return {**chosen, "topic_also": _also(data, held_out.topic)}


def _also(data: Dataset, probabilities: F64) -> float:
    """Choose the lowest probability from which enough topics named beside are annotated so.

    The probabilities are of being the main topic, which says little of a second one: better few
    and right. Above 1 if nothing is right often enough.
    """
    order = np.argsort(-probabilities, axis=1)
    rows = np.arange(len(order))
    for candidate in np.linspace(0.02, 0.45, 44):
        named = [probabilities[rows, order[:, rank]] >= candidate for rank in (1, 2)]
        hits = [order[:, rank] == data.second_topic for rank in (1, 2)]
        said = sum(int(n.sum()) for n in named)
        right = sum(int((n & h).sum()) for n, h in zip(named, hits, strict=True))
        if said and right / said >= _BESIDE_PRECISION:
            return round(float(candidate), 4)
    return 1.01


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
        "majority_macro_f1": round(found.majority_macro_f1, 4),
    }
    if found.auc is not None:
        figures["auc"] = round(found.auc.value, 4)
    return figures


def table(metrics: Mapping[str, Metrics]) -> str:
    """Lay the figures out for a terminal."""
    columns = f"{'accuracy':>22s}  {'macro-F1':>22s}  {'AUC':>6s}  {'ECE':>5s}  majority F1"
    head = f"{'':18s} {'n':>5s}  {columns}"
    rows = [head]
    for name, found in metrics.items():
        auc = f"{found.auc.value:.3f}" if found.auc else "-"
        rows.append(
            f"{name:18s} {found.n:5d}  {found.accuracy!s:>22s}  {found.macro_f1!s:>22s}"
            f"  {auc:>6s}  {found.ece:5.3f}  {found.majority_macro_f1:.3f}"
        )
    return "\n".join(rows)
