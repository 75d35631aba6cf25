"""HTTP -> API Gateway's event, and a handler's reply -> HTTP."""

import base64
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.gateway import HEADERS, Reply, event_of, reply_of

# The members of the example in the API Gateway developer guide, "Input format of a Lambda
# function for proxy integration".
MEMBERS = {
    "resource", "path", "httpMethod", "headers", "multiValueHeaders", "queryStringParameters",
    "multiValueQueryStringParameters", "requestContext", "pathParameters", "stageVariables",
    "body", "isBase64Encoded",
}  # fmt: skip
CONTEXT = {
    "accountId", "apiId", "domainName", "extendedRequestId", "httpMethod", "identity", "path",
    "protocol", "requestId", "requestTime", "requestTimeEpoch", "resourceId", "resourcePath",
    "stage",
}  # fmt: skip


def environ(
    method: str = "GET",
    uri: str = "/v1/health",
    body: bytes = b"",
    headers: tuple[tuple[str, str], ...] = (),
    **others: Any,
) -> dict[str, Any]:
    by_name = {name.upper().replace("-", "_"): value for name, value in headers}
    return {
        "REQUEST_METHOD": method,
        "REQUEST_URI": uri,
        "QUERY_STRING": uri.partition("?")[2],
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "CONTENT_TYPE": by_name.get("CONTENT_TYPE", ""),
        "HTTP_HOST": "desk.example:8080",
        "HTTP_USER_AGENT": "cms/1.0",
        "wsgi.input": io.BytesIO(body),
        HEADERS: headers,
        **others,
    }


def test_the_event_has_the_members_that_the_guide_shows() -> None:
    event = event_of(environ("POST", "/v1/classify", b"{}"), "r-1")
    assert set(event) == MEMBERS
    assert set(event["requestContext"]) == CONTEXT
    json.dumps(event)


def test_a_request_is_translated_as_the_guide_says() -> None:
    headers = (
        ("Host", "desk.example:8080"),
        ("header1", "value1"),
        ("header2", "value1"),
        ("header2", "value2"),
        ("Content-Type", "application/json"),
    )
    uri = "/v1/classify?parameter1=value1&parameter1=value2&parameter2=caf%C3%A9+au%20lait&empty="
    event = event_of(environ("POST", uri, '{"text": "é"}'.encode(), headers), "r-1")
    assert (event["httpMethod"], event["path"]) == ("POST", "/v1/classify")
    assert event["headers"]["header2"] == "value2"
    assert event["multiValueHeaders"]["header1"] == ["value1"]
    assert event["multiValueHeaders"]["header2"] == ["value1", "value2"]
    assert event["queryStringParameters"] == {
        "parameter1": "value2", "parameter2": "café au lait", "empty": "",
    }  # fmt: skip
    assert event["multiValueQueryStringParameters"] == {
        "parameter1": ["value1", "value2"], "parameter2": ["café au lait"], "empty": [""],
    }  # fmt: skip
    assert (event["body"], event["isBase64Encoded"]) == ('{"text": "é"}', False)
    context = event["requestContext"]
    assert context["identity"] == {"sourceIp": "192.0.2.7", "userAgent": "cms/1.0"}
    assert (context["requestId"], context["protocol"]) == ("r-1", "HTTP/1.1")
    assert context["domainName"] == "desk.example:8080"
    assert context["stage"] not in context["path"]


def test_what_is_absent_is_null() -> None:
    event = event_of(environ(), "r-1")
    absent = (
        "body", "queryStringParameters", "multiValueQueryStringParameters", "pathParameters",
        "stageVariables",
    )  # fmt: skip
    assert [event[name] for name in absent] == 5 * [None]


def test_headers_of_the_connection_stay_with_it() -> None:
    headers = (("Connection", "keep-alive"), ("Expect", "100-continue"), ("X-Mine", "1"))
    event = event_of(environ(headers=headers), "r-1")
    assert event["headers"] == {"X-Mine": "1"}


def test_without_the_lines_the_headers_are_those_of_wsgi() -> None:
    plain = environ(headers=(("Content-Type", "text/html"),), CONTENT_LENGTH="3")
    del plain[HEADERS]
    event = event_of(plain, "r-1")
    assert event["headers"] == {
        "Content-Type": "text/html", "Content-Length": "3", "Host": "desk.example:8080",
        "User-Agent": "cms/1.0",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("uri", "path", "resource"),
    [
        ("/v1/classify", "/v1/classify", "/v1/classify"),
        ("/v1/classify?x=1#y", "/v1/classify", "/v1/classify"),
        ("/", "/", "/"),
        ("/v1%2Fclassify", "/v1%2Fclassify", "/{proxy+}"),
        ("//v1/classify", "//v1/classify", "/{proxy+}"),
        ("/caf%C3%A9/x", "/caf%C3%A9/x", "/{proxy+}"),
        ("http://desk.example/v1/model?x", "/v1/model", "/v1/model"),
        ("http://desk.example", "/", "/"),
        ("*", "*", "/{proxy+}"),
    ],
)
def test_the_path_stays_as_it_came(uri: str, path: str, resource: str) -> None:
    event = event_of(environ(uri=uri), "r-1")
    assert (event["path"], event["resource"]) == (path, resource)
    assert (event["pathParameters"] is None) == (resource == path)


@pytest.mark.parametrize(
    ("body", "media_type", "is_base64"),
    [
        (b"{}", "application/json", False),
        ("“quotes”".encode(), "text/plain; charset=utf-8", False),
        (b"\x1f\x8b\x08", "application/json", True),
        (b"{}", "application/octet-stream", True),
        (b"{}", "Application/GZIP; x=y", True),
        (b"\xff", "", True),
    ],
)
def test_what_is_binary_travels_as_base64(body: bytes, media_type: str, is_base64: bool) -> None:
    event = event_of(environ("POST", "/", body, (("Content-Type", media_type),)), "r-1")
    assert event["isBase64Encoded"] is is_base64


@given(st.binary())
def test_no_byte_of_a_body_is_lost(body: bytes) -> None:
    event = event_of(environ("POST", "/", body), "r-1")
    text = event["body"] or ""
    raw = base64.b64decode(text) if event["isBase64Encoded"] else text.encode()
    assert raw == body


@given(st.text(alphabet=st.characters(codec="latin-1")))
def test_no_query_breaks_the_translation(query: str) -> None:
    event = event_of(environ(QUERY_STRING=query), "r-1")
    several = event["multiValueQueryStringParameters"] or {}
    single = event["queryStringParameters"] or {}
    assert {name: values[-1] for name, values in several.items()} == single


def test_a_reply_in_text() -> None:
    reply = reply_of({"statusCode": 200, "headers": {"A": "1"}, "body": "é"})
    assert reply == Reply(200, (("A", "1"),), "é".encode())


def test_a_reply_in_base64() -> None:
    body = base64.b64encode(b"\x89PNG").decode()
    assert reply_of({"statusCode": 200, "body": body, "isBase64Encoded": True}).body == b"\x89PNG"


def test_the_headers_of_a_reply_are_merged() -> None:
    reply = reply_of(
        {
            "statusCode": "204",
            "headers": {"Set-Cookie": "a=1", "Allow": "GET"},
            "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]},
        }
    )
    assert reply == Reply(
        204, (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Allow", "GET")), b""
    )
