import json
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from handlers.docs import DOCS_HEADERS, docs_page, openapi_text


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given["id"]} if "id" in given else set()
        self.links += [given[name] for name in ("src", "href", "action") if name in given]
        if tag not in {"meta", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page() -> Page:
    page = Page()
    page.feed(docs_page())
    return page


def test_the_page_is_whole_and_asks_nobody_else(page: Page) -> None:
    assert page.open == []
    assert page.links == ["openapi.json"]
    assert not re.search(r"(?<!')https?://|@import|url\(", docs_page())
    assert "connect-src 'self'" in DOCS_HEADERS["Content-Security-Policy"]


def test_the_script_finds_what_it_looks_for(page: Page) -> None:
    assert set(re.findall(r'at\("(\w+)"\)', docs_page())) <= page.ids


def test_the_script_writes_no_markup() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval", docs_page())


@pytest.mark.skipif(shutil.which("node") is None, reason="no node to check the script with")
def test_the_script_is_javascript() -> None:
    script = re.findall(r"<script>(.*?)</script>", docs_page(), re.DOTALL)[0]
    done = subprocess.run(["node", "--check", "-"], input=script, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_the_description_is_json() -> None:
    assert json.loads(openapi_text())["info"]["title"] == "copydesk"
