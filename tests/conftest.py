"""What every test may use."""

import pytest

from model.classifier import Classifier


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    """The shipped model."""
    return Classifier.open()
