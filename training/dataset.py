"""Everything the heads are fitted on, loaded and counted once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from tqdm import tqdm

from model.article import Article
from model.bags import Bag, genre_bag, topic_bag
from model.reading import Reading, read
from model.taxonomy import TOPIC_CODES
from training.corpora import Annotation, RawArticle, load_annotations, load_articles
from training.groups import folds, group_articles
from training.vectorize import Columns, counted

__all__ = ["HELD_OUT", "SEED", "Dataset", "load_dataset"]

SEED = 0
_FEWEST_WORDS = 20
# Outlets that no encoder is fine-tuned on, so that what is laid over it can be fitted and measured
# there. Chosen before anything was fitted: together they are mixed as the whole is.
HELD_OUT = (
    "cnn.com", "npr.org", "theguardian.com", "salon.com", "washingtonpost.com", "huffpost.com",
    "ukrbias", "cbn.com", "dailykos.com", "newsmax.com", "suntimes.com", "dailycaller.com",
)  # fmt: skip
_CODES = {code: place for place, code in enumerate(TOPIC_CODES)}

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Counted:
    topic: list[Columns]
    genre: list[Columns]


@dataclass(frozen=True)
class Dataset:
    """The annotated articles first, then all others with enough text.

    Attributes
    ----------
    articles : list of RawArticle
    groups : list of str
        What must not stand on both sides of a fold.
    annotations : list of Annotation
        Of the first ``len(annotations)`` articles.
    """

    articles: list[RawArticle]
    groups: list[str]
    annotations: list[Annotation]

    @property
    def n(self) -> int:
        """How many are annotated."""
        return len(self.annotations)

    @cached_property
    def topic(self) -> Ints:
        """Main topics of the annotated, as places in ``TOPICS``."""
        return np.array([_CODES[note.topic] for note in self.annotations])

    @cached_property
    def second_topic(self) -> Ints:
        """Second topics; -1 where there is none."""
        return np.array([_CODES.get(note.topic2 or "", -1) for note in self.annotations])

    @cached_property
    def opinion(self) -> Ints:
        """1 opinion, 0 reporting."""
        return np.array([int(note.opinion) for note in self.annotations])

    @cached_property
    def stance(self) -> Ints:
        """Stance toward the main entity, as places in ``STANCES``."""
        return np.array([note.stance + 1 for note in self.annotations])

    @cached_property
    def group_array(self) -> NDArray[np.str_]:
        """Groups of all articles."""
        return np.array(self.groups)

    @cached_property
    def weak_genre(self) -> Ints:
        """1 opinion, 0 reporting, -1 unknown: by address, source tag or title, for all."""
        known = {"opinion": 1, "reporting": 0}
        return np.array([known.get(article.weak_genre or "", -1) for article in self.articles])

    @cached_property
    def held_out(self) -> NDArray[np.bool_]:
        """Which of all articles the encoder is not fine-tuned on: whole outlets."""
        return np.isin(self.group_array, HELD_OUT)

    @cached_property
    def read_by_encoder(self) -> list[RawArticle]:
        """All other articles: those whose labelled sentences it is fine-tuned on."""
        pairs = zip(self.articles, self.held_out, strict=True)
        return [article for article, held_out in pairs if not held_out]

    @cached_property
    def first_file(self) -> NDArray[np.bool_]:
        """Which annotated articles were drawn broadly, and not because a head doubted them."""
        return np.array([note.file == "articles" for note in self.annotations])

    def folds(self) -> list[tuple[Ints, Ints]]:
        """Train and test places of the annotated; the same for every head."""
        return list(folds(self.groups[: self.n], self.topic, n=5, seed=SEED))

    def outside(self, test: Ints) -> Ints:
        """Places of the articles without annotation whose group is not in a test fold."""
        held_out = np.isin(self.group_array[self.n :], np.unique(self.group_array[test]))
        return np.flatnonzero(~held_out) + self.n

    @cached_property
    def counted(self) -> _Counted:
        """The bags of all articles, counted."""
        work = tqdm(_chunks(self.articles), desc="counting words", unit="k articles")
        parts = Parallel(n_jobs=-1)(delayed(_count)(chunk) for chunk in work)
        return _Counted(
            topic=[columns for part in parts for columns in part[0]],
            genre=[columns for part in parts for columns in part[1]],
        )


def load_dataset() -> Dataset:
    """Load and group all articles.

    Raises
    ------
    MissingCorporaError, DamagedCorpusError
    """
    articles = load_articles()
    groups = group_articles(articles)
    notes = {note.uid: note for note in load_annotations()}
    first = [(article, group) for article, group in zip(articles, groups, strict=True)
             if article.uid in notes]  # fmt: skip
    rest = [
        (article, group)
        for article, group in zip(articles, groups, strict=True)
        if article.uid not in notes and len(article.text.split()) >= _FEWEST_WORDS
    ]
    pairs = first + rest
    return Dataset(
        [article for article, _ in pairs],
        [group for _, group in pairs],
        [notes[article.uid] for article, _ in first],
    )


def reading_of(article: RawArticle) -> Reading:
    """Read a corpus's article as serving reads a request's."""
    return read(Article(article.title_clean, article.text))


def _chunks(articles: Sequence[RawArticle], size: int = 1000) -> list[Sequence[RawArticle]]:
    return [articles[start : start + size] for start in range(0, len(articles), size)]


def _count(articles: Sequence[RawArticle]) -> tuple[list[Columns], list[Columns]]:
    readings = [reading_of(article) for article in articles]
    makers: tuple[Callable[[Reading], Bag], ...] = (topic_bag, genre_bag)
    topic, genre = ([counted(make(reading)) for reading in readings] for make in makers)
    return topic, genre
