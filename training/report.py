"""MODEL_CARD.md and its pictures, from what was measured."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.artifact import SHIPPED, Artifact
from model.taxonomy import TOPIC_CODES, TOPICS
from training.corpora.passages import load_passages
from training.corpora.votes import load_votes
from training.dataset import HELD_OUT, Dataset
from training.evaluate import WANTED, choose_thresholds, measure
from training.labelled import load_labelled
from training.metrics import Metrics
from training.models import Fitted
from training.peer import measure_peer
from training.plots import plot_confusion, plot_reliability, plot_risk_coverage
from training.transfer import measure_transfer
from training.voted import load_newsmtsc_votes, load_voted

__all__ = ["write_report"]

F64 = NDArray[np.float64]
ROOT: Final = Path(__file__).parents[1]
_TAUGHT: Final = ROOT / "training" / "taught" / "answers.npz"
_FIGURES: Final = Path("docs") / "figures"


def write_report(data: Dataset, fitted: Fitted, root: Path = ROOT) -> None:
    """Measure everything and write the card and its pictures.

    Parameters
    ----------
    data : Dataset
    fitted : Fitted
        With an encoder.
    root : Path
        Where MODEL_CARD.md and docs/figures go.
    """
    metrics, peer, transfer = measure(fitted), measure_peer(data), measure_transfer(data)
    _draw(fitted, metrics, root / _FIGURES)
    text = "\n".join(_card(data, fitted, metrics, peer, transfer))
    (root / "MODEL_CARD.md").write_text(text + "\n", encoding="utf-8")


def _draw(fitted: Fitted, metrics: Mapping[str, Metrics], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for task in WANTED:
        answers = fitted.answers[task]
        truth, probabilities = answers.truth, answers.probabilities
        plot_reliability(
            truth, probabilities, f"{task}: reliability", folder / f"{task}_reliability.png"
        )
        plot_risk_coverage(
            truth, probabilities, f"{task}: risk and coverage", folder / f"{task}_coverage.png"
        )
        plot_confusion(
            metrics[task].confusion,
            list(answers.labels),
            f"{task}: confusion",
            folder / f"{task}_confusion.png",
        )


def _card(
    data: Dataset,
    fitted: Fitted,
    metrics: Mapping[str, Metrics],
    peer: Mapping[str, Metrics],
    transfer: Mapping[str, Metrics],
) -> Iterator[str]:
    artifact = Artifact.open(SHIPPED)
    size = sum(path.stat().st_size for path in SHIPPED.glob("*")) / 1e6
    yield "# Model card\n\nWritten by `python -m training report`; it measured the figures in the tables.\n"
    yield f"Model {artifact.manifest['version']}, {artifact.digest}, {size:.1f} MB.\n"
    yield _WHAT
    yield "## Held-out figures\n"
    yield _HOW
    yield _HEAD
    for name, found in metrics.items():
        yield _row(name, found)
    for name, found in peer.items():
        yield _row(
            f"{name}: TfidfVectorizer(1,2) + LogisticRegression, folds of the fast heads", found
        )
    yield "\n## Genre on corpora left out of fitting altogether\n"
    yield "The linear head alone. Intervals: bootstrap draws of articles.\n"
    yield _HEAD
    for name, found in transfer.items():
        yield _row(name, found)
    yield from _decided(fitted)
    yield "\n## Each class\n"
    for task in WANTED:
        yield f"\n**{task}**\n\n| class | precision | recall | F1 | n |\n|---|---|---|---|---|"
        for score in metrics[task].classes:
            name = TOPICS[TOPIC_CODES[score.label]] if task == "topic" else score.label
            yield f"| {name} | {score.precision:.2f} | {score.recall:.2f} | {score.f1:.2f} | {score.support} |"
        yield f"\n![confusion](docs/figures/{task}_confusion.png)\n![reliability](docs/figures/{task}_reliability.png)\n![coverage](docs/figures/{task}_coverage.png)"
    yield _made_from(data)


def _made_from(data: Dataset) -> str:
    return _MADE_FROM.format(
        articles=data.n,
        read_articles=int((~data.held_out[: data.n]).sum()),
        sentences=len(load_labelled(data.articles)),
        read_sentences=len(load_labelled(data.read_by_encoder)),
        **_taught(),
        pointed=len(load_passages()),
        votes=sum(map(len, load_votes().values())),
        voted=len(load_voted(data.read_by_encoder)[0]) + len(load_newsmtsc_votes()),
        outlets=len(HELD_OUT),
    )


def _taught() -> dict[str, int]:
    """How many rows a teacher answered."""
    with np.load(_TAUGHT, allow_pickle=False) as kept:
        return {
            "taught_articles": len(kept["topic"]),
            "taught_sentences": len(kept["sentences"]),
        }


def _row(name: str, found: Metrics) -> str:
    auc = str(found.auc) if found.auc else ""
    return (
        f"| {name} | {found.n} | {found.accuracy} | {found.macro_f1} | {auc} | {found.ece:.3f} "
        f"| {found.ece_floor:.3f} | {found.majority_macro_f1:.3f} |"
    )


def _decided(fitted: Fitted) -> Iterator[str]:
    thresholds = choose_thresholds(fitted)
    yield "\n## When an answer is decided\n"
    yield (
        "Below its threshold, one half at least, an answer is `decided: false`. Thresholds are chosen "
        "on the held-out probabilities, so the shares below are a little hopeful.\n"
    )
    yield "| task | threshold | share decided | right among decided | wanted |\n|---|---|---|---|---|"
    for suffix in ("", "_fast"):
        for task, wanted in WANTED.items():
            name = f"{task}{suffix}"
            answers = fitted.answers[name]
            rows = answers.probabilities
            sure = rows.max(axis=1) >= thresholds[name]
            right = (rows.argmax(axis=1) == answers.truth)[sure]
            share = f"{right.mean():.3f}" if len(right) else "none decided"
            yield f"| {name} | {thresholds[name]:.3f} | {sure.mean():.3f} | {share} | {wanted:.2f} |"
    beside = {"with the encoder": fitted.full and fitted.full.beside, "fast": fitted.linear.beside}
    yield "\nA second topic is `also` (at most two) from a calibrated probability of being present on:\n"
    yield "| | threshold | precision | recall |\n|---|---|---|---|"
    for name, found in beside.items():
        if found:
            yield f"| {name} | {found.threshold:.2f} | {found.precision:.2f} | {found.recall:.2f} |"
    yield (
        "\nRecall is over all annotated topics that are not the answer's main one. Stance is measured "
        f"where the article names its annotated main entity ({len(fitted.answers['stance_fast'].truth)} "
        f"of {len(fitted.answers['topic_fast'].truth)} in articles.tsv).\n"
    )


_HEAD: Final = (
    "| task | n | accuracy | macro-F1 | AUC | ECE | ECE if perfect | majority macro-F1 |\n"
    "|---|---|---|---|---|---|---|---|"
)
_HOW: Final = """\
No article is answered by a head that was fitted on its outlet. **topic, genre, stance** are the answers
with the encoder, on twelve outlets that it was not fine-tuned on (`training.dataset.HELD_OUT`); what joins
it to linear heads fitted without these is cross-validated there, grouped by outlet and near-duplicate. Only articles
of `articles.tsv` are counted (two thirds of it drawn broadly), but for stance_all_targets, which has every
target labelled in those outlets. **…_fast** are the linear heads alone (`effort: fast`), in five folds of
all annotated articles grouped the same way, counted in the same manner; the words that stance_fast
knows from single sentences were in part learned in other articles of the same outlets. NewsMTSC's
sentences, which the encoder learned from too, come from outlets like these: 3 of 251 held-out articles
that were looked at hold one. Intervals: 95 %, 1,000 bootstrap draws of whole groups. *ECE if perfect* is
what a perfect calibration would show of so few examples, in the mean of 200 draws.
**The article labels were made by a language model** reading under `training/annotations/GUIDE.md`;
newsmtsc_dev is labelled by people; the encoder's line of neutral for single sentences is fitted on it, and its
figures here are of ten folds of documents. Choices were made while looking at the folds of the linear heads
and at newsmtsc_dev, and those of the tone head and of the encoder's weights at the held-out outlets,
so expect a little less on articles nobody has looked at.
"""

_WHAT: Final = """\
## What it answers

- **topic**: which of the 17 IPTC Media Topics an article is mainly about, and which others are
  clearly present (`role: also`). A linear support vector machine on words, and a small fine-tuned
  encoder (gte-small) that reads title, beginning and end; their scores are joined.
- **genre**: opinion or reporting: does the author's own voice argue or judge? Logistic regression
  on words that keeps the author's words apart from quoted speech, joined with the encoder's score.
- **stance** toward a target: critical, neutral, supportive. The encoder reads the article, the target's
  name masked, and points out what shows criticism or support; one linear head reads the sentences that
  name the target by their words, another hears the tone of the words that begin with a small letter, by
  where they stand toward the target. Definition: the article's own wording, choice and framing, not what
  quoted people say; bad news told neutrally is neutral.

[docs/model.md](docs/model.md) says how. With `effort: fast`, or without the encoder's package, the linear
heads answer alone.

## What it is not for

Not for judging people or outlets, for moderation or ranking without a person, for text that is not
English, for transcripts, lists, or fewer than 20 words. **Stance is the weakest answer**: see its
figures, and mind `decided`; people disagree about it too.
"""

_MADE_FROM: Final = """
## What it was fitted on

No sentence of any corpus is in the model: it holds hashes of words, and numbers.

| part | fitted on |
|---|---|
| encoder | {read_articles:,} of our annotated articles (all but those of the {outlets} held-out outlets); NewsMTSC train, RuSentNE and paragraphs of PerSenT, labelled by people; {read_sentences:,} sentences labelled by a language model (`training/annotations`), which also copied out of {pointed:,} articles the passages that show a stance and said how ten editors would vote on {votes:,} stances of articles and on {voted:,} sentences; the answers of all-mpnet-base-v2, fine-tuned on all of this, to {taught_articles:,} articles and {taught_sentences:,} sentences, labelled or not |
| topic, words | {articles:,} annotated articles; 50,000 without labels through the vectors of the encoder as it comes (`training/places/articles.npz`) |
| genre, words | the same annotated articles; about 6,000 articles of abp and intl5 labelled by address, source tag or title, at weight 0.2 |
| stance, sentences by words | NewsMTSC train (MIT), SEntFiN (MIT), RuSentNE (MIT), and {sentences:,} sentences labelled by a language model |
| stance, tone | annotated articles: the stance toward each of their subjects |
| what joins them | annotated articles of the held-out outlets |

Corpora and licences as stated by their makers: abp (Baly et al. 2020, Apache-2.0 for the
repository, text of the publishers), intl5 (none stated), BBC (research use), AG News
(non-commercial research), Reuters-21578 (research use), PolNeAR, Webis editorials, SemEval-2025
task 10, UKR-bias, PerSenT (CC BY 4.0), NewsMTSC (MIT), SEntFiN (MIT), RuSentNE-2023 (MIT). The
encoder gte-small is MIT, its teacher all-mpnet-base-v2 Apache-2.0. If your use is commercial, have the research-only corpora
looked at, or retrain without them.
"""
