"""copydesk's classifier: article in, topic, genre, stance and evidence out.

Pure: numpy, one HTML parser, one language identifier. No AWS, no web, no scikit-learn. The names
below are imported when they are first used: what needs only `model.errors` does not load numpy.

>>> from model import Article, Classifier
>>> answer = Classifier.open().classify(Article.from_text("The council met on Monday ..."))
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from model.article import Article, Sentence
    from model.classifier import Classifier
    from model.errors import ArtifactError, CopydeskError
    from model.result import (
        Classification,
        Evidence,
        Genre,
        ModelInfo,
        Stance,
        Task,
        Topic,
        Warning,
    )

__all__ = [
    "Article",
    "ArtifactError",
    "Classification",
    "Classifier",
    "CopydeskError",
    "Evidence",
    "Genre",
    "ModelInfo",
    "Sentence",
    "Stance",
    "Task",
    "Topic",
    "Warning",
]

_ELSEWHERE = {
    "Article": "article",
    "Sentence": "article",
    "Classifier": "classifier",
    "ArtifactError": "errors",
    "CopydeskError": "errors",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"model.{_ELSEWHERE.get(name, 'result')}"), name)
