"""The fitted heads together, and their answers to articles that they have not seen."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import joblib

from training.answers import Answers
from training.dataset import Dataset
from training.encodings import Exported
from training.full import Full, fit_full
from training.heads import LinearHeads, fit_linear_heads

__all__ = ["FITTED", "Fitted", "fit_all"]

FITTED: Final = Path(".copydesk-cache") / "model.joblib"


@dataclass(frozen=True)
class Fitted:
    """All heads: scikit-learn's, as kept in ``model.joblib``.

    Attributes
    ----------
    linear : LinearHeads
    full : Full or None
        What joins the encoder's answers; None where no encoder was exported.
    answers : mapping of task to Answers
        ``topic_fast`` and so on by the linear heads; ``topic`` and so on with the encoder.
    """

    linear: LinearHeads
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
    if exported is None:
        return Fitted(linear, None, linear.answers)
    full, found = fit_full(data, exported, linear)
    return Fitted(linear, full, linear.answers | found)
