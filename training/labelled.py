"""Our own labelled sentences: ``training/annotations/sentences.tsv``, places and labels, no text.

They were made by a language model that read each sentence; ``training/annotations/README.md``
says how, and how far they agree with people's labels.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from training.corpora import RawArticle, TargetedSentence

__all__ = ["SENTENCES", "load_labelled"]

SENTENCES: Final = Path(__file__).parent / "annotations" / "sentences.tsv"


def load_labelled(articles: Iterable[RawArticle], path: Path = SENTENCES) -> list[TargetedSentence]:
    """Read the labelled sentences out of the articles they stand in.

    Returns
    -------
    list of TargetedSentence
        Their corpus is ``model-1`` or ``model-2`` (the pass of labelling), their id begins with
        the article's uid; those of articles that are not given are left out.
    """
    texts = {article.uid: article.text for article in articles}
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t")):
            start, end, begin, stop = (int(row[key]) for key in ("start", "end", "from", "to"))
            sentence = texts.get(row["uid"], "")[start:end]
            if sentence:
                found.append(
                    TargetedSentence(
                        id=f"{row['uid']}-{number}",
                        sentence=sentence,
                        target=sentence[begin - start : stop - start],
                        start=begin - start,
                        end=stop - start,
                        polarity=int(row["stance"]),
                        corpus=f"model-{row['pass']}",
                        split="train",
                        subset="train",
                    )
                )
    return found
