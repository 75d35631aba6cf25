"""What every test may use."""

import pytest
from hypothesis import settings

from model.classifier import Classifier

# Whether an example is slow is for benchmarks to say: here the machine may be busy.
settings.register_profile("copydesk", deadline=None)
settings.load_profile("copydesk")


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    """The shipped model."""
    return Classifier.open()
