"""From which probability on an answer is decided."""

from types import SimpleNamespace
from typing import cast

import numpy as np

from training.answers import Answers
from training.evaluate import WANTED, choose_thresholds
from training.models import Fitted


def fitted(stance: list[float], right: list[bool]) -> Fitted:
    """Heads that say critical with these probabilities, rightly or not, fifteen times each."""
    stance, right = 15 * stance, 15 * right
    sure = Answers.of(["a", "b"], np.zeros(4, np.int64), np.array([[0.9, 0.1]] * 4), ["g"] * 4)
    said = np.array(stance)
    shares = np.column_stack([said, (1 - said) / 2, (1 - said) / 2])
    truth = np.array([0 if one else 1 for one in right])
    of_stance = Answers.of(["critical", "neutral", "supportive"], truth, shares, ["g"] * len(said))
    answers = {f"{task}_fast": sure for task in WANTED} | {"stance_fast": of_stance}
    beside = SimpleNamespace(threshold=0.2)
    found = SimpleNamespace(answers=answers, full=None, linear=SimpleNamespace(beside=beside))
    return cast("Fitted", found)


def test_so_many_of_the_decided_are_right() -> None:
    chosen = choose_thresholds(fitted([0.9, 0.8, 0.7, 0.6], [True, True, False, False]))
    assert 0.7 < chosen["stance"] <= 0.8


def test_what_is_more_likely_wrong_than_right_is_not_decided() -> None:
    chosen = choose_thresholds(fitted([0.9, 0.8, 0.4, 0.4], [True, True, True, True]))
    assert chosen["stance"] == 0.5


def test_where_too_many_are_wrong_nothing_is_decided() -> None:
    chosen = choose_thresholds(fitted([0.9, 0.8], [False, False]))
    assert chosen["stance"] > 1
