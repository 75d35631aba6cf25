"""Who is measured: copydesk in both packages, the peer, and a function that does nothing."""

import os
import platform
import shutil
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.peers.scikit_learn_lambda.fit import fit
from deploy.archive import files_of, write_zip
from deploy.build import build
from deploy.bytecode import compile_folder, lambda_python
from deploy.parts import ENCODER_FILES, ROOT, part_of
from deploy.wheels import install
from tests.runtime.rie import Function, emulator, lambda_function

__all__ = ["CACHE", "Contender", "Unready", "contenders", "peer_was_fitted_on"]

CACHE: Final = ROOT / ".copydesk-cache" / "bench"
_PEERS: Final = Path(__file__).parent / "peers"
_REQUIREMENTS: Final = ROOT / "requirements"
_CPU: Final = "arm64" if platform.machine() in {"aarch64", "arm64"} else "x86_64"
# The peer's wheels, by the lock that pins them.
_PEER_WHEELS: Final = {
    "runtime.txt": ("aws-lambda-powertools", "jmespath", "typing-extensions"),
    "training.txt": (
        "scikit-learn",
        "scipy",
        "numpy",
        "joblib",
        "cloudpickle",
        "threadpoolctl",
        "narwhals",
    ),
}
_RUNTIME: Final = ("awslambdaric", "simplejson", "snapshot-restore-py")


class Unready(Exception):
    """Something that a benchmark needs is not on this machine."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A function to measure.

    Attributes
    ----------
    name : str
    handler : str
    task : Path
        Its package: what Lambda has in /var/task.
    layers : tuple of Path
        What Lambda has in /opt.
    environ : mapping
    """

    name: str
    handler: str
    task: Path
    layers: tuple[Path, ...] = ()
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def ours(self) -> bool:
        """Whether it understands copydesk's requests."""
        return self.name.startswith("copydesk")

    def start(self, folder: Path, cpus: set[int]) -> AbstractContextManager[Function]:
        """Run it under the emulator on the Lambda's Python."""
        python = lambda_python()
        assert python is not None
        path = [*(layer / "python" for layer in self.layers), CACHE / "runtime"]
        return lambda_function(
            self.handler, folder, source=self.task, python=python, path=path, cpus=cpus,
            timeout=120, **self.environ,
        )  # fmt: skip

    def sizes(self) -> tuple[int, int]:
        """Measure its package and layers: bytes unzipped and zipped."""
        folders = (self.task, *self.layers)
        unzipped = sum(path.stat().st_size for folder in folders for path in files_of(folder))
        zipped = 0
        for folder in folders:
            archive = CACHE / "size.zip"
            write_zip(folder, archive)
            zipped += archive.stat().st_size
        return unzipped, zipped


def contenders(*, peer: bool = True) -> list[Contender]:
    """Build, fit and install whatever is not there yet; the peer only where it is wanted.

    Raises
    ------
    Unready
        Saying what is missing.
    """
    if emulator() is None:
        raise Unready("no Lambda Runtime Interface Emulator: it needs Linux, and `make sam`")
    if lambda_python() is None:
        raise Unready("no python3.13: install it, or name it by LAMBDA_PYTHON")
    _install(CACHE / "runtime", {"dev.txt": _RUNTIME})
    api, layer = CACHE / "CopydeskApi", CACHE / "CopydeskEncoderLayer"
    for folder in (api, layer):
        build(part_of(folder.name), folder, cpu=_CPU)
    found = [
        Contender("empty", "app.handler", _PEERS / "empty_lambda"),
        *([Contender("peer", "app.handler", _peer())] if peer else []),
        Contender("copydesk", "handlers.entry.handler", api),
    ]
    if all((layer / "copydesk" / name).is_file() for name in ENCODER_FILES):
        environ = {"COPYDESK_MODEL": str(layer / "copydesk")}
        found.append(
            Contender("copydesk+encoder", "handlers.entry.handler", api, (layer,), environ)
        )
    return found


def peer_was_fitted_on() -> str:
    """Tell what the peer was fitted on."""
    return (CACHE / "peer" / "fitted_on.txt").read_text(encoding="utf-8")


def _peer() -> Path:
    folder = CACHE / "peer"
    _install(folder, _PEER_WHEELS)
    if not (folder / "fitted_on.txt").is_file():
        fit(folder)
    shutil.copy(_PEERS / "scikit_learn_lambda" / "app.py", folder)
    compile_folder(folder, "/var/task")
    return folder


def _install(folder: Path, wheels: dict[str, tuple[str, ...]]) -> None:
    """Install pinned wheels once."""
    stamp = folder / ".installed"
    if stamp.is_file():
        return
    print(f"installing {folder.name} ...", file=sys.stderr)
    for lock, only in wheels.items():
        install(_REQUIREMENTS / lock, folder, only=only, cpu=_CPU)
    compile_folder(folder, os.fspath(folder))
    stamp.touch()
