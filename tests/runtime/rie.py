"""A function under the real Lambda runtime: awslambdaric behind AWS's emulator (RIE)."""

import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Function", "emulator", "lambda_function"]

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Function:
    """A function that waits for its first event."""

    url: str
    log: Path
    emulator: int  # process id

    def invoke(self, event: object, timeout: float = 60) -> Any:
        """Send an event; one at a time, as Lambda does."""
        request = urllib.request.Request(self.url, json.dumps(event).encode())
        with urllib.request.urlopen(request, timeout=timeout) as reply:
            return json.loads(reply.read() or b"null")

    def init_milliseconds(self) -> float:
        """How long the initialisation took, by the emulator's own report."""
        found = re.search(r"INIT REPORT\(durationMs: ([\d.]+)", self.output())
        assert found, self.output()
        return float(found.group(1))

    def process(self) -> int:
        """Give the id of the function's own process, once it has started."""
        (found, *_) = _children(self.emulator) or [0]
        assert found, "the function has not started"
        return found

    def memory(self, what: str = "VmRSS") -> int:
        """Give the bytes of memory that it has now (VmRSS) or had at most (VmHWM)."""
        status = Path(f"/proc/{self.process()}/status").read_text()
        found = re.search(rf"^{what}:\s+(\d+) kB", status, re.MULTILINE)
        assert found
        return int(found.group(1)) * 1024

    def cpu_seconds(self) -> float:
        """Give the processor time that it has used, in the kernel and out of it."""
        stat = Path(f"/proc/{self.process()}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    def output(self) -> str:
        """Everything that function and emulator wrote."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def emulator() -> Path | None:
    """Find the emulator in the aws-sam-cli wheel, for this processor."""
    if platform.system() != "Linux":
        return None
    cpu = {"x86_64": "x86_64", "aarch64": "arm64"}.get(platform.machine())
    name = f"aws-lambda-rie-{cpu}"
    found = sorted(ROOT.glob(f".venv/sam/lib/python3*/site-packages/samcli/local/rapid/{name}"))
    on_path = shutil.which("aws-lambda-rie")
    return found[0] if found else (Path(on_path) if on_path else None)


@contextmanager
def lambda_function(
    handler: str,
    folder: Path,
    *,
    source: Path | None = None,
    python: str = sys.executable,
    path: Sequence[Path] = (),
    cpus: Collection[int] = (),
    timeout: int = 20,
    **environ: str,
) -> Iterator[Function]:
    """Start a function and its emulator; both are gone afterwards.

    Parameters
    ----------
    handler : str
        As Lambda wants it: ``handlers.entry.handler``.
    folder : Path
        For the log.
    source : Path, optional
        What is on the function's path; the repository's src if not given.
    python : str
        The interpreter.
    path : sequence of Path
        More folders on the function's path: layers, the runtime's own.
    cpus : collection of int
        The processors it may use; all if empty.
    timeout : int
        The function's, in seconds.
    **environ
        More environment variables.
    """
    found = emulator()
    assert found is not None
    found.chmod(found.stat().st_mode | 0o100)
    source = source or ROOT / "src"
    port, runtime_port = _free_port(), _free_port()
    log = folder / "lambda.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                found, "--log-level", "info",
                "--runtime-interface-emulator-address", f"127.0.0.1:{port}",
                "--runtime-api-address", f"127.0.0.1:{runtime_port}",
                python, "-m", "awslambdaric", handler,
            ],
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(folder),
                "AWS_LAMBDA_FUNCTION_NAME": "copydesk",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
                "AWS_LAMBDA_FUNCTION_TIMEOUT": str(timeout),
                "AWS_REGION": "eu-central-1",
                "LAMBDA_TASK_ROOT": str(source),
                "PYTHONPATH": os.pathsep.join(map(str, (source, *path))),
                **environ,
            },
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        try:
            if cpus:
                os.sched_setaffinity(process.pid, cpus)
            _wait(port, process)
            url = f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
            yield Function(url, log, process.pid)
        finally:
            # The function is in a process group of its own, and would outlive the emulator.
            children = _children(process.pid)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            for child in children:
                _end(child)
            process.wait()


def _children(process: int) -> list[int]:
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for path in lists for child in path.read_text().split()]


def _end(process: int) -> None:
    """Kill a process that is not ours to wait for, and wait until it has let go of its memory."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    for _ in range(200):
        status = Path(f"/proc/{process}/stat")
        if not status.exists() or ") Z " in status.read_text():
            return
        time.sleep(0.01)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert process.poll() is None, "the emulator ended at once"
        time.sleep(0.05)
    raise AssertionError("the emulator does not listen")
