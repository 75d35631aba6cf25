from typing import Any

import msgspec
import pytest

from handlers.contract import ClassifyRequest, ClassifyResponse
from handlers.decode import classify_request
from handlers.encode import encode
from model.article import Article
from tests.fakes import FakeClassifier

ARTICLE = Article.from_text("The Mayor resigned on Monday, officials said.", "Mayor resigns")


def said(fake: FakeClassifier | None = None, **asked: Any) -> dict[str, Any]:
    request = classify_request({"text": ARTICLE.text, **asked})
    found = (fake or FakeClassifier()).classify(ARTICLE, targets=request.targets)
    response = encode(found, ARTICLE, request, "made")
    return dict(msgspec.json.decode(msgspec.json.encode(response)))


def test_the_answer_has_these_members_in_this_order() -> None:
    answer = said()
    assert list(answer) == [
        "id", "language", "words", "topics", "genre", "stance", "evidence", "model", "warnings"
    ]  # fmt: skip
    assert list(answer["topics"][0]) == ["id", "name", "probability", "role", "decided"]
    assert list(answer["genre"]) == ["name", "probability", "decided", "qcode", "schema_org"]
    assert list(answer["stance"][0]) == [
        "target", "name", "probability", "decided", "probabilities", "mentions"
    ]  # fmt: skip
    assert list(answer["stance"][0]["probabilities"]) == ["critical", "neutral", "supportive"]
    assert list(answer["evidence"][0]) == ["for", "field", "start", "end", "quote", "weight"]
    assert list(answer["model"]) == ["version", "digest", "taxonomy"]


def test_the_id_is_the_callers_or_made() -> None:
    assert said()["id"] == "made"
    assert said(id="mine")["id"] == "mine"


def test_topics_are_cut_as_asked() -> None:
    assert len(said()["topics"]) == 17
    assert [topic["id"] for topic in said(top_k=1)["topics"]] == ["medtop:11000000"]
    assert len(said(min_probability=0.2)["topics"]) == 2
    assert said(min_probability=1)["topics"] == []
    assert sum(topic["probability"] for topic in said()["topics"]) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("It is so.", ("reporting", "genre:Current", "ReportageNewsArticle")),
        ("It is so!", ("opinion", "genre:Opinion", "OpinionNewsArticle")),
        ("", (None, None, "NewsArticle")),
    ],
)
def test_the_genre_has_its_names_elsewhere(text: str, genre: tuple[str | None, ...]) -> None:
    article = Article.from_text(text)
    answer = encode(FakeClassifier().classify(article), article, ClassifyRequest(text=text), "x")
    assert answer.genre is not None
    assert (answer.genre.name, answer.genre.qcode, answer.genre.schema_org) == genre


def test_an_undecided_genre_is_still_named() -> None:
    genre = said(FakeClassifier(decided=False))["genre"]
    assert (genre["name"], genre["decided"]) == ("reporting", False)


def test_what_was_not_asked_is_not_answered() -> None:
    request = ClassifyRequest(text=ARTICLE.text)
    found = FakeClassifier().classify(ARTICLE, tasks=["stance"])
    answer = encode(found, ARTICLE, request, "x")
    assert (answer.topics, answer.genre) == ([], None)


def test_a_target_that_is_never_named_is_warned_of() -> None:
    answer = said(targets=["Mayor", "Nobody"])
    assert [stance["mentions"] for stance in answer["stance"]] == [1, 0]
    assert answer["stance"][1]["probabilities"] is None
    assert answer["warnings"] == [
        {
            "code": "target-not-found",
            "detail": "The article never names this target.",
            "target": "Nobody",
        }
    ]


def test_more_is_included_only_where_asked() -> None:
    answer = said(include=["text", "jsonld", "ninjs"])
    assert (answer["title"], answer["text"]) == (ARTICLE.title, ARTICLE.text)
    assert answer["jsonld"]["@type"] == "ReportageNewsArticle"
    assert answer["ninjs"]["uri"] == "urn:copydesk:made"
    assert not {"title", "text", "jsonld", "ninjs"} & set(said())


def test_an_answer_survives_the_way_to_json_and_back() -> None:
    request = classify_request({"text": ARTICLE.text, "include": ["text", "jsonld", "ninjs"]})
    response = encode(FakeClassifier().classify(ARTICLE), ARTICLE, request, "x")
    again = msgspec.json.decode(msgspec.json.encode(response), type=ClassifyResponse)
    assert again == response
