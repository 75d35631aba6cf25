"""A container engine: the user's own, or one that is started for this run and stopped after it."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

__all__ = ["NoEngine", "engine", "run"]


class NoEngine(Exception):
    """There is no container engine, and none can be started."""


@contextmanager
def engine() -> Iterator[dict[str, str]]:
    """Find or start an engine.

    Yields
    ------
    dict of str to str
        The environment in which `docker` and `sam` reach it.

    Raises
    ------
    NoEngine
        Saying what to install.
    """
    if shutil.which("docker") is None:
        raise NoEngine("no docker here: install Docker, and run this again")
    if _answers(os.environ):
        yield dict(os.environ)
        return
    if shutil.which("dockerd") is None or os.geteuid():
        raise NoEngine(
            "no container engine answers. Start Docker; or, as root on Debian, let one be started "
            "here: apt-get install -y --no-install-recommends docker.io debootstrap iptables"
        )
    with (
        tempfile.TemporaryDirectory(prefix="copydesk-e2e-") as name,
        _started(Path(name)) as environ,
    ):
        yield environ


@contextmanager
def _started(folder: Path) -> Iterator[dict[str, str]]:
    print("starting a container engine for this run ...", file=sys.stderr)
    host = f"unix://{folder / 'docker.sock'}"
    environ = {**os.environ, "DOCKER_HOST": host}
    with (folder / "dockerd.log").open("wb") as log:
        daemon = subprocess.Popen(
            [
                "dockerd", f"--host={host}", f"--data-root={folder / 'data'}",
                f"--exec-root={folder / 'exec'}", f"--pidfile={folder / 'docker.pid'}",
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            for _ in range(120):
                if _answers(environ):
                    break
                if daemon.poll() is not None:
                    raise NoEngine(f"dockerd ended at once:\n{_tail(folder / 'dockerd.log')}")
                time.sleep(0.5)
            else:
                raise NoEngine(f"dockerd does not answer:\n{_tail(folder / 'dockerd.log')}")
            yield environ
        finally:
            died = daemon.poll() is not None
            daemon.terminate()
            daemon.wait(timeout=60)
            _unmount(folder)
            if died:
                print(f"dockerd ended by itself:\n{_tail(folder / 'dockerd.log')}", file=sys.stderr)


def run(environ: Mapping[str, str], *command: str, timeout: float = 600) -> str:
    """Run a command and give what it says.

    Raises
    ------
    RuntimeError
        If it fails.
    """
    done = subprocess.run(
        command, env=dict(environ), capture_output=True, text=True, timeout=timeout, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def _answers(environ: Mapping[str, str]) -> bool:
    done = subprocess.run(
        ["docker", "version", "--format", "{{.Server.Version}}"],
        env=dict(environ), capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    return done.returncode == 0


def _unmount(folder: Path) -> None:
    """Let go of what a daemon that ended badly leaves mounted; the last mounted first."""
    mounted = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
    for place in reversed(mounted):
        if Path(place).is_relative_to(folder):
            subprocess.run(["umount", "--lazy", place], check=False)


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]
