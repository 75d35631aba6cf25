"""Our own labels and votes on sentences: places in the articles they stand in, no text.

They were made by a language model that read each sentence; ``training/annotations/README.md``
says how, and how far they agree with people's labels.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from training.corpora import RawArticle, TargetedSentence
from training.corpora.annotations import FOLDER

__all__ = ["SENTENCES", "UNLABELLED", "load_labelled", "placed"]

SENTENCES: Final = FOLDER / "sentences.tsv"
UNLABELLED: Final = "unlabelled"  # no corpus: sentences without a label of their own


def load_labelled(articles: Iterable[RawArticle], path: Path = SENTENCES) -> list[TargetedSentence]:
    """Read the labelled sentences out of the articles they stand in.

    Returns
    -------
    list of TargetedSentence
        Their corpus is ``model-1`` or ``model-2`` (the pass of labelling), their id begins with
        the article's uid; those of articles that are not given are left out.
    """
    return [
        replace(sentence, polarity=int(row["stance"]), corpus=f"model-{row['pass']}")
        for row, sentence in placed(path, articles)
    ]


def placed(
    path: Path, articles: Iterable[RawArticle]
) -> Iterator[tuple[dict[str, str], TargetedSentence]]:
    """Read a table of places (``uid``, ``start``, ``end``, ``from``, ``to``).

    Yields
    ------
    row, sentence
        The sentence without a label; none where its article is not given.
    """
    texts = {article.uid: article.text for article in articles}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            start, end, begin, stop = (int(row[key]) for key in ("start", "end", "from", "to"))
            sentence = texts.get(row["uid"], "")[start:end]
            if sentence:
                yield (
                    row,
                    TargetedSentence(
                        id=f"{row['uid']}-{start}-{begin}",
                        sentence=sentence,
                        target=sentence[begin - start : stop - start],
                        start=begin - start,
                        end=stop - start,
                        polarity=0,
                        corpus=UNLABELLED,
                        split="train",
                        subset="train",
                    ),
                )
