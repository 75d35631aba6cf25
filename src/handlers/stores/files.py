"""The claim check as files in a folder: for `copydesk serve`."""

import os
import re
from pathlib import Path
from typing import Final

__all__ = ["FileClaimCheck"]

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")


class FileClaimCheck:
    """Contents as files.

    Parameters
    ----------
    folder : Path
        Made when the first content comes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> str:
        """Write a file; it is whole, on the disk, or not there."""
        path = self._path(name)
        self._folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
        return name

    def get(self, where: str) -> bytes:
        """Read a file."""
        try:
            return self._path(where).read_bytes()
        except FileNotFoundError:
            raise LookupError(where) from None

    def drop(self, where: str) -> None:
        """Delete a file."""
        self._path(where).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise LookupError(name)
        return self._folder / name
