"""What the exported encoder makes of the annotated articles: the very code that serves.

Kept in ``.copydesk-cache`` by the digests of the encoder and of the model's code, so that refitting
the heads over it takes seconds.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from tqdm import tqdm

from model.article import Article
from model.encoder import Encoder
from model.entities import find_target, main_subjects
from model.evident import Evident
from model.head import Head
from model.neural import NeuralHeads
from model.scores import ArticleScores, TargetScores
from training.corpora import RawArticle, TargetedSentence
from training.corpora.locate import cache
from training.kept import digest_of_code

__all__ = ["EXPORTED", "Exported", "Read", "read_articles", "read_sentences"]

F64 = NDArray[np.float64]

EXPORTED = Path(".copydesk-cache") / "encoder"


@dataclass(frozen=True, slots=True)
class Exported:
    """What ``python -m training.encoder export`` wrote.

    Attributes
    ----------
    folder : Path
    arrays : mapping of str to array
        ``topic.coef`` and so on; ``sources`` has the shifts of whoever labelled sentences.
    """

    folder: Path
    arrays: dict[str, NDArray[Any]]

    @classmethod
    def load(cls, folder: Path = EXPORTED) -> "Exported | None":
        """Read it; None if there is nothing."""
        path = folder / "heads.npz"
        if not path.exists():
            return None
        with np.load(path, allow_pickle=False) as kept:
            return cls(folder, dict(kept))

    @property
    def files(self) -> dict[str, Path]:
        """The files that are served."""
        return {name: self.folder / name for name in ("encoder.onnx", "tokenizer.json")}

    @property
    def shift(self) -> F64:
        """NewsMTSC's line of neutral in fine-tuning: added to the scores of sentences."""
        return np.asarray(self.arrays["sources"][0], dtype=np.float64)

    def open(self) -> NeuralHeads:
        """Open it as serving does."""
        names = ("topic", "present", "opinion", "article", "sentence", "shown")
        topic, present, opinion, article, sentence, shown = (
            Head(self.arrays[f"{name}.coef"], self.arrays[f"{name}.intercept"]) for name in names
        )
        evident = Evident(shown, self.arrays["evident.coef"])
        encoder = Encoder.open(*self.files.values())
        return NeuralHeads(encoder, topic, present, opinion, article, sentence, evident)

    def digest(self) -> str:
        """Which encoder it is."""
        from model.artifact import digest_of

        return digest_of(self.folder / "encoder.onnx")


@dataclass(frozen=True, slots=True)
class Read:
    """One article, read.

    Attributes
    ----------
    article : ArticleScores
    targets : tuple of TargetScores or None
        For each target that was asked for; None where the article never names it.
    """

    article: ArticleScores
    targets: tuple[TargetScores | None, ...]


def read_articles(
    exported: Exported, articles: Sequence[RawArticle], targets: Sequence[Sequence[str]]
) -> list[Read]:
    """Read articles, each as seen from its targets; every target by itself."""
    # Answers of other code that finds targets and makes rows are not this code's.
    code = digest_of_code("model.neural", "model.entities")
    key = exported.digest(), code, _digest_of(articles), tuple(map(tuple, targets))
    kept = cache().cache(_read_articles, ignore=["exported", "articles", "targets"])
    found: list[Read] = kept(exported, articles, targets, key)
    return found


def _digest_of(articles: Sequence[RawArticle]) -> str:
    """Of the texts, which other cleaning makes others."""
    found = hashlib.sha256()
    for article in articles:
        found.update(f"{article.uid}\0{article.title_clean}\0{article.text}\0".encode())
    return found.hexdigest()


def _read_articles(
    exported: Exported,
    articles: Sequence[RawArticle],
    targets: Sequence[Sequence[str]],
    key: object,
) -> list[Read]:
    del key
    pairs = list(zip(articles, targets, strict=True))
    chunks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    work = tqdm(chunks, desc="encoder: reading articles", unit="x100")
    parts = Parallel(n_jobs=-1)(delayed(_read_some)(exported, chunk) for chunk in work)
    return [one for part in parts for one in part]


def _read_some(exported: Exported, pairs: Sequence[tuple[RawArticle, Sequence[str]]]) -> list[Read]:
    heads = exported.open()
    found = []
    for raw, names in pairs:
        article = Article.from_text(raw.text, raw.title_clean)
        entities = [find_target(article, name) for name in names]
        subjects = main_subjects(article)
        named = [entity for entity in entities if entity.mentions]
        scores, seen = heads.read(article, subjects, named)
        targets = iter(seen)
        found.append(
            Read(scores, tuple(next(targets) if one.mentions else None for one in entities))
        )
    return found


def read_sentences(exported: Exported, sentences: Sequence[TargetedSentence]) -> F64:
    """Scores of shape (len(sentences), 3) of single sentences."""
    heads = exported.open()
    found = []
    for sentence in tqdm(sentences, desc="encoder: reading sentences"):
        span = sentence.start or 0, sentence.end or 0
        found.append(heads.of_sentence(sentence.sentence, span) + exported.shift)
    return np.array(found)
