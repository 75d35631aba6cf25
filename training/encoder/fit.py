"""Fine-tuning: a loop that shows where it is, and goes on where it was stopped."""

import math
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import distributed
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from tqdm import tqdm

from model.excerpt import Row
from model.wordpieces import SLOTS
from training.encoder.base import load_base
from training.encoder.examples import ArticleExample, SentenceExample
from training.encoder.reader import SOURCES, Reader
from training.errors import TrainingError

__all__ = [
    "Recipe",
    "average_gradients",
    "fine_tune",
    "keep_checkpoint",
    "like_length",
    "resume",
]

_SECOND: Final = 0.15  # a second topic's share of the target
_OPINION: Final = (0.02, 0.1, 0.9, 0.98)  # how much opinion genre 0 to 3 is
_MASKED: Final = 0.95  # share of the article rows with masked targets
_STANCE: Final = 2.5  # what an article's stances weigh beside its topic
_SERVED: Final = SOURCES.index("newsmtsc")  # whose line of neutral a teacher draws
_TAUGHT: Final = 2.0  # what a teacher's answers weigh beside labels
_SHOWN: Final = 6.0  # what the passages that show a stance weigh
_CUT_OFF: Final = 0.1  # share of an article's pieces that are hidden in a step
_EVERY: Final = 250  # steps between checkpoints


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the encoder is fine-tuned."""

    epochs: float = 3
    body_rate: float = 9e-5
    head_rate: float = 1e-3
    sentences: int = 64  # a batch
    articles: int = 16
    share: float = 1.0  # of the sentences, drawn anew for each epoch
    warm_up: float = 0.06
    smoothing: float = 0.05
    processes: int = 2  # one thread each
    seed: int = 0
    rate: float = 1.0  # scales both learning rates


def fine_tune(
    sentences: Sequence[SentenceExample],
    articles: Sequence[ArticleExample],
    topics: int,
    recipe: Recipe,
    checkpoint: Path,
    start: Path | None = None,
) -> Reader:
    """Fine-tune on batches of sentences and of articles in turn by chance.

    Parameters
    ----------
    sentences, articles : sequence of examples
    topics : int
        How many there are.
    recipe : Recipe
    checkpoint : Path
        Written every few minutes; if it is there, training goes on from it.
    start : Path, optional
        Weights of an earlier run to begin with, instead of the base's.
    """
    with tempfile.TemporaryDirectory() as meeting:
        work = (sentences, articles, topics, recipe, checkpoint, start, Path(meeting) / "place")
        if recipe.processes > 1:
            torch.multiprocessing.spawn(_run, work, recipe.processes)  # type: ignore[no-untyped-call]
        else:
            _run(0, *work)
    reader = Reader(load_base(), topics)
    resume(checkpoint, reader)
    reader.eval()
    return reader


def _run(
    rank: int,
    sentences: Sequence[SentenceExample],
    articles: Sequence[ArticleExample],
    topics: int,
    recipe: Recipe,
    checkpoint: Path,
    start: Path | None,
    meeting: Path,
) -> None:
    """One process's share of every batch; the gradients of all are averaged at every step.

    Two processes of one thread take half the time of one with two: a small model's matrices
    keep a thread busy, and two threads wait for each other.
    """
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)
    if recipe.processes > 1:
        place = f"file://{meeting}"
        distributed.init_process_group("gloo", place, rank=rank, world_size=recipe.processes)
    reader = Reader(load_base(), topics)
    if start:
        reader.load_state_dict(torch.load(start, weights_only=True), strict=False)
    batches = list(_plan(sentences, articles, recipe))
    heads = [p for name, p in reader.named_parameters() if not name.startswith("body.")]
    body = [p for p in reader.body.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": body, "lr": recipe.body_rate * recipe.rate},
            {"params": heads, "lr": recipe.head_rate * recipe.rate},
        ],
        weight_decay=0.01,
    )
    warm = recipe.warm_up * len(batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(1.0, (step + 1) / warm) * max(0.01, 1 - step / len(batches)),
    )
    read = {"start": str(start), "sentences": len(sentences), "articles": len(articles)}
    about = asdict(recipe) | read
    first = resume(checkpoint, reader, optimizer, schedule, about=about)
    torch.manual_seed(recipe.seed + 1000 * rank + first)  # what drops out differs
    losses: dict[str, float] = {}
    reader.train()
    bar = tqdm(
        batches[first:],
        initial=first,
        total=len(batches),
        desc="fine-tuning",
        unit="step",
        disable=rank > 0,
    )
    for step, (kind, chosen) in enumerate(bar, start=first + 1):
        mine = chosen[rank :: recipe.processes] or chosen
        if kind == "sentence":
            loss = _sentence_loss(reader, [sentences[i] for i in mine], recipe)
        else:
            chance = random.Random(step)  # noqa: S311 - no secret
            loss = _article_loss(reader, [articles[i] for i in mine], recipe, chance)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        if recipe.processes > 1:
            average_gradients([*body, *heads])
        torch.nn.utils.clip_grad_norm_([*body, *heads], 1.0)
        optimizer.step()
        schedule.step()
        losses[kind] = 0.98 * losses.get(kind, float(loss.detach())) + 0.02 * float(loss.detach())
        bar.set_postfix({name: f"{value:.3f}" for name, value in losses.items()}, refresh=False)
        if rank == 0 and (step % _EVERY == 0 or step == len(batches)):
            keep_checkpoint(checkpoint, step, reader, optimizer, schedule, about=about)
    if recipe.processes > 1:
        distributed.destroy_process_group()


def average_gradients(parameters: Sequence[torch.nn.Parameter]) -> None:
    """Make every process's gradients the mean of all processes' ones."""
    gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]
    flat = torch.cat([gradient.flatten() for gradient in gradients])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    parts = flat.split([gradient.numel() for gradient in gradients])
    for parameter, part in zip(parameters, parts, strict=True):
        parameter.grad = part.view_as(parameter)


def _plan(
    sentences: Sequence[SentenceExample], articles: Sequence[ArticleExample], recipe: Recipe
) -> Iterator[tuple[str, list[int]]]:
    """Every batch of the whole run: the same for the same recipe, so that it can be resumed."""
    chance = random.Random(recipe.seed)  # noqa: S311 - no secret
    left = recipe.epochs
    while left > 0:
        short = list(like_length([len(s.row.ids) for s in sentences], recipe.sentences, chance))
        chance.shuffle(short)
        plan = [("sentence", batch) for batch in short[: math.ceil(recipe.share * len(short))]] + [
            ("article", batch)
            for batch in like_length([len(a.plain.ids) for a in articles], recipe.articles, chance)
        ]
        chance.shuffle(plan)
        yield from plan[: math.ceil(left * len(plan))]
        left -= 1


def like_length(lengths: Sequence[int], size: int, chance: random.Random) -> Iterator[list[int]]:
    """Batches of like length out of shuffled stretches: little padding, no order."""
    order = list(range(len(lengths)))
    chance.shuffle(order)
    for start in range(0, len(order), 20 * size):
        stretch = sorted(order[start : start + 20 * size], key=lengths.__getitem__)
        for first in range(0, len(stretch), size):
            yield stretch[first : first + size]


def tensors(rows: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, mask and slots, each of shape (rows, longest)."""
    shape = len(rows), max(len(row.ids) for row in rows)
    ids, mask = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    slots = torch.full(shape, -1)
    for i, row in enumerate(rows):
        ids[i, : len(row.ids)] = torch.tensor(row.ids)
        mask[i, : len(row.ids)] = 1
        slots[i, : len(row.ids)] = torch.tensor(row.slots)
    return ids, mask, slots


def cut_off(mask: torch.Tensor, slots: torch.Tensor) -> torch.Tensor:
    """Hide some pieces that stand for no target: what is learned must not hang on a few words."""
    hidden = (torch.rand(mask.shape) < _CUT_OFF) & (slots < 0)
    hidden[:, 0] = False
    return mask * ~hidden


def _sentence_loss(
    reader: Reader, batch: Sequence[SentenceExample], recipe: Recipe
) -> torch.Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        _, targets = reader(*tensors([one.row for one in batch]))
    scores = reader.sentence(targets[:, 0].float())
    scores = scores + reader.sources(torch.tensor([one.source for one in batch]))
    truth = torch.tensor([one.stance for one in batch])
    weights = torch.tensor([one.weight for one in batch])
    found = cross_entropy(scores, truth, reduction="none", label_smoothing=recipe.smoothing)
    loss = (found * weights).sum() / weights.sum().clamp(min=1.0)
    taught = [i for i, one in enumerate(batch) if one.taught]
    if taught:
        served = reader.sentence(targets[taught, 0].float()) + reader.sources.weight[_SERVED]
        answers = torch.tensor([batch[i].taught for i in taught])
        loss = loss + _TAUGHT * len(taught) / len(batch) * cross_entropy(served, answers)
    return loss


def _article_loss(
    reader: Reader, batch: Sequence[ArticleExample], recipe: Recipe, chance: random.Random
) -> torch.Tensor:
    masked = [bool(one.stances) and chance.random() < _MASKED for one in batch]
    rows = [one.masked if m else one.plain for one, m in zip(batch, masked, strict=True)]
    with torch.autocast("cpu", torch.bfloat16):
        ids, mask, slots = tensors(rows)
        whole, stances, shown = reader.article_scores(ids, cut_off(mask, slots), slots)
    whole, stances, shown = whole.float(), stances.float(), shown.float()
    topics = reader.topic.out_features
    main = torch.zeros(len(batch), topics)
    present = torch.zeros(len(batch), topics)
    for i, one in enumerate(batch):
        main[i, one.topic] = present[i, one.topic] = 1.0
        if one.second >= 0:
            main[i, one.topic] -= _SECOND
            main[i, one.second] += _SECOND
            present[i, one.second] = 1.0
    opinion = torch.tensor([_OPINION[one.genre] for one in batch])
    loss = cross_entropy(reader.topic(whole), main)
    loss = loss + 3.0 * binary_cross_entropy_with_logits(reader.present(whole), present)
    loss = loss + binary_cross_entropy_with_logits(reader.opinion(whole)[:, 0], opinion)
    places = [
        (i, slot, stance)
        for i, (one, m) in enumerate(zip(batch, masked, strict=True))
        if m
        for slot, stance in enumerate(one.stances)
        if stance is not None
    ]
    if places:
        rows_, slots_, truth = (torch.tensor(column) for column in zip(*places, strict=True))
        scores = stances[rows_, slots_]
        loss = loss + _STANCE * cross_entropy(scores, truth, label_smoothing=recipe.smoothing)
    pointed = [i for i, (one, m) in enumerate(zip(batch, masked, strict=True)) if m and one.watched]
    for i in pointed:
        loss = loss + _SHOWN / len(batch) * _shown_loss(shown[i], batch[i])
    return loss


def _shown_loss(shown: torch.Tensor, one: ArticleExample) -> torch.Tensor:
    """How far the pieces that a reader pointed out are not those that the model would."""
    truth = torch.zeros(len(one.masked.ids), len(SLOTS), 2)
    for piece, slot, side in one.shown:
        truth[piece, slot, side] = 1.0
    watched = list(one.watched)
    return binary_cross_entropy_with_logits(shown[: len(truth)][:, watched], truth[:, watched])


def keep_checkpoint(path: Path, step: int, *parts: Any, about: dict[str, Any]) -> None:
    """Write the state of a run's parts, whole or not at all; `about` is its recipe."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    states = [part.state_dict() for part in parts]
    torch.save({"about": about, "step": step, "at": time.time(), "parts": states}, fresh)
    fresh.replace(path)


def resume(path: Path, *parts: Any, about: dict[str, Any] | None = None) -> int:
    """Bring a run's parts to where they were; return how many steps were done."""
    if not path.exists():
        return 0
    kept = torch.load(path, weights_only=True)
    if about is not None and kept.get("about") != about:
        raise TrainingError(
            f"{path} is of another run ({kept.get('about')}): take it away, or begin anew (--fresh)"
        )
    for part, state in zip(parts, kept["parts"], strict=False):
        part.load_state_dict(state)
    return int(kept["step"])


def steps(sentences: int, articles: int, recipe: Recipe) -> int:
    """How many steps a run takes."""
    short = math.ceil(recipe.share * math.ceil(sentences / recipe.sentences))
    each = short + math.ceil(articles / recipe.articles)
    return math.ceil(recipe.epochs * each)
