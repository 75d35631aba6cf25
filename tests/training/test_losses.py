"""What an encoder is held to; needs PyTorch (requirements/encoder-training.txt)."""

from dataclasses import replace

import pytest

pytest.importorskip("torch")

import torch

from tests.training.packings import Body, answers, examples
from training.encoder.losses import article_loss, sentence_loss
from training.encoder.packed import Articles, Sentences
from training.encoder.reader import Reader


@pytest.fixture
def reader() -> Reader:
    torch.manual_seed(0)
    reader = Reader(Body(), 17)
    reader.eval()
    return reader


def sentences(*places: int) -> Sentences:
    found: Sentences = examples().sentences.take(torch.tensor(places), 5)
    return found


def articles(*places: int) -> Articles:
    found: Articles = examples().articles.take(torch.tensor(places), 5)
    return found


def learned(reader: Reader, loss: torch.Tensor) -> set[str]:
    """Which heads a loss says something to."""
    reader.zero_grad()
    loss.backward()
    heads = ("sentence", "article", "topic", "present", "opinion", "shown")
    return {one for one in heads if _said(getattr(reader, one).weight.grad)}


def _said(slope: torch.Tensor | None) -> bool:
    return slope is not None and bool(slope.abs().sum() > 0)


def test_without_label_vote_or_teacher_nothing_is_learned(reader: Reader) -> None:
    assert learned(reader, sentence_loss(reader, sentences(2))) == set()
    assert learned(reader, article_loss(reader, articles(1))) == set()


def test_labels_and_votes_are_learned(reader: Reader) -> None:
    assert learned(reader, sentence_loss(reader, sentences(0))) == {"sentence"}
    assert learned(reader, sentence_loss(reader, sentences(1))) == {"sentence"}
    everything = {"article", "topic", "present", "opinion", "shown"}
    assert learned(reader, article_loss(reader, articles(0))) == everything


def test_a_teacher_is_learned_from_without_labels(reader: Reader) -> None:
    taught = answers(examples())
    of_sentence = taught.sentences.take(torch.tensor([2]))
    assert learned(reader, sentence_loss(reader, sentences(2), of_sentence)) == {"sentence"}
    of_article = taught.articles.take(torch.tensor([1]), 5)
    found = learned(reader, article_loss(reader, articles(1), of_article))
    # `shown` too: what it points at is weighed into the stance.
    assert {"article", "topic", "opinion"} <= found
    assert "present" not in found  # the teacher said nothing of it


def test_a_second_topic_has_its_share(reader: Reader) -> None:
    alone = replace(articles(0), second=torch.tensor([-1], dtype=torch.int8))
    with torch.no_grad():
        for head in (reader.topic, reader.present):  # a present topic is then no more likely
            head.weight.zero_()
            head.bias.zero_()
        reader.topic.bias[2] = 9.0  # sure of the second topic
        losses = []
        for rows in (articles(0), alone):
            torch.manual_seed(1)  # hides the same pieces
            losses.append(float(article_loss(reader, rows)))
    assert losses[1] - losses[0] == pytest.approx(0.15 * 9.0, abs=1e-3)
