"""The shipped encoder's weights; needs PyTorch and ONNX (requirements/encoder-training.txt)."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

import onnx

from training.encoder.base import LAYERS
from training.encoder.shipped import _body

ARTIFACT = Path(__file__).parents[2] / "src" / "model" / "artifact"


def test_every_weight_of_the_body_is_found() -> None:
    found = _body(onnx.load(ARTIFACT / "encoder.onnx").graph)
    of_layers = {name for name in found if name.startswith("body.encoder.layer.")}
    assert len(of_layers) == 16 * LAYERS
    assert found["body.encoder.layer.0.intermediate.dense.weight"].shape == (1536, 384)
    assert found["body.encoder.layer.9.output.dense.weight"].shape == (384, 1536)
    assert found["body.embeddings.position_embeddings.weight"].shape == (512, 384)
    assert found["marks"].shape == (4, 384)
    scale = np.std(found["body.encoder.layer.5.attention.self.query.weight"])
    assert 0.01 < scale < 0.2
