"""Articles and sentences that nobody labelled: a larger model says what they are."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from model.article import Article
from model.entities import main_subjects
from model.excerpt import MOST_TARGETS, article_row
from model.mention import Entity, Mention
from model.wordpieces import WordPieces
from training.corpora import RawArticle, TargetedSentence
from training.encoder.base import base_folder
from training.encoder.examples import ArticleExample
from training.encoder.parallel import in_chunks
from training.labelled import UNLABELLED

__all__ = ["further_sentences", "unlabelled_articles"]

_NOBODY: Final = Entity("", ())
_SUBJECTS: Final = 5
_OF_ARTICLE: Final = 3
_CHARACTERS: Final = 40, 320  # of a further sentence: shorter ones say nothing, longer ones cost


def unlabelled_articles(
    articles: Sequence[RawArticle], seed: int
) -> tuple[list[ArticleExample], list[TargetedSentence]]:
    """Make rows of articles without labels, and draw a sentence about each of their subjects."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    found = in_chunks(_unlabelled, [(raw, chance.random()) for raw in articles], "unlabelled")
    return [example for example, _ in found], [one for _, some in found for one in some]


def further_sentences(articles: Sequence[RawArticle], n: int, seed: int) -> list[TargetedSentence]:
    """Draw more sentences: what a teacher says of few of them is soon learned by heart.

    Parameters
    ----------
    articles : sequence of RawArticle
    n : int
        Of articles drawn.
    seed : int

    Returns
    -------
    list of TargetedSentence
        At most three of an article: first toward subjects that one sentence names, if there is such
        a sentence, since they may well be treated differently.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    drawn = chance.sample(list(articles), min(n, len(articles)))
    found = in_chunks(_further, [(raw, chance.random()) for raw in drawn], "further sentences")
    return [one for some in found for one in some]


def _unlabelled(
    jobs: Iterable[tuple[RawArticle, float]],
) -> list[tuple[ArticleExample, list[TargetedSentence]]]:
    wordpieces = WordPieces.open(base_folder() / "tokenizer.json")
    return [_of_unlabelled(wordpieces, *job) for job in jobs]


def _of_unlabelled(
    wordpieces: WordPieces, raw: RawArticle, draw: float
) -> tuple[ArticleExample, list[TargetedSentence]]:
    chance = random.Random(draw)  # noqa: S311 - no secret
    article = Article.from_text(raw.text, raw.title_clean)
    named = main_subjects(article, MOST_TARGETS)
    slots = [*named, *[_NOBODY] * (MOST_TARGETS - len(named))]
    chance.shuffle(slots)
    row = article_row(wordpieces, article, slots if named else ())
    places = [[one for one in entity.mentions if one.field == "text"] for entity in named]
    mentions = [chance.choice(of_subject) for of_subject in places if of_subject]
    return ArticleExample(row), [_sentence(article, raw.uid, mention) for mention in mentions]


def _further(jobs: Iterable[tuple[RawArticle, float]]) -> list[list[TargetedSentence]]:
    return [_of_article(raw, draw) for raw, draw in jobs]


def _of_article(raw: RawArticle, draw: float) -> list[TargetedSentence]:
    article = Article.from_text(raw.text, raw.title_clean)
    by_sentence: defaultdict[int, list[Mention]] = defaultdict(list)
    for entity in main_subjects(article, _SUBJECTS):
        first = {one.sentence: one for one in reversed(entity.mentions) if one.field == "text"}
        for place, mention in first.items():
            by_sentence[place].append(mention)
    least, most = _CHARACTERS
    fitting = [
        mentions
        for place, mentions in sorted(by_sentence.items())
        if least <= article.sentences[place].end - article.sentences[place].start <= most
    ]
    random.Random(draw).shuffle(fitting)  # noqa: S311 - no secret
    fitting.sort(key=lambda mentions: len(mentions) == 1)
    chosen = [mention for mentions in fitting for mention in mentions][:_OF_ARTICLE]
    return [_sentence(article, raw.uid, mention) for mention in chosen]


def _sentence(article: Article, uid: str, mention: Mention) -> TargetedSentence:
    place = article.sentences[mention.sentence]
    start, end = mention.start - place.start, mention.end - place.start
    text = article.text[place.start : place.end]
    return TargetedSentence(
        id=f"{uid}-{place.start}-{mention.start}",
        sentence=text,
        target=text[start:end],
        start=start,
        end=end,
        polarity=0,
        corpus=UNLABELLED,
        split=UNLABELLED,
        subset=UNLABELLED,
    )
