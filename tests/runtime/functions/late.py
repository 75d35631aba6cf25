"""The API over a model that takes its time."""

import time
from typing import Any

from handlers.api import Api
from handlers.settings import Settings
from model.classifier import Classifier


class Slow:
    """A classifier that thinks for a fifth of a second."""

    def __init__(self, model: Classifier) -> None:
        self.info = model.info
        self._model = model

    def classify(self, *args: Any, **kwargs: Any) -> Any:
        """Sleep, then answer."""
        time.sleep(0.2)
        return self._model.classify(*args, **kwargs)


handler = Api(Settings(), lambda: Slow(Classifier.open()))
