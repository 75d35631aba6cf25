"""copydesk's classifier: article in, topic, genre, stance and evidence out.

Pure: numpy, one HTML parser, one language identifier. No AWS, no web, no scikit-learn.

>>> from model import Article, Classifier
>>> answer = Classifier.open().classify(Article.from_text("The council met on Monday ..."))
"""

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
