"""The one place where a process opens its model."""

import functools
from collections.abc import Callable

from handlers.service import ClassifierPort
from handlers.settings import Settings

__all__ = ["open_classifier", "opener"]


def opener(
    settings: Settings, open_it: Callable[[], ClassifierPort] | None = None
) -> Callable[[], ClassifierPort]:
    """Make what opens the model when first called, and then gives the same one.

    What fails to open is tried again at the next call.

    Parameters
    ----------
    settings : Settings
    open_it : callable, optional
        Opens another than the one that the settings name.
    """
    return functools.cache(open_it or functools.partial(open_classifier, settings))


def open_classifier(settings: Settings) -> ClassifierPort:
    """Open the model that the settings name.

    Raises
    ------
    ArtifactError
    """
    from model.classifier import Classifier  # numpy: not before it is needed

    return Classifier.open(settings.model, encoder=settings.encoder)
