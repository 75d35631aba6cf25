"""``python -m training fit --labels FILE --output DIR``."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from model.artifact import SHIPPED, Artifact, write_artifact
from model.classifier import Classifier
from model.taxonomy import GENRES, STANCES, TOPIC_CODES
from training.asking import ModelAt, each
from training.custom.cross import FEWEST, Result, refit
from training.custom.heads import HeadData, corrected, without_encoder
from training.custom.labels import LabelRow, groups_of, label_rows
from training.custom.table import as_json, as_text
from training.custom.views import View, view_of, word_rows
from training.errors import TrainingError

__all__ = ["fit_labels"]

F64 = NDArray[np.float64]

_MANIFEST: Final = "manifest.json"
# One to measure on, and two to choose on.
_FEWEST_GROUPS: Final = 3


@dataclass(frozen=True, slots=True)
class _Read:
    """The labelled articles that can be learned from, as the model sees them."""

    rows: Sequence[LabelRow]
    views: Sequence[View]
    groups: Sequence[str]


def fit_labels(
    path: Path, model: ModelAt, output: Path, *, workers: int = 1
) -> tuple[str, dict[str, Any]]:
    """Fit a correction of each head that has labels enough, and write what got better.

    Parameters
    ----------
    path : Path
        The labels (`training.custom.labels`).
    model : ModelAt
        The model to start from.
    output : Path
        The new model's folder.
    workers : int
        Processes.

    Returns
    -------
    str
        Before and after.
    dict
        The same for JSON; ``written`` says whether there is a new model.

    Raises
    ------
    RowError, ArtifactError
    TrainingError
        If there are too few labels, or the output or the encoder cannot be used.
    """
    rows = label_rows(path)
    _check_output(output, model.path)
    artifact = Artifact.open(model.path)
    classifier = model.open()
    trained_with = classifier.topic.mix is not None
    if trained_with and classifier.neural is None and model.encoder != "off":
        raise TrainingError(
            "the model's encoder cannot be opened here: install requirements/encoder.txt, or make "
            "a model of the linear heads alone with --fast"
        )
    read = _read(rows, model, workers)
    skipped: dict[str, str] = {}
    results = list(_results(read, classifier, skipped))
    if not results:
        found = "; ".join(f"{task}: {why}" for task, why in skipped.items())
        raise TrainingError(f"{path}: too few labels to fit anything ({found})")
    better = [result for result in results if result.better]
    if better:
        _write(output, artifact, better, encoder=classifier.neural is not None, n=len(read.rows))
    left_out = {
        "that are not English": sum(not view.english for view in read.views),
        "targets that are never named": sum(
            target is None for view in read.views for target in view.targets
        ),
    }
    return (
        as_text(path, rows, results, skipped, left_out, output),
        {**as_json(results, skipped, left_out), "written": str(output) if better else None},
    )


def _check_output(output: Path, model: Path | None) -> None:
    if output.resolve() == SHIPPED.resolve():
        raise TrainingError(f"{output} is the shipped model: name another folder")
    if model is not None and output.resolve() == model.resolve():
        raise TrainingError(f"{output} is the model to start from: name another folder (--output)")
    used = output.is_file() or (output.is_dir() and any(output.iterdir()))
    if used and not (output / _MANIFEST).is_file():
        raise TrainingError(f"{output} is no copydesk model, and not empty: name another folder")


def _read(rows: Sequence[LabelRow], model: ModelAt, workers: int) -> _Read:
    views = each(model, view_of, rows, workers=workers, name="reading labelled articles")
    return _Read(rows, views, groups_of(rows))


def _results(read: _Read, classifier: Classifier, skipped: dict[str, str]) -> Iterator[Result]:
    """Fit topic and genre, then stance: its summary holds the genre's probability.

    Before is measured with the genre that was shipped, after with the one that will be; an article
    without a label of genre keeps the shipped one.
    """
    makers: dict[str, Callable[[], HeadData]] = {
        "topic": lambda: _topic(read, classifier),
        "genre": lambda: _genre(read, classifier),
    }
    shipped = [_sigmoid(view.genre) for view in read.views]
    opinions = list(shipped)
    for task, make in makers.items():
        result = _refit(task, make, skipped)
        if result is None:
            continue
        yield result
        if task == "genre" and result.better:
            labelled = _labelled(read, lambda row: row.opinion)
            for place, share in zip(labelled, result.probabilities[:, 1].tolist(), strict=True):
                opinions[place] = share
    result = _refit("stance", lambda: _stance(read, classifier, shipped, opinions), skipped)
    if result is not None:
        yield result


def _refit(task: str, make: Callable[[], HeadData], skipped: dict[str, str]) -> Result | None:
    data = make()
    n = len(data.truth)
    if n < FEWEST:
        skipped[task] = f"{n} labels, at least {FEWEST} are needed"
    elif len(np.unique(data.truth)) < 2:
        skipped[task] = f"all {n} labels are the same"
    elif (groups := len(set(data.groups))) < _FEWEST_GROUPS:
        skipped[task] = f"labels of {groups} groups, at least {_FEWEST_GROUPS} are needed"
    else:
        return refit(data)
    return None


def _labelled(read: _Read, label: Callable[[LabelRow], int | None]) -> list[int]:
    return [
        place
        for place, (row, view) in enumerate(zip(read.rows, read.views, strict=True))
        if view.english and label(row) is not None
    ]


def _topic(read: _Read, classifier: Classifier) -> HeadData:
    places = _labelled(read, lambda row: row.topic)
    views = [read.views[place] for place in places]
    words = [view.topic_words for view in views if view.topic_words is not None]
    return HeadData(
        "topic",
        tuple(TOPIC_CODES),
        _table([view.topic for view in views], len(TOPIC_CODES)),
        word_rows(classifier.topic.linear, words) if words else _vectors(views),
        np.array([read.rows[place].topic for place in places], dtype=np.int64),
        [read.groups[place] for place in places],
    )


def _genre(read: _Read, classifier: Classifier) -> HeadData:
    places = _labelled(read, lambda row: row.opinion)
    views = [read.views[place] for place in places]
    words = [view.genre_words for view in views if view.genre_words is not None]
    return HeadData(
        "genre",
        GENRES,
        _table([np.array([0.0, view.genre]) for view in views], len(GENRES)),
        word_rows(classifier.genre.linear, words) if words else _vectors(views),
        np.array([read.rows[place].opinion for place in places], dtype=np.int64),
        [read.groups[place] for place in places],
    )


def _stance(
    read: _Read, classifier: Classifier, shipped: Sequence[float], opinions: Sequence[float]
) -> HeadData:
    head = classifier.stance.linear if classifier.neural is None else classifier.stance.neural
    if head is None:
        raise ValueError("an encoder, but no head for it")
    found = [
        (target.summary(shipped[place]), target.summary(opinions[place]), stance, place)
        for place, (row, view) in enumerate(zip(read.rows, read.views, strict=True))
        if view.english
        for target, (_, stance) in zip(view.targets, row.targets, strict=True)
        if target is not None
    ]
    was = _table([before for before, _, _, _ in found], len(head.coef))
    summaries = _table([summary for _, summary, _, _ in found], len(head.coef))
    return HeadData(
        "stance",
        STANCES,
        summaries @ head.coef + head.intercept,
        summaries,
        np.array([stance for _, _, stance, _ in found], dtype=np.int64),
        [read.groups[place] for _, _, _, place in found],
        was @ head.coef + head.intercept,
    )


def _vectors(views: Sequence[View]) -> F64 | sp.csr_matrix:
    return _table([view.vector for view in views if view.vector is not None], 0)


def _table(rows: Sequence[NDArray[Any]], width: int) -> F64:
    return np.array(rows, dtype=np.float64) if rows else np.zeros((0, width))


def _sigmoid(logit: float) -> float:
    return float(1.0 / (1.0 + np.exp(-logit)))


def _write(
    output: Path, artifact: Artifact, better: Sequence[Result], *, encoder: bool, n: int
) -> None:
    """Write the shipped artifact with the better heads in the place of theirs."""
    manifest: Mapping[str, Any] = artifact.manifest
    arrays: Mapping[str, NDArray[Any]] = artifact.arrays
    files = {name: artifact.file(name) for name in artifact.manifest.get("files", {})}
    if not encoder:
        manifest, arrays = without_encoder(manifest, arrays)
        files = {}
    changed = dict(arrays)
    metrics = dict(manifest.get("metrics", {}))
    for result in better:
        changed |= corrected(changed, result.task, result.tilt, encoder=encoder)
        metrics[result.task] = {
            "n": result.after.n,
            "accuracy": round(result.after.accuracy.value, 4),
            "macro_f1": round(result.after.macro_f1.value, 4),
            "ece": round(result.after.ece, 4),
        }
    kept = {
        name: value
        for name, value in manifest.items()
        if name not in {"format", "format_version", "arrays", "files"}
    }
    fitted = {"from": artifact.digest, "articles": n, "heads": [result.task for result in better]}
    write_artifact(
        output,
        {
            **kept,
            "version": f"{manifest['version']}+labels",
            "metrics": metrics,
            "fitted_to_labels": fitted,
        },
        changed,
        {name: path for name, path in files.items() if path is not None},
    )
