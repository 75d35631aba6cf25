"""``python -m training.encoder``: what the encoder makes for the linear heads."""

import argparse
import random
import sys
from typing import Final

import numpy as np

from model.article import Article
from model.entities import main_subjects
from training.corpora import RawArticle, TargetedSentence
from training.dataset import SEED, Dataset, load_dataset
from training.encoder.base import places_of
from training.encoder.sentences import fine_tune, judge
from training.places import write_places
from training.taught import write_taught

_PLACED: Final = 50_000  # articles without annotation
_READ: Final = 9_000  # articles whose sentences are judged
_SENTENCES: Final = 32_000
_SURE: Final = 0.6
_CORPORA: Final = frozenset({"abp", "intl5", "polnear", "semeval25", "bbc"})


def main() -> int:
    """Run a command."""
    parser = argparse.ArgumentParser(prog="python -m training.encoder", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("places", help="vectors of the articles (about ten minutes on one core)")
    commands.add_parser("targets", help="fine-tune, then judge sentences (about fifteen minutes)")
    chosen = parser.parse_args().command
    (_places if chosen == "places" else _targets)(load_dataset())
    return 0


def _places(data: Dataset) -> None:
    others = np.arange(data.n, len(data.articles))
    some = np.sort(np.random.default_rng(SEED).permutation(others)[:_PLACED])
    articles = [data.articles[i] for i in (*range(data.n), *some)]
    vectors = places_of([f"{a.title_clean}. {a.text[:1200]}" for a in articles])
    write_places([article.uid for article in articles], vectors)


def _targets(data: Dataset) -> None:
    chance = random.Random(SEED)  # noqa: S311 - no secret
    pool = [article for article in data.articles[data.n :] if article.dataset in _CORPORA]
    found = [item for article in chance.sample(pool, _READ) for item in _mentions(article, chance)]
    found = chance.sample(found, min(_SENTENCES, len(found)))
    reader, tokenizer = fine_tune()
    judged = judge(reader, tokenizer, [sentence for _, _, sentence in found])
    sure = np.flatnonzero(judged.max(axis=1) >= _SURE)
    write_taught(
        [found[i][0] for i in sure],
        np.array([found[i][1] for i in sure]),
        judged[sure].argmax(axis=1),
    )


def _mentions(
    article: RawArticle, chance: random.Random
) -> list[tuple[str, tuple[int, int, int, int], TargetedSentence]]:
    """Up to two sentences for each main subject of an article."""
    source = Article.from_text(article.text, article.title_clean)
    found = []
    for entity in main_subjects(source):
        mentions = [mention for mention in entity.mentions if mention.field == "text"]
        chance.shuffle(mentions)
        taken: set[int] = set()
        for mention in mentions:
            span = source.sentences[mention.sentence]
            if mention.sentence in taken or not 40 < span.end - span.start < 400:
                continue
            taken.add(mention.sentence)
            sentence = TargetedSentence(
                article.uid, source.text[span.start : span.end], entity.name,
                mention.start - span.start, mention.end - span.start, 0, "taught", "train", "train",
            )  # fmt: skip
            found.append(
                (article.uid, (span.start, span.end, mention.start, mention.end), sentence)
            )
            if len(taken) == 2:
                break
    return found


if __name__ == "__main__":
    sys.exit(main())
