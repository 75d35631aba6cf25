"""An article as the classifier sees it: a title, a text, and its sentences."""

import functools
from dataclasses import dataclass

from model.result import Field
from model.sentences import sentence_spans

__all__ = ["Article", "Sentence"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of one field: code points, end exclusive."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """Title and text."""

    title: str
    text: str

    @functools.cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the title, then those of the text in order; found when asked for."""
        of_title = (Sentence("title", *span) for span in sentence_spans(self.title))
        of_text = (Sentence("text", *span) for span in sentence_spans(self.text))
        return (*of_title, *of_text)

    @classmethod
    def from_text(cls, text: str, title: str = "") -> "Article":
        """Take plain text as it is: offsets count the code points of this very string."""
        return cls(title, text)

    @classmethod
    def from_html(cls, html: str, title: str | None = None) -> "Article":
        """Extract title and text from a page or a fragment.

        Parameters
        ----------
        html : str
            What a CMS or a browser has; a whole page or an article's body.
        title : str, optional
            Taken instead of the page's own.
        """
        from model.html import extract

        found_title, text = extract(html)
        return cls.from_text(text, found_title if title is None else title)
