"""The fragments for other systems, against schemas written from the published field lists."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from handlers.jsonld import news_article
from handlers.ninjs import news_item
from model.article import Article
from model.classifier import Classifier
from tests.articles.voices import ARGUING, REPORTING, Piece
from tests.fakes import FakeClassifier

SCHEMAS = Path(__file__).parent / "schemas"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


NINJS = validator("ninjs-3.0.json")
SCHEMA_ORG = validator("news-article.json")


@pytest.mark.parametrize("piece", [*ARGUING, *REPORTING], ids=lambda piece: piece.name)
def test_real_answers_are_valid(classifier: Classifier, piece: Piece) -> None:
    article = Article.from_text(piece.text, piece.title)
    found = classifier.classify(article)
    NINJS.validate(news_item(found, article, "1"))
    SCHEMA_ORG.validate(news_article(found, article))


@given(TEXTS, TEXTS, IDS, st.booleans())
def test_whatever_is_said_is_valid(title: str, text: str, id_: str, decided: bool) -> None:
    article = Article.from_text(text, title)
    found = FakeClassifier(decided=decided).classify(article)
    NINJS.validate(news_item(found, article, id_))
    SCHEMA_ORG.validate(news_article(found, article))


def fragments(*, text: str = "It rained.", decided: bool = True) -> tuple[Any, Any]:
    article = Article.from_text(text, "Rain")
    found = FakeClassifier(decided=decided).classify(article)
    return news_article(found, article), news_item(found, article, "a/b 1")


def test_what_is_decided_is_said() -> None:
    thing, item = fragments(text="It rained!")
    assert thing["@type"] == "OpinionNewsArticle"
    assert thing["headline"] == "Rain"
    assert thing["about"][0]["@id"] == "http://cv.iptc.org/newscodes/mediatopic/11000000"
    assert [term["termCode"] for term in thing["about"]] == ["medtop:11000000", "medtop:01000000"]
    assert item["uri"] == "urn:copydesk:a%2Fb%201"
    assert item["headlines"] == [{"role": "main", "value": "Rain"}]
    assert item["genres"] == [
        {"name": "Opinion", "uri": "http://cv.iptc.org/newscodes/genre/Opinion"}
    ]
    assert [subject["confidence"] for subject in item["subjects"]] == [60, 20]
    assert item["subjects"][0]["creator"] == "copydesk 9.9.9"


def test_reporting_is_reportage_and_current() -> None:
    thing, item = fragments()
    assert thing["@type"] == "ReportageNewsArticle"
    assert item["genres"][0]["uri"] == "http://cv.iptc.org/newscodes/genre/Current"


def test_what_is_not_decided_is_not_said() -> None:
    thing, item = fragments(decided=False)
    assert thing["@type"] == "NewsArticle"
    assert not {"about", "genre"} & set(thing)
    assert not {"subjects", "genres"} & set(item)


@pytest.mark.parametrize("wrong", [{"headline": "x"}, {"subject": []}, {"type": "essay"}])
def test_the_schema_knows_the_fields_of_ninjs_3(wrong: dict[str, Any]) -> None:
    assert not NINJS.is_valid({"uri": "urn:x:1", **wrong})
