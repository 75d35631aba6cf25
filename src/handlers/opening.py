"""The one place where a process opens its model."""

from handlers.service import ClassifierPort
from handlers.settings import Settings

__all__ = ["open_classifier"]


def open_classifier(settings: Settings) -> ClassifierPort:
    """Open the model that the settings name.

    Raises
    ------
    ArtifactError
    """
    from model.classifier import Classifier  # numpy: not before it is needed

    return Classifier.open(settings.model, encoder=settings.encoder)
