"""MODEL_CARD.md and its pictures, from what was measured."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.artifact import SHIPPED, Artifact
from model.taxonomy import GENRES, STANCES, TOPIC_CODES, TOPICS
from training.dataset import Dataset
from training.evaluate import WANTED, choose_thresholds, measure
from training.metrics import Metrics
from training.models import Fitted
from training.peer import measure_peer
from training.plots import plot_confusion, plot_reliability, plot_risk_coverage
from training.transfer import measure_transfer

__all__ = ["write_report"]

F64 = NDArray[np.float64]
ROOT: Final = Path(__file__).parents[1]
_FIGURES: Final = Path("docs") / "figures"


def write_report(data: Dataset, fitted: Fitted, root: Path = ROOT) -> None:
    """Measure everything and write the card and its pictures.

    Parameters
    ----------
    data : Dataset
    fitted : Fitted
    root : Path
        Where MODEL_CARD.md and docs/figures go.
    """
    metrics, peer, transfer = measure(data, fitted), measure_peer(data), measure_transfer(data)
    _draw(data, fitted, metrics, root / _FIGURES)
    text = "\n".join(_card(data, fitted, metrics, peer, transfer))
    (root / "MODEL_CARD.md").write_text(text + "\n", encoding="utf-8")


def _draw(data: Dataset, fitted: Fitted, metrics: Mapping[str, Metrics], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    held_out = fitted.held_out
    named = ~np.isnan(held_out.stance[:, 0])
    for task, truth, probabilities, labels in (
        ("topic", data.topic, held_out.topic, list(TOPIC_CODES)),
        ("genre", data.opinion, held_out.genre, list(GENRES)),
        ("stance", data.stance[named], held_out.stance[named], list(STANCES)),
    ):
        plot_reliability(
            truth, probabilities, f"{task}: reliability", folder / f"{task}_reliability.png"
        )
        plot_risk_coverage(
            truth, probabilities, f"{task}: risk and coverage", folder / f"{task}_coverage.png"
        )
        plot_confusion(
            metrics[task].confusion, labels, f"{task}: confusion", folder / f"{task}_confusion.png"
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
    yield "# Model card\n\nWritten by `python -m training report`; every figure was measured by it.\n"
    yield f"Model {artifact.manifest['version']}, {artifact.digest}, {size:.1f} MB.\n"
    yield _WHAT
    yield "## Held-out figures\n"
    yield (
        "Five folds grouped by outlet and near-duplicate: no article is scored by a head that saw its "
        "outlet. Intervals: 95 %, 1,000 bootstrap draws of whole groups. **The article labels were "
        "made by a language model** reading under `training/annotations/GUIDE.md`; newsmtsc_dev is "
        "labelled by people. Choices (weights, features, penalties) were made while looking at these "
        "folds and at newsmtsc_dev, so expect a little less on articles nobody has looked at.\n"
    )
    yield "| task | n | accuracy | macro-F1 | AUC | ECE | majority macro-F1 |\n|---|---|---|---|---|---|---|"
    for name, found in metrics.items():
        yield _row(name, found)
    for name, found in peer.items():
        yield _row(f"{name}: TfidfVectorizer(1,2) + LogisticRegression, same folds", found)
    yield "\n## Genre on corpora left out of fitting altogether\n"
    yield "Intervals: bootstrap draws of articles.\n"
    yield "| corpus | n | accuracy | macro-F1 | AUC | ECE | majority macro-F1 |\n|---|---|---|---|---|---|---|"
    for name, found in transfer.items():
        yield _row(name, found)
    yield from _decided(data, fitted)
    yield "\n## Each class\n"
    for task in ("topic", "genre", "stance"):
        yield f"\n**{task}**\n\n| class | precision | recall | F1 | n |\n|---|---|---|---|---|"
        for score in metrics[task].classes:
            name = TOPICS[TOPIC_CODES[score.label]] if task == "topic" else score.label
            yield f"| {name} | {score.precision:.2f} | {score.recall:.2f} | {score.f1:.2f} | {score.support} |"
        yield f"\n![confusion](docs/figures/{task}_confusion.png)\n![reliability](docs/figures/{task}_reliability.png)\n![coverage](docs/figures/{task}_coverage.png)"
    yield _MADE_FROM


def _row(name: str, found: Metrics) -> str:
    auc = str(found.auc) if found.auc else ""
    return (
        f"| {name} | {found.n} | {found.accuracy} | {found.macro_f1} | {auc} | {found.ece:.3f} "
        f"| {found.majority_macro_f1:.3f} |"
    )


def _decided(data: Dataset, fitted: Fitted) -> Iterator[str]:
    thresholds = choose_thresholds(data, fitted)
    held_out = fitted.held_out
    named = ~np.isnan(held_out.stance[:, 0])
    yield "\n## When an answer is decided\n"
    yield (
        "Below its threshold an answer is `decided: false`. Thresholds are chosen on the held-out "
        "probabilities, so the shares below are a little hopeful.\n"
    )
    yield "| task | threshold | share decided | right among decided | wanted |\n|---|---|---|---|---|"
    for task, truth, rows in (
        ("topic", data.topic, held_out.topic),
        ("genre", data.opinion, held_out.genre),
        ("stance", data.stance[named], held_out.stance[named]),
    ):
        sure = rows.max(axis=1) >= thresholds[task]
        right = (rows.argmax(axis=1) == truth)[sure]
        share = f"{right.mean():.3f}" if len(right) else "none decided"
        yield f"| {task} | {thresholds[task]:.3f} | {sure.mean():.3f} | {share} | {WANTED[task]:.2f} |"
    yield (
        f"\nA second topic is `also` from {thresholds['topic_also']:.2f} on (at most two): the lowest "
        "probability from which four in ten are the annotated second topic. "
        f"Stance is measured where the article names its annotated main entity "
        f"({int(named.sum())} of {data.n}).\n"
    )


_WHAT: Final = """\
## What it answers

- **topic**: which of the 17 IPTC Media Topics an article is mainly about. A linear support vector
  machine on words, plus what a small encoder (all-MiniLM-L6-v2) makes of the article, brought into
  the same table of words by ridge regression.
- **genre**: opinion or reporting: does the author's own voice argue or judge? Logistic regression
  on words that keeps the author's words apart from quoted speech.
- **stance** toward a target: critical, neutral, supportive. A linear head reads each sentence that
  mentions the target (whose name is masked), a second one sums them up. It learned from people's
  labels and from a fine-tuned encoder's answers. Definition: the article's own wording, choice and
  framing, not what quoted people say; bad news told neutrally is neutral.

## What it is not for

Not for judging people or outlets, for moderation or ranking without a person, for text that is not
English, for transcripts, lists, or fewer than 20 words. **Stance is the weakest answer**: see its
figures; it is rarely decided, and people disagree about it too.
"""

_MADE_FROM: Final = """
## What it was fitted on

No sentence of any corpus is in the model: it holds hashes of words and numbers.

| head | fitted on |
|---|---|
| topic | 4,190 annotated articles; 50,000 without labels through the encoder's vectors (`training/places/articles.npz`) |
| genre | the same annotated articles; about 6,000 articles of abp and intl5 labelled by address, source tag or title, at weight 0.2 |
| stance, sentences | NewsMTSC train (MIT), SEntFiN (MIT), RuSentNE (MIT), and 26,000 sentences judged by the fine-tuned encoder (`training/places/targets.npz`; a model's answers) |
| stance, articles | annotated articles that name their main entity |

Corpora and licences as stated by their makers: abp (Baly et al. 2020, Apache-2.0 for the
repository, text of the publishers), intl5 (none stated), BBC (research use), AG News
(non-commercial research), Reuters-21578 (research use), PolNeAR, Webis editorials, SemEval-2025
task 10, UKR-bias, PerSenT (CC BY 4.0), NewsMTSC (MIT), SEntFiN (MIT), RuSentNE-2023 (MIT). The
encoder all-MiniLM-L6-v2 is Apache-2.0. If your use is commercial, have the research-only corpora
looked at, or retrain without them.
"""
