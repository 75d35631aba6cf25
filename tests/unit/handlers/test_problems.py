import pytest

from handlers.problems import (
    BadRequest,
    Fault,
    Forbidden,
    Internal,
    Invalid,
    MethodNotAllowed,
    ModelUnavailable,
    NotFound,
    NotReached,
    Problem,
    TooLarge,
    UnsupportedMedia,
    problem_of,
)
from model.errors import ArtifactError, CopydeskError

KINDS = {
    BadRequest: (400, "bad-request"),
    Forbidden: (403, "forbidden"),
    NotFound: (404, "not-found"),
    MethodNotAllowed: (405, "method-not-allowed"),
    TooLarge: (413, "too-large"),
    UnsupportedMedia: (415, "unsupported-media"),
    Invalid: (422, "invalid"),
    Internal: (500, "internal"),
    ModelUnavailable: (503, "model-unavailable"),
    NotReached: (503, "not-reached"),
}


def test_every_kind_of_problem_is_listed_here() -> None:
    # The local server has some of its own (handlers.connection), below HTTP.
    ours = {kind for kind in Problem.__subclasses__() if kind.__module__ == Problem.__module__}
    assert ours == set(KINDS)
    assert issubclass(Problem, CopydeskError)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_statuses_and_types_are_stable(kind: type[Problem]) -> None:
    problem = kind("why", ("GET",)) if kind is MethodNotAllowed else kind("why")
    status, slug = KINDS[kind]
    assert problem.body("42") == {
        "type": f"https://copydesk.dev/problems/{slug}",
        "title": kind.title,
        "status": status,
        "detail": "why",
        "instance": "urn:copydesk:request:42",
    }


def test_faults_are_told_by_pointer() -> None:
    body = Invalid("no", Fault("/targets/0", "too long")).body()
    assert body["errors"] == [{"pointer": "/targets/0", "detail": "too long"}]
    assert "instance" not in body


def test_method_not_allowed_says_what_is() -> None:
    assert MethodNotAllowed("no", ("GET", "HEAD")).headers == {"Allow": "GET, HEAD"}


def test_a_damaged_model_is_named() -> None:
    problem = problem_of(ArtifactError("topic.coef.npy", "is cut short"))
    assert isinstance(problem, ModelUnavailable)
    assert problem.detail == "topic.coef.npy: is cut short"


def test_an_unexpected_error_does_not_show_what_it_says() -> None:
    problem = problem_of(ValueError("the article said: secret"))
    assert isinstance(problem, Internal)
    assert "secret" not in str(problem.body())
