"""Whether answers rest on the passages that are shown: ``python -m training faithful``.

Comprehensiveness (DeYoung et al., ERASER, ACL 2020): take the evidence out of the article and see
how far the answer's probability falls; then take out as many characters of other sentences, drawn
by chance. If the evidence is what the answer rests on, the first fall is deeper. Sufficiency: keep
the evidence alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from random import Random
from typing import Any, Final

import numpy as np

from model.article import Article
from model.result import Classification, Effort, Evidence, Field, Task
from training.asking import Classifies, Opens, each
from training.bootstrap import Interval, grouped_ratio
from training.gold.asking import Answer, genre_answer, stance_answer, topic_answer
from training.sample import Piece

__all__ = ["Drop", "drops_of", "random_spans", "run", "with_only", "without"]

_TASKS: Final[tuple[Task, ...]] = ("topic", "genre", "stance")
_DRAWS: Final = 3

Span = tuple[Field, int, int]


@dataclass(frozen=True, slots=True)
class Drop:
    """How far one answer's probability falls.

    Attributes
    ----------
    task, group : str
    evidence : float
        Without the evidence.
    random : float
        Without as much of other sentences, on average over the draws.
    only : float
        With the evidence alone.
    answered : bool
        Whether there still is an answer without the evidence: the target may be gone with it. An
        answer that is gone is as likely as any.
    """

    task: str
    group: str
    evidence: float
    random: float
    only: float
    answered: bool


def drops_of(
    classifier: Classifies, numbered: tuple[int, Piece], effort: Effort, seed: int
) -> list[Drop]:
    """Measure topic, genre and stance of one article; those that show evidence."""
    number, piece = numbered
    found = []
    for task in _TASKS:
        if task == "stance" and piece.target is None:
            continue
        ask = partial(_ask, classifier, task=task, target=piece.target, effort=effort)
        whole = classifier.classify(
            piece.article,
            tasks=[task],
            targets=None if piece.target is None else [piece.target],
            effort=effort,
        )
        answer = _answer(whole, task)
        shown = [] if answer is None else list(_spans(_evidence_of(whole, task)))
        if answer is None or not shown:
            continue
        rng = Random(f"{seed}/{number}/{task}")  # noqa: S311
        draws = [random_spans(piece.article, shown, rng) for _ in range(_DRAWS)]
        removed = ask(without(piece.article, shown))
        found.append(
            Drop(
                task,
                piece.group,
                evidence=_fall(answer, removed),
                random=float(
                    np.mean([_fall(answer, ask(without(piece.article, draw))) for draw in draws])
                ),
                only=_fall(answer, ask(with_only(piece.article, shown))),
                answered=removed is not None,
            )
        )
    return found


def without(article: Article, spans: Sequence[Span]) -> Article:
    """Delete spans of an article."""
    return Article.from_text(
        _deleted(article.text, spans, "text"), _deleted(article.title, spans, "title")
    )


def with_only(article: Article, spans: Sequence[Span]) -> Article:
    """Keep spans of an article, a line each, and nothing else."""
    kept: dict[Field, str] = {
        field: "\n".join(
            (article.title if field == "title" else article.text)[start:end]
            for where, start, end in sorted(spans)
            if where == field
        )
        for field in ("title", "text")
    }
    return Article.from_text(kept["text"], kept["title"])


def random_spans(article: Article, shown: Sequence[Span], rng: Random) -> list[Span]:
    """Draw other sentences, together as long as the spans that are shown.

    The last one drawn is cut to fit; fewer characters are given where there are no more.
    """
    taken = {(field, start) for field, start, _ in shown}
    others = [
        (s.field, s.start, s.end) for s in article.sentences if (s.field, s.start) not in taken
    ]
    left = sum(end - start for _, start, end in shown)
    rng.shuffle(others)
    drawn: list[Span] = []
    for field, start, end in others:
        if not left:
            break
        stop = min(end, start + left)
        drawn.append((field, start, stop))
        left -= stop - start
    return drawn


def run(
    pieces: Sequence[Piece],
    model: Opens[Classifies],
    *,
    effort: Effort = "full",
    workers: int = 1,
    seed: int = 0,
) -> tuple[str, dict[str, Any]]:
    """Measure some articles.

    Returns
    -------
    str
        The table.
    dict
        All figures, for JSON.
    """
    found = each(
        model,
        partial(drops_of, effort=effort, seed=seed),
        list(enumerate(pieces)),
        workers=workers,
        name="faithful",
    )
    drops = [drop for some in found for drop in some]
    rows = [_row(task, [drop for drop in drops if drop.task == task]) for task in _TASKS]
    still = [drop for drop in drops if drop.task == "stance" and drop.answered]
    rows.append(replace(_row("stance", still), task="stance, target still named"))
    return "\n".join(_table(rows)), {"draws": _DRAWS, "figures": [asdict(row) for row in rows]}


@dataclass(frozen=True, slots=True)
class _Row:
    task: str
    n: int
    evidence: Interval | None
    random: Interval | None
    gap: Interval | None
    deeper: Interval | None
    only: Interval | None


def _row(task: str, drops: Sequence[Drop]) -> _Row:
    groups = [drop.group for drop in drops]
    evidence, random, only = (
        np.array([getattr(drop, name) for drop in drops], dtype=np.float64)
        for name in ("evidence", "random", "only")
    )

    def mean(values: Any) -> Interval | None:
        return grouped_ratio(values, np.ones(len(drops)), groups)

    gap = evidence - random
    return _Row(
        task, len(drops), mean(evidence), mean(random), mean(gap), mean(gap > 0), mean(only)
    )


def _table(rows: Sequence[_Row]) -> Iterator[str]:
    yield (
        f"{'Fall of the answer’s probability':34}{'n':>4}  {'without evidence':24}"
        f"{'without as much by chance':27}{'gap':24}{'evidence deeper':24}evidence alone"
    )
    for row in rows:
        cells = [
            f"{_shown(row.evidence):24}{_shown(row.random):27}{_shown(row.gap):24}",
            f"{_shown(row.deeper):24}{_shown(row.only)}",
        ]
        yield f"{row.task:34}{row.n:4}  {''.join(cells)}"


def _shown(interval: Interval | None) -> str:
    return "-" if interval is None else str(interval)


def _ask(
    classifier: Classifies, article: Article, *, task: Task, target: str | None, effort: Effort
) -> Answer | None:
    found = classifier.classify(
        article,
        tasks=[task],
        targets=None if target is None else [target],
        effort=effort,
        evidence=False,
    )
    return _answer(found, task)


def _answer(found: Classification, task: Task) -> Answer | None:
    return {"topic": topic_answer, "genre": genre_answer, "stance": stance_answer}[task](found)


def _evidence_of(found: Classification, task: Task) -> Iterator[Evidence]:
    """Give the passages for the answer itself: of the topics, the main one."""
    wanted = f"topic:{found.topics[0].id}" if task == "topic" and found.topics else task
    for evidence in found.evidence:
        if evidence.for_ == wanted or (task == "stance" and evidence.for_.startswith("stance:")):
            yield evidence


def _spans(found: Iterator[Evidence]) -> Iterator[Span]:
    for evidence in found:
        yield evidence.field, evidence.start, evidence.end


def _deleted(text: str, spans: Sequence[Span], field: Field) -> str:
    for _, start, end in sorted((s for s in spans if s[0] == field), reverse=True):
        text = text[:start] + text[end:]
    return text


def _fall(answer: Answer, after: Answer | None) -> float:
    label = int(answer.probabilities.argmax())
    now = 1 / len(answer.probabilities) if after is None else float(after.probabilities[label])
    return float(answer.probabilities[label]) - now
