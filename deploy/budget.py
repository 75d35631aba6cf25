"""How large the packages are, and how large they may be."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.archive import files_of

__all__ = ["Size", "faults", "report", "size_of"]

# Megabytes (10**6 bytes). Lambda takes 250 unzipped, function and layers together, and 50 zipped
# without a detour over S3.
FUNCTION: Final = 85
WITH_LAYER: Final = 190
ZIPPED: Final = 50

_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Size:
    """How large one package is: bytes, zipped and not, and by its top folders."""

    name: str
    unzipped: int
    zipped: int
    folders: tuple[tuple[str, int], ...]

    @property
    def layer(self) -> bool:
        """Whether it comes on top of a function."""
        return self.name.endswith("Layer")


def size_of(folder: Path, archive: Path) -> Size:
    """Measure a package."""
    folders: Counter[str] = Counter()
    for path in files_of(folder):
        parts = path.relative_to(folder).parts
        folders["/".join(parts[: 2 if parts[0] == "python" else 1])] += path.stat().st_size
    return Size(
        folder.name, folders.total(), archive.stat().st_size, tuple(folders.most_common(_SHOWN))
    )


def report(sizes: list[Size]) -> Iterator[str]:
    """Say how large each package is, and what is large in it."""
    yield f"{'package':24}{'unzipped':>10}{'zipped':>10}  MB"
    for size in sizes:
        yield f"{size.name:24}{size.unzipped / 1e6:10.1f}{size.zipped / 1e6:10.1f}"
        for name, part in size.folders:
            yield f"    {name:20}{part / 1e6:10.1f}"


def faults(sizes: list[Size]) -> Iterator[str]:
    """Say what is over its budget."""
    functions = [size for size in sizes if not size.layer]
    layers = sum(size.unzipped for size in sizes if size.layer)
    for size in functions:
        yield from _over(f"{size.name} unzipped", size.unzipped, FUNCTION)
        yield from _over(f"{size.name} zipped", size.zipped, ZIPPED)
        if layers:
            yield from _over(f"{size.name} with the layer", size.unzipped + layers, WITH_LAYER)


def _over(what: str, size: int, budget: int) -> Iterator[str]:
    if size > budget * 1e6:
        yield f"{what}: {size / 1e6:.1f} MB, over the budget of {budget} MB"
