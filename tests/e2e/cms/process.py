"""Starting and stopping the programs of this test."""

import atexit
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

__all__ = ["OPENER", "Program", "answers", "free", "install_debian", "until"]

# No proxy: the environment's may not know this machine.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Program:
    """A child with its log and its own process group."""

    def __init__(
        self,
        command: Sequence[str | Path],
        log: Path,
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.log = log
        with log.open("ab") as out:
            self._child = subprocess.Popen(
                [str(part) for part in command],
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        atexit.register(self.kill)  # nothing outlives the test

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def running(self) -> bool:
        return self._child.poll() is None

    def stop(self, patience: float = 30) -> None:
        """Ask the group to stop, and make it."""
        self._signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(patience)
        self.kill()  # what of the group outlived it, too

    def kill(self) -> None:
        """As a power cut would."""
        atexit.unregister(self.kill)  # its number may be another's later
        self._signal(signal.SIGKILL)
        self._child.wait()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child.pid, number)  # only the group that this class made


def until(
    what: Callable[[], bool], patience: float, every: float = 0.25, *, saying: str = ""
) -> bool:
    """Wait for something.

    Raises
    ------
    TimeoutError
        If `saying` is given and it does not come.
    """
    end = time.monotonic() + patience
    while True:
        if what():
            return True
        if time.monotonic() > end:
            if saying:
                raise TimeoutError(f"{saying} within {patience:g} s")
            return False
        time.sleep(every)


def free(port: int, variable: str) -> None:
    """See that a port is free.

    Raises
    ------
    RuntimeError
    """
    with socket.socket() as one:
        if one.connect_ex(("127.0.0.1", port)) == 0:
            raise RuntimeError(f"port {port} is taken; {variable} names another")


def answers(url: str) -> bool:
    """Whether a server answers there with 200."""
    try:
        with OPENER.open(url, timeout=5) as reply:
            return bool(reply.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def install_debian(*packages: str) -> None:
    """Install packages of Debian's.

    Raises
    ------
    RuntimeError
        If that is not possible here, saying what is missing.
    """
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise RuntimeError(f"root on Debian could install: {' '.join(packages)}")
    print(f"installing from Debian: {' '.join(packages)} ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-q"], install):
        subprocess.run(command, check=True, env=quiet, stdout=subprocess.DEVNULL)
