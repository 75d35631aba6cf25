"""HTML of any kind is read without harm."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.article import Article

PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class='share'>", "</div>", "<b>", "<table><tr><td>", "<br>", "<!--", "-->",
     "<script>x</script>", "&amp;", "&#0;", "&#xD800;", "word ", "<", ">", "'", '"', "\x00", "\ud800",
     "<h1>Head</h1>", "<svg>", "<![CDATA[", "</", "<a href='x'>link</a>", "[caption]", "😀"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
def test_soup_becomes_text_with_sentences(html: str) -> None:
    article = Article.from_html(html)
    for sentence in article.sentences:
        field = article.title if sentence.field == "title" else article.text
        assert field[sentence.start : sentence.end].strip()


@pytest.mark.parametrize(
    "html",
    [
        "<div>x" * 170_000,
        "<b><p>x" * 140_000,
        "".join(f"<font color={i}><p>" for i in range(50_000)),
        "<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">x",
        "<" * 1_000_000,
        "<a " * 330_000,
        "<p>" + "x" * 1_000_000,
        "<ul><li>" * 120_000,
        '<div class="share">' * 50_000,
        "[a " * 300_000,
        "\n" * 1_000_000,
    ],
    ids=["deep", "formatting", "fonts", "attributes", "brackets", "open", "long", "lists", "classes",
         "shortcodes", "lines"],
)  # fmt: skip
def test_a_megabyte_made_to_hurt_does_not(html: str) -> None:
    started = time.process_time()
    Article.from_html(html)
    # Quadratic work takes minutes here; what is linear takes a fraction of a second.
    assert time.process_time() - started < 10
