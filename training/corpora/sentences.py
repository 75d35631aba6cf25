"""The sentence corpora: sentiment toward a target, and subjectivity."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from training.corpora.lines import with_commas
from training.corpora.outlets import outlet
from training.corpora.read import rows

__all__ = [
    "SubjectiveSentence",
    "TargetedArticle",
    "TargetedSentence",
    "load_subjective_sentences",
    "load_targeted_articles",
    "load_targeted_sentences",
    "unlike",
]

_POLARITY: Final = {"positive": 1, "neutral": 0, "negative": -1}


@dataclass(frozen=True, slots=True)
class TargetedSentence:
    """A sentence (or paragraph) and how it speaks of a target.

    Attributes
    ----------
    id : str
        Unique within the corpus.
    sentence : str
    target : str
        As the corpus writes it. For gwsd it is a claim, not a name.
    start, end : int or None
        Code points of the target in the sentence, end exclusive; None where it was not found.
    polarity : int
        -1 negative, 0 neutral, 1 positive.
    corpus, split : str
    subset : str
        newsmtsc: ``rw`` (real-world) and ``mt`` (multi-target) within dev; else the split.
    """

    id: str
    sentence: str
    target: str
    start: int | None
    end: int | None
    polarity: int
    corpus: str
    split: str
    subset: str


@dataclass(frozen=True, slots=True)
class TargetedArticle:
    """An article's stance toward a target, by a crowd (persent).

    `uid` is that of a `RawArticle`, `polarity` -1, 0 or 1.
    """

    uid: str
    target: str
    polarity: int


@dataclass(frozen=True, slots=True)
class SubjectiveSentence:
    """A sentence that is subjective or not; `outlet` is its domain, where known."""

    id: str
    text: str
    subjective: bool
    corpus: str
    outlet: str | None


def load_targeted_sentences(name: str, *, folder: Path | None = None) -> list[TargetedSentence]:
    """Load one corpus of sentences with targets.

    Parameters
    ----------
    name : {"newsmtsc", "sentfin", "rusentne_en_dev", "gwsd", "dse", "persent_dev"}
        persent_dev gives its paragraphs; commas that the corpus lost are put back. dse gives how
        one of two entities regards the other (docs/experiments.md says how its classes were
        read); where neither regards the other, both are neutral targets.

    Raises
    ------
    MissingCorporaError, DamagedCorpusError
    """
    readers = {
        "newsmtsc": _newsmtsc,
        "sentfin": _sentfin,
        "rusentne_en_dev": _rusentne,
        "gwsd": _gwsd,
        "dse": _dse,
        "persent_dev": _persent,
    }
    if name not in readers:
        raise ValueError(f"no corpus of targeted sentences: {name}; there are {', '.join(readers)}")
    return [sentence for row in rows(name, folder) for sentence in readers[name](row)]


def load_targeted_articles(*, folder: Path | None = None) -> list[TargetedArticle]:
    """Load persent's articles with the stance toward their main entity."""
    return [
        TargetedArticle(row["uid"], row["target"], _POLARITY[row["stance"].casefold()])
        for row in rows("persent_dev", folder)
    ]


def load_subjective_sentences(name: str, *, folder: Path | None = None) -> list[SubjectiveSentence]:
    """Load one corpus of sentences with their subjectivity.

    Parameters
    ----------
    name : {"newssd", "babe"}
        babe: subjective is "Expresses writer's opinion" or "Somewhat factual but also
        opinionated"; sentences without agreement are left out.

    Raises
    ------
    MissingCorporaError, DamagedCorpusError
    """
    readers = {"newssd": _newssd, "babe": _babe}
    if name not in readers:
        raise ValueError(f"no corpus of subjectivity: {name}; there are {', '.join(readers)}")
    found = (readers[name](number, row) for number, row in enumerate(rows(name, folder)))
    return [sentence for sentence in found if sentence]


def unlike(
    sentences: Iterable[TargetedSentence], held_out: Iterable[TargetedSentence]
) -> list[TargetedSentence]:
    """Keep the sentences that are not in a held-out set too (by letters and digits)."""
    seen = {_letters(sentence) for sentence in held_out}
    return [sentence for sentence in sentences if _letters(sentence) not in seen]


def _letters(sentence: TargetedSentence) -> str:
    return "".join(filter(str.isalnum, sentence.sentence.casefold()))


def locate(sentence: str, target: str) -> tuple[int, int] | None:
    """Find where a sentence first names a target: as a whole word if it can be, in any case."""
    quoted = re.escape(target.strip())
    if not quoted:
        return None
    for pattern in (rf"(?<!\w){quoted}(?!\w)", quoted):
        if found := re.search(pattern, sentence) or re.search(pattern, sentence, re.IGNORECASE):
            return found.span()
    return None


def _sentence(
    row: dict[str, Any], sentence: str, target: str, polarity: int, corpus: str, **more: Any
) -> TargetedSentence:
    start, end = more.get("span") or locate(sentence, target) or (None, None)
    split = row.get("split", "dev")
    subset = row.get("subset", split)
    name = more.get("id", row.get("id", ""))
    return TargetedSentence(name, sentence, target, start, end, polarity, corpus, split, subset)


def _newsmtsc(row: dict[str, Any]) -> Iterator[TargetedSentence]:
    span = (row["from"], row["to"])
    yield _sentence(row, row["sentence"], row["target"], row["polarity"], "newsmtsc", span=span)


def _sentfin(row: dict[str, Any]) -> Iterator[TargetedSentence]:
    polarity = _POLARITY[row["label"]]
    yield _sentence(row, row["headline"], row["target"], polarity, "sentfin")


def _rusentne(row: dict[str, Any]) -> Iterator[TargetedSentence]:
    text, target = row["sentence_en_mt"], row["target_en_mt"]
    yield _sentence(row, text, target, int(row["label"]), "rusentne")


def _gwsd(row: dict[str, Any]) -> Iterator[TargetedSentence]:
    polarity = {"agree": 1, "neutral": 0, "disagree": -1}[row["label"]]
    yield _sentence(row, row["sentence"], row["target"], polarity, "gwsd")


# dse marks two entities, p before q. Class -> the one that is regarded, and how.
_REGARDED: Final = {
    0: (("p", 0), ("q", 0)),
    1: (("q", 1),),
    2: (("p", 1),),
    3: (("q", -1),),
    4: (("p", -1),),
}
_MARKED: Final = re.compile(r"\[([^][]+)\]")


def _dse(row: dict[str, Any]) -> Iterator[TargetedSentence]:
    for key, polarity in _REGARDED[row["label"]]:
        target = row[key]
        before, marked, after = row["sentence"].partition(f"[{target}]")
        if not marked:
            continue
        before, after = _MARKED.sub(r"\1", before), _MARKED.sub(r"\1", after)
        span = (len(before), len(before) + len(target))
        text = f"{before}{target}{after}"
        name = f"{row['id']}-{key}"
        yield _sentence(row, text, target, polarity, "dse", span=span, id=name)


def _persent(row: dict[str, Any]) -> Iterator[TargetedSentence]:
    paragraphs, labels = row["paragraphs"], row["paragraph_stance"]
    if len(paragraphs) != len(labels):  # which label is whose is not known
        return
    for number, (paragraph, label) in enumerate(zip(paragraphs, labels, strict=True)):
        text, polarity = with_commas(paragraph), _POLARITY[label.casefold()]
        key = f"{row['uid']}-{number}"
        yield _sentence(row, text, row["target"], polarity, "persent", id=key)


def _newssd(number: int, row: dict[str, Any]) -> SubjectiveSentence:
    key = f"newssd-{row['split']}-{number}"
    return SubjectiveSentence(key, row["text"].strip(), row["Label"] == "SUBJ", "newssd", None)


def _babe(number: int, row: dict[str, Any]) -> SubjectiveSentence | None:
    label = row["label_opinion"]
    if label == "No agreement":
        return None
    domain = outlet(row["outlet"], None)
    factual = label == "Entirely factual"
    return SubjectiveSentence(f"babe-{number}", row["text"].strip(), not factual, "babe", domain)
