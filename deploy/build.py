"""Fills one package's folder."""

import shutil
from pathlib import Path

from deploy.archive import settle
from deploy.bytecode import compile_folder
from deploy.parts import ENCODER_FILES, ROOT, Part
from deploy.prune import prune
from deploy.wheels import install

__all__ = ["build"]


def build(part: Part, folder: Path, *, cpu: str) -> None:
    """Build a package.

    Parameters
    ----------
    part : Part
    folder : Path
        Emptied first.
    cpu : {"x86_64", "arm64"}

    Raises
    ------
    SystemExit
        Saying what cannot be done.
    """
    if ROOT.is_relative_to(folder.resolve()):
        raise SystemExit(f"{folder} would be emptied, and holds these sources: name another")
    if folder.exists():
        shutil.rmtree(folder)
    inside = folder / part.inside
    inside.mkdir(parents=True)
    install(ROOT / "requirements" / part.lock, inside, only=part.only, cpu=cpu)
    for name in part.sources:
        shutil.copytree(ROOT / "src" / name, inside / name)
    prune(inside)
    if part.artifact:
        _copy_artifact(folder / part.artifact)
    compile_folder(inside, "/var/task" if part.inside == "." else f"/opt/{part.inside}")
    settle(folder)


def _copy_artifact(folder: Path) -> None:
    """Copy the whole artifact: a layer that is attached brings the encoder and what fits it."""
    artifact = ROOT / "src" / "model" / "artifact"
    if missing := [name for name in ENCODER_FILES if not (artifact / name).is_file()]:
        print(f"the artifact has no {' and no '.join(missing)}: a layer without an encoder")
    shutil.copytree(artifact, folder)
