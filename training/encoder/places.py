"""Where the encoder, as it comes, places whole articles: ``training/places/articles.npz``."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm
from transformers import AutoTokenizer

from training.dataset import SEED, Dataset
from training.encoder.minilm import load_minilm, minilm_folder
from training.places import write_places

__all__ = ["place_articles"]

_PLACED: Final = 50_000  # articles without annotation
_LONGEST: Final = 160  # tokens: the title and the lead
_BATCH: Final = 32


def place_articles(data: Dataset) -> None:
    """Write the places of the annotated articles and of some others."""
    others = np.arange(data.n, len(data.articles))
    some = np.sort(np.random.default_rng(SEED).permutation(others)[:_PLACED])
    articles = [data.articles[i] for i in (*range(data.n), *some)]
    vectors = places_of([f"{a.title_clean}. {a.text[:1200]}" for a in articles])
    write_places([article.uid for article in articles], vectors)


def places_of(texts: Sequence[str]) -> NDArray[np.float32]:
    """Mean-pooled, normalised vectors of texts, in bfloat16.

    Returns
    -------
    float32 array of shape (len(texts), 384)
    """
    tokenizer = AutoTokenizer.from_pretrained(minilm_folder())
    model = load_minilm().eval().bfloat16()
    vectors = np.zeros((len(texts), model.config.hidden_size), np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
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
