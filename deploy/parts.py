"""What is in a package: the function's, and the layer's that adds the encoder to it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["ENCODER_FILES", "ROOT", "Part", "part_of"]

ROOT: Final = Path(__file__).parents[1]

# The parts of the artifact that the encoder reads (see model.artifact).
ENCODER_FILES: Final = ("encoder.onnx", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Part:
    """One package.

    Attributes
    ----------
    lock : str
        File in ``requirements`` that pins its wheels with their hashes.
    only : tuple of str
        The distributions of the lock to install; all if empty.
    inside : str
        Folder of the package that is on Python's path; Lambda puts a layer's ``python`` there.
    sources : tuple of str
        Folders of ``src`` that are copied beside the wheels.
    artifact : str
        Folder for the whole artifact, encoder included; none if empty.
    """

    lock: str
    only: tuple[str, ...] = ()
    inside: str = "."
    sources: tuple[str, ...] = ()
    artifact: str = ""


_FUNCTION: Final = Part(lock="runtime.txt", sources=("model", "handlers"))
# onnxruntime's and tokenizers' own dependencies (protobuf, flatbuffers, huggingface-hub ...) serve
# conversions and downloads: inference imports none of them. NumPy is the function's.
_ENCODER: Final = Part(
    lock="encoder.txt", only=("onnxruntime", "tokenizers"), inside="python", artifact="copydesk"
)


def part_of(logical_id: str) -> Part:
    """Tell what a resource of the template is made of: every function has the same package."""
    return _ENCODER if logical_id.endswith("Layer") else _FUNCTION
