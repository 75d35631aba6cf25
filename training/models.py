"""The fitted heads together, and their answers to articles that they have not seen."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from training.answers import Answers
from training.dataset import Dataset
from training.encodings import Exported
from training.full import Full, fit_full
from training.heads import fit_linear_heads
from training.linear import LinearPipeline
from training.presence import Beside

__all__ = ["FITTED", "Fitted", "fit_all"]

FITTED: Final = Path(".copydesk-cache") / "model.joblib"


@dataclass(frozen=True)
class Fitted:
    """All heads: scikit-learn's, as kept in ``model.joblib``.

    Attributes
    ----------
    topic, genre, sentences, tone : LinearPipeline
    article : Pipeline
        Summary of a target's sentences -> stance.
    present : LogisticRegression
        Log probability of being the main topic -> present beside another.
    beside : Beside
    full : Full or None
        What joins the encoder's answers; None where no encoder was exported.
    answers : mapping of task to Answers
        ``topic_fast`` and so on by the linear heads; ``topic`` and so on with the encoder.
    """

    topic: LinearPipeline
    genre: LinearPipeline
    sentences: LinearPipeline
    tone: LinearPipeline
    article: Pipeline
    present: LogisticRegression
    beside: Beside
    full: Full | None
    answers: dict[str, Answers]

    def save(self, path: Path = FITTED) -> None:
        """Keep as joblib: for research and for the parity test, never for serving."""
        path.parent.mkdir(parents=True, exist_ok=True)
        joblib.dump(self, path, compress=3)

    @staticmethod
    def load(path: Path = FITTED) -> "Fitted":
        """Read what `save` kept. Only load files that you made: joblib files are pickles."""
        found: Fitted = joblib.load(path)
        return found


def fit_all(data: Dataset, exported: Exported | None = None) -> Fitted:
    """Fit every head on everything, with answers to unseen outlets beside it.

    Parameters
    ----------
    data : Dataset
    exported : Exported, optional
        An encoder to join to the linear heads.
    """
    linear = fit_linear_heads(data)
    full: Full | None = None
    answers = linear.answers
    if exported is not None:
        full, found = fit_full(data, exported, linear)
        answers = answers | found
    return Fitted(
        topic=linear.topic,
        genre=linear.genre,
        sentences=linear.sentences,
        tone=linear.tone,
        article=linear.article,
        present=linear.present,
        beside=linear.beside,
        full=full,
        answers=answers,
    )
