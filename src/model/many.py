"""Several articles in, their topics and genres out: for whoever asks in bulk."""

from collections.abc import Callable, Collection, Sequence
from time import perf_counter
from typing import Final

import numpy as np

from model.article import Article
from model.chunk import Chunk, genre_bags, read_chunk, topic_bags
from model.chunk_head import ChunkHead
from model.genre import GenreHead, name_genre
from model.grounds import grounds
from model.language import identify
from model.linear import softmax
from model.result import Classification, Genre, ModelInfo, Task, Topic
from model.topic import TopicHead, name_topics, presence

__all__ = ["ManyReader"]

_LARGEST: Final = 1 << 24  # bytes; no array of a chunk is larger
_NO_GENRE: Final = Genre(None, None, decided=False)


class ManyReader:
    """Answers as `Classifier.classify` does without evidence and encoder, to the last bit.

    Parameters
    ----------
    info : ModelInfo
    topic : TopicHead
    genre : GenreHead
    """

    def __init__(self, info: ModelInfo, topic: TopicHead, genre: GenreHead) -> None:
        self._info = info
        self._topic, self._topic_scores = topic, ChunkHead(topic.linear)
        self._genre, self._genre_scores = genre, ChunkHead(genre.linear)
        # glibc takes arrays of this size from the kernel, page by page, until one has been freed;
        # from then on it keeps them at hand: a seventh of a batch's time.
        np.empty(_LARGEST, dtype=np.uint8)

    def __call__(
        self,
        articles: Sequence[Article],
        tasks: Collection[Task],
        observe: Callable[[str, float], None],
    ) -> list[Classification]:
        """Answer for every article, in order; at least one."""
        started = perf_counter()

        def stage(name: str) -> None:
            nonlocal started
            ended = perf_counter()
            observe(name, ended - started)
            started = ended

        languages = [identify(f"{article.title}\n{article.text}") for article in articles]
        stage("language")
        chunk = read_chunk(articles)
        stage("features")
        words = (chunk.words[2::2] - chunk.words[:-2:2]).tolist()
        judged = [grounds(*pair) for pair in zip(languages, words, strict=True)]
        sure = [each.sure for each in judged]
        topics: list[tuple[Topic, ...]] = [()] * len(articles)
        genres: list[Genre | None] = [None] * len(articles)
        if "topic" in tasks:
            topics = self._topics(chunk, sure)
            stage("topic")
        if "genre" in tasks:
            genres = self._genres(chunk, sure)
            stage("genre")
        return [
            Classification(
                language=language,
                words=count,
                topics=of_topic if judgement.readable else (),
                genre=of_genre if judgement.readable or of_genre is None else _NO_GENRE,
                stance=(),
                evidence=(),
                model=self._info,
                warnings=judgement.warnings,
            )
            for language, count, judgement, of_topic, of_genre in zip(
                languages, words, judged, topics, genres, strict=True
            )
        ]

    def _topics(self, chunk: Chunk, sure: Sequence[bool]) -> list[tuple[Topic, ...]]:
        head = self._topic
        found = softmax(self._topic_scores(topic_bags(chunk)))
        beside = presence(found, None, head.rule)
        return [
            name_topics(likely, there, head.rule, sure=is_sure)
            for likely, there, is_sure in zip(found, beside, sure, strict=True)
        ]

    def _genres(self, chunk: Chunk, sure: Sequence[bool]) -> list[Genre | None]:
        opinions = softmax(self._genre_scores(genre_bags(chunk)))[:, 1].tolist()
        return [
            name_genre(opinion, decided=self._genre.decided, sure=is_sure)
            for opinion, is_sure in zip(opinions, sure, strict=True)
        ]
