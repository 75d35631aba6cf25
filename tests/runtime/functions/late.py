"""The API over a model that takes its time."""

import time
from collections.abc import Sequence
from typing import Any

from handlers.api import Api
from handlers.settings import Settings
from model.article import Article
from model.classifier import Classifier


class Slow:
    """A classifier that thinks for a fifth of a second."""

    def __init__(self, model: Classifier) -> None:
        self.info = model.info
        self.has_encoder = model.has_encoder
        self._model = model

    def classify(self, *args: Any, **kwargs: Any) -> Any:
        """Sleep, then answer."""
        time.sleep(0.2)
        return self._model.classify(*args, **kwargs)

    def classify_many(self, articles: Sequence[Article], **kwargs: Any) -> Any:
        """Sleep for each, then answer."""
        time.sleep(0.2 * len(articles))
        return self._model.classify_many(articles, **kwargs)


handler = Api(Settings(), lambda: Slow(Classifier.open()))
