"""What is served is what was fitted: exported arrays against scikit-learn in float64.

Fits topic, genre and the sentence head anew (without their held-out folds): a minute or two.
"""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from model.artifact import SHIPPED, Artifact, write_artifact
from model.bags import genre_bag, topic_bag
from model.linear import LinearHead, softmax
from training.dataset import Dataset, load_dataset, reading_of
from training.genre import fit_genre
from training.heads import head_of
from training.linear import LinearPipeline
from training.places import load_places
from training.scaling import ScoreScaling
from training.stance import fit_sentences, load_sentences
from training.topic import fit_topic

pytestmark = [pytest.mark.corpora, pytest.mark.xdist_group("parity")]


@pytest.fixture(scope="module")
def data(corpora: Path) -> Dataset:
    assert corpora.is_dir()
    return load_dataset()


def calibrated(pipeline: LinearPipeline, labels: int) -> LinearPipeline:
    """Calibrate as sharply as the fitted calibrations do, so that differences show."""
    scaling = ScoreScaling()
    scaling.scale_, scaling.shift_ = 4.0, np.linspace(-0.5, 0.5, labels)
    pipeline.scaling = scaling
    return pipeline


def reopened(pipeline: LinearPipeline, folder: Path) -> LinearHead:
    """Write the arrays as an artifact and open it as serving does."""
    write_artifact(folder, {}, {f"head.{k}": v for k, v in pipeline.arrays().items()})
    return LinearHead.load(Artifact.open(folder), "head")


def same_direction(pipeline: LinearPipeline, name: str) -> bool:
    """Whether the shipped head has the columns and (calibration aside) weights of this fit."""
    shipped = Artifact.open(SHIPPED)
    arrays = pipeline.arrays()
    if not np.array_equal(arrays["keys"], shipped.array(f"{name}.keys")):
        return False
    ours = arrays["coef"].astype(np.float64).ravel()
    theirs = shipped.array(f"{name}.coef").astype(np.float64).ravel()
    return bool(ours @ theirs / np.linalg.norm(ours) / np.linalg.norm(theirs) > 0.9999)


def served(head: LinearHead, data: Dataset, task: str) -> NDArray[np.float64]:
    """Probabilities of every annotated article, the way serving makes them."""
    make = {"topic": topic_bag, "genre": genre_bag}[task]
    readings = (reading_of(article) for article in data.articles[: data.n])
    return np.array([softmax(head(make(reading)).scores) for reading in readings])


def test_topic(data: Dataset, tmp_path: Path) -> None:
    everyone, others = np.arange(data.n), np.arange(data.n, len(data.articles))
    pipeline = calibrated(fit_topic(data, load_places(data), everyone, others), 17)
    exact = pipeline.predict_proba(data.counted.topic[: data.n])
    assert np.abs(served(reopened(pipeline, tmp_path), data, "topic") - exact).max() < 1e-3
    assert same_direction(pipeline, "topic")


def test_genre(data: Dataset, tmp_path: Path) -> None:
    everyone, others = np.arange(data.n), np.arange(data.n, len(data.articles))
    pipeline = calibrated(fit_genre(data, everyone, others), 2)
    exact = pipeline.predict_proba(data.counted.genre[: data.n])
    assert np.abs(served(reopened(pipeline, tmp_path), data, "genre") - exact).max() < 1e-3
    assert same_direction(pipeline, "genre")


def test_stance_sentences(data: Dataset) -> None:
    from model.bags import STEMS, stance_bag
    from model.features import stems, tokenize

    training, development = load_sentences(data.articles)
    pipeline = fit_sentences(training)
    exact = pipeline.predict_proba(development.bags)
    head = head_of(pipeline)
    for sentence, expected in zip(development.sentences, exact, strict=True):
        text = sentence.sentence
        tokens = tokenize(text)
        assert sentence.start is not None
        assert sentence.end is not None
        bag = stance_bag(
            tokens,
            [stems(text, tokens, length) for length in STEMS],
            (0, len(text)),
            (sentence.start, sentence.end),
        )
        assert np.abs(softmax(head(bag).scores) - expected).max() < 1e-3
    assert same_direction(pipeline, "stance_sentence")
