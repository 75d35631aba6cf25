"""What a fine-tuned encoder is held to: labels, votes, and a teacher's answers."""

from functools import cache
from typing import Final

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, log_softmax

from training.encoder.packed import Articles, Sentences
from training.encoder.reader import SERVED, Reader
from training.encoder.taught import TaughtArticles, TaughtSentences, shares

__all__ = ["article_loss", "sentence_loss"]

_SECOND: Final = 0.15  # a second topic's share of the target
_OPINION: Final = (0.02, 0.1, 0.9, 0.98)  # how much opinion genre 0 to 3 is
_SMOOTHING: Final = 0.05
_VOTED: Final = 2.0  # what votes on sentences weigh beside labels
_TAUGHT: Final = 2.0  # what a teacher's answers to sentences weigh
_STANCE: Final = 2.5  # what an article's stances weigh beside its topic
_PRESENT: Final = 3.0  # what all its topics weigh
_SHOWN: Final = 6.0  # what the passages that show a stance weigh
_CUT_OFF: Final = 0.1  # share of an article's pieces that are hidden in a step


def sentence_loss(
    reader: Reader, rows: Sentences, taught: TaughtSentences | None = None
) -> torch.Tensor:
    """Loss of a batch of sentences, a number."""
    _, targets = reader(*rows.input)
    found = reader.sentence(targets[:, 0]).float()
    scores = found + reader.sources(rows.source.long())
    each = cross_entropy(scores, rows.stance.long(), reduction="none", label_smoothing=_SMOOTHING)
    loss = (each * rows.weight).sum() / rows.weight.sum().clamp(min=1.0)
    served = found + reader.sources.weight[SERVED]
    voted = ~rows.taught[:, 0].isnan()
    loss = loss + _VOTED * (_soft(served, rows.taught.nan_to_num()) * voted).mean()
    if taught is not None:
        loss = loss + _TAUGHT * _soft(served, shares(taught.stances)).mean()
    return loss


def article_loss(
    reader: Reader, rows: Articles, taught: TaughtArticles | None = None
) -> torch.Tensor:
    """Loss of a batch of articles, a number."""
    ids, mask, slots = rows.input
    whole, stances, shown = reader.article_scores(ids, _cut_off(mask, slots), slots)
    topic, present = reader.topic(whole).float(), reader.present(whole).float()
    opinion, stances, shown = reader.opinion(whole)[:, 0].float(), stances.float(), shown.float()
    loss = _of_topics(topic, present, opinion, rows)
    known = ~rows.stances[..., 0].isnan()
    truth = (1 - _SMOOTHING) * rows.stances.nan_to_num() + _SMOOTHING / stances.shape[-1]
    loss = loss + _STANCE * _mean(_soft(stances, truth), known)
    loss = loss + _SHOWN * _of_shown(shown, _bits(rows.shown), rows.watched, mask)
    if taught is None:
        return loss
    named = rows.named
    loss = loss + _soft(topic, shares(taught.topic)).mean()
    loss = loss + binary_cross_entropy_with_logits(opinion, shares(taught.opinion))
    loss = loss + _STANCE * _mean(_soft(stances, shares(taught.stances)), named)
    if taught.present is not None:
        theirs = shares(taught.present)
        loss = loss + _PRESENT * binary_cross_entropy_with_logits(present, theirs)
    if taught.shown is not None:
        pieces = shares(taught.shown).unflatten(-1, (-1, 2))
        loss = loss + _SHOWN * _of_shown(shown, pieces, named, mask)
    return loss


def _of_topics(
    topic: torch.Tensor, present: torch.Tensor, opinion: torch.Tensor, rows: Articles
) -> torch.Tensor:
    labelled = rows.known
    main, named = torch.zeros_like(topic), torch.zeros_like(present)
    first, second = rows.topic.long().clamp(min=0)[:, None], rows.second.long()[:, None]
    share = torch.where(second >= 0, _SECOND, 0.0)
    main.scatter_(1, first, 1.0 - share)
    main.scatter_add_(1, second.clamp(min=0), share)
    named.scatter_(1, first, 1.0)
    named = torch.maximum(
        named, torch.zeros_like(named).scatter_(1, second.clamp(min=0), (second >= 0).float())
    )
    argued = _opinion(opinion.device)[rows.genre.long().clamp(min=0)]
    each = (
        _soft(topic, main)
        + _PRESENT * binary_cross_entropy_with_logits(present, named, reduction="none").mean(-1)
        + binary_cross_entropy_with_logits(opinion, argued, reduction="none")
    )
    return _mean(each, labelled)


def _of_shown(
    shown: torch.Tensor, truth: torch.Tensor, watched: torch.Tensor, mask: torch.Tensor
) -> torch.Tensor:
    """How far the pieces that show a stance are not those that the model would point out."""
    each = binary_cross_entropy_with_logits(shown, truth, reduction="none").mean(-1)
    weights = watched[:, None].float() * mask[..., None]
    of_article = (each * weights).sum((1, 2)) / weights.sum((1, 2)).clamp(min=1.0)
    return of_article.mean()


@cache
def _opinion(device: torch.device) -> torch.Tensor:
    return torch.tensor(_OPINION, device=device)


def _bits(shown: torch.Tensor) -> torch.Tensor:
    """The bits of packed pieces, of shape (rows, pieces, 3 slots, 2)."""
    places = torch.arange(6, device=shown.device)
    return ((shown[..., None] >> places) & 1).float().unflatten(-1, (-1, 2))


def _cut_off(mask: torch.Tensor, slots: torch.Tensor) -> torch.Tensor:
    """Hide some pieces that stand for no target: what is learned must not hang on a few words."""
    hidden = (torch.rand(mask.shape, device=mask.device) < _CUT_OFF) & (slots < 0)
    hidden[:, 0] = False
    return mask * ~hidden


def _soft(scores: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """Cross entropy with probabilities, not summed up."""
    return -(truth * log_softmax(scores, -1)).sum(-1)


def _mean(values: torch.Tensor, counted: torch.Tensor) -> torch.Tensor:
    return (values * counted).sum() / counted.sum().clamp(min=1)
