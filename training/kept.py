"""What a result was made from, as one digest: it is kept as long as that stays the same."""

import ast
import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

from training.corpora.annotations import FILES, FOLDER
from training.corpora.digests import CORPORA
from training.corpora.locate import REPOSITORY
from training.places import PLACES

__all__ = ["digest_of_code", "digest_of_inputs", "sources_of"]

_ROOTS: Final = {"training": REPOSITORY, "model": REPOSITORY / "src"}
_LIBRARIES: Final = ("numpy", "scipy", "scikit-learn")


def digest_of_inputs(module: str) -> str:
    """Digest of a module's code, of all of ours that it imports, of libraries, labels and corpora.

    Parameters
    ----------
    module : str
        By its full name.
    """
    libraries = [(name, version(name)) for name in _LIBRARIES]
    corpora = sorted((name, corpus.sha256) for name, corpus in CORPORA.items())
    found = hashlib.sha256(repr((libraries, corpora, digest_of_code(module))).encode())
    # Passages and votes teach the encoder alone.
    labels = [FOLDER / f"{name}.tsv" for name in (*FILES, "sentences")]
    for path in (*labels, PLACES):
        found.update(path.read_bytes())
    return found.hexdigest()


def digest_of_code(*modules: str) -> str:
    """Digest of the code of modules and of all of ours that they import."""
    found = hashlib.sha256()
    for path in sorted(set().union(*map(sources_of, modules))):
        found.update(path.read_bytes())
    return found.hexdigest()


def sources_of(module: str) -> set[Path]:
    """Files of `training` and `model` that a module is made of, imports of imports included."""
    found: set[Path] = set()
    left = [module]
    while left:
        for path in _files_of(left.pop()):
            if path not in found:
                found.add(path)
                left += _imported(path)
    return found


def _files_of(module: str) -> Iterator[Path]:
    """A module's file, or a package's; nothing if it is not one of ours."""
    root = _ROOTS.get(module.partition(".")[0])
    if root is not None:
        place = root.joinpath(*module.split("."))
        yield from (p for p in (place.with_suffix(".py"), place / "__init__.py") if p.is_file())


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
