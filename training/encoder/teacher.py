"""A larger model that reads better, for the small one to learn from.

all-mpnet-base-v2 (110 million parameters, Apache-2.0) reads the same rows. Its layers have 85
million weights, the small encoder's 18 million: it teaches and is never served.
"""

import json
import os
from pathlib import Path
from typing import Any, Final

import torch

from model.taxonomy import TOPIC_CODES
from training.encoder.reader import Reader
from training.errors import TrainingError

__all__ = ["load_teacher", "make_teacher"]

_VOCABULARY: Final = 30522  # of BERT: MPNet's is the same, four places on, but for these
_FURTHER: Final = 4
_OWN: Final = {0: 1, 100: 3, 101: 0, 102: 2, 103: 30526}  # [PAD] [UNK] [CLS] [SEP] [MASK]


def make_teacher(weights: Path) -> Reader:
    """The larger model with the same heads."""
    return Reader(load_teacher(weights), len(TOPIC_CODES))


def load_teacher(weights: Path) -> Any:
    """Load the model, without the network; its words stand where BERT's do, so ids are the same.

    Parameters
    ----------
    weights : Path
        Folder of all-mpnet-base-v2: ``model.safetensors`` and ``config.json``.

    Raises
    ------
    TrainingError
        If there are none.
    """
    if not (weights / "model.safetensors").is_file():
        raise TrainingError(f"{weights}: no model.safetensors (docs/training.md says whence)")
    os.environ["HF_HUB_OFFLINE"] = "1"
    from safetensors.torch import load_file
    from transformers import MPNetConfig, MPNetModel

    settings = json.loads((weights / "config.json").read_text(encoding="utf-8"))
    body = MPNetModel(
        MPNetConfig(**settings | {"attention_probs_dropout_prob": 0.0}), add_pooling_layer=False
    )
    state = load_file(weights / "model.safetensors")
    body.load_state_dict(
        {name: state[name] for name in body.state_dict() if name in state}, strict=False
    )
    return in_berts_order(body)


def in_berts_order(body: Any) -> Any:
    """Put the words' vectors where BERT's vocabulary has them."""
    places = [_OWN.get(i, i + _FURTHER) for i in range(_VOCABULARY)]
    table = body.embeddings.word_embeddings.weight.detach()[places]
    body.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(table.clone(), freeze=True)
    return body
