"""The encoder with its heads, as it is fine-tuned: one body, five answers."""

from typing import Any, Final

import torch

from model.wordpieces import GAP, SLOTS

__all__ = ["SERVED", "SOURCES", "Reader", "marked"]

_MARKS: Final = (*SLOTS, GAP)  # ids of our own marks, one after another

# Whoever labelled sentences draws the line of neutral elsewhere: each has its own shift.
SOURCES: Final = ("newsmtsc", "model-1", "model-2", "rusentne", "persent")
SERVED: Final = SOURCES.index("newsmtsc")  # whose line of neutral votes and teachers draw

_MASK, _HE, _WHO = 103, 2002, 2040


class Reader(torch.nn.Module):
    """A small transformer and linear heads over its pooled vectors.

    Heads
    -----
    sentence : stance toward the masked target of a sentence
    article : stance toward a masked target of an article
    topic, present : main topic; which topics are clearly present
    opinion : whether the author argues
    """

    def __init__(self, body: Any, topics: int) -> None:
        super().__init__()
        self.body = body
        width = body.config.hidden_size
        self.dropout = torch.nn.Dropout(0.1)
        self.sentence = torch.nn.Linear(3 * width, 3)
        self.article = torch.nn.Linear(3 * width, 3)
        self.topic = torch.nn.Linear(2 * width, topics)
        self.present = torch.nn.Linear(2 * width, topics)
        self.opinion = torch.nn.Linear(2 * width, 1)
        # Which pieces show a stance toward a slot, and what they say of it together.
        self.shown = torch.nn.Linear(width, 2 * len(SLOTS))
        self.evident = torch.nn.Linear(width + 2, 3, bias=False)
        torch.nn.init.zeros_(self.evident.weight)
        torch.nn.init.constant_(self.shown.bias, -3.0)
        self.sources = torch.nn.Embedding(len(SOURCES), 3)
        torch.nn.init.zeros_(self.sources.weight)
        # The words' vectors stay as they are; only those of our own marks are learned.
        words = body.embeddings.word_embeddings.weight
        words.requires_grad = False
        start = (words[_MASK] + words[_HE] + words[_WHO]) / 3
        noise = 0.02 * torch.randn(len(_MARKS), width)
        self.marks = torch.nn.Parameter(start[None] + noise)

    def hidden(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Vectors of shape (rows, pieces, width)."""
        vectors = marked(ids, self.body.embeddings.word_embeddings(ids), self.marks)
        found: torch.Tensor = self.body(
            inputs_embeds=vectors, attention_mask=mask
        ).last_hidden_state
        return found

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, slots: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Pool as `model.encoder` does.

        Returns
        -------
        whole : tensor of shape (rows, 2 * width)
        targets : tensor of shape (rows, 3 slots, 3 * width)
        """
        return self.pooled(self.hidden(ids, mask), mask, slots)

    def pooled(
        self, hidden: torch.Tensor, mask: torch.Tensor, slots: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Pool vectors that are there."""
        weights = mask[..., None].to(hidden.dtype)
        whole = torch.cat([hidden[:, 0], (hidden * weights).sum(1) / weights.sum(1)], -1)
        named = []
        for slot in range(len(SLOTS)):
            of_slot = (slots == slot)[..., None].to(hidden.dtype)
            mean = (hidden * of_slot).sum(1) / of_slot.sum(1).clamp(min=1)
            named.append(torch.cat([whole, mean], -1))
        return self.dropout(whole), self.dropout(torch.stack(named, 1))

    def article_scores(
        self, ids: torch.Tensor, mask: torch.Tensor, slots: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Read articles' rows.

        Returns
        -------
        whole : tensor of shape (rows, 2 * width)
        scores : tensor of shape (rows, 3 slots, 3)
            Stance toward each slot.
        shown : tensor of shape (rows, pieces, 3 slots, 2)
            Logits of showing criticism and support.
        """
        hidden = self.hidden(ids, mask)
        whole, targets = self.pooled(hidden, mask, slots)
        hidden = self.dropout(hidden.float())
        shown = self.shown(hidden).unflatten(-1, (len(SLOTS), 2))
        weights = shown.sigmoid() * mask[..., None, None]
        total = weights.sum(-1)
        found = torch.einsum("rps,rpw->rsw", total, hidden) / (total.sum(1)[..., None] + 1.0)
        strength = torch.log1p(weights.sum(1))
        evidence = torch.cat([found, strength], -1)
        return whole, self.article(targets.float()) + self.evident(evidence), shown


def marked(ids: torch.Tensor, words: torch.Tensor, marks: torch.Tensor) -> torch.Tensor:
    """Put our own marks' vectors in the places of theirs.

    Parameters
    ----------
    ids : int64 tensor of shape (rows, pieces)
    words : tensor of shape (rows, pieces, width)
    marks : tensor of shape (marks, width)
    """
    first = min(_MARKS)
    place = (ids - first).clamp(0, len(_MARKS) - 1)
    own = ((ids - first) == place)[..., None]
    return torch.where(own, marks[place], words)
