"""Ghost 5 from npm, on SQLite."""

import base64
import hashlib
import hmac
import http.cookiejar
import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.e2e.cms.base import Article, Credentials, cache
from tests.e2e.cms.process import Program, answers, free, until

VERSION = "5.130.6"
OWNER = {
    "name": "Test Owner",
    "email": "owner@example.com",
    "password": "Zx9-harbour-lantern",
    "blogTitle": "Loopback Gazette",
}


class Ghost:
    """Drives it by its Admin API."""

    name = "ghost"

    def __init__(self) -> None:
        self._home = Path(os.environ.get("CMS_GHOST", cache("ghost")))
        self._app, self._data = self._home / "app", self._home / "run"
        port = int(os.environ.get("CMS_GHOST_PORT", "2368"))
        self._port = port
        self.url = f"http://127.0.0.1:{port}"
        self._admin = f"{self.url}/ghost/api/admin"
        self._program: Program | None = None
        self._key = ""
        self._webhooks: list[str] = []
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        )

    def install(self) -> None:
        if (self._app / "node_modules/sqlite3/build/Release/node_sqlite3.node").exists():
            return
        print(f"installing Ghost {VERSION} into {self._home} (5 to 10 minutes) ...", flush=True)
        shutil.rmtree(self._app, ignore_errors=True)
        self._home.mkdir(parents=True, exist_ok=True)
        _run(["npm", "pack", f"ghost@{VERSION}", "--silent"], self._home)
        _run(["tar", "xzf", f"ghost-{VERSION}.tgz"], self._home)
        (self._home / "package").rename(self._app)
        manifest = self._app / "package.json"
        package = json.loads(manifest.read_text())
        package.pop("devDependencies", None)  # one of them is in git
        package.pop("scripts", None)
        # yarn's resolutions are npm's overrides; a direct dependency is named by $.
        package["overrides"] = {
            name: f"${name}" if name in package["dependencies"] else version
            for name, version in (package.pop("resolutions", None) or {}).items()
            if not version.startswith("file:")
        }
        manifest.write_text(json.dumps(package, indent=2))
        npm = ["npm", "install", "--omit=dev", "--legacy-peer-deps", "--ignore-scripts"]
        # yarn.lock gives the versions; its addresses are another host's.
        _run([*npm, "--replace-registry-host=always", "--loglevel=error"], self._app)
        _run(["npm", "rebuild", "sqlite3", "--foreground-scripts", "--loglevel=error"], self._app)
        built = self._app / "node_modules/sqlite3/build/Release/node_sqlite3.node"
        if not built.exists():  # npm 11 may leave out a script that nobody approved
            _run(["npx", "--no-install", "node-gyp", "rebuild"], self._app / "node_modules/sqlite3")

    def fresh(self) -> Credentials:
        self.stop()
        free(self._port, "CMS_GHOST_PORT")
        shutil.rmtree(self._data, ignore_errors=True)
        shutil.copytree(self._app / "content", self._data / "content")
        database = {"filename": str(self._data / "ghost.db")}
        config = {
            "url": self.url + "/",
            "server": {"port": self._port, "host": "127.0.0.1"},
            "database": {"client": "sqlite3", "connection": database, "useNullAsDefault": True},
            "mail": {"transport": "Direct"},
            "logging": {"transports": ["stdout"], "level": "info"},
            "process": "local",
            # Else the first login asks for a code sent by mail.
            "security": {"staffDeviceVerification": False},
            "privacy": {
                "useUpdateCheck": False,
                "useGravatar": False,
                "useRpcPing": False,
                "useStructuredData": False,
            },
            "paths": {"contentPath": str(self._data / "content") + "/"},
        }
        (self._app / "config.development.json").write_text(json.dumps(config, indent=2))
        self.start()
        self._call("POST", "/authentication/setup/", {"setup": [OWNER]})
        login = {"username": OWNER["email"], "password": OWNER["password"]}
        self._call("POST", "/session/", login)
        asked = {"integrations": [{"name": "copydesk"}]}
        made = self._call("POST", "/integrations/?include=api_keys", asked)["integrations"][0]
        self._key = next(key["secret"] for key in made["api_keys"] if key["type"] == "admin")
        self._webhooks = []
        version = self._call("GET", "/site/")["site"]["version"]
        return Credentials(self._key, version)

    def start(self) -> None:
        env = {"NODE_ENV": "development"}
        log = self._home / "ghost.log"
        program = Program(["node", "index.js"], log, cwd=self._app, env=env)
        self._program = program
        up = f"{self._admin}/site/"
        until(lambda: answers(up) or not program.running, 300, 1, saying="Ghost does not answer")
        if not program.running:
            raise RuntimeError(f"Ghost ended: see {log}")

    def stop(self) -> None:
        if self._program:
            self._program.stop()
        self._program = None

    def connect(self, url: str, secret: str) -> None:
        for webhook in self._webhooks:
            self._call("DELETE", f"/webhooks/{webhook}/", key=True)
        self._webhooks = []
        for event in ("post.published", "post.published.edited"):
            # Ghost 5 names the event nowhere in the request: the address has to.
            wanted = {"event": event, "target_url": f"{url}/{event}", "name": event}
            body = {"webhooks": [{**wanted, "secret": secret}]}
            self._webhooks.append(
                self._call("POST", "/webhooks/", body, key=True)["webhooks"][0]["id"]
            )

    def publish(self, article: Article, *tags: str) -> str:
        post = {"title": article.title, "html": article.html, "status": "draft", "tags": list(tags)}
        made = self._call("POST", "/posts/?source=html", {"posts": [post]}, key=True)["posts"][0]
        self._put(made["id"], status="published")
        return str(made["id"])

    def publish_again(self, post: str) -> None:
        self._put(post, status="draft")
        self._put(post, status="published")

    def edit(self, post: str, article: Article) -> None:
        self._put(post, title=article.title, html=article.html)

    def forget(self, post: str) -> None:
        """Ghost tries once."""

    def tags(self, post: str) -> list[str]:
        return [tag["name"] for tag in self._post(post)["tags"]]

    def add_tag(self, post: str, name: str) -> None:
        present = [{"id": tag["id"]} for tag in self._post(post)["tags"]]
        self._put(post, tags=[*present, {"name": name}])

    def site(self, secret_env: str, credential_env: str, api: str, mode: str) -> dict[str, Any]:
        return {
            "kind": "ghost",
            "secrets": [{"env": secret_env}],
            "api": {"url": api, "credential": {"env": credential_env}},
            "write_back": {"mode": mode},
        }

    def _post(self, post: str) -> dict[str, Any]:
        found: dict[str, Any] = self._call("GET", f"/posts/{post}/?include=tags", key=True)[
            "posts"
        ][0]
        return found

    def _put(self, post: str, **changes: Any) -> None:
        changes["updated_at"] = self._post(post)["updated_at"]
        self._call("PUT", f"/posts/{post}/?source=html", {"posts": [changes]}, key=True)

    def _call(self, method: str, path: str, body: Any = None, *, key: bool = False) -> Any:
        headers = {"Accept-Version": "v5.0", "Origin": self.url, "Content-Type": "application/json"}
        if key:
            headers["Authorization"] = f"Ghost {_jwt(self._key)}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._admin + path, data, headers, method=method)
        try:
            with self._opener.open(request, timeout=30) as reply:
                raw = reply.read()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.code} {error.read()[:400]!r}") from error
        try:
            return json.loads(raw)
        except ValueError:
            return raw.decode("utf-8", "replace")


def _jwt(key: str) -> str:
    kid, secret = key.split(":")
    now = int(time.time())
    parts = [
        _base64(json.dumps(part).encode())
        for part in (
            {"alg": "HS256", "typ": "JWT", "kid": kid},
            {"iat": now, "exp": now + 300, "aud": "/admin/"},
        )
    ]
    signed = ".".join(parts).encode()
    made = hmac.new(bytes.fromhex(secret), signed, hashlib.sha256).digest()
    return ".".join([*parts, _base64(made)])


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _run(command: list[str], cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout[-1000:]}{done.stderr[-3000:]}")
