"""Fitted heads -> the artifact that is served."""

import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from model.artifact import SHIPPED, write_artifact
from model.taxonomy import TAXONOMY
from training.corpora.digests import CORPORA
from training.full import Full
from training.models import Fitted

__all__ = ["MODEL_VERSION", "export"]

MODEL_VERSION: Final = "0.9.0"
_MADE_WITH: Final = ("numpy", "scipy", "scikit-learn")


def export(
    fitted: Fitted,
    metrics: Mapping[str, Any],
    thresholds: Mapping[str, float],
    folder: Path = SHIPPED,
) -> None:
    """Write the artifact: the same bytes for the same data, versions and CPU type.

    Parameters
    ----------
    fitted : Fitted
    metrics : mapping
        From `training.evaluate.measure`.
    thresholds : mapping
        From `training.evaluate.choose_thresholds`.
    folder : Path
        The shipped artifact's if not given.
    """
    manifest = {
        "version": MODEL_VERSION,
        "taxonomy": TAXONOMY,
        "thresholds": dict(thresholds),
        "metrics": metrics,
        "training": {
            "corpora": {name: corpus.sha256 for name, corpus in sorted(CORPORA.items())},
            "made_with": {name: version(name) for name in _MADE_WITH},
            "python": ".".join(platform.python_version_tuple()[:2]),
        },
    }
    files = fitted.full.exported.files if fitted.full else {}
    write_artifact(folder, manifest, arrays_of(fitted), files)


def arrays_of(fitted: Fitted) -> dict[str, NDArray[Any]]:
    """Name every array of the artifact."""
    linear = fitted.linear
    heads = {
        "topic": linear.topic,
        "genre": linear.genre,
        "stance_sentence": linear.sentences,
        "tone": linear.tone,
    }
    arrays = {
        f"{name}.{part}": array
        for name, head in heads.items()
        for part, array in head.arrays().items()
    }
    arrays |= _scaled("stance_article", linear.article)
    fast = _logistic(linear.present, 3)
    if fitted.full is None:
        return arrays | {"topic_present.coef": fast}
    full = fitted.full
    encoder = full.exported.arrays
    return (
        arrays
        | {"topic_present_fast.coef": fast, "topic_present.coef": _logistic(full.present, 3)}
        | {f"encoder_{name}": array for name, array in encoder.items() if name != "sources"}
        | _sentence(full)
        | {"topic_mix.scale": full.topic.scale_, "topic_mix.shift": full.topic.shift_}
        | {"genre_mix.coef": _logistic(full.genre, 3)}
        | _scaled("stance_neural", full.stance)
    )


def _sentence(full: Full) -> dict[str, NDArray[Any]]:
    """Fold the line of neutral into the encoder's head for single sentences."""
    arrays, line = full.exported.arrays, full.line
    return {
        "encoder_sentence.coef": np.float32(line.scale_) * arrays["sentence.coef"],
        "encoder_sentence.intercept": np.float32(line.scale_) * arrays["sentence.intercept"],
        "encoder_sentence.shift": line.scale_ * full.exported.shift + line.shift_,
    }


def _scaled(name: str, pipeline: Pipeline) -> dict[str, NDArray[Any]]:
    """Fold the scaler into the classifier behind it; the last column is 0 (`mix.with_line`)."""
    scaler, head = pipeline[0], pipeline[-1]
    coef = head.coef_ / scaler.scale_
    return {
        f"{name}.coef": np.ascontiguousarray(coef.T[:-1]),
        f"{name}.intercept": head.intercept_ - coef @ scaler.mean_,
    }


def _logistic(model: LogisticRegression, width: int) -> NDArray[np.float64]:
    """Intercept and weights of a two-class regression; missing weights are zero."""
    found = np.zeros(width)
    found[0] = model.intercept_[0]
    found[1 : 1 + model.coef_.shape[1]] = model.coef_[0]
    return found
