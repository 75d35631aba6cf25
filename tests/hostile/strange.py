"""What is valid and must be answered, and soon: the worst for patterns, parsers, tokenizers."""

import json
from collections.abc import Iterator
from typing import Final

from tests.hostile.request import SECRET, TEXT, Hostile, post

__all__ = ["pages", "targets", "texts"]

MOST: Final = 199_000
# Long enough for the language to be English whatever stands beside it.
PROSE: Final = 330 * (
    f"{TEXT} “We were told nothing,” the harbour master, Ann Lee, told reporters. The council, "
    "which owns the quay, will meet again next week to decide about the repairs.\n"
)


def texts() -> Iterator[Hostile]:
    patterns = {
        "nuls": "\0", "one-word": "a", "quotes": '"', "curly-quotes": "“”", "open-quotes": "“",
        "close-quotes": "”", "dots": ".", "dot-space": ". ", "spaces": " ", "newlines": "\n",
        "crlf": "\r\n", "tabs": "\t", "commas": "a,", "initials": "A. ", "capitals": "A ",
        "names": "John Smith ", "titles": "Mr Smith ", "ands": "Smith and ", "ofs": "House of ",
        "the": "the ", "sentences": "I. ", "questions": "?", "hyphens": "a-", "apostrophes": "a'",
        "possessives": "Lee's ", "digits": "9", "emoji": "😀", "family": "👨‍👩‍👧‍👦", "flags": "🇪🇺",
        "combining": "\u0301", "zalgo": "a\u0300\u0301\u0302", "zero-width": "\u200b",
        "bidi": "\u202ea", "cjk": "新", "arabic": "سل", "thai": "ก", "scripts": "aя新",
        "private-use": "\ue000", "noncharacter": "\uffff", "brackets": "(", "backslashes": "\\",
        "percent": "%s", "urls": "http://x ", "mail": "a@b.c ", "regex": "(a+)+$[^]", "lines": "a\n",
        "new-names": "Xa Yb ", "read-more": "Read more\n", "markdown": "# a\n", "dashes": "—",
    }  # fmt: skip
    for name, pattern in patterns.items():
        times = MOST // len(pattern) // (2 if pattern == "\0" else 1)
        raw = json.dumps({"text": times * pattern, "title": name}, ensure_ascii=False).encode()
        yield post(f"text/{name}", raw, 200)
        english = f"{PROSE}{times // 3 * pattern}\n\nThe harbour is shut."
        body = {"text": english, "targets": ["harbour", "Ann Lee"]}
        yield post(f"english/{name}", json.dumps(body, ensure_ascii=False).encode(), 200)
        yield post(f"english-found/{name}", json.dumps({"text": english}).encode(), 200)
    for name, text in {"empty": "", "space": " ", "nul": "\0", "letter": "a"}.items():
        yield post(f"text/{name}", {"text": text}, 200)
        for title in ("", "Ann Lee", "ÝOÙ.2ÇÑx c E8)%;ùB¶", "“", TEXT):
            yield post(f"title/{name}/{title}", {"text": text, "title": title}, 200)
    yield post("title/long", {"text": "Short.", "title": PROSE}, 200)
    for name, marks in {"dots": ". ", "no-break": "\xa0.", "cjk": "。", "one-letter": "A "}.items():
        run = (MOST - len(PROSE)) // len(marks) * marks
        yield post(f"run/{name}", {"text": f"{PROSE}x {run.rstrip()}x\u0301"}, 200)
    title = 20_000 * "Putin "
    request = {"text": "Vladimir Putin spoke.", "title": title, "targets": ["Vladimir Putin"]}
    yield post("title/same-name", request, 200)


def pages() -> Iterator[Hostile]:
    patterns = {
        "open-tags": "<p>", "open-divs": "<div>", "close-tags": "</p>", "angle": "<", "comments": "<!--",
        "entities": "&amp;", "half-entities": "&", "null-entities": "&#0;", "scripts": "<script>",
        "cdata": "<![CDATA[", "doctype": "<!doctype ", "tables": "<table>", "lists": "<ul><li>",
        "formatting": "<b>", "misnested": "<b><i></b>", "svg": "<svg>", "template": "<template>",
        "select": "<select>", "frames": "<frame>", "no-html": "a", "xml": "<a/>", "cells": "<td>",
        "paragraphs": "<p>a b.\n", "links": "<a href=x>y</a>", "headings": "<h1>x</h1>",
        "breaks": "<br>", "forms": "<form>", "anchors": "<a>", "articles": "<article>",
        "captions": "<figcaption>a", "titles": "<title>a</title>", "nuls": "<p>\0</p>",
    }  # fmt: skip
    for name, pattern in patterns.items():
        html = MOST // len(pattern) * pattern
        yield post(f"page/{name}", json.dumps({"html": html}, ensure_ascii=False).encode(), 200)
    for name, html in {
        "empty": "", "half-tag": "<a " + MOST * "x",
        "lazy-image": f"<img {' '.join(f'data-{n}=a{n}' for n in range(40))}>{PROSE}",
        "tags-in-tags": 1000 * "<a/b=" + PROSE, "attributes": f"<a {MOST // 4 * 'a=b '}>",
        "quotes": '<a href="' + MOST * "x", "comment": "<!--" + MOST * "-",
        "big-entity": "&#" + MOST * "9" + ";", "surrogate-entity": "<p>a &#xD800; b",
        "script": "<script>" + MOST * "x", "textarea": "<textarea>" + MOST * "x",
        "plaintext": "<plaintext>" + MOST // 3 * "<p>", "style": "<style>" + MOST * "{",
        "laughs": '<!DOCTYPE x [<!ENTITY a "b">]>' + MOST // 3 * "&a;",
        "data": f"<img src='data:image/png;base64,{(MOST - 99) * 'A'}'>",
        "prose": f"<html><body><article><p>{PROSE}</article>",
    }.items():  # fmt: skip
        yield post(f"page/{name}", {"html": html}, 200)


def targets() -> Iterator[Hostile]:
    for name, given in {
        "space": [" "], "dot": ["."], "star": [".*"], "regex": ["(a+)+$"], "bracket": ["["],
        "backslash": ["\\"], "nul": ["\0"], "newline": ["\n"], "quote": ["“"], "emoji": ["😀"],
        "long": [200 * "a"], "spaces": [200 * " "], "same": 10 * [SECRET], "case": [SECRET.lower()],
        "word": ["the"], "letter": ["a"], "combining": ["\u0301"], "bidi": ["\u202e"],
        "format": ["{0}%s"], "words": [100 * "a "], "ten": list("abcdefghij"), "none": [],
        "possessive": ["Ann Lee's"], "hyphen": ["-"], "digits": ["1"], "title": ["Mr. Dr. Ms."],
    }.items():  # fmt: skip
        yield post(f"target/{name}", {"text": PROSE, "targets": given}, 200)
