"""The heads over the encoder's vectors, and what they are asked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.article import Article
from model.artifact import ENCODER_FILES, Artifact
from model.encoder import Encoder, RowVectors
from model.errors import ArtifactError
from model.evident import Evident, by_sentence
from model.excerpt import MOST_TARGETS, article_row, sentence_row
from model.head import Head
from model.mention import Entity, same_subject
from model.result import EncoderUse
from model.scores import ArticleScores, TargetScores

__all__ = ["NeuralHeads", "open_neural"]

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NeuralHeads:
    """The encoder and its heads."""

    encoder: Encoder
    topic: Head
    present: Head
    opinion: Head
    article: Head
    sentence: Head
    evident: Evident

    @classmethod
    def load(cls, artifact: Artifact, encoder: Encoder) -> "NeuralHeads":
        """Take the heads out of an artifact."""
        topic, present, opinion, article, sentence = (
            Head.load(artifact, name)
            for name in ("topic", "present", "opinion", "article", "sentence")
        )
        evident = Evident.load(artifact)
        return cls(encoder, topic, present, opinion, article, sentence, evident)

    def read(
        self, article: Article, subjects: Sequence[Entity], targets: Sequence[Entity] = ()
    ) -> tuple[ArticleScores, list[TargetScores]]:
        """Read an article: of what it is, in whose voice, and as seen from some targets.

        One row answers for topic, genre and every target that is one of the article's own
        subjects. The subjects' names are masked in it whatever is asked, so that topic and
        genre do not depend on the targets.

        Parameters
        ----------
        article : Article
        subjects : sequence of Entity
            The article's own main ones, at most three.
        targets : sequence of Entity
            Each named in the article.

        Returns
        -------
        article : ArticleScores
        targets : list of TargetScores
        """
        own = self._row(article, subjects)
        whole = own.whole
        scores = ArticleScores(
            whole, self.topic(whole), self.present(whole), float(self.opinion(whole)[0])
        )
        slots = [same_subject(target, subjects) for target in targets]
        seen = {at: (own, slot) for at, slot in enumerate(slots) if slot is not None}
        others = [at for at, slot in enumerate(slots) if slot is None]
        for start in range(0, len(others), MOST_TARGETS):
            some = others[start : start + MOST_TARGETS]
            row = self._row(article, [targets[at] for at in some])
            seen |= {at: (row, slot) for slot, at in enumerate(some)}
        return scores, [self._target(article, *seen[at]) for at in range(len(targets))]

    def _row(self, article: Article, targets: Sequence[Entity]) -> RowVectors:
        return self.encoder(article_row(self.encoder.wordpieces, article, targets))

    def _target(self, article: Article, row: RowVectors, slot: int) -> TargetScores:
        weights = self.evident.weights(row, slot)
        stance = self.article(row.of_target(slot)) + self.evident(row, weights)
        return TargetScores(stance, by_sentence(article, row, weights))

    def of_sentence(self, text: str, target: tuple[int, int]) -> F64:
        """Read a text of one sentence as seen from the target that stands at a place of it.

        Returns
        -------
        float64 array of shape (3,)
            Scores, in the order of ``taxonomy.STANCES``.
        """
        row = sentence_row(self.encoder.wordpieces, text, target)
        return self.sentence(self.encoder(row).of_target(0))


def open_neural(artifact: Artifact, use: EncoderUse) -> NeuralHeads | None:
    """Open the encoder of an artifact, if it is wanted and can be had.

    Raises
    ------
    ArtifactError
        If it is damaged; with ``on`` also if it is missing or its libraries are.
    """
    model, tokenizer = (artifact.file(name) for name in ENCODER_FILES)
    missing = "it is not in this package"
    if model is not None and tokenizer is not None:
        try:
            return NeuralHeads.load(artifact, Encoder.open(model, tokenizer))
        except ImportError as error:
            missing = f"{error.name} is not installed (requirements/encoder.txt)"
    if use == "on":
        raise ArtifactError(ENCODER_FILES[0], f"the encoder is switched on, but {missing}")
    return None
