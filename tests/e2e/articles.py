"""Articles whose topic is plain, written for these tests."""

from tests.e2e.cms.base import Article

__all__ = ["ELECTION", "MATCH", "numbered"]


def _article(title: str, *paragraphs: str) -> Article:
    return Article(title, "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


MATCH = _article(
    "Rovers beat United with a late goal to reach the cup final",
    "Rovers reached the cup final on Saturday when substitute striker Tom Harrow scored in the 89th "
    "minute to beat United 2-1 in front of 31,000 fans. The midfielder Luis Prado had given the home "
    "side the lead in the first half with a free kick from 25 metres.",
    "United equalised after the break through a header by captain Mark Ellison, and their goalkeeper "
    "kept them in the match with three saves. But Rovers pressed, and Harrow met a cross from the left "
    "wing to send the ball into the net.",
    "“The players gave everything,” coach Elena Marsh said after the match. Rovers have now won nine "
    "of their last ten games in the league and will play City in the final on 14 May. United, third "
    "in the table, have not won a trophy for six seasons.",
)

ELECTION = _article(
    "Parliament votes to call an early election after coalition collapses",
    "Parliament voted on Thursday to dissolve itself and to hold an election in March, two weeks after "
    "the smaller party left the governing coalition in a dispute over the budget. The motion passed "
    "with 212 votes in favour and 145 against.",
    "Prime Minister Anna Holt told members of parliament that voters should decide who governs. The "
    "leader of the opposition, Peter Lang, said that his party would campaign on taxes and on reform "
    "of the electoral law, and that the government had lost its majority long ago.",
    "Opinion polls put the two largest parties almost level. The president is expected to sign the "
    "decree on Friday. Ministers stay in office until a new cabinet is sworn in, a government "
    "spokeswoman said; the parliamentary committees end their work at the end of the month.",
)


def numbered(article: Article, number: int) -> Article:
    """Give an article that differs from the others by a word."""
    return Article(f"{article.title} ({number})", article.html)
