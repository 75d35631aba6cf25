"""``python -m training evaluate --gold FILE --newsmtsc FILE --persent FILE``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from model.classifier import Classifier
from model.result import Effort
from training.asking import Opens, each
from training.corpora.annotations import load_annotations
from training.gold.asking import RowAnswer, ask_article, ask_sentence
from training.gold.measure import beside, figures, of_articles, of_sentences
from training.gold.rows import GoldRow, SentenceRow, gold_rows, newsmtsc_rows, persent_rows
from training.gold.table import Scored, as_json, as_text

__all__ = ["Request", "run", "score"]


@dataclass(frozen=True, slots=True)
class Request:
    """What is scored.

    Attributes
    ----------
    gold, newsmtsc, persent : Path or None
        Files of labels.
    split : str or None
        Of newsmtsc: only these rows.
    effort : {"full", "fast"}
        ``fast``: the linear heads alone.
    workers : int
        Processes.
    verbose : bool
        Whether to show each class.
    """

    gold: Path | None = None
    newsmtsc: Path | None = None
    persent: Path | None = None
    split: str | None = None
    effort: Effort = "full"
    workers: int = 1
    verbose: bool = False


def run(request: Request, model: Opens[Classifier]) -> tuple[str, dict[str, Any]]:
    """Score the files.

    Returns
    -------
    str
        The table.
    dict
        Everything, for JSON.

    Raises
    ------
    RowError
        If a file or a line of it is not what it should be; before anything is classified.
    ArtifactError
    """
    scored = score(request, model)
    classifier = model.open()
    with_encoder = request.effort == "full" and classifier.neural is not None
    reader = "with the encoder" if with_encoder else "the linear heads alone"
    text = as_text(scored, classifier.info, reader, verbose=request.verbose)
    return text, as_json(scored, classifier.info, reader)


def score(request: Request, model: Opens[Classifier]) -> list[Scored]:
    """Score the files; all are read and checked before anything is classified."""
    jobs: list[Callable[[], Scored]] = []
    if request.gold is not None:
        jobs.append(partial(_articles, request, model, request.gold, gold_rows(request.gold)))
    if request.newsmtsc is not None:
        sentences = newsmtsc_rows(request.newsmtsc, request.split)
        jobs.append(partial(_sentences, request, model, request.newsmtsc, sentences))
    if request.persent is not None:
        articles = persent_rows(request.persent)
        jobs.append(partial(_articles, request, model, request.persent, articles, only_stance=True))
    return [job() for job in jobs]


def _articles(
    request: Request,
    model: Opens[Classifier],
    path: Path,
    given: Sequence[GoldRow],
    *,
    only_stance: bool = False,
) -> Scored:
    rows = [row for row in given if row.text.strip()]
    answers = each(
        model,
        partial(ask_article, effort=request.effort),
        rows,
        workers=request.workers,
        name=path.name,
    )
    return Scored(
        file=str(path),
        unit="article",
        rows=len(rows),
        left_out=_left_out(given, rows, answers, only_stance=only_stance),
        figures=[
            line
            for task, pairs in of_articles(rows, answers)
            for line in figures(task, task, pairs, "unnamed" if task == "stance" else "unanswered")
        ],
        beside=beside(rows, answers),
    )


def _left_out(
    given: Sequence[GoldRow],
    rows: Sequence[GoldRow],
    answers: Sequence[RowAnswer],
    *,
    only_stance: bool,
) -> dict[str, int]:
    """Count what could not be scored, and what has been seen."""
    both = list(zip(rows, answers, strict=True))
    asked = [(row, answer) for row, answer in both if row.entity and row.stance is not None]
    mute = sum(
        (row.topic is not None and answer.topic is None)
        or (row.opinion is not None and answer.genre is None)
        for row, answer in both
    )
    others = {
        "without a topic": sum(row.topic is None for row in rows),
        "without a genre": sum(row.opinion is None for row in rows),
    }
    fitted = {note.uid for note in load_annotations()}
    return {
        "that the shipped heads were fitted on: they flatter": sum(r.uid in fitted for r in rows),
        "without a text: left out": len(given) - len(rows),
        **({} if only_stance else others),
        "without an entity and a stance": len(rows) - len(asked),
        "that get no topic or genre: not English, or no words": mute,
        "that never name their entity": sum(answer.stance is None for _, answer in asked),
    }


def _sentences(
    request: Request, model: Opens[Classifier], path: Path, rows: Sequence[SentenceRow]
) -> Scored:
    answers = each(
        model,
        partial(ask_sentence, effort=request.effort),
        rows,
        workers=request.workers,
        name=path.name,
        unit="sentence",
    )
    unnamed = sum(row.span is None for row in rows)
    return Scored(
        file=str(path),
        unit="sentence",
        rows=len(rows),
        left_out={
            "of the training part, which the shipped readers were fitted on: they flatter": sum(
                row.part.startswith("train") for row in rows
            ),
            "that never name their target": unnamed,
        },
        figures=[
            line
            for part, pairs in of_sentences(rows, answers)
            for line in figures("stance", f"stance {part}".strip(), pairs, "unnamed")
        ],
    )
