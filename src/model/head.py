"""A linear head over the encoder's vectors."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.artifact import Artifact
from model.errors import ArtifactError

__all__ = ["Head"]

F32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """A linear head over vectors: ``coef`` of shape (width, labels), ``intercept`` (labels,)."""

    coef: F32
    intercept: F32

    @classmethod
    def load(cls, artifact: Artifact, name: str) -> "Head":
        """Take the arrays ``encoder_<name>.coef`` and so on out of an artifact."""
        coef = artifact.array(f"encoder_{name}.coef")
        intercept = artifact.array(f"encoder_{name}.intercept")
        if coef.shape[1:] != intercept.shape:
            raise ArtifactError("manifest.json", f"the arrays of {name!r} do not fit each other")
        return cls(np.asarray(coef, np.float32), np.asarray(intercept, np.float32))

    def __call__(self, vector: F32) -> NDArray[np.float64]:
        """Scores of shape (labels,)."""
        return (vector @ self.coef + self.intercept).astype(np.float64)
