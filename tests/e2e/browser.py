"""Headless Chromium by the WebDriver protocol: enough of it to use an editor and take a picture."""

import base64
import json
import shutil
import socket
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.e2e.cms.process import OPENER, Program, answers, install_debian, until

__all__ = ["Browser", "install"]

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_ARGUMENTS = [
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--window-size=1360,1500", "--lang=en"),
]


def install() -> None:
    """Install Debian's Chromium where it is missing."""
    if shutil.which("chromium") and shutil.which("chromedriver"):
        return
    install_debian("chromium", "chromium-driver", "fonts-dejavu-core")


class Browser:
    """One window."""

    def __enter__(self) -> Self:
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        port = _free_port()
        folder = Path(self._profile.name)
        self._driver = Program(["chromedriver", f"--port={port}"], folder / "driver.log")
        self._base = f"http://127.0.0.1:{port}"
        until(lambda: answers(f"{self._base}/status"), 60, saying="chromedriver does not answer")
        options = {"args": [*_ARGUMENTS, f"--user-data-dir={folder / 'profile'}"]}
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        self._base += "/session/" + self._call("POST", "/session", wanted)["sessionId"]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._driver.stop(5)
        self._profile.cleanup()

    def go(self, url: str) -> None:
        self._call("POST", "/url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """Run JavaScript and give what it returns."""
        return self._call("POST", "/execute/sync", {"script": script, "args": arguments})

    def text(self, selector: str) -> str:
        """Give an element's visible text; empty if it is not there."""
        found = self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector)
        return str(found)

    def wait(self, script: str, patience: float = 60, *, saying: str = "") -> None:
        """Wait until JavaScript gives something true."""
        what = saying or f"not so: {script}"
        until(lambda: bool(self.run(f"return {script}")), patience, saying=what)

    def click(self, selector: str) -> None:
        found = self._call("POST", "/element", {"using": "css selector", "value": selector})
        self.run("arguments[0].scrollIntoView({block: 'center'})", found)
        self._call("POST", f"/element/{found[_ELEMENT]}/click", {})

    def type(self, selector: str, text: str) -> None:
        found = self._call("POST", "/element", {"using": "css selector", "value": selector})
        self._call("POST", f"/element/{found[_ELEMENT]}/value", {"text": text})

    def picture(self, path: Path, selector: str | None = None) -> None:
        """Save a PNG of the window, or of one element."""
        where = "/screenshot"
        if selector:
            found = self._call("POST", "/element", {"using": "css selector", "value": selector})
            where = f"/element/{found[_ELEMENT]}/screenshot"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self._call("GET", where)))

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._base + path, data, headers, method=method)
        try:
            with OPENER.open(request, timeout=120) as reply:
                return json.load(reply)["value"]
        except urllib.error.HTTPError as error:
            problem = json.load(error)["value"]
            raise RuntimeError(f"{problem['error']}: {problem['message'][:300]}") from error


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
