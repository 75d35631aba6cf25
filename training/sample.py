"""Articles to try things on: of outlets that no encoder was fine-tuned on, or our own few."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from model.article import Article
from training.corpora import MissingCorporaError, RawArticle
from training.corpora.lines import plain_lines
from training.corpora.read import rows

__all__ = ["Piece", "own_pieces", "sample_pieces"]

OWN: Final = "of our own (tests/articles), since there are no corpora"
HELD_OUT: Final = "of annotated outlets that the encoder was not fine-tuned on"
# Corpora taken from web pages, furniture and all.
SCRAPED: Final = frozenset({"abp", "intl5", "polnear", "editorials", "semeval25"})


@dataclass(frozen=True, slots=True)
class Piece:
    """An article and whom stance is asked toward.

    Attributes
    ----------
    title, text : str
    target : str or None
        None where there is nobody to ask about.
    group : str
        Its outlet: what is drawn as a whole for the intervals.
    page : str or None
        The text with what its page had around it, where the corpus has that.
    """

    title: str
    text: str
    target: str | None
    group: str
    page: str | None = None

    @property
    def article(self) -> Article:
        """The article as the model is given it."""
        return Article.from_text(self.text, self.title)


def sample_pieces(n: int, seed: int = 0) -> tuple[str, list[Piece]]:
    """Draw annotated articles of the held-out outlets; our own where there are no corpora.

    Parameters
    ----------
    n : int
        At most so many.
    seed : int

    Returns
    -------
    str
        Where they are from.
    list of Piece
        In the order of the corpora.

    Raises
    ------
    DamagedCorpusError
    """
    try:
        return HELD_OUT, _held_out(n, seed)
    except MissingCorporaError:
        return OWN, own_pieces()[:n]


def own_pieces() -> list[Piece]:
    """Our own articles, each toward its main subject."""
    from model.entities import main_subjects
    from tests.articles.voices import ARGUING, REPORTING

    found = []
    for piece in ARGUING + REPORTING:
        subjects = main_subjects(Article.from_text(piece.text, piece.title), limit=1)
        target = subjects[0].name if subjects else None
        found.append(Piece(piece.title, piece.text, target, piece.name))
    return found


def _held_out(n: int, seed: int) -> list[Piece]:
    from training.dataset import load_dataset

    data = load_dataset()
    places = np.flatnonzero(data.held_out[: data.n])
    rng = np.random.default_rng(seed)
    chosen = np.sort(rng.choice(places, size=min(n, len(places)), replace=False)).tolist()
    pages = _pages([data.articles[i] for i in chosen])
    return [
        Piece(
            data.articles[i].title_clean,
            data.articles[i].text,
            data.annotations[i].entity,
            data.groups[i],
            pages.get(data.articles[i].uid),
        )
        for i in chosen
    ]


def _pages(articles: Sequence[RawArticle]) -> dict[str, str]:
    """Read the texts as they were before cleaning, of those that cleaning made shorter."""
    by_uid = {article.uid: article for article in articles}
    found = {}
    for name in sorted({article.dataset for article in articles} & SCRAPED):
        for row in rows(name):
            article = by_uid.get(row["uid"])
            if article is not None:
                page = "\n".join(plain_lines(row["text"]))
                if len(page.split()) > len(article.text.split()):
                    found[article.uid] = page
    return found
