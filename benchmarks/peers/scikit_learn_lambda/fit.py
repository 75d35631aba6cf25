"""Fits the peer: one pipeline for topic, one for genre, each a joblib file."""

import sys
from pathlib import Path

import joblib
import numpy as np

from benchmarks.samples import synthetic_articles
from training.corpora import MissingCorporaError
from training.dataset import load_dataset
from training.peer import peer

__all__ = ["fit"]


def fit(folder: Path) -> str:
    """Fit and dump both pipelines.

    Returns
    -------
    str
        What they were fitted on.
    """
    try:
        data = load_dataset()
    except MissingCorporaError:
        texts, topics, genres = synthetic_articles()
        fitted_on = f"{len(texts)} synthetic articles: figures are not comparable with others'"
    else:
        # The first file: what a user would have labelled, and the smaller, faster peer.
        first = np.flatnonzero(data.first_file).tolist()
        texts = [f"{data.articles[i].title_clean}\n{data.articles[i].text}" for i in first]
        topics, genres = data.topic[first].tolist(), data.opinion[first].tolist()
        fitted_on = f"the {len(texts):,} annotated articles"
    folder.mkdir(parents=True, exist_ok=True)
    for task, truth in (("topic", topics), ("genre", genres)):
        print(f"fitting the peer's pipeline for {task} ...", file=sys.stderr)
        joblib.dump(peer().fit(texts, truth), folder / f"{task}.joblib")
    (folder / "fitted_on.txt").write_text(fitted_on, encoding="utf-8")
    return fitted_on


if __name__ == "__main__":
    print(fit(Path(sys.argv[1])))
