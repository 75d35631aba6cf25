"""Whom and what an article is about: names, from capitals and from the text itself.

No model and no list of famous people: what is a name is read off the text (capitals inside
sentences, titles before it, how often it stands), and two names are one subject only where the
text ties them.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from unicodedata import combining, normalize

from model.article import Article
from model.names import (
    AGENCIES,
    COMMON,
    DEMONYMS,
    HONORIFICS,
    JOINERS,
    NEVER,
    ROLES,
)
from model.result import Field

__all__ = ["Entity", "Mention", "find_target", "main_subjects"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a subject is named: code points of a field, and the sentence it stands in."""

    field: Field
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A subject and its mentions, in order; title first."""

    name: str
    mentions: tuple[Mention, ...]


_WORD: Final = r"(?:[A-Z]\.){2,}|[^\W\d_][\w’'&.-]*[\w]|[^\W\d_]"
_TOKEN: Final = re.compile(_WORD)
_DATELINE: Final = re.compile(
    r"(?:,\s[\w. ]{1,20})?\s*(?:\([^()\n]{2,30}\)\s*)?(?:-{1,2}|[–—])\s|\s*\([A-Z]\w*\)"
)
_POSSESSIVE: Final = re.compile(r"[’']s?$")
_READ: Final = 60_000  # code points of the text; who is first named later is no main subject


@dataclass(slots=True)
class _Name:
    """A run of capitalised words."""

    words: tuple[str, ...]
    field: Field
    start: int
    end: int
    sentence: int
    opens: bool  # at the beginning of its sentence, where everything has a capital
    dateline: bool = False  # "MOSCOW (Reuters) -"


@dataclass(slots=True)
class _Group:
    """Names that are one subject."""

    name: str
    mentions: list[Mention] = field(default_factory=list)


def main_subjects(article: Article, limit: int = 3) -> tuple[Entity, ...]:
    """Find the people, organisations and places that an article is mostly about.

    Parameters
    ----------
    article : Article
    limit : int
        At most so many.

    Returns
    -------
    tuple of Entity
        The most salient first: named in the title, early, often and throughout.
    """
    runs = list(_runs(article))
    known = _proper(runs, article)
    names = [name for run in runs for name in _clean(run, known)]
    groups = _merge(names)
    ranked = sorted(groups, key=lambda group: (-_salience(group, article), group.name))
    strong = [group for group in ranked if _salience(group, article) >= _LEAST_SALIENCE]
    starts = _starts(article)
    for group in strong[:limit]:
        group.mentions += _references(article.text[:_READ], group.name, starts)
    return tuple(Entity(group.name, tuple(_ordered(group.mentions))) for group in strong[:limit])


def find_target(article: Article, name: str) -> Entity:
    """Find where an article names a target that the caller gives.

    Parameters
    ----------
    article : Article
    name : str
        As the caller writes it: "Vladimir Putin", "the ECB", "immigration".

    Returns
    -------
    Entity
        Without mentions if the article never names it.

    Notes
    -----
    Case counts for words in capitals ("US" is not "us"); accents and the shape of apostrophes
    do not. A person's last word counts by itself if the text has nobody else of that name, and
    an abbreviation if the text itself introduces it in brackets.
    """
    words = _fold(name[:_LONGEST_TARGET]).split()
    if words and words[0].lower() in {"the", "a", "an"} and len(words) > 1:
        words = words[1:]
    if not words or not any(map(str.isalnum, "".join(words))):
        return Entity(name, ())
    fields: tuple[Field, ...] = ("title", "text")
    folded = {of: _fold(article.title if of == "title" else article.text) for of in fields}
    found = [span for of in fields for span in _find(folded[of], of, words)]
    for short in _short_forms(words, folded["text"]):
        found += [span for of in fields for span in _find(folded[of], of, [short])]
    starts = _starts(article)
    mentions = [Mention(of, start, end, _sentence(starts, of, start)) for of, start, end in found]
    return Entity(name, tuple(_ordered(mentions)))


_LONGEST_TARGET: Final = 200
_SHORT: Final = 3  # "us" is not "US"
_LEAST_SALIENCE: Final = 1.5


def _fold(text: str) -> str:
    """Fold accents and apostrophes without moving an offset."""
    if text.isascii():
        return text
    return "".join(_FOLDED.get(char) or _bare(char) for char in text)


_FOLDED: Final = dict.fromkeys("‘’‛ʼ`´", "'") | dict.fromkeys("‐‑–—", "-")


def _bare(char: str) -> str:
    if char.isascii():
        return char
    base = normalize("NFD", char)[0]
    return base if not combining(base) else char


def _find(text: str, of: Field, words: Sequence[str]) -> Iterator[tuple[Field, int, int]]:
    short = len(words) == 1 and len(words[0]) <= _SHORT and words[0].islower()
    exact = (len(words) == 1 and words[0].isupper()) or short
    body = r"[\s-]+".join(re.escape(word) for word in words)
    pattern = re.compile(rf"(?<![\w]){body}(?![\w])", 0 if exact else re.IGNORECASE)
    capital = len(words) == 1 and words[0][:1].isupper() and not exact
    for match in pattern.finditer(text):
        # "Bush" is not a bush: one capitalised word must have its capital in the text.
        if not capital or match.group()[:1].isupper():
            yield of, *match.span()


def _short_forms(words: Sequence[str], text: str) -> Iterator[str]:
    body = r"\s+".join(re.escape(word) for word in words)
    introduced = re.search(rf"(?<!\w){body}\s+\(([A-Z][A-Za-z&.]{{1,9}})\)", text, re.IGNORECASE)
    if introduced:
        yield introduced.group(1)
    last = words[-1]
    person = len(words) in {2, 3} and all(word[:1].isupper() for word in words)
    if person and last.lower() not in COMMON and len(last) > 2 and not last.isupper():
        others = re.findall(rf"([A-Z][\w'-]+)\s+{re.escape(last)}(?!\w)", text)
        first = words[-2]
        if all(other == first or other in HONORIFICS or other in ROLES for other in others):
            yield last


def _runs(article: Article) -> Iterator[_Name]:
    """Runs of capitalised words, joined by the small words that names have inside."""
    starts = _starts(article)
    for of, text in (("title", article.title), ("text", article.text[:_READ])):
        run: list[re.Match[str]] = []
        sentence = -1
        for word in _TOKEN.finditer(text):
            place = _sentence(starts, of, word.start())  # type: ignore[arg-type]
            gap = text[run[-1].end() : word.start()] if run else ""
            near = gap in {" ", "\u00a0"} and place == sentence
            capital = word.group()[0].isupper()
            owned = bool(run) and _POSSESSIVE.search(run[-1].group()) is not None
            if run and near and not owned and (capital or word.group() in JOINERS):
                run.append(word)
                continue
            yield from _close(run, text, of, sentence, starts)  # type: ignore[arg-type]
            run, sentence = ([word], place) if capital else ([], place)
        yield from _close(run, text, of, sentence, starts)  # type: ignore[arg-type]


def _close(
    run: list[re.Match[str]], text: str, of: Field, sentence: int, starts: "_Starts"
) -> Iterator[_Name]:
    while run and run[-1].group() in JOINERS:
        run = run[:-1]
    if not run or sentence < 0:
        return
    begin = starts[of][1][sentence - starts[of][0]] if starts[of][1] else 0
    opens = not any(map(str.isalnum, text[begin : run[0].start()]))
    words = tuple(word.group() for word in run)
    last = _POSSESSIVE.sub("", words[-1])
    end = run[-1].start() + len(last)
    dateline = opens and _DATELINE.match(text, run[-1].end()) is not None
    yield _Name((*words[:-1], last), of, run[0].start(), end, sentence, opens, dateline)


def _proper(runs: Iterable[_Name], article: Article) -> frozenset[str]:
    """Words that are names in this text: they keep their capital inside its sentences."""
    inside: Counter[str] = Counter()
    for run in runs:
        if run.field == "text":
            inside.update(run.words[1:] if run.opens else run.words)
    lower = set(re.findall(r"(?<!\w)[a-z][\w’'-]*", article.text[:_READ]))
    return frozenset(
        word for word, _ in inside.items()
        if word.lower() not in COMMON and (word.lower() not in lower or inside[word] > 2)
    )  # fmt: skip


def _clean(run: _Name, known: frozenset[str]) -> Iterator[_Name]:
    """Take off what is no part of a name; split what is two."""
    words = list(run.words)
    start = run.start
    headline = run.field == "title"
    alone = run.opens and len(words) == 1  # "Critics say": of two capitals both are meant
    while words and _no_name(words[0], known, strict=headline or alone):
        rest = words[1:]
        start = run.end - len(" ".join(rest)) if rest else run.end
        words = rest
    while words and (words[-1].lower() in NEVER or words[-1] in JOINERS):
        words.pop()
    if headline and words:  # Title Case: only what the text knows as a name
        kept = [word for word in words if word in known]
        words = kept if kept and " ".join(kept) in " ".join(words) else []
    if not words or " ".join(words) in AGENCIES or " ".join(words).lower() in NEVER:
        return
    if run.dateline and " ".join(words).isupper():
        return
    if len(words) == 1 and (words[0] in DEMONYMS or words[0] in HONORIFICS or words[0] in ROLES):
        return
    text = " ".join(words)
    offset = " ".join(run.words).find(text)
    start = run.start + max(offset, 0)
    yield _Name(tuple(words), run.field, start, start + len(text), run.sentence, run.opens)


def _no_name(word: str, known: frozenset[str], *, strict: bool) -> bool:
    low = word.lower()
    if word in HONORIFICS or low in NEVER or low in COMMON:
        return True
    return strict and word not in known and not (word.isupper() and len(word) > 1)


def _merge(names: Sequence[_Name]) -> list[_Group]:
    """Group names that the text ties: a last name with the full name before it, an acronym."""
    full: dict[str, _Group] = {}
    by_last: defaultdict[str, list[str]] = defaultdict(list)
    order = sorted(names, key=lambda name: (name.field == "title", name.start))
    for name in order:
        text = " ".join(_without_titles(name.words))
        if len(_without_titles(name.words)) > 1 and text not in full:
            full[text] = _Group(text)
            by_last[_without_titles(name.words)[-1]].append(text)
    latest: dict[str, str] = {}
    singles: dict[str, _Group] = {}
    for name in order:
        words = _without_titles(name.words)
        text = " ".join(words)
        mention = Mention(name.field, name.start, name.end, name.sentence)
        if text in full:
            latest[words[-1]] = text
            full[text].mentions.append(mention)
        elif words[-1] in by_last and len(words) == 1:
            owner = latest.get(words[-1]) or by_last[words[-1]][0]
            full[owner].mentions.append(mention)
        else:
            singles.setdefault(text, _Group(text)).mentions.append(mention)
    groups = [*full.values(), *singles.values()]
    return _with_acronyms([group for group in groups if group.mentions])


def _with_acronyms(groups: list[_Group]) -> list[_Group]:
    by_name = {group.name: group for group in groups}
    for group in groups:
        letters = "".join(word[0] for word in group.name.split() if word[0].isupper())
        short = by_name.get(letters)
        if len(letters) > 1 and short is not None and short is not group and short.mentions:
            group.mentions += short.mentions
            short.mentions = []
    return [group for group in groups if group.mentions]


def _references(text: str, name: str, starts: "_Starts") -> Iterator[Mention]:
    """Find "the Russian president" where the text itself says that it is this person."""
    if " " not in name:
        return
    body = re.escape(name)
    before = re.search(rf"\b([A-Z]\w+) ((?:[A-Z]\w+ ){{1,3}}){body}(?!\w)", text)
    after = re.search(rf"(?<!\w){body}, the ((?:[\w-]+ ){{0,3}}{_OFFICE})\b", text)
    phrases = []
    if before and before.group(1) in DEMONYMS and before.group(2).split()[-1] in ROLES:
        phrases.append(f"{before.group(1)} {before.group(2).strip()}")
    if after:
        phrases.append(after.group(1))
    for phrase in phrases:
        pattern = rf"(?<!\w)(?i:the {re.escape(phrase)})(?! [A-Z])(?!\w)"
        for found in re.finditer(pattern, text):
            yield Mention("text", *found.span(), _sentence(starts, "text", found.start()))


_OFFICE: Final = (
    "(?:president|premier|chancellor|minister|secretary|senator|governor|mayor|general|king|queen|"
    "prince|princess|pope|chairman|chairwoman|chief|director|leader|coach|ambassador|speaker)"
)


def _without_titles(words: Sequence[str]) -> tuple[str, ...]:
    kept = list(words)
    while len(kept) > 1 and (
        kept[0] in HONORIFICS
        or kept[0] in ROLES
        or (kept[0] in DEMONYMS and (kept[1] in ROLES or kept[1] in HONORIFICS))
    ):
        kept.pop(0)
    return tuple(kept)


def _salience(group: _Group, article: Article) -> float:
    """Rank by how often, how early, and whether the title names it."""
    count = len({mention.sentence for mention in group.mentions})
    title = any(mention.field == "title" for mention in group.mentions)
    first = min((m.start for m in group.mentions if m.field == "text"), default=_READ)
    early = 1.0 - first / max(len(article.text), 1)
    spread = len({10 * m.start // max(len(article.text), 1) for m in group.mentions})
    return float(0.7 * count**0.7 + 1.2 * title + 0.8 * early + 0.1 * spread)


_Starts = dict[Field, tuple[int, list[int]]]


def _starts(article: Article) -> _Starts:
    """For each field: the place of its first sentence, and where its sentences start."""
    found: _Starts = {}
    for of in ("title", "text"):
        places = [i for i, span in enumerate(article.sentences) if span.field == of]
        starts = [article.sentences[i].start for i in places]
        found[of] = (places[0] if places else 0, starts)
    return found


def _sentence(starts: _Starts, of: Field, at: int) -> int:
    first, begins = starts[of]
    return first + max(bisect_right(begins, at) - 1, 0) if begins else -1


def _ordered(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """In reading order, the longest where two overlap."""
    last: Mention | None = None
    for mention in sorted(mentions, key=lambda m: (m.field != "title", m.start, -m.end)):
        if last is None or mention.field != last.field or mention.start >= last.end:
            yield mention
            last = mention
