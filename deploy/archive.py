"""A folder -> a zip archive: the same bytes for the same files."""

import os
import zipfile
from pathlib import Path
from typing import Final

__all__ = ["files_of", "settle", "write_zip"]

_EPOCH: Final = 315_532_800  # 1980-01-01, the first day that a zip archive knows


def files_of(folder: Path) -> list[Path]:
    """List a folder's files in an order that does not depend on the machine."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def settle(folder: Path) -> None:
    """Give every file one date and its plain mode: SAM zips what it finds."""
    for path in (*folder.rglob("*"), folder):
        path.chmod(_mode(path))
        os.utime(path, (_EPOCH, _EPOCH))


def write_zip(folder: Path, archive: Path) -> None:
    """Write all files of a folder."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        for path in files_of(folder):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, whose modes the next line means
            entry.external_attr = (0o100000 | _mode(path)) << 16
            opened.writestr(entry, path.read_bytes(), compresslevel=9)


def _mode(path: Path) -> int:
    return 0o755 if path.is_dir() or ".so" in path.suffixes else 0o644
