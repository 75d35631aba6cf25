"""What the encoder is fine-tuned on: rows, as serving makes them, with what is known of each."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from model.article import Article
from model.entities import find_target
from model.excerpt import MOST_TARGETS, Row, article_row, sentence_row
from model.mention import Entity
from model.taxonomy import TOPIC_CODES
from model.wordpieces import WordPieces
from training.corpora import (
    Annotation,
    RawArticle,
    TargetedSentence,
    load_targeted_sentences,
    unlike,
)
from training.corpora.passages import Passage
from training.corpora.votes import Probabilities, Vote
from training.encoder.base import base_folder
from training.encoder.judged import judged
from training.encoder.parallel import in_chunks
from training.encoder.pointed import Pointed, pointed_out
from training.encoder.reader import SERVED, SOURCES
from training.labelled import UNLABELLED
from training.voted import halved, load_newsmtsc_votes

__all__ = [
    "ArticleExample",
    "SentenceExample",
    "article_examples",
    "sentence_examples",
    "sentences_to_answer",
]

_EMPTY: Final = ((Entity("", ()), -1, None),) * MOST_TARGETS
_CODES: Final = {code: place for place, code in enumerate(TOPIC_CODES)}
_WEIGHTS: Final = {
    "newsmtsc": 1.0, "model-1": 0.7, "model-2": 0.8, "rusentne": 0.4, "persent": 0.3,
}  # fmt: skip
_PLAIN: Final = 0.5  # of a neutral sentence of the first pass, where neutral was the default


@dataclass(frozen=True, slots=True)
class SentenceExample:
    """A sentence row; `stance` is a place in ``STANCES``, `source` one in ``SOURCES``.

    `taught` is what votes say of it in the sense of NewsMTSC: three probabilities, or None.
    """

    row: Row
    stance: int
    weight: float
    source: int
    taught: Probabilities | None = None


@dataclass(frozen=True, slots=True)
class ArticleExample:
    """An article's row, its targets masked.

    Attributes
    ----------
    row : Row
    topic, second : int
        Places in ``TOPICS``; -1 where there is none, as without a label.
    genre : int
        0 to 3; -1 without a label.
    stances : tuple of Probabilities or None
        Of ``STANCES``, for each slot of the row; None where nothing is known.
    watched : tuple of int
        Slots of which a reader said what shows the stance, or that there is none.
    shown : tuple of Pointed
        Which pieces of the row show the stance toward a slot.
    """

    row: Row
    topic: int = -1
    second: int = -1
    genre: int = -1
    stances: tuple[Probabilities | None, ...] = ()
    watched: tuple[int, ...] = ()
    shown: tuple[Pointed, ...] = ()


def sentence_examples(
    labelled: Sequence[TargetedSentence],
    voted: Sequence[TargetedSentence],
    answers: Mapping[str, Probabilities],
) -> list[SentenceExample]:
    """Make rows of NewsMTSC's training part, other corpora and our own labelled sentences.

    Of NewsMTSC's, votes are half of what is learned.

    Parameters
    ----------
    labelled : sequence of TargetedSentence
        Our own.
    voted : sequence of TargetedSentence
        Without a label.
    answers : mapping
        What votes say, by the sentence's id; some of the labelled ones may be there.
    """
    news = load_targeted_sentences("newsmtsc")
    sentences = [sentence for sentence in news if sentence.split == "train"]
    answers = {**answers, **halved(sentences, load_newsmtsc_votes())}
    for name in ("rusentne_en_dev", "persent_dev"):
        sentences += unlike(load_targeted_sentences(name), news)
    sentences += unlike(labelled, news)
    sentences += unlike(voted, news)
    known = [sentence for sentence in sentences if sentence.start is not None]
    rows = in_chunks(rows_of_sentences, known, "sentences")
    return [
        SentenceExample(
            row,
            sentence.polarity + 1,
            _weight(sentence),
            SOURCES.index(_source(sentence)),
            answers.get(sentence.id),
        )
        for row, sentence in zip(rows, known, strict=True)
    ]


def sentences_to_answer(sentences: Sequence[TargetedSentence]) -> list[SentenceExample]:
    """Make rows of sentences without label or vote: a teacher says what they are."""
    rows = in_chunks(rows_of_sentences, sentences, "sentences without labels")
    return [SentenceExample(row, 1, 0.0, SERVED) for row in rows]


def _source(sentence: TargetedSentence) -> str:
    return "newsmtsc" if sentence.corpus == UNLABELLED else sentence.corpus


def _weight(sentence: TargetedSentence) -> float:
    if sentence.corpus == UNLABELLED:
        return 0.0
    plain = sentence.corpus == "model-1" and sentence.polarity == 0
    return _WEIGHTS[sentence.corpus] * (_PLAIN if plain else 1.0)


def rows_of_sentences(sentences: Iterable[TargetedSentence]) -> list[Row]:
    """Make a row of each sentence, around its target."""
    wordpieces = WordPieces.open(base_folder() / "tokenizer.json")
    return [sentence_row(wordpieces, s.sentence, (s.start or 0, s.end or 0)) for s in sentences]


def article_examples(
    pairs: Sequence[tuple[RawArticle, Annotation]],
    passages: Mapping[str, Sequence[Passage]],
    votes: Mapping[str, Sequence[Vote]],
    seed: int,
) -> list[ArticleExample]:
    """Make rows of annotated articles, their targets in slots drawn by chance."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    jobs = [
        (raw, note, passages.get(raw.uid), votes.get(raw.uid, ()), chance.random())
        for raw, note in pairs
    ]
    return in_chunks(_articles, jobs, "articles")


def _articles(
    jobs: Iterable[tuple[RawArticle, Annotation, Sequence[Passage] | None, Sequence[Vote], float]],
) -> list[ArticleExample]:
    wordpieces = WordPieces.open(base_folder() / "tokenizer.json")
    return [_article(wordpieces, *job) for job in jobs]


def _article(
    wordpieces: WordPieces,
    raw: RawArticle,
    note: Annotation,
    passages: Sequence[Passage] | None,
    votes: Sequence[Vote],
    draw: float,
) -> ArticleExample:
    article = Article.from_text(raw.text, raw.title_clean)
    named = [
        (entity, subject, shares)
        for name, subject, shares in judged(note, votes)
        if (entity := find_target(article, name)).mentions
    ][:MOST_TARGETS]
    slots: list[tuple[Entity, int, Probabilities | None]] = [*named, *_EMPTY[len(named) :]]
    random.Random(draw).shuffle(slots)  # noqa: S311 - no slot may mean anything by itself
    row = article_row(wordpieces, article, [one[0] for one in slots] if named else ())
    labels = [stance + 1 for _, stance in note.stances]
    targets = [(subject, labels[subject] if subject >= 0 else -1) for _, subject, _ in slots]
    known = pointed_out(row, targets, passages) if passages is not None else ((), ())
    return ArticleExample(
        row=row,
        topic=_CODES[note.topic],
        second=_CODES.get(note.topic2 or "", -1),
        genre=note.genre,
        stances=tuple(shares for *_, shares in slots) if named else (),
        watched=known[0],
        shown=known[1],
    )
