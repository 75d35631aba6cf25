"""`copydesk serve` as a process of its own, which can be killed."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.e2e.cms.process import Program, answers, until

__all__ = ["Service"]


class Service:
    """The service, its configuration, its state, its log."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sites: list[dict[str, Any]] = []
        self._env: dict[str, str] = {}
        self._program: Program | None = None
        self._log = folder / "service.log"
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self._port = one.getsockname()[1]  # kept over restarts: the CMSs know it
        self.url = f"http://127.0.0.1:{self._port}"

    def hook(self, site: str) -> str:
        """Give the address of a site's hook."""
        return f"{self.url}/v1/hooks/{site}"

    def configure(self, name: str, site: dict[str, Any], **env: str) -> None:
        """Add a site, or put another in its place; takes effect at the next start."""
        self._sites = [one for one in self._sites if one["name"] != name]
        self._sites.append({"name": name, **site})
        self._env |= env
        self._config.write_text(json.dumps({"version": 1, "sites": self._sites}, indent=2))

    def start(self) -> None:
        command = [self._copydesk, "serve", "--port", str(self._port), *self._places]
        program = Program(command, self._log, env=self._env)
        self._program = program
        health = f"{self.url}/v1/health"
        until(lambda: answers(health) or not program.running, 180, saying="no service")
        if not program.running:
            raise RuntimeError(f"the service ended:\n{self._log.read_text()[-2000:]}")

    def kill(self) -> None:
        """kill -9."""
        assert self._program
        self._program.kill()

    def stop(self) -> None:
        if self._program and self._program.running:
            self._program.stop()

    def restart(self) -> None:
        """Stop as an operator would, and start."""
        self.stop()
        self.start()

    def command(self, *arguments: str) -> str:
        """Run `copydesk hooks ...` and give what it prints.

        Raises
        ------
        RuntimeError
            If it fails.
        """
        command = [self._copydesk, "hooks", arguments[0], *self._places, *arguments[1:]]
        env = {**os.environ, **self._env}
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise RuntimeError(f"copydesk hooks {arguments[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    def lines(self, message: str, **wanted: Any) -> list[dict[str, Any]]:
        """Give the log's lines of this message that have these members."""
        found = []
        for line in self._log.read_text().splitlines():
            if not line.startswith("{"):
                continue
            entry = json.loads(line)
            same = all(entry.get(key) == value for key, value in wanted.items())
            if entry.get("message") == message and same:
                found.append(entry)
        return found

    def log(self) -> str:
        """Give the whole log."""
        return self._log.read_text()

    @property
    def _config(self) -> Path:
        return self._folder / "sites.json"

    @property
    def _places(self) -> list[str]:
        return ["--sites", str(self._config), "--state", str(self._folder / "state")]

    @property
    def _copydesk(self) -> str:
        return str(Path(sys.executable).with_name("copydesk"))
