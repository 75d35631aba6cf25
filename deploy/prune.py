"""Takes out of a package what `pruned.txt` lists."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

__all__ = ["PRUNED", "patterns", "prune"]

PRUNED: Final = Path(__file__).with_name("pruned.txt")


def prune(folder: Path) -> None:
    """Delete what the list names; a pattern that ends in a slash takes folders only."""
    for pattern, _ in patterns():
        for path in sorted(folder.glob(pattern.rstrip("/"))):
            if not path.is_symlink() and path.is_dir() and pattern.endswith("/"):
                shutil.rmtree(path)
            elif path.is_file() and not pattern.endswith("/"):
                path.unlink()


def patterns() -> Iterator[tuple[str, str]]:
    """Read the list: glob and reason.

    Raises
    ------
    ValueError
        If a line gives no reason.
    """
    for line in PRUNED.read_text(encoding="utf-8").splitlines():
        pattern, _, reason = (part.strip() for part in line.partition("#"))
        if pattern and not reason:
            raise ValueError(f"{PRUNED.name}: {pattern} is pruned without a reason")
        if pattern:
            yield pattern, reason
