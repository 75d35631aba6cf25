"""The shipped encoder as it was before it was exported, but for what eight bits lose.

So fine-tuning can go on from what is in the repository.
"""

import re
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from numpy.typing import NDArray

from model.taxonomy import TOPIC_CODES
from training.encoder.base import load_base, weight_of
from training.encoder.reader import Reader

__all__ = ["load_shipped"]

_HEADS: Final = ("sentence", "article", "topic", "present", "opinion", "shown")


def load_shipped(artifact: Path) -> Reader:
    """Read ``encoder.onnx`` and the encoder's heads from the folder of an artifact.

    Of the shifts of whoever labelled sentences only the served one is there; the others begin at 0.
    """
    reader = Reader(load_base(), len(TOPIC_CODES))
    state = dict(reader.state_dict())
    found = _body(onnx.load(artifact / "encoder.onnx").graph)
    for name in _HEADS:
        found[f"{name}.weight"] = np.load(artifact / f"encoder_{name}.coef.npy").T
        found[f"{name}.bias"] = np.load(artifact / f"encoder_{name}.intercept.npy")
    found["evident.weight"] = np.load(artifact / "encoder_evident.coef.npy").T
    for name, array in found.items():
        state[name] = torch.tensor(np.ascontiguousarray(array), dtype=torch.float32)
    state["sources.weight"][0] = torch.tensor(np.load(artifact / "encoder_sentence.shift.npy"))
    reader.load_state_dict(state)
    return reader


def _body(graph: Any) -> dict[str, NDArray[Any]]:
    """The body's state and the marks; the words are the base's."""
    arrays = {one.name: onnx.numpy_helper.to_array(one) for one in graph.initializer}
    whole = {
        name.removesuffix("_quantized"): _whole(arrays, name)
        for name in arrays
        if name.endswith("_quantized")
    }
    found = {
        name: array
        for name, array in {**arrays, **whole}.items()
        if name == "marks" or re.fullmatch(r"body\..*\.(weight|bias)", name)
    }
    for node in graph.node:
        if node.op_type in ("MatMulInteger", "DynamicQuantizeMatMul"):
            for name in node.input:
                if name in arrays and name.endswith("_quantized"):
                    found[weight_of(node)] = whole[name.removesuffix("_quantized")].T
    return found


def _whole(arrays: dict[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    stem = name.removesuffix("_quantized")
    zero = arrays.get(f"{stem}_zero_point", np.zeros((), np.int8)).astype(np.int32)
    steps = arrays[name].astype(np.int32) - zero
    found: NDArray[np.float32] = (steps * arrays[f"{stem}_scale"]).astype(np.float32)
    return found
