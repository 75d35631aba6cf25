"""A larger model that reads sentences better, and what it says of them for the small one to learn.

all-mpnet-base-v2 (110 million parameters, Apache-2.0) is fine-tuned on NewsMTSC's training part,
the target masked, and answers sentences that it has not seen in the sense of NewsMTSC. It is
eight times the small encoder's work, so it teaches and is never served.
"""

import math
import os
import random
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import distributed
from torch.nn.functional import cross_entropy
from tqdm import tqdm

from training.corpora import TargetedSentence, load_targeted_sentences
from training.corpora.votes import Probabilities
from training.encoder.fit import average_gradients, keep_checkpoint, like_length, resume
from training.errors import TrainingError

__all__ = ["answers_of", "load_taught", "teach"]

_BATCH: Final = 32
_RATE, _HEAD_RATE = 4e-5, 1e-3
_AROUND: Final = 60  # word pieces on either side of the target
_BEFORE, _AFTER = 200, 220  # code points
_TEMPERATURE: Final = 1.2  # the best on the development set
_PROCESSES: Final = 2
_EVERY: Final = 100  # steps between checkpoints

Ids = tuple[list[int], int]  # word pieces, and where among them the target's mask is


def teach(weights: Path, epochs: float, kept: Path) -> None:
    """Fine-tune the teacher (half an hour on two cores; it goes on where it was stopped).

    Parameters
    ----------
    weights : Path
        Folder of all-mpnet-base-v2: ``model.safetensors``, ``config.json``, the tokenizer.
    epochs : float
    kept : Path
    """
    if not (weights / "model.safetensors").is_file():
        raise TrainingError(f"{weights}: no model.safetensors (docs/training.md says whence)")
    with tempfile.TemporaryDirectory() as meeting:
        work = (weights, epochs, kept, Path(meeting) / "place")
        torch.multiprocessing.spawn(_run, work, _PROCESSES)  # type: ignore[no-untyped-call]


def answers_of(
    weights: Path, kept: Path, sentences: Sequence[TargetedSentence]
) -> NDArray[np.float32]:
    """Probabilities of shape (sentences, 3), in the sense of NewsMTSC."""
    chunks = [sentences[start : start + 512] for start in range(0, len(sentences), 512)]
    with torch.multiprocessing.get_context("spawn").Pool(_PROCESSES) as pool:
        jobs = [(weights, kept, chunk) for chunk in chunks]
        parts = list(tqdm(pool.imap(_answer, jobs), total=len(jobs), desc="teacher", unit="x512"))
    return np.concatenate(parts)


def load_taught(path: Path) -> dict[str, Probabilities]:
    """Read a teacher's probabilities by the sentence's id."""
    with np.load(path) as kept:
        rows = kept["probabilities"].tolist()
        return dict(zip(kept["ids"].tolist(), map(tuple, rows), strict=True))


class Teacher(torch.nn.Module):
    """The large encoder and a linear head over its first, mean and target's vectors."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        os.environ["HF_HUB_OFFLINE"] = "1"
        from transformers import AutoModel, AutoTokenizer

        self.tokenizer: Any = AutoTokenizer.from_pretrained(weights)
        self.body: Any = AutoModel.from_pretrained(weights, attention_probs_dropout_prob=0.0)
        self.body.embeddings.word_embeddings.weight.requires_grad = False
        self.dropout = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(3 * self.body.config.hidden_size, 3)

    def ids(self, sentences: Iterable[TargetedSentence]) -> list[Ids]:
        """Word pieces around each target, itself masked."""
        return [self._ids(s.sentence, s.start or 0, s.end or 0) for s in sentences]

    def forward(self, rows: Sequence[Ids]) -> torch.Tensor:
        """Scores of shape (rows, 3)."""
        longest = max(len(ids) for ids, _ in rows)
        shape = len(rows), longest
        ids = torch.full(shape, int(self.tokenizer.pad_token_id), dtype=torch.long)
        mask = torch.zeros(shape, dtype=torch.long)
        for i, (pieces, _) in enumerate(rows):
            ids[i, : len(pieces)] = torch.tensor(pieces)
            mask[i, : len(pieces)] = 1
        with torch.autocast("cpu", torch.bfloat16):
            hidden = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask[..., None].to(hidden.dtype)
            mean = (hidden * weights).sum(1) / weights.sum(1)
            target = hidden[torch.arange(len(rows)), torch.tensor([at for _, at in rows])]
            scores = self.head(self.dropout(torch.cat([hidden[:, 0], mean, target], -1)))
        return torch.as_tensor(scores).float()

    def _ids(self, text: str, start: int, end: int) -> Ids:
        tokenizer = self.tokenizer
        first = max(0, start - _BEFORE)
        if first and 0 <= (space := text.find(" ", first)) < start:
            first = space + 1
        before, after = (
            tokenizer(part, add_special_tokens=False)["input_ids"]
            for part in (text[first:start], text[end : end + _AFTER])
        )
        pieces = [*before[-_AROUND:], tokenizer.mask_token_id, *after[:_AROUND]]
        at = 1 + min(len(before), _AROUND)
        return [tokenizer.cls_token_id, *pieces, tokenizer.sep_token_id], at


def _run(rank: int, weights: Path, epochs: float, kept: Path, meeting: Path) -> None:
    torch.manual_seed(1)
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", f"file://{meeting}", rank=rank, world_size=_PROCESSES)
    teacher = Teacher(weights)
    train = [s for s in load_targeted_sentences("newsmtsc") if s.split == "train"]
    rows = teacher.ids(train)
    truth = [sentence.polarity + 1 for sentence in train]
    chance = random.Random(1)  # noqa: S311 - no secret
    batches: list[list[int]] = []
    steps = math.ceil(epochs * len(rows) / _BATCH)
    while len(batches) < steps:
        fresh = list(like_length([len(ids) for ids, _ in rows], _BATCH, chance))
        chance.shuffle(fresh)
        batches += fresh
    learned = [p for p in teacher.parameters() if p.requires_grad]
    body = [p for p in teacher.body.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": body, "lr": _RATE},
            {"params": list(teacher.head.parameters()), "lr": _HEAD_RATE},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.08 * steps)) * max(0.02, 1 - step / steps)
    )
    checkpoint, about = kept.with_suffix(".checkpoint"), {"epochs": epochs}
    first = resume(checkpoint, teacher, optimizer, schedule, about=about)
    torch.manual_seed(100 + 1000 * rank + first)  # what drops out differs
    bar = tqdm(
        batches[first:steps],
        initial=first,
        total=steps,
        desc="teacher",
        unit="step",
        disable=rank > 0,
    )
    for step, batch in enumerate(bar, start=first + 1):
        mine = batch[rank::_PROCESSES] or batch
        scores = teacher([rows[i] for i in mine])
        loss = cross_entropy(scores, torch.tensor([truth[i] for i in mine]), label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        average_gradients(learned)
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        schedule.step()
        if rank == 0 and step % _EVERY == 0:
            keep_checkpoint(checkpoint, step, teacher, optimizer, schedule, about=about)
    if rank == 0:
        kept.parent.mkdir(parents=True, exist_ok=True)
        torch.save(teacher.state_dict(), kept)
        checkpoint.unlink(missing_ok=True)
    distributed.destroy_process_group()


def _answer(job: tuple[Path, Path, Sequence[TargetedSentence]]) -> NDArray[np.float32]:
    weights, kept, sentences = job
    torch.set_num_threads(1)
    teacher = Teacher(weights)
    teacher.load_state_dict(torch.load(kept, weights_only=True))
    teacher.eval()
    rows = teacher.ids(sentences)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
    found = np.zeros((len(rows), 3), np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            scores = teacher([rows[i] for i in batch])
            found[batch] = (scores / _TEMPERATURE).softmax(-1).numpy()
    return found
