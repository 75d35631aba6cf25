"""`sam local` against an engine."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deploy.parts import ROOT

__all__ = ["BUILT", "Sam"]

BUILT: Final = ROOT / ".aws-sam" / "build" / "template.yaml"
_SAM: Final = ROOT / ".venv" / "sam" / "bin" / "sam"


@dataclass(frozen=True, slots=True)
class Sam:
    """The SAM CLI.

    Attributes
    ----------
    environ : mapping
        Where it reaches the engine.
    """

    environ: Mapping[str, str]

    def build(self) -> None:
        """Build the template.

        Raises
        ------
        RuntimeError
        """
        done = self._run("build", timeout=900)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])

    def invoke(
        self,
        function: str,
        event: Any,
        parameters: Mapping[str, str] | None = None,
        *,
        template: Path = BUILT,
    ) -> tuple[Any, str]:
        """Invoke a function in a container of its own.

        Returns
        -------
        answer : JSON value
            None if it gave none.
        log : str
        """
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(event, file)
            file.flush()
            done = self._run(
                "local",
                "invoke",
                function,
                "--event",
                file.name,
                *_local(template, parameters or {}),
            )
        last = done.stdout.strip().splitlines()[-1:] or [""]
        try:
            return json.loads(last[0]), done.stderr
        except ValueError:
            return None, done.stdout + done.stderr

    @contextmanager
    def api(self, parameters: Mapping[str, str]) -> Iterator[str]:
        """Serve the API; gives its address."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen(
                [
                    _SAM, "local", "start-api", "--port", str(port), "--warm-containers", "EAGER",
                    *_local(BUILT, parameters),
                ],
                env=self._environ(), cwd=ROOT, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
            try:
                _wait(port, process)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait(timeout=60)

    def _run(self, *arguments: str, timeout: float = 180) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [_SAM, *arguments], env=self._environ(), cwd=ROOT, capture_output=True, text=True,
            timeout=timeout, check=False,
        )  # fmt: skip

    def _environ(self) -> dict[str, str]:
        return {
            **self.environ,
            "SAM_CLI_TELEMETRY": "0",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "none",
            "AWS_SECRET_ACCESS_KEY": "none",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{self.environ['PATH']}",
        }


def _local(template: Path, parameters: Mapping[str, str]) -> list[str]:
    overrides = [f"{name}={value}" for name, value in parameters.items()]
    return [
        "--template", str(template), "--skip-pull-image",
        *(["--parameter-overrides", *overrides] if overrides else []),
    ]  # fmt: skip


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(240):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.5)
    raise RuntimeError("sam local start-api does not listen")
