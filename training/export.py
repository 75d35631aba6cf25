"""Fitted heads -> the artifact that is served."""

import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model.artifact import SHIPPED, write_artifact
from model.taxonomy import TAXONOMY
from training.corpora.digests import CORPORA
from training.models import Fitted

__all__ = ["MODEL_VERSION", "export"]

MODEL_VERSION: Final = "0.1.0"
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
    write_artifact(folder, manifest, arrays_of(fitted))


def arrays_of(fitted: Fitted) -> dict[str, NDArray[Any]]:
    """Name every array of the artifact."""
    heads = {
        "topic": fitted.topic,
        "genre": fitted.genre,
        "stance_sentence": fitted.sentences,
    }
    arrays = {
        f"{name}.{part}": array
        for name, head in heads.items()
        for part, array in head.arrays().items()
    }
    scaler, article = fitted.article[0], fitted.article[-1]
    coef = article.coef_ / scaler.scale_
    return arrays | {
        "stance_article.coef": np.ascontiguousarray(coef.T),
        "stance_article.intercept": article.intercept_ - coef @ scaler.mean_,
    }
