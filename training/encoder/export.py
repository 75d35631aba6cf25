"""Reader -> what is served: an int8 ONNX body, its tokenizer, and the heads as arrays."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from numpy.typing import NDArray

from model.taxonomy import TOPIC_CODES
from training.encoder.base import base_folder, load_base
from training.encoder.reader import Reader, marked
from training.encoder.shipped import load_shipped
from training.encoder.words import four_bits
from training.errors import TrainingError

__all__ = ["BODY", "HEADS", "TOKENIZER", "average", "export", "keep", "load_reader", "make_reader"]

READER: Final = "reader.pt"
BODY: Final = "encoder.onnx"
FLOAT: Final = "encoder.float32.onnx"
TOKENIZER: Final = "tokenizer.json"
HEADS: Final = "heads.npz"
_HEADS: Final = ("sentence", "article", "topic", "present", "opinion", "shown")


def keep(folder: Path, reader: Reader) -> None:
    """Keep the fine-tuned weights."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(reader.state_dict(), folder / READER)


def make_reader(start: Path | None = None) -> Reader:
    """What is fine-tuned: the base with new heads, an earlier run, or a shipped artifact.

    Parameters
    ----------
    start : Path, optional
        A ``reader.pt``, or an artifact's folder.
    """
    if start is not None and start.is_dir():
        return load_shipped(start)
    reader = Reader(load_base(), len(TOPIC_CODES))
    if start is not None:
        reader.load_state_dict(torch.load(start, weights_only=True))
    return reader


def average(folder: Path, runs: Sequence[Path], shares: Sequence[float] | None = None) -> None:
    """Keep the mean of several runs' weights, which began with the same ones, or with one another.

    Runs that differ in the order of their batches end on different sides of one valley; its
    middle answers like all of them together, at the price of one.
    """
    shares = shares or [1 / len(runs)] * len(runs)
    if len(shares) != len(runs) or abs(sum(shares) - 1) > 1e-6:
        raise TrainingError("a share for each run, please, one in all")
    states = [make_reader(run).state_dict() for run in runs]
    mean = dict(states[-1])
    for name, value in mean.items():
        if value.is_floating_point():
            weights = [state[name] for state in states]
            mean[name] = sum(
                (share * one for share, one in zip(shares, weights, strict=True)),
                torch.zeros_like(value),
            )
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(mean, folder / READER)


def load_reader(folder: Path) -> Reader:
    """Read what `keep` wrote."""
    reader = make_reader(folder / READER)
    reader.eval()
    return reader


class _Body(torch.nn.Module):
    """Ids and mask -> the last layer's vectors."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.words = four_bits(reader.body.embeddings.word_embeddings.weight)
        self.marks, self.body = reader.marks, reader.body

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Vectors of shape (rows, pieces, width)."""
        vectors = marked(ids, self.words(ids), self.marks)
        found: torch.Tensor = self.body(
            inputs_embeds=vectors, attention_mask=mask
        ).last_hidden_state
        return found


def export(folder: Path) -> None:
    """Write the model in int8 and in float32, its tokenizer and the heads."""
    reader = load_reader(folder)
    body = _Body(reader).eval()
    axes = {0: "rows", 1: "pieces"}
    example = torch.ones(2, 16, dtype=torch.long)
    torch.onnx.export(
        body,
        (example, example),
        str(folder / FLOAT),
        input_names=["ids", "mask"],
        output_names=["vectors"],
        dynamic_axes={"ids": axes, "mask": axes, "vectors": axes},
        opset_version=17,
        dynamo=False,
    )
    _quantise(folder / FLOAT, folder / BODY)
    _write_tokenizer(folder / TOKENIZER)
    np.savez(folder / HEADS, **_heads(reader))  # type: ignore[arg-type]


def _quantise(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    ready = source.with_suffix(".ready")
    quant_pre_process(str(source), str(ready), skip_symbolic_shape=True)
    # The words' vectors have four bits already, and the marks are few.
    kept = [
        node.name
        for node in onnx.load(ready).graph.node
        if node.op_type == "Gather" and "embeddings" not in node.name
    ]
    quantize_dynamic(
        str(ready),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_exclude=kept,
    )
    ready.unlink()


def _write_tokenizer(path: Path) -> None:
    tokenizer = json.loads((base_folder() / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    path.write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _heads(reader: Reader) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    for name in _HEADS:
        head = getattr(reader, name)
        arrays[f"{name}.coef"] = head.weight.detach().numpy().T.astype(np.float32)
        arrays[f"{name}.intercept"] = head.bias.detach().numpy().astype(np.float32)
    arrays["evident.coef"] = reader.evident.weight.detach().numpy().T.astype(np.float32)
    arrays["sources"] = reader.sources.weight.detach().numpy().astype(np.float32)
    return arrays
