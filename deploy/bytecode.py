"""Bytecode for the Lambda's Python, which `sam build` ships none of: half of a cold start.

Unchecked hashes: the runtime neither looks at the sources' dates nor reads them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deploy.wheels import PYTHON

__all__ = ["compile_folder", "lambda_python"]

_NAME: Final = f"python{PYTHON}"


def compile_folder(folder: Path, mount: str) -> None:
    """Compile every module of a folder.

    Parameters
    ----------
    folder : Path
    mount : str
        Where Lambda will have it: tracebacks name these paths.

    Raises
    ------
    SystemExit
        If a module does not compile.
    """
    python = lambda_python()
    if python is None:
        print(
            f"WARNING: no {_NAME} here (LAMBDA_PYTHON may name one): the package has no bytecode, "
            "and its cold starts take about twice as long.",
            file=sys.stderr,
        )
        return
    done = subprocess.run(
        [
            python, "-m", "compileall", "-q", "-j", "1", "--invalidation-mode", "unchecked-hash",
            "-s", str(folder), "-p", mount, str(folder),
        ],
        env={**os.environ, "PYTHONHASHSEED": "0"},
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit("some module does not compile")


def lambda_python() -> str | None:
    """Find a Python of the Lambda's version: LAMBDA_PYTHON, this one, the PATH, pyenv's."""
    return next((found for found in _candidates() if _is_right(found)), None)


def _candidates() -> Iterator[str]:
    yield from filter(None, (os.environ.get("LAMBDA_PYTHON"), sys.executable))
    yield from filter(None, (shutil.which(_NAME),))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    yield from map(str, sorted(pyenv.glob(f"{PYTHON}*/bin/{_NAME}"), reverse=True))


def _is_right(python: str) -> bool:
    code = "import sys; print('%d.%d' % sys.version_info[:2], sys.implementation.name)"
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout.split() == [PYTHON, "cpython"]
