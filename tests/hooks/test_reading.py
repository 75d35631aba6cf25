"""What CMSs send, read: pointers, rich text, locales, hashes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.cms.base import Delivery, Document, Ignored
from handlers.cms.content import content_hash, plain, slim
from handlers.cms.kinds import reader_of
from handlers.cms.pointers import find, text_at
from handlers.cms.richtext import body_of, plain_text
from handlers.cms.work import plan
from handlers.problems import Problem
from handlers.stores.ports import Terms
from tests.hooks.sites import SITES, typed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


def delivery(**headers: str) -> Delivery:
    return Delivery("POST", "/v1/hooks/x", None, headers, b"", 0.0)


@given(JSON)
def test_any_json_is_read_or_refused_by_every_kind(value: Any) -> None:
    for name in SITES:
        site = typed(name)
        try:
            found = reader_of(site.kind).read(site, value, delivery())
        except (Problem, Ignored):
            continue
        assert isinstance(found, Document)


@given(JSON, st.text(max_size=20))
def test_any_pointer_leads_somewhere_or_nowhere(value: Any, pointer: str) -> None:
    find(value, "/" + pointer)
    assert isinstance(text_at(value, "/" + pointer), str | None)


def test_pointers_follow_the_rfc() -> None:
    value = {"a/b": [{"m~n": "x"}], "": "empty", "n": 7, "b": True}
    assert find(value, "/a~1b/0/m~0n") == "x"
    assert find(value, "/") == "empty"
    assert find(value, "") is value
    assert find(value, "/a~1b/9") is find(value, "/a~1b/x") is find(value, "/n/1") is None
    assert (text_at(value, "/n"), text_at(value, "/b"), text_at(value, None)) == ("7", None, None)


@given(JSON)
def test_any_tree_has_a_plain_text(value: Any) -> None:
    assert isinstance(plain_text(value), str)


@pytest.mark.parametrize(
    "tree",
    [
        {"nodeType": "document", "content": [
            {"nodeType": "heading-2", "content": [{"nodeType": "text", "value": "One"}]},
            {"nodeType": "paragraph", "content": [
                {"nodeType": "text", "value": "Two "},
                {"nodeType": "hyperlink", "content": [{"nodeType": "text", "value": "three"}]},
                {"nodeType": "text", "value": "."}]},
            {"nodeType": "embedded-asset-block", "data": {}, "content": []}]},
        {"type": "doc", "content": [
            {"type": "heading", "content": [{"type": "text", "text": "One"}]},
            {"type": "paragraph", "content": [{"type": "text", "text": "Two "},
                                              {"type": "text", "marks": [], "text": "three"},
                                              {"type": "text", "text": "."}]}]},
        [{"_type": "block", "style": "h2", "children": [{"_type": "span", "text": "One"}]},
         {"_type": "image", "asset": {"_ref": "x"}},
         {"_type": "block", "children": [{"_type": "span", "text": "Two "},
                                         {"_type": "span", "text": "three"},
                                         {"_type": "span", "text": "."}]}],
        [{"type": "heading", "children": [{"type": "text", "text": "One"}]},
         {"type": "paragraph", "children": [
             {"type": "text", "text": "Two "},
             {"type": "link", "url": "x", "children": [{"type": "text", "text": "three"}]},
             {"type": "text", "text": "."}]}],
    ],
    ids=["contentful", "storyblok", "sanity", "strapi"],
)  # fmt: skip
def test_rich_text_is_read_as_paragraphs(tree: Any) -> None:
    assert body_of(tree) == (None, "One\n\nTwo three.")


def test_markup_and_text_are_told_apart() -> None:
    assert body_of("<p>One</p>") == ("<p>One</p>", None)
    assert body_of("One & two") == (None, "One & two")


def test_a_tree_without_end_ends() -> None:
    tree: Any = "x"
    for _ in range(5_000):
        tree = {"type": "doc", "content": [tree]}
    assert plain_text(tree) == ""


def test_contentfuls_locale_is_the_sites_or_english_or_the_first() -> None:
    payload = {
        "sys": {"id": "e1", "revision": 12, "contentType": {"sys": {"id": "article"}}},
        "fields": {"title": {"de": "Brücke", "en-GB": "Bridge"}, "body": {"de": "Zu.", "en-GB": "Shut."}},
    }  # fmt: skip
    reader = reader_of("contentful")
    english = reader.read(typed("contentful"), payload, delivery())
    assert (english.title, english.text) == ("Bridge", "Shut.")
    assert (english.type, english.revision) == ("article", "00000000000000000012")
    german = reader.read(typed("contentful", locale="de"), payload, delivery())
    assert (german.title, german.text) == ("Brücke", "Zu.")


@pytest.mark.parametrize(
    ("name", "payload", "headers"),
    [
        ("contentful", {"sys": {"id": "e"}}, {"x-contentful-topic": "ContentManagement.Entry.unpublish"}),
        ("contentful", {"sys": {"id": "e", "type": "DeletedEntry"}}, {}),
        ("sanity", {"_id": "e"}, {"sanity-operation": "delete"}),
        ("sanity", {"_id": "drafts.e"}, {}),
        ("storyblok", {"action": "unpublished", "story_id": 1}, {}),
        ("strapi", {"event": "entry.unpublish", "entry": {"documentId": "x"}}, {}),
        ("ghost", {"post": {"current": {}, "previous": {"id": "1"}}}, {}),
    ],
)  # fmt: skip
def test_what_is_no_publication_is_ignored(
    name: str, payload: Any, headers: dict[str, str]
) -> None:
    site = typed(name)
    with pytest.raises(Ignored):
        reader_of(site.kind).read(site, payload, delivery(**headers))


# Hashes


def test_markup_white_space_and_spelling_of_unicode_do_not_change_a_post() -> None:
    one = Document("1", "post", "Caf\u00e9 &amp; bar", html="<p>One  two.</p>\n<p>Three.</p>")
    two = Document(
        "1", "post", "Cafe\u0301 & bar", html="<div><p class='x'>One two.</p><p>Three.</p></div>"
    )
    assert content_hash(one) == content_hash(two)
    three = Document("1", "post", "Cafe & bar", html="<p>One two.</p><p>Three.</p>")
    assert content_hash(three) != content_hash(one)


def test_title_and_body_are_apart() -> None:
    one, two = Document("1", "p", "a b", text="c"), Document("1", "p", "a", text="b c")
    assert content_hash(one) != content_hash(two)


@given(st.text())
def test_any_text_has_a_hash_that_is_stable(text: str) -> None:
    found = content_hash(Document("1", "p", text, html=text))
    assert found == content_hash(Document("1", "p", text, html=text))
    assert plain(text) == plain(text).strip()


def test_a_body_that_is_mostly_markup_is_slimmed() -> None:
    html = f"<p>One.</p><img src='data:{'x' * 500}'><p>Two &amp; three.</p>"
    assert slim(Document("1", "p", "t", html=html), 1_000).html == html
    assert slim(Document("1", "p", "t", html=html), 100).text == "One.\n\nTwo & three."


# Terms


TERMS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6)


@given(TERMS, TERMS, TERMS, TERMS)
def test_a_persons_terms_stay_and_dismissed_ones_do_not_come_back(
    present: list[str], wanted: list[str], added: list[str], dismissed: list[str]
) -> None:
    dismissed = [term for term in dismissed if term not in added]
    made = plan(present, wanted, Terms(tuple(added), tuple(dismissed)))
    persons = [term for term in present if term not in added]
    assert [term for term in made.terms if term in persons] == persons
    removed_by_a_person = set(dismissed) | {term for term in added if term not in present}
    assert not {term for term in made.terms if term not in present} & removed_by_a_person
    assert set(made.memory.added) <= set(made.terms)
    assert made.changes == (list(made.terms) != present)


@given(TERMS, TERMS, TERMS)
def test_doing_it_again_changes_nothing(
    present: list[str], wanted: list[str], added: list[str]
) -> None:
    first = plan(present, wanted, Terms(tuple(added)))
    second = plan(first.terms, wanted, first.memory)
    assert not second.changes
    assert second.memory == first.memory


def test_own_terms_are_replaced_unless_a_person_has_touched_them() -> None:
    memory = Terms(("sport", "city"))
    assert plan(["desk", "sport", "city"], ["politics"], memory).terms == ("desk", "politics")
    touched = plan(["desk", "sport"], ["politics"], memory)
    assert touched.terms == ("desk", "sport", "politics")
    assert touched.memory.dismissed == ("city",)


def test_the_samples_are_json() -> None:
    from handlers.cms.samples import sample_payload

    for name in SITES:
        json.dumps(sample_payload(typed(name), "7"))
