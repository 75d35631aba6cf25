"""The article corpora in one shape, cleaned for training."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from training.corpora.digests import CORPORA
from training.corpora.furniture import repeated_lines, without_repeated
from training.corpora.genres import outlet_genre
from training.corpora.lines import plain_lines, sentences, unwrapped, with_commas
from training.corpora.locate import cache, corpora_folder
from training.corpora.outlets import outlet
from training.corpora.page import article_lines
from training.corpora.read import rows
from training.corpora.titles import clean_title, without_title
from training.corpora.topics import section_topic, url_topic

__all__ = ["ARTICLE_CORPORA", "RawArticle", "load_articles"]

ARTICLE_CORPORA: Final[tuple[str, ...]] = (
    "abp",
    "intl5",
    "bbc",
    "agnews",
    "reuters21578",
    "polnear",
    "editorials",
    "semeval25",
    "ukrbias",
    "persent_dev",
)

# Taken from web pages, furniture and all.
_SCRAPED: Final = frozenset({"abp", "intl5", "polnear", "editorials", "semeval25"})

# The modules that decide what an article's fields are.
_CLEANING: Final = (
    "articles",
    "furniture",
    "genres",
    "lines",
    "outlets",
    "page",
    "titles",
    "topics",
)

# All from one outlet, which no row names.
_OUTLET_OF: Final = {"bbc": "bbc", "reuters21578": "reuters"}


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article of a corpus.

    Attributes
    ----------
    uid : str
        Ten hexadecimal digits; the key of the annotations.
    dataset, doc_id : str
        As the corpus names itself and the article (``persent`` for the file persent_dev).
    title : str
        As published; may be empty.
    title_clean : str
        Without what gives away its genre ("OPINION: "), its site or its agency. Train on this.
    text : str
        Cleaned: a line a paragraph, without the repeated title and page furniture.
    source : str or None
        The outlet's domain, one spelling for each (`training.corpora.outlets`).
    url, date : str or None
    section : str or None
        The corpus's own label: section, AllSides topic, or Reuters categories joined by blanks.
    weak_genre : {"opinion", "reporting"} or None
        By address, source tag or title; in polnear and editorials by the corpus as a whole.
    likely_genre : {"opinion", "reporting"} or None
        The same, or else what its outlet mostly prints (see `training.corpora.genres`).
    weak_topic : str or None
        Three letters, where section or address clearly name a topic.
    likely_topic : str or None
        The same, or what they usually mean (see `training.corpora.topics`).
    """

    uid: str
    dataset: str
    doc_id: str
    title: str
    title_clean: str
    text: str
    source: str | None
    url: str | None
    date: str | None
    section: str | None
    weak_genre: str | None
    likely_genre: str | None
    weak_topic: str | None
    likely_topic: str | None


def load_articles(
    names: Collection[str] = ARTICLE_CORPORA, *, folder: Path | None = None, cached: bool = True
) -> list[RawArticle]:
    """Load the articles of some corpora, each corpus in the order of its file.

    Parameters
    ----------
    names : collection of str
        Some of `ARTICLE_CORPORA`; the answer keeps that tuple's order.
    folder : Path, optional
        The corpora's folder, if not the usual one.
    cached : bool
        Keep what was cleaned on disk; anew if a corpus or this package's code changed.

    Raises
    ------
    MissingCorporaError, DamagedCorpusError
    """
    if unknown := set(names) - set(ARTICLE_CORPORA):
        raise ValueError(f"no article corpora: {', '.join(sorted(unknown))}")
    folder = corpora_folder() if folder is None else folder
    load = cache().cache(_fields, ignore=["folder"]) if cached else _fields
    code = _code_digest()
    return [
        RawArticle(*fields)
        for name in ARTICLE_CORPORA
        if name in names
        for fields in load(name, folder=folder, sha256=CORPORA[name].sha256, code=code)
    ]


def _fields(name: str, folder: Path, sha256: str, code: str) -> list[tuple[str | None, ...]]:
    """Make the fields of every `RawArticle`; plain tuples are quick to keep on disk.

    `sha256` and `code` are part of the cache's key.
    """
    del sha256, code
    articles = [(row, _lines(name, row)) for row in rows(name, folder)]
    if name in _SCRAPED:
        site = partial(_site, name)
        repeated = repeated_lines((site(row), lines) for row, lines in articles)
        articles = [(row, without_repeated(lines, repeated[site(row)])) for row, lines in articles]
    return [_row(name, row, lines) for row, lines in articles]


def _lines(name: str, row: dict[str, Any]) -> list[str]:
    text = row["text"]
    if name == "persent_dev":
        text = with_commas("\n".join(row["paragraphs"]) or text)
    elif name == "reuters21578":
        text = unwrapped(text)
    elif name == "agnews":
        text = text.replace("\\", " ")
    lines = plain_lines(text)
    if name == "intl5" and len(lines) == 1:  # a whole page on one line
        lines = [part.strip() for part in sentences(lines[0])]
    if name == "reuters21578" and len(lines) > 1 and lines[-1].casefold() == "reuter":
        lines.pop()
    return without_title(lines, row["title"])


def _site(name: str, row: dict[str, Any]) -> str:
    return outlet(row.get("source"), row.get("url")) or name


def _row(name: str, row: dict[str, Any], lines: list[str]) -> tuple[str | None, ...]:
    title = " ".join(plain_lines(row["title"]))
    source = outlet(row.get("source") or _OUTLET_OF.get(name), row.get("url"))
    section = row.get("section") or row.get("allsides_topic") or " ".join(row.get("topics", ()))
    url = row.get("url") or None

    def topic(*, likely: bool) -> str | None:
        by_section = section_topic(name, section, likely=likely)
        by_url = url_topic(source, url, likely=likely)
        agree = by_section is None or by_url is None or by_section == by_url
        return (by_section or by_url) if agree else None

    return (
        row["uid"],
        row["dataset"],
        row["doc_id"],
        title,
        clean_title(row.get("title_clean") or title),
        "\n".join(article_lines(lines) if name in _SCRAPED else lines),
        source,
        url,
        row.get("date") or None,
        section or None,
        row.get("genre_weak"),
        row.get("genre_weak") or outlet_genre(source, url),
        topic(likely=False),
        topic(likely=False) or topic(likely=True),
    )


def _code_digest() -> str:
    """Digest of the code that cleans: what is kept on disk must not outlive what made it."""
    digest = hashlib.sha256()
    for name in _CLEANING:
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    return digest.hexdigest()
