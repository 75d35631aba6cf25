"""Whether probabilities can be believed, and what is gained by answering only when sure."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Reliability",
    "calibration_floor",
    "expected_calibration_error",
    "reliability",
    "risk_coverage",
    "threshold_for_precision",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BINS: Final = 15


@dataclass(frozen=True, slots=True)
class Reliability:
    """Confidence against accuracy, in equally wide bins of the confidence.

    Attributes
    ----------
    edges : float array of shape (bins + 1,)
    confidence, accuracy : float arrays of shape (bins,)
        Means within the bin; NaN where it is empty.
    counts : int array of shape (bins,)
    """

    edges: Floats
    confidence: Floats
    accuracy: Floats
    counts: Ints


def reliability(truth: ArrayLike, probabilities: ArrayLike, bins: int = BINS) -> Reliability:
    """Bin the top label's probability and compare it with how often that label is right."""
    y, p = np.asarray(truth), np.asarray(probabilities, dtype=np.float64)
    return _binned(p.max(axis=1), p.argmax(axis=1) == y, bins)


def _binned(top: Floats, right: NDArray[np.bool_], bins: int) -> Reliability:
    edges = np.linspace(0.0, 1.0, bins + 1)
    place = np.clip(np.digitize(top, edges[1:-1], right=True), 0, bins - 1)
    counts = np.bincount(place, minlength=bins)
    with np.errstate(invalid="ignore"):  # 0 / 0 -> NaN: an empty bin has no mean
        confidence = np.bincount(place, weights=top, minlength=bins) / counts
        accuracy = np.bincount(place, weights=right.astype(np.float64), minlength=bins) / counts
    return Reliability(edges, confidence, accuracy, counts.astype(np.int64))


def expected_calibration_error(
    truth: ArrayLike, probabilities: ArrayLike, bins: int = BINS
) -> float:
    """Average the gap between confidence and accuracy over the bins, weighted by their counts.

    Guo et al., On Calibration of Modern Neural Networks, ICML 2017.
    """
    return _error(reliability(truth, probabilities, bins))


def calibration_floor(
    probabilities: ArrayLike, bins: int = BINS, *, draws: int = 200, seed: int = 0
) -> float:
    """Average the calibration error that these probabilities would show if they were true.

    Of few examples a bin's accuracy is chance: even a perfect calibration shows an error.
    """
    top = np.asarray(probabilities, dtype=np.float64).max(axis=1)
    chance = np.random.default_rng(seed)
    right = chance.random((draws, len(top))) < top
    return float(np.mean([_error(_binned(top, row, bins)) for row in right]))


def _error(found: Reliability) -> float:
    full = found.counts > 0
    gaps = np.abs(found.confidence[full] - found.accuracy[full])
    return float((gaps * found.counts[full]).sum() / found.counts.sum())


def risk_coverage(truth: ArrayLike, probabilities: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Show what is gained by answering only where the model is sure.

    Returns
    -------
    threshold, coverage, accuracy : float arrays of equal shape
        For each distinct top probability, highest first: the share of examples at or above it,
        and the accuracy on these.
    """
    y, p = np.asarray(truth), np.asarray(probabilities, dtype=np.float64)
    top = p.max(axis=1)
    right = p.argmax(axis=1) == y
    order = np.argsort(-top, kind="stable")
    sorted_top = top[order]
    answered = np.arange(1, len(y) + 1)
    accuracy = np.cumsum(right[order]) / answered
    last = np.append(np.flatnonzero(np.diff(sorted_top)), len(y) - 1)  # all equal ones together
    return sorted_top[last], answered[last] / len(y), accuracy[last]


def threshold_for_precision(
    truth: ArrayLike, probabilities: ArrayLike, precision: float, least: int = 30
) -> float | None:
    """Find the lowest top probability from which on answers are right often enough.

    Parameters
    ----------
    precision : float
        The share of answers that must be right.
    least : int
        So many answers must remain, or the share is chance.

    Returns
    -------
    float or None
        None if no threshold reaches it.
    """
    threshold, coverage, accuracy = risk_coverage(truth, probabilities)
    enough = (accuracy >= precision) & (coverage * len(np.asarray(truth)) >= least - 1e-9)
    return float(threshold[enough].min()) if enough.any() else None
