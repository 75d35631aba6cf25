"""Articles to measure with, made of the repository's own samples."""

import random

from model.article import Article
from model.entities import main_subjects
from model.taxonomy import TOPICS
from tests.articles.voices import ARGUING, REPORTING

__all__ = ["TITLE", "articles", "synthetic_articles", "targets_of", "text_of"]

TITLE = REPORTING[0].title
_PIECES = ARGUING + REPORTING


def text_of(words: int) -> str:
    """Cut a text of so many words from the samples, in paragraphs as they stand."""
    paragraphs = "\n\n".join(piece.text for piece in _PIECES).split(" ")
    return " ".join((paragraphs * (words // len(paragraphs) + 1))[:words])


def targets_of(words: int) -> tuple[str, str]:
    """Name a main subject of that text, and somebody in it who is none."""
    text = text_of(words)
    article = Article.from_text(text, TITLE)
    subjects = main_subjects(article, limit=20)
    others = [entity.name for entity in subjects[3:] if len(entity.mentions) > 1]
    return subjects[0].name, others[-1] if others else text.split()[0]


def articles(count: int, words: int) -> list[tuple[str, str]]:
    """Make distinct articles (title, text) of about so many words, of the samples' sentences."""
    chance = random.Random(11)
    sentences = [sentence for piece in _PIECES for sentence in piece.text.split(". ")]
    found = []
    for _ in range(count):
        text: list[str] = []
        while len(text) < words:
            sentence = chance.choice(sentences)
            text += f"{sentence}.".split(" ") if not sentence.endswith(".") else sentence.split(" ")
        found.append((chance.choice(_PIECES).title, " ".join(text)))
    return found


def synthetic_articles(count: int = 2000) -> tuple[list[str], list[int], list[int]]:
    """Make up articles where the corpora are missing: sentences of the samples, shuffled.

    Their words are few, so the peer's vocabulary and its files are far smaller than on real
    articles, and the comparison flatters the peer.
    """
    chance = random.Random(7)
    sentences = [sentence for piece in _PIECES for sentence in piece.text.split(". ")]
    texts = [". ".join(chance.choices(sentences, k=40)) for _ in range(count)]
    topics = [index % len(TOPICS) for index in range(count)]
    return texts, topics, [index % 2 for index in range(count)]
