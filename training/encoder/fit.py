"""Fine-tuning: a loop that shows where it is, and goes on where it was stopped."""

import math
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import distributed
from tqdm import tqdm

from training.encoder.losses import article_loss, sentence_loss
from training.encoder.packed import Examples
from training.encoder.reader import Reader
from training.encoder.taught import Taught
from training.errors import TrainingError

__all__ = ["Recipe", "fine_tune"]

_EVERY: Final = 300  # seconds between checkpoints
_SENTENCES: Final = 4  # for every article of a batch


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an encoder is fine-tuned.

    Attributes
    ----------
    batch : int
        Articles; of sentences, which come in batches of their own, four times as many.
    share, article_share : float
        Of the sentences and of the articles, drawn anew for each epoch.
    processes : int
        Of one thread each; on a GPU there is one.
    device : str
        ``cpu`` or ``cuda``.
    start : str
        What was begun with: a run that began elsewhere is not gone on with.
    """

    epochs: float = 3
    body_rate: float = 9e-5
    head_rate: float = 1e-3
    batch: int = 16
    share: float = 1.0
    article_share: float = 1.0
    warm_up: float = 0.06
    processes: int = 2
    seed: int = 0
    device: str = "cpu"
    start: str = ""


def fine_tune(
    make: Callable[[], Reader],
    examples: Examples,
    recipe: Recipe,
    checkpoint: Path,
    taught: Taught | None = None,
) -> Reader:
    """Fine-tune on batches of sentences and of articles in turn by chance.

    Parameters
    ----------
    make : callable
        Makes what is fine-tuned, in every process.
    examples : Examples
    recipe : Recipe
    checkpoint : Path
        Written every few minutes; if it is there, training goes on from it.
    taught : Taught, optional
        A teacher's answers; without them, examples that have no label are left out.
    """
    with tempfile.TemporaryDirectory() as meeting:
        work = (make, examples, recipe, checkpoint, taught, Path(meeting) / "place")
        if recipe.processes > 1:
            torch.multiprocessing.spawn(_run, work, recipe.processes)  # type: ignore[no-untyped-call]
        else:
            _run(0, *work)
    reader = make()
    resume(checkpoint, reader)
    reader.eval()
    return reader


def _run(
    rank: int,
    make: Callable[[], Reader],
    examples: Examples,
    recipe: Recipe,
    checkpoint: Path,
    taught: Taught | None,
    meeting: Path,
) -> None:
    """One process's share of every batch; the gradients of all are averaged at every step.

    Two processes of one thread take half the time of one with two: a small model's matrices
    keep a thread busy, and two threads wait for each other.
    """
    torch.manual_seed(recipe.seed)
    if recipe.device == "cpu":
        torch.set_num_threads(1)
    if recipe.processes > 1:
        place = f"file://{meeting}"
        distributed.init_process_group("gloo", place, rank=rank, world_size=recipe.processes)
    reader = make().to(recipe.device)
    batches = list(_plan(examples, recipe, everything=taught is not None))
    lengths = {"sentence": examples.sentences.lengths, "article": examples.articles.lengths}
    examples = examples.to(recipe.device)
    taught = taught.to(recipe.device) if taught else None
    learned = [parameter for parameter in reader.parameters() if parameter.requires_grad]
    optimizer, schedule = _optimizer(reader, recipe, len(batches))
    about = asdict(recipe) | {
        "sentences": len(examples.sentences),
        "articles": len(examples.articles),
        "taught": taught is not None,
    }
    first = resume(checkpoint, reader, optimizer, schedule, about=about)
    torch.manual_seed(recipe.seed + 1000 * rank + first)  # what drops out differs
    kept_at = time.monotonic()
    losses: dict[str, torch.Tensor] = {}
    reader.train()
    bar = tqdm(
        batches[first:],
        initial=first,
        total=len(batches),
        desc="fine-tuning",
        unit="step",
        disable=rank > 0,
        mininterval=2,
    )
    for step, (kind, chosen) in enumerate(bar, start=first + 1):
        mine = torch.tensor(chosen[rank :: recipe.processes] or chosen)
        longest = int(lengths[kind][mine].max())
        mine = mine.to(recipe.device)
        with torch.autocast(recipe.device, torch.bfloat16):
            if kind == "sentence":
                theirs = taught.sentences.take(mine) if taught else None
                loss = sentence_loss(reader, examples.sentences.take(mine, longest), theirs)
            else:
                of_them = taught.articles.take(mine, longest) if taught else None
                loss = article_loss(reader, examples.articles.take(mine, longest), of_them)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        if recipe.processes > 1:
            average_gradients(learned)
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        schedule.step()
        losses[kind] = 0.98 * losses.get(kind, loss.detach()) + 0.02 * loss.detach()
        if step % 20 == 0:  # what is shown must be waited for
            shown = {name: float(value) for name, value in losses.items()}
            bar.set_postfix({name: f"{value:.3f}" for name, value in shown.items()}, refresh=False)
        late = time.monotonic() - kept_at > _EVERY
        if rank == 0 and (late or step == len(batches)):
            keep_checkpoint(checkpoint, step, reader, optimizer, schedule, about=about)
            kept_at = time.monotonic()
    if recipe.processes > 1:
        distributed.destroy_process_group()


def _optimizer(
    reader: Reader, recipe: Recipe, n: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """AdamW whose rates warm up and fall; the heads, which begin at nothing, have their own."""
    named = [(name, one) for name, one in reader.named_parameters() if one.requires_grad]
    body = [one for name, one in named if name.startswith("body.")]
    heads = [one for name, one in named if not name.startswith("body.")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": recipe.body_rate}, {"params": heads, "lr": recipe.head_rate}],
        weight_decay=0.01,
        fused=True,
    )
    warm = recipe.warm_up * n
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm) * max(0.01, 1 - step / n)
    )
    return optimizer, schedule


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
    examples: Examples, recipe: Recipe, *, everything: bool
) -> Iterator[tuple[str, list[int]]]:
    """Every batch of the whole run: the same for the same recipe, so that it can be resumed."""
    chance = random.Random(recipe.seed)  # noqa: S311 - no secret
    tables = examples.sentences, examples.articles
    usable = [
        list(range(len(table))) if everything else table.known.nonzero()[:, 0].tolist()
        for table in tables
    ]
    lengths = [table.lengths.tolist() for table in tables]
    kinds = (
        ("sentence", _SENTENCES * recipe.batch, recipe.share),
        ("article", recipe.batch, recipe.article_share),
    )
    left = recipe.epochs
    while left > 0:
        plan: list[tuple[str, list[int]]] = []
        for (kind, size, share), places, longest in zip(kinds, usable, lengths, strict=True):
            batches = list(like_length(places, longest, size, chance))
            chance.shuffle(batches)
            plan += [(kind, batch) for batch in batches[: math.ceil(share * len(batches))]]
        chance.shuffle(plan)
        yield from plan[: math.ceil(left * len(plan))]
        left -= 1


def like_length(
    places: Sequence[int], lengths: Sequence[int], size: int, chance: random.Random
) -> Iterator[list[int]]:
    """Batches of like length out of shuffled stretches: little padding, no order."""
    order = list(places)
    chance.shuffle(order)
    for start in range(0, len(order), 20 * size):
        stretch = sorted(order[start : start + 20 * size], key=lengths.__getitem__)
        for first in range(0, len(stretch), size):
            yield stretch[first : first + size]


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
    kept = torch.load(path, weights_only=True, map_location="cpu")
    if about is not None and kept.get("about") != about:
        raise TrainingError(
            f"{path} is of another run ({kept.get('about')}): take it away, or begin anew (--fresh)"
        )
    for part, state in zip(parts, kept["parts"], strict=False):
        part.load_state_dict(state)
    return int(kept["step"])
