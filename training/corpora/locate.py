"""Where the corpora are, and where what was made from them is kept."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from joblib import Memory

from training.corpora.digests import CORPORA

__all__ = [
    "REPOSITORY",
    "DamagedCorpusError",
    "MissingCorporaError",
    "cache",
    "corpora_folder",
    "corpus_path",
]

REPOSITORY = Path(__file__).resolve().parents[2]
_VARIABLE = "COPYDESK_DATA"


class MissingCorporaError(Exception):
    """Corpora that are needed are not there.

    Parameters
    ----------
    folder : Path
        Where they were looked for.
    names : iterable of str
        The corpora that are missing; empty if the folder itself is.
    """

    def __init__(self, folder: Path, names: Iterable[str] = ()) -> None:
        missing = [f"{name}.jsonl.gz" for name in names]
        what = f"has no {', '.join(missing)}" if missing else "does not exist"
        super().__init__(
            f"the corpora's folder {folder} {what}. Training needs the corpora; "
            f"name the folder that holds them: {_VARIABLE}=/path/to/data python -m training"
        )
        self.folder = folder
        self.missing = tuple(missing)


class DamagedCorpusError(Exception):
    """A corpus is not the one that training was written for.

    Parameters
    ----------
    path : Path
    problem : str
    """

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            f"{path}: {problem}. Fetch the file again; if it was changed on purpose, put its new "
            "digest into training/corpora/digests.py"
        )
        self.path = path


def corpora_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Find the folder of the corpora: COPYDESK_DATA, else ``../shared/data`` beside the repository.

    Parameters
    ----------
    environ : mapping, optional
        Stands for the process's environment.

    Raises
    ------
    MissingCorporaError
        If the folder does not exist.
    """
    named = (os.environ if environ is None else environ).get(_VARIABLE, "")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        raise MissingCorporaError(folder)
    return folder


def corpus_path(name: str, folder: Path | None = None) -> Path:
    """Find the file of one corpus.

    Raises
    ------
    MissingCorporaError
        If it is not in the folder.
    KeyError
        If training knows no such corpus.
    """
    if name not in CORPORA:
        raise KeyError(name)
    folder = corpora_folder() if folder is None else folder
    path = folder / f"{name}.jsonl.gz"
    if not path.is_file():
        raise MissingCorporaError(folder, [name])
    return path


def cache() -> Memory:
    """Open where results that take long to make are kept between runs; git ignores it."""
    return Memory(REPOSITORY / ".copydesk-cache", verbose=0)
