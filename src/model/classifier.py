"""An article in, a Classification out."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from model.article import Article
from model.artifact import Artifact
from model.errors import ArtifactError
from model.evidence import evidence_of_stance, evidence_of_words
from model.genre import GenreHead, name_genre
from model.language import identify
from model.mention import Entity
from model.reading import Reading, read
from model.result import (
    TASKS,
    Classification,
    Evidence,
    Genre,
    ModelInfo,
    Stance,
    Task,
    Topic,
    Warning,
)
from model.stance import StanceHead, name_stance
from model.taxonomy import GENRES, STANCES, TOPICS
from model.topic import TopicHead, name_topics

__all__ = ["Classifier", "Observe"]

# Told the name of a stage and the seconds it took.
Observe = Callable[[str, float], None]

_ENOUGH_WORDS: Final = 20
_SUBJECTS: Final = 3


@dataclass(frozen=True, slots=True)
class Classifier:
    """An opened model. Safe to share between threads: nothing in it changes.

    Attributes
    ----------
    info : ModelInfo
    topic, genre, stance
        The heads.
    """

    info: ModelInfo
    topic: TopicHead
    genre: GenreHead
    stance: StanceHead

    @classmethod
    def open(cls, path: Path | None = None) -> "Classifier":
        """Open an artifact.

        Parameters
        ----------
        path : Path, optional
            Its folder; the shipped one if not given.

        Raises
        ------
        ArtifactError
        """
        artifact = Artifact.open(path)
        try:
            info = _info(artifact)
            heads = TopicHead.load(artifact), GenreHead.load(artifact), StanceHead.load(artifact)
        except (KeyError, TypeError, ValueError) as error:
            problem = f"lacks or garbles {error}: made by another training?"
            raise ArtifactError("manifest.json", problem) from error
        return cls(info, *heads)

    def classify(
        self,
        article: Article,
        *,
        tasks: Collection[Task] = TASKS,
        targets: Sequence[str] | None = None,
        evidence: bool = True,
        observe: Observe | None = None,
    ) -> Classification:
        """Answer for one article.

        Parameters
        ----------
        article : Article
        tasks : collection of {"topic", "genre", "stance"}
            What to answer.
        targets : sequence of str, optional
            Whom stance is asked toward; the article's main subjects (at most 3) if not given.
        evidence : bool
            Whether to find the passages that show the answers.
        observe : callable, optional
            Told how long each stage took.

        Returns
        -------
        Classification
        """
        run = _Run(self, article, observe or _ignore, evidence=evidence)
        return run(frozenset(tasks), targets)


class _Run:
    """One article on its way through the heads."""

    def __init__(
        self, classifier: Classifier, article: Article, observe: Observe, *, evidence: bool
    ) -> None:
        self._model = classifier
        self._article = article
        self._observe = observe
        self._shows = evidence
        self._warnings: list[Warning] = []
        self._evidence: list[Evidence] = []

    def __call__(self, tasks: frozenset[Task], targets: Sequence[str] | None) -> Classification:
        with self._stage("language"):
            language = identify(f"{self._article.title}\n{self._article.text}")
        with self._stage("features"):
            reading = read(self._article)
        sure = self._enough(reading.words)
        if language not in {"en", None} or not reading.words:
            topics, genre, stance = self._nothing(language, tasks, targets or ())
        else:
            sure = sure and language == "en"
            topics = self._topics(reading, sure=sure) if "topic" in tasks else ()
            genre, opinion = self._genre(reading, tasks, sure=sure)
            stance = (
                self._stances(reading, opinion, targets, sure=sure) if "stance" in tasks else ()
            )
        return Classification(
            language=language,
            words=reading.words,
            topics=topics,
            genre=genre,
            stance=stance,
            evidence=tuple(self._evidence),
            model=self._model.info,
            warnings=tuple(self._warnings),
        )

    def _enough(self, words: int) -> bool:
        if words < _ENOUGH_WORDS:
            detail = f"Too few words to decide anything: {words}; {_ENOUGH_WORDS} are needed."
            self._warnings.append(Warning("too-little-text", detail))
        return words >= _ENOUGH_WORDS

    def _nothing(
        self, language: str | None, tasks: frozenset[Task], targets: Sequence[str]
    ) -> tuple[tuple[Topic, ...], Genre | None, tuple[Stance, ...]]:
        """No answers: the text is not English, or has no words."""
        if language is not None:
            detail = f"The text seems to be {language}; only English (en) is classified."
            self._warnings.append(Warning("language", detail))
        silent = tuple(_silent(target) for target in targets) if "stance" in tasks else ()
        return (), Genre(None, None, False) if "genre" in tasks else None, silent

    def _topics(self, reading: Reading, *, sure: bool) -> tuple[Topic, ...]:
        head = self._model.topic
        with self._stage("topic"):
            probabilities, scored = head(reading)
            topics = name_topics(probabilities, decided=head.decided, also=head.also, sure=sure)
        if not self._shows:
            return topics
        with self._stage("evidence"):
            for topic in topics:
                if topic.role is not None:
                    label = _TOPIC_PLACES[topic.id]
                    self._evidence += evidence_of_words(
                        f"topic:{topic.id}", self._article, reading, scored, label
                    )
        return topics

    def _genre(
        self, reading: Reading, tasks: frozenset[Task], *, sure: bool
    ) -> tuple[Genre | None, float]:
        """Return the answer, and the probability of opinion (which stance wants to know too)."""
        if not tasks & {"genre", "stance"}:
            return None, 0.0
        head = self._model.genre
        with self._stage("genre"):
            opinion, scored = head(reading)
            genre = name_genre(opinion, decided=head.decided, sure=sure)
        if "genre" not in tasks:
            return None, opinion
        if not self._shows:
            return genre, opinion
        with self._stage("evidence"):
            sign = 1.0 if genre.name == "opinion" else -1.0
            self._evidence += evidence_of_words("genre", self._article, reading, scored, 0, sign)
        return genre, opinion

    def _stances(
        self, reading: Reading, opinion: float, targets: Sequence[str] | None, *, sure: bool
    ) -> tuple[Stance, ...]:
        with self._stage("entities"):
            from model.entities import find_target, main_subjects  # only stance needs them

            if targets is None:
                entities = main_subjects(self._article, limit=_SUBJECTS)
            else:
                entities = tuple(find_target(self._article, target) for target in targets)
        if targets is None and not entities:
            detail = "The article has no clear subject; name some as targets to ask for stance."
            self._warnings.append(Warning("no-target", detail))
        names = [entity.name for entity in entities] if targets is None else targets
        pairs = zip(names, entities, strict=True)
        return tuple(self._stance(name, entity, reading, opinion, sure) for name, entity in pairs)

    def _stance(
        self, name: str, entity: Entity, reading: Reading, opinion: float, sure: bool
    ) -> Stance:
        if not entity.mentions:
            detail = "The article never names this target."
            self._warnings.append(Warning("target-not-found", detail, name))
            return _silent(name)
        head = self._model.stance
        with self._stage("stance"):
            target = head.reader(self._article, reading, entity)
            probabilities = head.weigh(target, opinion)
            stance = name_stance(
                name, probabilities, len(entity.mentions), decided=head.decided, sure=sure
            )
        if not self._shows:
            return stance
        with self._stage("evidence"):
            label = int(probabilities.argmax())
            self._evidence += evidence_of_stance(f"stance:{name}", self._article, target, label)
        return stance

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        started = perf_counter()
        yield
        self._observe(name, perf_counter() - started)


_TOPIC_PLACES: Final = {topic: place for place, topic in enumerate(TOPICS)}


def _silent(target: str) -> Stance:
    return Stance(target, None, None, decided=False, probabilities=None, mentions=0)


def _ignore(_stage: str, _seconds: float) -> None:
    pass


def _info(artifact: Artifact) -> ModelInfo:
    manifest = artifact.manifest
    return ModelInfo(
        version=str(manifest["version"]),
        digest=artifact.digest,
        taxonomy=str(manifest["taxonomy"]),
        labels={"topic": tuple(TOPICS), "genre": GENRES, "stance": STANCES},
        thresholds={name: float(value) for name, value in manifest["thresholds"].items()},
        metrics=manifest.get("metrics", {}),
    )
