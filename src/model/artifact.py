"""The artifact: what training writes and serving opens.

A folder with ``manifest.json`` and one ``.npy`` file an array. Nothing in it is a pickle.

Rules
-----
- ``format`` is ``copydesk-model``; a folder that says otherwise is foreign.
- ``format_version`` is a whole number. It grows whenever an older reader would misread the
  folder: another hash, another bag, another meaning of an array. A reader opens the versions
  in `READS` and refuses others by name; a version once released is read for ever
  (``tests/artifacts`` keeps one of each).
- New keys of the manifest, and new arrays, need no new version: readers ignore what they do
  not know.
- Every array is listed under ``arrays`` with file, SHA-256, dtype and shape. A listed file must
  be there and match; a file that is not listed is ignored.
- Other files are listed under ``files`` with their SHA-256. They are optional: a package without
  the encoder leaves them out and still opens. One that is there must match.
- The artifact's digest is the SHA-256 of ``manifest.json``, which names all the others.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model.errors import ArtifactError

__all__ = [
    "ENCODER_FILES",
    "FORMAT",
    "FORMAT_VERSION",
    "READS",
    "SHIPPED",
    "Artifact",
    "digest_of",
    "write_artifact",
]

FORMAT: Final = "copydesk-model"
FORMAT_VERSION: Final = 1
READS: Final = frozenset({1})
SHIPPED: Final = Path(__file__).parent / "artifact"

ENCODER_FILES: Final = ("encoder.onnx", "tokenizer.json")

_MANIFEST: Final = "manifest.json"
_OTHER: Final = "does not match its digest in the manifest: damaged or replaced"
_DTYPES: Final = frozenset({"<f2", "<f4", "<f8", "<u4", "<i4", "<i8"})


@dataclass(frozen=True, slots=True)
class Artifact:
    """An opened artifact.

    Attributes
    ----------
    manifest : mapping
        ``manifest.json`` as it stands.
    digest : str
        ``sha256:`` and 64 hexadecimal digits.
    arrays : mapping of str to array
        Memory-mapped and read-only.
    folder : Path
    """

    manifest: Mapping[str, Any]
    digest: str
    arrays: Mapping[str, NDArray[Any]]
    folder: Path

    @classmethod
    def open(cls, folder: Path | None = None) -> "Artifact":
        """Open an artifact and check every byte of it.

        Parameters
        ----------
        folder : Path, optional
            The shipped one if not given.

        Raises
        ------
        ArtifactError
            Naming the file that is missing, damaged, foreign or too new.
        """
        folder = SHIPPED if folder is None else folder
        raw = _read(folder / _MANIFEST)
        manifest = _parse(raw)
        listed = manifest.get("arrays")
        if not isinstance(listed, dict):
            raise ArtifactError(_MANIFEST, "lists no arrays: the file is damaged")
        arrays = {name: _open_array(folder, name, entry) for name, entry in listed.items()}
        return cls(manifest, f"sha256:{hashlib.sha256(raw).hexdigest()}", arrays, folder)

    def array(self, name: str) -> NDArray[Any]:
        """One array by name.

        Raises
        ------
        ArtifactError
            If the manifest does not list it.
        """
        if name not in self.arrays:
            raise ArtifactError(_MANIFEST, f"lists no array {name!r}: made by another training?")
        return self.arrays[name]

    @property
    def has_encoder(self) -> bool:
        """Whether the encoder's files are in this package."""
        return all((self.folder / name).is_file() for name in ENCODER_FILES)

    def file(self, name: str) -> Path | None:
        """Where one of the optional files lies, checked; None if this package leaves it out.

        Raises
        ------
        ArtifactError
            If the file is not the one that the manifest lists.
        """
        listed = self.manifest.get("files", {}).get(name)
        path = self.folder / name
        if listed is None or not path.is_file():
            return None
        if digest_of(path) != listed:
            raise ArtifactError(name, _OTHER)
        return path


def write_artifact(
    folder: Path,
    manifest: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    files: Mapping[str, Path] | None = None,
) -> None:
    """Write an artifact: the same bytes for the same input.

    Parameters
    ----------
    folder : Path
        Made if missing; its earlier arrays are removed.
    manifest : mapping
        What to say beside the format, its version and the arrays.
    arrays : mapping of str to array
    files : mapping of name to Path, optional
        Other files, copied in.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.npy"):
        old.unlink()
    for name, source in (files or {}).items():
        shutil.copyfile(source, folder / name)
    listed = {}
    for name in sorted(arrays):
        path = folder / f"{name}.npy"
        little = arrays[name].dtype.newbyteorder("<")
        array = np.ascontiguousarray(arrays[name], dtype=little)
        with path.open("wb") as file:
            np.lib.format.write_array(file, array, version=(1, 0), allow_pickle=False)
        listed[name] = {
            "file": path.name,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "dtype": array.dtype.str,
            "shape": list(array.shape),
        }
    whole = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        **manifest,
        "arrays": listed,
        "files": {name: digest_of(folder / name) for name in sorted(files or {})},
    }
    text = json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    (folder / _MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = f"cannot be read ({error.strerror}): is this a copydesk model folder?"
        raise ArtifactError(path.name, problem) from error


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ArtifactError(_MANIFEST, "is not JSON: the file is damaged") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ArtifactError(_MANIFEST, f"does not say format {FORMAT!r}: not a copydesk model")
    version = manifest.get("format_version")
    if version not in READS:
        known = ", ".join(map(str, sorted(READS)))
        raise ArtifactError(
            _MANIFEST, f"has format_version {version!r}, this copydesk reads {known}: update it"
        )
    return manifest


def _open_array(folder: Path, name: str, entry: Any) -> NDArray[Any]:
    match entry:
        case {"file": str(file), "sha256": str(sha256), "dtype": str(dtype), "shape": list(shape)}:
            pass
        case _:
            raise ArtifactError(_MANIFEST, f"array {name!r} is listed wrongly: damaged")
    if Path(file).name != file or dtype not in _DTYPES:
        raise ArtifactError(_MANIFEST, f"array {name!r} has an unusable file name or dtype")
    path = folder / file
    if digest_of(path) != sha256:
        raise ArtifactError(file, _OTHER)
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError) as error:
        raise ArtifactError(file, "is not a NumPy array file") from error
    if array.dtype.str != dtype or list(array.shape) != shape:
        raise ArtifactError(file, f"holds {array.dtype.str} {array.shape}, not {dtype} {shape}")
    return np.asarray(array)


def digest_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file.

    Raises
    ------
    ArtifactError
        If it cannot be read.
    """
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise ArtifactError(path.name, f"cannot be read ({error.strerror})") from error
