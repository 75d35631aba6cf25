"""The corpora: found, checked, cleaned and given one shape.

Nothing of their text is part of this repository. ``COPYDESK_DATA`` names the folder that
holds them.
"""

from training.corpora.annotations import Annotation, load_annotations
from training.corpora.articles import ARTICLE_CORPORA, RawArticle, load_articles
from training.corpora.locate import DamagedCorpusError, MissingCorporaError, corpora_folder
from training.corpora.sentences import (
    SubjectiveSentence,
    TargetedArticle,
    TargetedSentence,
    load_subjective_sentences,
    load_targeted_articles,
    load_targeted_sentences,
    unlike,
)

__all__ = [
    "ARTICLE_CORPORA",
    "Annotation",
    "DamagedCorpusError",
    "MissingCorporaError",
    "RawArticle",
    "SubjectiveSentence",
    "TargetedArticle",
    "TargetedSentence",
    "corpora_folder",
    "load_annotations",
    "load_articles",
    "load_subjective_sentences",
    "load_targeted_articles",
    "load_targeted_sentences",
    "unlike",
]
