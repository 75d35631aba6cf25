"""From the corpora to what is learned from, as arrays."""

from training.corpora.passages import load_passages
from training.corpora.votes import load_votes
from training.dataset import Dataset
from training.encoder.examples import article_examples, sentence_examples, unlabelled_examples
from training.encoder.packed import Articles, Examples, Sentences
from training.labelled import load_labelled
from training.voted import answers_to, load_voted, without_label

__all__ = ["pack"]

_SEED, _SEED_UNLABELLED = 21, 23  # which slot a target stands in; which sentences are drawn


def pack(data: Dataset) -> Examples:
    """Make rows of everything that the encoder may see: no outlet that is held out.

    Labelled and voted sentences come before those without either, annotated articles before the
    others.
    """
    labelled = load_labelled(data.read_by_encoder)
    voted, shares = load_voted(data.read_by_encoder)
    answers = answers_to([one.id for one in voted], shares)
    sentences = sentence_examples(labelled, without_label(voted, labelled), answers)
    seen = [i for i in range(len(data.articles)) if not data.held_out[i]]
    annotated = [(data.articles[i], data.annotations[i]) for i in seen if i < data.n]
    articles = article_examples(annotated, load_passages(), load_votes(), _SEED)
    others = [data.articles[i] for i in seen if i >= data.n]
    more, of_them = unlabelled_examples(others, _SEED_UNLABELLED)
    return Examples(Sentences.of([*sentences, *of_them]), Articles.of([*articles, *more]))
