"""Genre on corpora that fitting never saw: semeval25, ukrbias and intl5 wholly left out."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.taxonomy import GENRES
from training.dataset import Dataset
from training.genre import fit_genre
from training.metrics import Metrics, evaluate
from training.scaling import ScoreScaling

__all__ = ["LEFT_OUT", "measure_transfer"]

LEFT_OUT: Final = ("semeval25", "ukrbias", "intl5")


def measure_transfer(data: Dataset) -> dict[str, Metrics]:
    """Fit and calibrate genre without three corpora, and measure it on them.

    Returns
    -------
    dict
        Of ``all`` and of each corpus.
    """
    corpus = np.array([article.dataset for article in data.articles])
    outside = ~np.isin(corpus, LEFT_OUT)
    seen: NDArray[np.int64] = np.flatnonzero(outside[: data.n])
    unseen: NDArray[np.int64] = np.flatnonzero(~outside[: data.n])

    def others(test: NDArray[np.int64]) -> NDArray[np.int64]:
        found = data.outside(test)
        return found[outside[found]]

    # The calibration, too, must not see them: from folds within what is seen.
    place = {int(index): number for number, index in enumerate(seen)}
    folds = [
        (np.intersect1d(train, seen), np.intersect1d(test, seen)) for train, test in data.folds()
    ]
    scores = np.zeros(len(seen))
    for train, test in folds:
        head = fit_genre(data, train, others(test))
        scores[[place[int(i)] for i in test]] = head.decision_function(
            [data.counted.genre[i] for i in test]
        )
    head = fit_genre(data, seen, others(unseen))
    head.scaling = ScoreScaling().fit(scores, data.opinion[seen])
    probabilities = head.predict_proba([data.counted.genre[i] for i in unseen])
    found = {
        "all": evaluate(data.opinion[unseen], probabilities, list(GENRES), _groups(data, unseen))
    }
    for name in LEFT_OUT:
        rows = corpus[unseen] == name
        here = unseen[rows]
        found[name] = evaluate(
            data.opinion[here], probabilities[rows], list(GENRES), _groups(data, here)
        )
    return found


def _groups(data: Dataset, places: NDArray[np.int64]) -> list[str]:
    # Within one corpus the outlets are too few to draw from: its articles are drawn instead.
    return [data.articles[place].uid for place in places]
