"""Reading the files, each checked against its digest first."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from gzip import BadGzipFile, decompress
from pathlib import Path
from typing import Any

from training.corpora.digests import CORPORA
from training.corpora.locate import DamagedCorpusError, corpus_path

__all__ = ["read_checked", "rows"]


def rows(name: str, folder: Path | None = None) -> Iterator[dict[str, Any]]:
    """Read the rows of one corpus as they are in the file.

    Parameters
    ----------
    name : str
        A key of `CORPORA`.
    folder : Path, optional
        The corpora's folder, if not the usual one.

    Raises
    ------
    MissingCorporaError, DamagedCorpusError
    """
    yield from read_checked(corpus_path(name, folder), CORPORA[name].sha256)


def read_checked(path: Path, sha256: str) -> Iterator[dict[str, Any]]:
    """Read gzipped JSON lines out of a file that must have the given digest.

    Raises
    ------
    DamagedCorpusError
    """
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise DamagedCorpusError(path, f"its SHA-256 is {found}, not {sha256}")
    try:
        lines = decompress(data).splitlines()  # on bytes: splits at \n and \r only
    except (BadGzipFile, EOFError, zlib.error) as error:
        raise DamagedCorpusError(path, f"it is not gzip ({error})") from error
    for line in lines:
        yield json.loads(line)
