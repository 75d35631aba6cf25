from pathlib import Path

import pytest

from training.corpora import MissingCorporaError, corpora_folder
from training.corpora.digests import CORPORA
from training.corpora.locate import corpus_path


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The corpora's folder; the test is skipped where any of them is missing."""
    try:
        folder = corpora_folder()
        for name in CORPORA:
            corpus_path(name, folder)
    except MissingCorporaError as missing:
        pytest.skip(str(missing))
    return folder
