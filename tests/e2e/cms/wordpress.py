"""Debian's WordPress on `php -S` and a private MariaDB, with the plugin of this repository."""

import base64
import json
import os
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from tests.e2e.cms.base import Article, Credentials, cache
from tests.e2e.cms.process import OPENER, Program, answers, free, install_debian, until

HERE = Path(__file__).parent
PLUGIN = HERE.parents[2] / "integrations" / "wordpress" / "copydesk"
PASSWORD = "Zx9-harbour-lantern"  # of the administrator "admin"
PACKAGES = (
    *("wordpress", "php-cli", "php-mysql", "php-curl", "php-mbstring", "php-xml"),
    *("mariadb-server", "php-codesniffer", "gettext"),
)

_CONFIG = """<?php
define( 'DB_NAME', 'wp' ); define( 'DB_USER', 'wp' ); define( 'DB_PASSWORD', 'wp' );
define( 'DB_HOST', 'localhost:%(socket)s' ); define( 'DB_CHARSET', 'utf8mb4' ); define( 'DB_COLLATE', '' );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
	define( $name . '_KEY', 'local-only-key-' . $name );
	define( $name . '_SALT', 'local-only-salt-' . $name );
}
define( 'WP_HOME', '%(url)s' ); define( 'WP_SITEURL', '%(url)s' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
// Application passwords want https or this.
define( 'WP_ENVIRONMENT_TYPE', 'local' );
define( 'WP_HTTP_BLOCK_EXTERNAL', true ); define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1' );
define( 'WP_DEBUG', true ); define( 'WP_DEBUG_DISPLAY', false ); define( 'WP_DEBUG_LOG', '%(log)s' );
$table_prefix = 'wp_';
defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );
require_once ABSPATH . 'wp-settings.php';
"""


class WordPress:
    """Drives it by REST, as its administrator."""

    name = "wordpress"

    def __init__(self) -> None:
        self._home = Path(os.environ.get("CMS_WP", cache("wordpress")))
        self._run = self._home / "run"
        self._files, self._socket = self._run / "site", self._run / "db.sock"
        port = int(os.environ.get("CMS_WP_PORT", "8088"))
        self._port = port
        self.url = f"http://127.0.0.1:{port}"
        self._database: Program | None = None
        self._web: Program | None = None
        self._tester = ""
        self.debug_log = self._run / "wp-debug.log"

    def install(self) -> None:
        commands = ("php", "mariadbd", "phpcs", "xgettext")
        if Path("/usr/share/wordpress").is_dir() and all(map(shutil.which, commands)):
            return
        install_debian(*PACKAGES)

    def fresh(self) -> Credentials:
        self.stop()
        free(self._port, "CMS_WP_PORT")
        shutil.rmtree(self._run, ignore_errors=True)
        self._run.mkdir(parents=True)
        subprocess.run(
            [
                *("mariadb-install-db", "--no-defaults", f"--datadir={self._run}/db"),
                *("--auth-root-authentication-method=normal", "--skip-test-db", *_user()),
            ],
            check=True,
            capture_output=True,
        )
        self._start_database()
        self._sql(
            "CREATE DATABASE wp CHARACTER SET utf8mb4; CREATE USER wp@localhost IDENTIFIED BY 'wp';"
            "GRANT ALL ON wp.* TO wp@localhost;"
        )
        # Links are followed: Debian keeps parts of it elsewhere.
        shutil.copytree("/usr/share/wordpress", self._files, ignore_dangling_symlinks=True)
        config = self._files / "wp-config.php"
        config.unlink(missing_ok=True)
        config.write_text(
            _CONFIG % {"socket": self._socket, "url": self.url, "log": self.debug_log}
        )
        shutil.copytree(PLUGIN, self._files / "wp-content/plugins/copydesk")
        (self._files / "wp-content/mu-plugins").mkdir(exist_ok=True)
        shutil.copy(HERE / "tests-only.php", self._files / "wp-content/mu-plugins")
        made = self._php("setup.php")
        self._tester = made["tester"]
        self.start()
        return Credentials(made["service"], made["version"])

    def start(self) -> None:
        if self._database is None:
            self._start_database()
        # With one worker, a receiver that calls back before it answers would wait for ever.
        env = {"PHP_CLI_SERVER_WORKERS": "4"}
        router = HERE / "router.php"
        command = ["php", "-S", f"127.0.0.1:{self._port}", "-t", str(self._files), str(router)]
        self._web = Program(command, self._home / "php.log", env=env)
        up = f"{self.url}/index.php?rest_route=/"
        until(lambda: answers(up), 180, 0.5, saying="WordPress does not answer")

    def stop(self) -> None:
        for program in (self._web, self._database):
            if program:
                program.stop()
        self._web = self._database = None

    def connect(self, url: str, secret: str) -> None:
        """`url` is a hook's address: endpoint and site."""
        endpoint, _, site = url.rpartition("/v1/hooks/")
        self.settings(endpoint=endpoint, site=site, secret=secret)

    def settings(self, *, endpoint: str, site: str, secret: str) -> None:
        """Set the plugin up as its settings page does."""
        values = {"enabled": True, "endpoint": endpoint, "site": site, "send_updates": True}
        values["post_types"] = ["post"]
        self.php(
            f"update_option( 'copydesk_settings', json_decode( {_quoted(json.dumps(values))}, true ) );"
            f"update_option( 'copydesk_secret', {_quoted(secret)} );"
        )

    def publish(self, article: Article, *tags: str) -> str:
        made = self.call("POST", "/wp/v2/posts", self._fields(article) | {"status": "draft"})
        for tag in tags:
            self.add_tag(str(made["id"]), tag)
        self.call("POST", f"/wp/v2/posts/{made['id']}", {"status": "publish"})
        return str(made["id"])

    def publish_again(self, post: str) -> None:
        self.call("POST", f"/wp/v2/posts/{post}", {"status": "draft"})
        self.call("POST", f"/wp/v2/posts/{post}", {"status": "publish"})

    def edit(self, post: str, article: Article) -> None:
        self.call("POST", f"/wp/v2/posts/{post}", self._fields(article))

    def forget(self, post: str) -> None:
        self.php(
            f"delete_post_meta( {int(post)}, '_copydesk_delivery' );"
            f"wp_clear_scheduled_hook( 'copydesk_deliver', array( {int(post)} ) );"
        )

    def tags(self, post: str) -> list[str]:
        return [tag["name"] for tag in self.call("GET", "/wp/v2/tags", post=post, per_page=100)]

    def add_tag(self, post: str, name: str) -> None:
        present = self.call("GET", f"/wp/v2/posts/{post}", context="edit")["tags"]
        made = self.call("POST", "/wp/v2/tags", {"name": name}, ok=(200, 201, 400))
        term = made["id"] if "id" in made else made["data"]["term_id"]  # it was there
        self.call("POST", f"/wp/v2/posts/{post}", {"tags": [*present, term]})

    def meta(self, post: str) -> dict[str, Any]:
        """Give the post's meta as an editor gets it."""
        found: dict[str, Any] = self.call("GET", f"/wp/v2/posts/{post}", context="edit")["meta"]
        return found

    def site(self, secret_env: str, credential_env: str, api: str, mode: str) -> dict[str, Any]:
        return {
            "kind": "wordpress",
            "secrets": [{"env": secret_env}],
            "api": {"url": api, "credential": {"env": credential_env}},
            "write_back": {"mode": mode},
        }

    def call(
        self,
        method: str,
        route: str,
        body: Any = None,
        *,
        ok: tuple[int, ...] = (200, 201),
        **query: Any,
    ) -> Any:
        """Call the REST API; `?rest_route=` works with any permalinks."""
        asked = urllib.parse.urlencode({"rest_route": route, **query})
        token = base64.b64encode(self._tester.encode()).decode()
        headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.url}/index.php?{asked}", data, headers, method=method
        )
        try:
            with OPENER.open(request, timeout=60) as reply:
                code, raw = reply.status, reply.read()
        except urllib.error.HTTPError as error:
            code, raw = error.code, error.read()
        if code not in ok:
            raise RuntimeError(f"{method} {route}: {code} {raw[:400]!r}")
        return json.loads(raw)

    def php(self, code: str) -> Any:
        """Run PHP inside WordPress and give what it returns."""
        return self._php("do.php", code)

    def _php(self, script: str, given: str = "") -> Any:
        where = [str(HERE / script), str(self._files), self.url]
        command = ["php", "-d", "display_errors=stderr", *where]
        done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise RuntimeError(f"{script}: {done.stdout[-400:]} {done.stderr[-800:]}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    def _fields(self, article: Article) -> dict[str, str]:
        blocks = article.html.replace("<p>", "<!-- wp:paragraph -->\n<p>")
        content = blocks.replace("</p>", "</p>\n<!-- /wp:paragraph -->\n\n")
        return {"title": article.title, "content": content}

    def _start_database(self) -> None:
        self._database = Program(
            [
                *("mariadbd", "--no-defaults", f"--datadir={self._run}/db", *_user()),
                *(
                    f"--socket={self._socket}",
                    "--skip-networking",
                    f"--pid-file={self._run}/db.pid",
                ),
                "--innodb-buffer-pool-size=64M",
            ],
            self._home / "db.log",
        )
        ping = ["mariadb-admin", "--no-defaults", f"--socket={self._socket}", "ping"]
        until(
            lambda: subprocess.run(ping, capture_output=True).returncode == 0,
            60,
            0.5,
            saying="MariaDB does not answer",
        )

    def _sql(self, statements: str) -> None:
        client = ["mariadb", "--no-defaults", f"--socket={self._socket}", "-e", statements]
        subprocess.run(client, check=True)


def _user() -> list[str]:
    """MariaDB runs as root only when told to."""
    return ["--user=root"] if os.geteuid() == 0 else []


def _quoted(text: str) -> str:
    """Write a string in PHP."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
