"""The stance heads: one reads sentences, one sums them up for the article."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from tqdm import tqdm

from model.article import Article
from model.bags import STEMS, stance_bag
from model.entities import find_target
from model.features import stems, tokenize
from model.linear import LinearHead
from model.reading import read
from model.stance import StanceReader, TargetReading
from model.taxonomy import STANCES
from training.answers import Answers
from training.corpora import RawArticle, TargetedSentence, load_targeted_sentences, unlike
from training.dataset import SEED
from training.labelled import load_labelled
from training.linear import LinearPipeline, bags_to_tfidf
from training.scaling import ScoreScaling
from training.vectorize import Columns, counted

__all__ = [
    "SentenceData",
    "article_head",
    "by_subset",
    "fit_sentences",
    "load_sentences",
    "read_targets",
]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]

# Weight of a corpus's sentences: headlines and translations are other prose than NewsMTSC's.
_CORPORA: Final = {"newsmtsc": 1.0, "rusentne_en_dev": 0.5, "sentfin": 0.3}
_LABELLED: Final = {"model-1": 0.5, "model-2": 0.7}  # our own, made by a language model
_MIN_DF: Final = 8


@dataclass(frozen=True, slots=True)
class SentenceData:
    """Sentences with targets, counted.

    Attributes
    ----------
    sentences : list of TargetedSentence
    bags : list of Columns
    polarity : int array of shape (n,)
        Places in ``STANCES``.
    weights : float array of shape (n,)
    documents : list of str
        What must not stand on both sides of a fold.
    """

    sentences: list[TargetedSentence]
    bags: list[Columns]
    polarity: Ints
    weights: F64
    documents: list[str]


def load_sentences(articles: Sequence[RawArticle]) -> tuple[SentenceData, SentenceData]:
    """Load sentences to fit on, and NewsMTSC's development set (rw and mt).

    Parameters
    ----------
    articles : sequence of RawArticle
        Where our own labelled sentences stand.

    Raises
    ------
    MissingCorporaError, DamagedCorpusError
    """
    news = load_targeted_sentences("newsmtsc")
    development = [sentence for sentence in news if sentence.split == "dev"]
    fit = [sentence for sentence in news if sentence.split == "train"]
    for name in _CORPORA:
        if name != "newsmtsc":
            fit += unlike(load_targeted_sentences(name), news)
    fit += unlike(load_labelled(articles), news)
    return _counted(fit), _counted(development)


def fit_sentences(data: SentenceData) -> LinearPipeline:
    """Fit and calibrate the head that reads sentences.

    The calibration is fitted on NewsMTSC's training part, held out by document: the other
    corpora have other shares of the three stances.
    """
    everyone = np.arange(len(data.bags))
    news = np.flatnonzero([sentence.corpus == "newsmtsc" for sentence in data.sentences])
    held_out = np.zeros((len(everyone), 3))
    splitter = GroupKFold(n_splits=5)
    splits = list(splitter.split(news, groups=[data.documents[i] for i in news]))
    for _, test in tqdm(splits, desc="stance: held-out folds", unit="fold"):
        head = _fit(data, np.setdiff1d(everyone, news[test]))
        held_out[news[test]] = head.decision_function([data.bags[i] for i in news[test]])
    whole = _fit(data, everyone)
    scaling = ScoreScaling().fit(held_out[news], data.polarity[news])
    return LinearPipeline(whole.features, whole.classifier, scaling)


def by_subset(
    development: SentenceData, probabilities: F64, suffix: str = ""
) -> dict[str, Answers]:
    """Answers to NewsMTSC's development set: real-world and multi-target."""
    subsets = np.array([sentence.subset for sentence in development.sentences])
    whole = Answers.of(STANCES, development.polarity, probabilities, development.documents)
    return {f"newsmtsc_dev_{name}{suffix}": whole.some(subsets == name) for name in ("rw", "mt")}


def read_targets(
    head: LinearHead, articles: Sequence[RawArticle], targets: Sequence[str]
) -> list[TargetReading | None]:
    """Read each article as serving does, toward one target; None where it is not named."""
    pairs = list(zip(articles, targets, strict=True))
    chunks = [pairs[start : start + 200] for start in range(0, len(pairs), 200)]
    work = tqdm(chunks, desc="stance: reading articles", unit="x200")
    parts = Parallel(n_jobs=-1)(delayed(_read_targets)(head, chunk) for chunk in work)
    return [reading for part in parts for reading in part]


def article_head() -> Pipeline:
    """Logistic regression over the summary of an article's sentences about a target."""
    return make_pipeline(
        StandardScaler(), LogisticRegression(C=0.1, max_iter=1000, random_state=SEED)
    )


def _fit(data: SentenceData, train: Ints) -> LinearPipeline:
    features = bags_to_tfidf(_MIN_DF)
    rows = features.fit_transform([data.bags[i] for i in train])
    svm = LinearSVC(C=0.2, class_weight="balanced", tol=1e-3, random_state=SEED)
    svm.fit(rows, data.polarity[train], sample_weight=data.weights[train])
    return LinearPipeline(features, svm)


def _counted(sentences: Sequence[TargetedSentence]) -> SentenceData:
    kept = [sentence for sentence in sentences if sentence.start is not None]
    weights = {"rusentne": _CORPORA["rusentne_en_dev"], **_LABELLED, **_CORPORA}
    return SentenceData(
        sentences=kept,
        bags=[_bag(sentence) for sentence in kept],
        polarity=np.array([sentence.polarity + 1 for sentence in kept]),
        weights=np.array([weights[sentence.corpus] for sentence in kept]),
        documents=[_document(sentence) for sentence in kept],
    )


def _bag(sentence: TargetedSentence) -> Columns:
    text = sentence.sentence
    tokens = tokenize(text)
    if sentence.start is None or sentence.end is None:
        raise ValueError(f"{sentence.id} does not name its target")
    target = (sentence.start, sentence.end)
    short = [stems(text, tokens, length) for length in STEMS]
    return counted(stance_bag(tokens, short, (0, len(text)), target))


def _document(sentence: TargetedSentence) -> str:
    """NewsMTSC's ids begin with the article's: allsides_1000_401_25_Name_0_6."""
    return "_".join(sentence.id.split("_")[:3]) if sentence.corpus == "newsmtsc" else sentence.id


def _read_targets(
    head: LinearHead, pairs: Sequence[tuple[RawArticle, str]]
) -> list[TargetReading | None]:
    reader = StanceReader(head)
    found: list[TargetReading | None] = []
    for raw, target in pairs:
        article = Article.from_text(raw.text, raw.title_clean)
        entity = find_target(article, target)
        found.append(reader(article, read(article), entity) if entity.mentions else None)
    return found
