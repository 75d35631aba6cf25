from model.article import Article

PAGE = """<!doctype html><html><head><title>Harbour ferries | The Quay</title></head><body>
<header><nav>Home News Sport</nav></header>
<article><header><h1>Harbour ferries go <em>electric</em></h1></header><p class="byline">By Ana Berg</p>
<p>Two of the harbour's five ferries now run<br>on <a href="/b">batteries</a>. Caf&eacute; owners 😀 noticed.</p>
<figure><img src="x.jpg"><figcaption>A ferry at the pier</figcaption></figure>
<p>Read more: Ten things about ferries</p><div class="share-buttons">Share on X</div>
<ul><li>One charger<li>Two crews</ul><table><tr><td>Cost</td><td>4m</td></tr></table>
<div style="display: none">Hidden words</div><p hidden>More hidden</p>
<blockquote>“It is quiet,” she said.</blockquote></article>
<aside>Most read</aside><footer>Copyright</footer><script>alert(1)</script></body></html>"""


def test_a_page_gives_its_article_and_no_furniture() -> None:
    article = Article.from_html(PAGE)
    assert article.title == "Harbour ferries go electric"
    assert article.text.split("\n\n") == [
        "Two of the harbour's five ferries now run\non batteries. Café owners 😀 noticed.",
        "One charger",
        "Two crews",
        "Cost 4m",
        "“It is quiet,” she said.",
    ]


def test_a_given_title_wins() -> None:
    assert Article.from_html(PAGE, "Mine").title == "Mine"


def test_fragments_of_a_cms_are_articles_too() -> None:
    wordpress = (
        "<!-- wp:paragraph --><p>The council met.</p><!-- /wp:paragraph -->"
        '[caption id="a1"]<img src="x"> [/caption]<p>It rained.</p>'
    )
    ghost = '<p>One.</p><figure class="kg-card kg-bookmark-card"><a>Card</a></figure><p>Two.</p>'
    assert Article.from_html(wordpress).text == "The council met.\n\nIt rained."
    assert Article.from_html(ghost).text == "One.\n\nTwo."


def test_real_paragraphs_stay_even_in_odd_classes() -> None:
    prose = "The mayor said on Monday that the bridge would stay closed for repairs. " * 12
    html = f'<div class="related-content"><p>{prose}</p></div>'
    assert Article.from_html(html).text == prose.strip()


def test_a_paragraph_that_begins_like_a_call_is_prose_if_it_is_long() -> None:
    text = (
        "Read more than one book a week and people will ask how; " + "the answer is simple. " * 10
    )
    assert Article.from_html(f"<p>{text}</p>").text == text.strip()


def test_titles_are_found_where_pages_have_them() -> None:
    og = '<meta property="og:title" content="From og"><p>Text.</p>'
    assert Article.from_html(og).title == "From og"
    assert Article.from_html("<title>Only title</title><p>Text.</p>").title == "Only title"
    assert Article.from_html("<p>Text.</p>").title == ""


def test_plain_text_given_as_html_is_text() -> None:
    assert Article.from_html("Just words & signs").text == "Just words & signs"
    assert Article.from_html("").text == ""
