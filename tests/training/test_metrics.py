import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score

from training.bootstrap import Interval, grouped_bootstrap
from training.calibration import (
    calibration_floor,
    expected_calibration_error,
    reliability,
    risk_coverage,
    threshold_for_precision,
)
from training.metrics import evaluate, majority_baseline

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def sample(n: int = 400, classes: int = 4, seed: int = 0) -> tuple[Ints, Floats, list[str]]:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, classes, n)
    scores = rng.dirichlet(np.ones(classes), n)
    scores[np.arange(n), truth] += rng.random(n)
    groups = [f"g{g}" for g in rng.integers(0, 25, n)]
    return truth, scores / scores.sum(axis=1, keepdims=True), groups


@pytest.mark.parametrize("classes", [2, 3, 17])
def test_figures_are_scikit_learns(classes: int) -> None:
    truth, scores, groups = sample(classes=classes)
    labels = [f"c{n}" for n in range(classes)]
    found = evaluate(truth, scores, labels, groups, resamples=50)
    predicted = scores.argmax(axis=1)
    assert found.n == 400
    assert found.accuracy.value == pytest.approx(accuracy_score(truth, predicted))
    assert found.macro_f1.value == pytest.approx(f1_score(truth, predicted, average="macro"))
    assert [c.support for c in found.classes] == np.bincount(truth, minlength=classes).tolist()
    assert found.confusion.sum() == 400
    assert np.trace(found.confusion) / 400 == pytest.approx(found.accuracy.value)
    if classes == 2:
        assert found.auc is not None
        assert found.auc.value == pytest.approx(roc_auc_score(truth, scores[:, 1]))
    else:
        assert found.auc is None


def test_each_resample_is_what_scikit_learn_says_of_it() -> None:
    """The bootstrap done slowly, one resample at a time, gives the same bounds."""
    truth, scores, groups = sample(n=120, classes=2, seed=4)
    scores = scores.round(1)  # ties
    fast = grouped_bootstrap(truth, scores, groups, classes=2, seed=9, resamples=40)
    names = np.unique(groups)
    drawn = np.random.default_rng(9).integers(len(names), size=(40, len(names)))
    slow: list[list[float]] = [[], [], []]
    for draw in drawn:
        rows = np.concatenate([np.flatnonzero(np.asarray(groups) == names[g]) for g in draw])
        y, p = truth[rows], scores[rows]
        slow[0].append(accuracy_score(y, p.argmax(axis=1)))
        slow[1].append(f1_score(y, p.argmax(axis=1), average="macro"))
        slow[2].append(roc_auc_score(y, p[:, 1]))
    for interval, values in zip(fast, slow, strict=True):
        assert interval is not None
        expected = np.quantile(values, [0.025, 0.975])
        np.testing.assert_allclose([interval.low, interval.high], expected, atol=1e-12)


def test_intervals_hold_the_value_and_are_wider_over_groups() -> None:
    rng = np.random.default_rng(1)
    groups = [f"g{n // 40}" for n in range(800)]
    easy = rng.random(20) < 0.5  # whole outlets are easy or hard
    truth = rng.integers(0, 2, 800)
    right = np.where(np.repeat(easy, 40), rng.random(800) < 0.95, rng.random(800) < 0.55)
    label = np.where(right, truth, 1 - truth)
    scores = np.where(label[:, np.newaxis] == np.arange(2), 0.8, 0.2)
    grouped, *_ = grouped_bootstrap(truth, scores, groups, classes=2)
    single, *_ = grouped_bootstrap(truth, scores, [str(n) for n in range(800)], classes=2)
    assert grouped.low < grouped.value < grouped.high
    assert grouped.high - grouped.low > 1.5 * (single.high - single.low)


def test_the_bootstrap_is_seeded() -> None:
    truth, scores, groups = sample()
    first = grouped_bootstrap(truth, scores, groups, classes=4, seed=1, resamples=100)
    assert grouped_bootstrap(truth, scores, groups, classes=4, seed=1, resamples=100) == first
    assert grouped_bootstrap(truth, scores, groups, classes=4, seed=2, resamples=100) != first


def test_a_class_that_is_neither_true_nor_predicted_does_not_count() -> None:
    truth = np.array([0, 0, 1, 1])
    scores = np.array([[0.9, 0.1, 0.0], [0.8, 0.2, 0.0], [0.3, 0.7, 0.0], [0.6, 0.4, 0.0]])
    found = evaluate(truth, scores, ["a", "b", "never"], list("wxyz"), resamples=20)
    assert found.macro_f1.value == pytest.approx(f1_score(truth, [0, 0, 1, 0], average="macro"))
    assert found.classes[2].f1 == 0.0


def test_one_true_class_has_no_auc() -> None:
    scores = np.array([[0.9, 0.1], [0.2, 0.8]])
    assert evaluate([0, 0], scores, ["a", "b"], ["x", "y"], resamples=5).auc is None


def test_majority_baseline_by_hand() -> None:
    accuracy, macro_f1 = majority_baseline([0, 0, 0, 1])
    assert accuracy == 0.75
    assert macro_f1 == pytest.approx((2 * 0.75 / 1.75 + 0) / 2)


def test_calibration_error_by_hand() -> None:
    scores = np.array([[0.9, 0.1], [0.9, 0.1], [0.6, 0.4], [0.6, 0.4]])
    # .9 and half of them right; .6 and all of them right; each half of the examples
    assert expected_calibration_error([0, 1, 0, 0], scores) == pytest.approx(0.5 * 0.4 + 0.5 * 0.4)
    assert expected_calibration_error([0, 0], np.array([[1.0, 0.0], [1.0, 0.0]])) == 0.0


def test_reliability_bins_by_hand() -> None:
    found = reliability([0, 1, 0], np.array([[1.0, 0.0], [0.0, 1.0], [0.45, 0.55]]), bins=10)
    assert found.counts.tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 0, 2]
    assert found.accuracy[[5, 9]].tolist() == [0.0, 1.0]
    assert found.confidence[[5, 9]].tolist() == [0.55, 1.0]
    assert np.isnan(found.accuracy[0])


def test_the_floor_of_the_calibration_error_is_what_chance_leaves() -> None:
    assert calibration_floor(np.tile([0.0, 1.0], (50, 1))) == 0
    # One example at .5 is .5 off whatever it is; of n at .5 the error is |heads/n - .5|.
    assert calibration_floor(np.full((1, 2), 0.5)) == pytest.approx(0.5)
    few, many = (calibration_floor(np.full((n, 2), 0.5)) for n in (20, 2000))
    assert few == pytest.approx(0.5 * (2 / (np.pi * 20)) ** 0.5, rel=0.15)
    assert many == pytest.approx(few / 10, rel=0.25)


def test_risk_coverage_by_hand() -> None:
    scores = np.array([[0.9, 0.1], [0.8, 0.2], [0.8, 0.2], [0.6, 0.4]])
    threshold, coverage, accuracy = risk_coverage([0, 0, 1, 0], scores)
    assert threshold.tolist() == [0.9, 0.8, 0.6]
    assert coverage.tolist() == [0.25, 0.75, 1.0]
    np.testing.assert_allclose(accuracy, [1.0, 2 / 3, 0.75])


def test_threshold_for_precision_by_hand() -> None:
    scores = np.array([[0.9, 0.1], [0.8, 0.2], [0.7, 0.3], [0.6, 0.4]])
    truth = [0, 0, 1, 0]
    assert threshold_for_precision(truth, scores, 1.0, least=1) == 0.8
    assert threshold_for_precision(truth, scores, 0.75, least=1) == 0.6
    assert threshold_for_precision(truth, scores, 1.0, least=3) is None
    assert threshold_for_precision([1, 1, 1, 1], scores, 0.5, least=1) is None


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 60), st.integers(2, 5), st.integers(0, 10_000))
def test_figures_stay_in_their_bounds(n: int, classes: int, seed: int) -> None:
    truth, scores, groups = sample(n=n, classes=classes, seed=seed)
    found = evaluate(truth, scores, [str(c) for c in range(classes)], groups, resamples=20)
    for interval in (found.accuracy, found.macro_f1):
        assert 0 <= interval.low <= interval.high <= 1
        assert 0 <= interval.value <= 1
    assert 0 <= found.ece <= 1
    _, coverage, accuracy = risk_coverage(truth, scores)
    assert coverage[-1] == 1
    assert accuracy[-1] == pytest.approx(found.accuracy.value)


def test_an_interval_reads_well() -> None:
    assert str(Interval(0.8123, 0.79, 0.83)) == "0.812 [0.790, 0.830]"
