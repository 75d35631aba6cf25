"""The encoder fine-tuned to read stance toward a target in a sentence."""

import random
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from training.corpora import TargetedSentence, load_targeted_sentences, unlike
from training.dataset import SEED
from training.encoder.base import Encoded, by_length, load_base, padded

__all__ = ["SentenceReader", "fine_tune", "judge"]

_LONGEST: Final = 96
_BEFORE: Final = 200  # code points before the target that are read
_EPOCHS: Final = 3
_BATCH: Final = 32
_EXTRA: Final = 3000  # sentences of the other corpora, an epoch
_WEIGHTS: Final = {"newsmtsc": 1.0, "rusentne": 0.5, "sentfin": 0.3, "persent": 0.5}


class SentenceReader(torch.nn.Module):
    """Mean of the sentence beside mean of the target's tokens -> three stances."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(2 * encoder.config.hidden_size, 3)

    def forward(
        self, ids: torch.Tensor, attention: torch.Tensor, target: torch.Tensor
    ) -> torch.Tensor:
        """Return logits of shape (batch, 3)."""
        hidden = self.encoder(input_ids=ids, attention_mask=attention).last_hidden_state
        means = [
            (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
            for mask in (attention.to(hidden.dtype), target.to(hidden.dtype))
        ]
        logits: torch.Tensor = self.head(self.dropout(torch.cat(means, -1)))
        return logits


def fine_tune() -> tuple[SentenceReader, Any]:
    """Fine-tune on NewsMTSC's training part and some of the other corpora.

    About seven minutes on one core with bfloat16. Returns the reader and the tokenizer.
    """
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - no secret
    news = load_targeted_sentences("newsmtsc")
    train = [sentence for sentence in news if sentence.split == "train"]
    extra = [
        sentence
        for name in ("rusentne_en_dev", "sentfin", "persent_dev")
        for sentence in unlike(load_targeted_sentences(name), news)
        if sentence.start is not None
    ]
    tokenizer, encoder = load_base()
    reader = SentenceReader(encoder)
    rows = [_encode(tokenizer, sentence) for sentence in (*train, *extra)]
    truth = torch.tensor([sentence.polarity + 1 for sentence in (*train, *extra)])
    weights = torch.tensor([_WEIGHTS[sentence.corpus] for sentence in (*train, *extra)])
    steps = _EPOCHS * ((len(train) + _EXTRA) // _BATCH + 2)
    optimizer = torch.optim.AdamW(
        [
            {"params": reader.encoder.parameters(), "lr": 6e-5},
            {"params": reader.head.parameters(), "lr": 1e-3},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / (0.06 * steps)) * max(0.0, 1 - step / steps)
    )
    for epoch in range(_EPOCHS):
        reader.train()
        chosen = [*range(len(train)), *chance.sample(range(len(train), len(rows)), _EXTRA)]
        chance.shuffle(chosen)
        batches = [
            [chosen[i] for i in batch] for batch in by_length([len(rows[i][0]) for i in chosen])
        ]
        chance.shuffle(batches)
        for batch in tqdm(batches, desc=f"epoch {epoch + 1}/{_EPOCHS}", unit="batch"):
            with torch.autocast("cpu", torch.bfloat16):
                logits = reader(*padded([rows[i] for i in batch]))
            losses = torch.nn.functional.cross_entropy(
                logits.float(), truth[batch], reduction="none"
            )
            loss = (losses * weights[batch]).sum() / weights[batch].sum()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return reader, tokenizer


def judge(
    reader: SentenceReader, tokenizer: Any, sentences: Sequence[TargetedSentence]
) -> NDArray[np.float32]:
    """Probabilities of shape (len(sentences), 3)."""
    reader.eval()
    rows = [_encode(tokenizer, sentence) for sentence in sentences]
    found = np.zeros((len(rows), 3), np.float32)
    batches = list(by_length([len(ids) for ids, _ in rows], 64))
    for batch in tqdm(batches, desc="judging", unit="batch"):
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            logits = reader(*padded([rows[i] for i in batch]))
        found[batch] = torch.softmax(logits.float(), -1).numpy()
    return found


def _encode(tokenizer: Any, sentence: TargetedSentence) -> Encoded:
    if sentence.start is None or sentence.end is None:
        raise ValueError(f"{sentence.id} does not name its target")
    cut = max(0, sentence.start - _BEFORE)
    start, end = sentence.start - cut, sentence.end - cut
    found = tokenizer(
        sentence.sentence[cut:], truncation=True, max_length=_LONGEST, return_offsets_mapping=True
    )
    target = [int(a < end and b > start and b > a) for a, b in found["offset_mapping"]]
    return found["input_ids"], target
