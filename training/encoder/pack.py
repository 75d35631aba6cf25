"""From the corpora to what is learned from, as arrays."""

from typing import Final

from training.corpora import load_targeted_sentences, unlike
from training.corpora.passages import load_passages
from training.corpora.votes import load_votes
from training.dataset import Dataset
from training.encoder.examples import article_examples, sentence_examples, sentences_to_answer
from training.encoder.packed import Articles, Examples, Sentences
from training.encoder.unlabelled import further_sentences, unlabelled_articles
from training.labelled import load_labelled
from training.voted import answers_to, load_voted, without_label

__all__ = ["pack"]

# Which slot a target stands in; which sentences are drawn, and which further ones.
_SEED, _SEED_UNLABELLED, _SEED_FURTHER = 21, 23, 31
_FURTHER: Final = 45_000  # articles, of three sentences each


def pack(data: Dataset) -> Examples:
    """Make rows of everything that the encoder may see: no outlet that is held out.

    Labelled and voted sentences come before those without either, annotated articles before the
    others. No sentence of other corpora is one of NewsMTSC's too.
    """
    labelled = load_labelled(data.read_by_encoder)
    voted, shares = load_voted(data.read_by_encoder)
    answers = answers_to([one.id for one in voted], shares)
    sentences = sentence_examples(labelled, without_label(voted, labelled), answers)
    seen = [i for i in range(len(data.articles)) if not data.held_out[i]]
    annotated = [(data.articles[i], data.annotations[i]) for i in seen if i < data.n]
    articles = article_examples(annotated, load_passages(), load_votes(), _SEED)
    others = [data.articles[i] for i in seen if i >= data.n]
    more, of_them = unlabelled_articles(others, _SEED_UNLABELLED)
    news = load_targeted_sentences("newsmtsc")
    of_them = unlike(of_them, news)
    further = further_sentences(data.read_by_encoder, _FURTHER, _SEED_FURTHER)
    further = unlike(further, [*news, *labelled, *voted, *of_them])
    answered = sentences_to_answer([*of_them, *further])
    return Examples(Sentences.of([*sentences, *answered]), Articles.of([*articles, *more]))
