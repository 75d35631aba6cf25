"""A few examples and a teacher's answers to them; needs PyTorch."""

from types import SimpleNamespace

import torch

from model.excerpt import Row
from training.encoder.examples import ArticleExample, SentenceExample
from training.encoder.packed import Articles, Examples, Sentences
from training.encoder.taught import Taught, TaughtArticles, TaughtSentences

__all__ = ["Body", "answers", "examples"]


class Body(torch.nn.Module):  # type: ignore[misc]
    """Words alone: no attention."""

    def __init__(self) -> None:
        super().__init__()
        self.config = SimpleNamespace(hidden_size=64)
        self.embeddings = torch.nn.Module()
        self.embeddings.word_embeddings = torch.nn.Embedding(3000, 64)

    def forward(self, inputs_embeds: torch.Tensor, attention_mask: torch.Tensor) -> SimpleNamespace:
        return SimpleNamespace(last_hidden_state=inputs_embeds * attention_mask[..., None])


def row(*ids: int, slots: dict[int, int] | None = None) -> Row:
    named = slots or {}
    return Row(ids, [named.get(place, -1) for place in range(len(ids))], [-1] * len(ids))


def examples() -> Examples:
    sentences = [
        SentenceExample(row(101, 2, 7, 102, slots={1: 0}), 0, 1.0, 0),
        SentenceExample(row(101, 2, 102, slots={1: 0}), 1, 0.0, 0, taught=(0.2, 0.3, 0.5)),
        SentenceExample(row(101, 9, 2, 8, 102, slots={2: 0}), 1, 0.0, 0),
    ]
    articles = [
        ArticleExample(
            row(101, 3, 5, 6, 102, slots={1: 1}),
            topic=4,
            second=2,
            genre=3,
            stances=(None, (0.5, 0.5, 0.0), None),
            watched=(1,),
            shown=((2, 1, 0), (3, 1, 0), (3, 1, 1)),
        ),
        ArticleExample(row(101, 4, 102, slots={1: 2})),
    ]
    return Examples(Sentences.of(sentences), Articles.of(articles))


def answers(of: Examples) -> Taught:
    n, m = len(of.sentences), len(of.articles)
    return Taught(
        TaughtSentences(torch.full((n, 3), 85, dtype=torch.uint8)),
        TaughtArticles(
            topic=torch.full((m, 17), 15, dtype=torch.uint8),
            opinion=torch.zeros(m, dtype=torch.uint8),
            stances=torch.full((m, 3, 3), 85, dtype=torch.uint8),
        ),
    )
