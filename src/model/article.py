"""An article as the classifier sees it: a title, a text, and its sentences."""

from dataclasses import dataclass

from model.result import Field

__all__ = ["Article", "Sentence"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of one field: code points, end exclusive."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """Title, text and the sentences of both (the title's first, then the text's in order)."""

    title: str
    text: str
    sentences: tuple[Sentence, ...]
