"""A head to be corrected: what it says of labelled articles, and where its correction goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from training.custom.correction import Correction, Rotated, rotated

__all__ = ["ENCODER_ARRAYS", "HeadData", "Tilt", "corrected", "without_encoder"]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]
Arrays = Mapping[str, NDArray[Any]]

# Of an artifact with an encoder, by the beginnings of their names.
ENCODER_ARRAYS: Final = ("encoder_", "topic_mix.", "genre_mix.", "stance_neural.")
_FAST: Final = "_fast"


@dataclass(frozen=True, slots=True)
class Tilt:
    """A fitted correction, in the features' own units.

    Attributes
    ----------
    scale : float
    shift : float64 array of shape (labels,)
    coef : float64 array of shape (features, labels)
    """

    scale: float
    shift: F64
    coef: F64


@dataclass(frozen=True)
class HeadData:
    """Labelled examples of one head.

    Attributes
    ----------
    task : {"topic", "genre", "stance"}
    labels : tuple of str
    logits : float64 array of shape (n, labels)
        The shipped head's.
    features : float64 array or CSR matrix of shape (n, features)
        What it rests on. Dense ones are centred and scaled; words are taken as they are.
    truth : int array of shape (n,)
    groups : list of str
    before : float64 array of shape (n, labels), optional
        The logits of the model as it was, where `logits` are not: when a head that this one
        listens to has been replaced.
    """

    task: str
    labels: tuple[str, ...]
    logits: F64
    features: F64 | sp.csr_matrix
    truth: Ints
    groups: list[str]
    before: F64 | None = None

    def rotated(self) -> tuple[Rotated, F64, F64]:
        """Turn the features; give their centre and their scale, too."""
        features = self.features
        if sp.issparse(features):
            width = features.shape[1]
            return rotated(features), np.zeros(width), np.ones(width)
        centre = features.mean(axis=0)
        spread = features.std(axis=0)
        scale = np.where(spread > 1e-9, 1.0 / np.maximum(spread, 1e-9), 0.0)
        scale /= np.sqrt(max(int((scale > 0).sum()), 1))
        return rotated((features - centre) * scale), centre, scale

    def tilt(self, fitted: Correction, turned: tuple[Rotated, F64, F64]) -> Tilt:
        """Turn a fitted correction back into the features' own units."""
        found, centre, scale = turned
        coef = found.back(fitted.coef_) * scale[:, np.newaxis]
        return Tilt(fitted.scale_, fitted.shift_ - centre @ coef, coef)


def corrected(arrays: Arrays, task: str, tilt: Tilt, *, encoder: bool) -> dict[str, NDArray[Any]]:
    """Fold a correction into the arrays that are served.

    Parameters
    ----------
    arrays : mapping of str to array
        The shipped artifact's.
    task : {"topic", "genre", "stance"}
    tilt : Tilt
    encoder : bool
        Whether the head is that with the encoder.

    Returns
    -------
    dict
        The arrays that change.
    """
    if task == "stance":
        return _linear(arrays, "stance_neural" if encoder else "stance_article", tilt)
    one = _against_first(tilt) if task == "genre" else tilt
    if not encoder:
        return _linear(arrays, task, one)
    return _topic_mix(arrays, one) if task == "topic" else _genre_mix(arrays, one)


def without_encoder(
    manifest: Mapping[str, Any], arrays: Arrays
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Make an artifact of the linear heads alone out of one with an encoder.

    What is named ``…_fast`` there is the only answer here.
    """
    kept = {name: array for name, array in arrays.items() if not name.startswith(ENCODER_ARRAYS)}
    if len(kept) == len(arrays):
        return dict(manifest), kept
    for name in [name for name in kept if _FAST in name]:
        kept[name.replace(_FAST, "")] = kept.pop(name)
    found = dict(manifest)
    for part in ("thresholds", "metrics"):
        values = dict(manifest.get(part, {}))
        fast = {name: value for name, value in values.items() if name.endswith(_FAST)}
        found[part] = {name.removesuffix(_FAST): value for name, value in fast.items()}
    return found, kept


def _against_first(tilt: Tilt) -> Tilt:
    """Two labels by one score: the second label's against the first's."""
    return Tilt(tilt.scale, tilt.shift[1:] - tilt.shift[:1], tilt.coef[:, 1:] - tilt.coef[:, :1])


def _linear(arrays: Arrays, name: str, tilt: Tilt) -> dict[str, NDArray[Any]]:
    coef, intercept = arrays[f"{name}.coef"], arrays[f"{name}.intercept"]
    moved = tilt.scale * coef.astype(np.float64) + tilt.coef
    return {
        f"{name}.coef": moved.astype(coef.dtype),
        f"{name}.intercept": (tilt.scale * intercept + tilt.shift).astype(intercept.dtype),
    }


def _topic_mix(arrays: Arrays, tilt: Tilt) -> dict[str, NDArray[Any]]:
    scale = tilt.scale * arrays["topic_mix.scale"]
    return {
        "topic_mix.scale": scale,
        "topic_mix.shift": tilt.scale * arrays["topic_mix.shift"] + tilt.shift,
        "encoder_topic.coef": _added(arrays["encoder_topic.coef"], tilt.coef / scale[1]),
    }


def _genre_mix(arrays: Arrays, tilt: Tilt) -> dict[str, NDArray[Any]]:
    mix = tilt.scale * arrays["genre_mix.coef"]
    mix[0] += tilt.shift[0]
    return {
        "genre_mix.coef": mix,
        "encoder_opinion.coef": _added(arrays["encoder_opinion.coef"], tilt.coef / mix[2]),
    }


def _added(coef: NDArray[Any], more: F64) -> NDArray[Any]:
    return (coef.astype(np.float64) + more).astype(coef.dtype)
