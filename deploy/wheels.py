"""Pinned wheels for the Lambda's platform -> a folder; pip checks every hash."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

__all__ = ["PYTHON", "install", "locked"]

PYTHON: Final = "3.13"  # the template's Runtime
# What Amazon Linux 2023 (glibc 2.34) takes.
_MANYLINUX: Final = ("manylinux_2_34", "manylinux_2_28", "manylinux_2_27", "manylinux_2_17")
_CPUS: Final = {"x86_64": "x86_64", "arm64": "aarch64"}
_PIN: Final = re.compile(r"^([\w.-]+)(?:\[[\w,-]*\])?==.*\n(?:[ \t]+--hash=.*\n?)+", re.MULTILINE)


def install(lock: Path, folder: Path, *, only: Collection[str], cpu: str) -> None:
    """Install what a lock file pins.

    Parameters
    ----------
    lock : Path
    folder : Path
    only : collection of str
        The distributions to take; all if empty.
    cpu : {"x86_64", "arm64"}

    Raises
    ------
    SystemExit
        If the processor is unknown or pip fails, in which case pip has said why.
    """
    if cpu not in _CPUS:
        raise SystemExit(f"unknown processor {cpu!r}: CPU may be {' or '.join(_CPUS)}")
    platforms = [f"--platform={tag}_{_CPUS[cpu]}" for tag in (*_MANYLINUX, "manylinux2014")]
    with tempfile.TemporaryDirectory() as scratch:
        wanted = Path(scratch, "wanted.txt")
        wanted.write_text(locked(lock.read_text(encoding="utf-8"), only), encoding="utf-8")
        done = subprocess.run(
            [
                sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                "--require-hashes", "--no-deps", "--no-compile", "--only-binary=:all:",
                "--implementation=cp", f"--python-version={PYTHON}", *platforms,
                f"--target={folder}", f"--requirement={wanted}",
            ],
            check=False,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.returncode)


def locked(lock: str, only: Collection[str]) -> str:
    """Take pins out of a lock file's text.

    Raises
    ------
    SystemExit
        If one of them is not in it.
    """
    if not only:
        return lock
    pins = [(match.group(1).lower(), match.group()) for match in _PIN.finditer(lock)]
    if missing := sorted(set(only) - {name for name, _ in pins}):
        raise SystemExit(f"not in the lock file: {', '.join(missing)}")
    return "".join(pin for name, pin in pins if name in only)
