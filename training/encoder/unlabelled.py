"""Sentences that nobody has labelled: a teacher's answers to them are what can be learned."""

import random
from collections.abc import Iterable, Sequence
from typing import Final

from joblib import Parallel, delayed
from tqdm import tqdm

from model.article import Article
from model.entities import main_subjects
from training.corpora import (
    RawArticle,
    TargetedSentence,
    load_targeted_sentences,
    unlike,
)
from training.encoder.examples import UNLABELLED

__all__ = ["unlabelled_sentences"]

_WORDS: Final = range(8, 61)  # of a sentence
_EACH: Final = 2  # sentences of an article


def unlabelled_sentences(
    articles: Sequence[RawArticle], labelled: Sequence[TargetedSentence], most: int = 6400
) -> list[TargetedSentence]:
    """Draw sentences that name an article's main subjects, without labels.

    Those that name two subjects come first and are there once for each: whoever reads them must
    tell the subjects apart. None is like a sentence of NewsMTSC.

    Parameters
    ----------
    articles : sequence of RawArticle
        Those of abp are drawn from: US news, as NewsMTSC is.
    labelled : sequence of TargetedSentence
        Not to be drawn again.
    most : int
        So many articles are drawn from.
    """
    pool = sorted((a for a in articles if a.dataset == "abp"), key=lambda a: a.uid)
    chance = random.Random(0)  # noqa: S311 - no secret
    drawn = chance.sample(pool, min(most, len(pool)))
    jobs = [(article, chance.random()) for article in drawn]
    chunks = [jobs[start : start + 200] for start in range(0, len(jobs), 200)]
    work = tqdm(chunks, desc="sentences to teach", unit="x200 articles")
    parts = Parallel(n_jobs=-1)(delayed(_sentences)(chunk) for chunk in work)
    found = [sentence for part in parts for sentence in part]
    known = {(sentence.sentence, sentence.start) for sentence in labelled}
    fresh = unlike(found, load_targeted_sentences("newsmtsc"))
    return [sentence for sentence in fresh if (sentence.sentence, sentence.start) not in known]


def _sentences(jobs: Iterable[tuple[RawArticle, float]]) -> list[TargetedSentence]:
    return [sentence for raw, draw in jobs for sentence in _of_article(raw, draw)]


def _of_article(raw: RawArticle, draw: float) -> list[TargetedSentence]:
    article = Article.from_text(raw.text, raw.title_clean)
    named: dict[int, dict[str, tuple[int, int]]] = {}
    for subject in main_subjects(article):
        for mention in subject.mentions:
            if mention.field == "text":
                place = mention.start, mention.end
                named.setdefault(mention.sentence, {}).setdefault(subject.name, place)
    texts = {at: article.text[(s := article.sentences[at]).start : s.end] for at in named}
    order = sorted(at for at in named if len(texts[at].split()) in _WORDS)
    random.Random(draw).shuffle(order)  # noqa: S311 - no secret
    order.sort(key=lambda at: len(named[at]) == 1)
    return [
        TargetedSentence(
            id=f"{raw.uid}-{first}-{start}",
            sentence=texts[at],
            target=article.text[start:end],
            start=start - first,
            end=end - first,
            polarity=0,
            corpus=UNLABELLED,
            split="train",
            subset="train",
        )
        for at in order[:_EACH]
        for first in [article.sentences[at].start]
        for start, end in dict(named[at].values()).items()
    ]
