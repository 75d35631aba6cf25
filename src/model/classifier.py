"""An article in, a Classification out."""

import functools
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from model.article import Article
from model.artifact import Artifact
from model.errors import ArtifactError
from model.evidence import evidence_of_stance, evidence_of_words
from model.genre import GenreHead
from model.grounds import grounds
from model.language import identify
from model.mention import Entity
from model.reading import Reading, read
from model.result import (
    TASKS,
    Classification,
    Effort,
    EncoderUse,
    Evidence,
    Genre,
    ModelInfo,
    Stance,
    Task,
    Topic,
    Warning,
)
from model.scores import ArticleScores, TargetScores
from model.stance import StanceHead, TargetAnswer, name_stance
from model.taxonomy import GENRES, STANCES, TOPICS
from model.topic import TopicHead

if TYPE_CHECKING:
    from model.many import ManyReader
    from model.neural import NeuralHeads

__all__ = ["Classifier", "Observe"]

# Told the name of a stage and the seconds it took.
Observe = Callable[[str, float], None]

_SUBJECTS: Final = 3


@dataclass(frozen=True)
class Classifier:
    """An opened model. Safe to share between threads: nothing in it changes its answers.

    Attributes
    ----------
    info : ModelInfo
    topic, genre, stance
        The heads.
    neural : NeuralHeads or None
        The encoder's; None where it is not installed, left out or switched off.
    """

    info: ModelInfo
    topic: TopicHead
    genre: GenreHead
    stance: StanceHead
    neural: "NeuralHeads | None"

    @classmethod
    def open(cls, path: Path | None = None, *, encoder: EncoderUse = "auto") -> "Classifier":
        """Open an artifact.

        Parameters
        ----------
        path : Path, optional
            Its folder; the shipped one if not given.
        encoder : {"auto", "on", "off"}
            Whether to open the encoder: if it can be, in any case, or not.

        Raises
        ------
        ArtifactError
        """
        artifact = Artifact.open(path)
        trained_with = "encoder_topic.coef" in artifact.arrays
        try:
            info = _info(artifact)
            heads = (
                TopicHead.load(artifact, neural=trained_with),
                GenreHead.load(artifact, neural=trained_with),
                StanceHead.load(artifact, neural=trained_with),
            )
        except (KeyError, TypeError, ValueError) as error:
            problem = f"lacks or garbles {error}: made by another training?"
            raise ArtifactError("manifest.json", problem) from error
        return cls(info, *heads, _neural(artifact, encoder) if trained_with else None)

    def classify(
        self,
        article: Article,
        *,
        tasks: Collection[Task] = TASKS,
        targets: Sequence[str] | None = None,
        effort: Effort = "full",
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
        effort : {"full", "fast"}
            ``fast`` leaves the encoder out: a sixth of the time, and answers less sure.
        evidence : bool
            Whether to find the passages that show the answers.
        observe : callable, optional
            Told how long each stage took.

        Returns
        -------
        Classification
        """
        neural = self.neural if effort == "full" else None
        run = _Run(self, neural, article, observe or _ignore, evidence=evidence)
        return run(frozenset(tasks), targets)

    def classify_many(
        self,
        articles: Sequence[Article],
        *,
        tasks: Collection[Task] = ("topic", "genre"),
        observe: Observe | None = None,
    ) -> list[Classification]:
        """Answer for several articles, several times as fast as one by one.

        Parameters
        ----------
        articles : sequence of Article
            Some 50 of ordinary length at a time: more gain nothing, and need memory.
        tasks : collection of {"topic", "genre"}
        observe : callable, optional
            Told how long each stage took, for all articles together.

        Returns
        -------
        list of Classification
            In order: what `classify` answers with ``effort="fast"`` and ``evidence=False``.

        Raises
        ------
        ValueError
            If stance is asked for, which is read one by one.
        """
        if "stance" in tasks:
            raise ValueError("classify_many answers topic and genre; ask classify for stance")
        return self._many(articles, tasks, observe or _ignore) if articles else []

    @property
    def has_encoder(self) -> bool:
        """Whether ``effort="full"`` is more than ``"fast"``."""
        return self.neural is not None

    @functools.cached_property
    def _many(self) -> "ManyReader":
        from model.many import ManyReader  # most processes answer one by one

        return ManyReader(self.info, self.topic, self.genre)


class _Run:
    """One article on its way through the heads."""

    def __init__(
        self,
        classifier: Classifier,
        neural: "NeuralHeads | None",
        article: Article,
        observe: Observe,
        *,
        evidence: bool,
    ) -> None:
        self._model = classifier
        self._neural = neural
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
        judged = grounds(language, reading.words)
        self._warnings += judged.warnings
        if judged.readable:
            sure = judged.sure
            asked = self._asked(targets) if "stance" in tasks else []
            scores, seen = self._second_opinion([e for _, e in asked if e.mentions])
            topics = self._topics(reading, scores, sure=sure) if "topic" in tasks else ()
            genre, opinion = self._genre(reading, scores, tasks, sure=sure)
            stance = self._stances(reading, opinion, asked, seen, sure=sure) if asked else ()
        else:
            topics, genre, stance = _nothing(tasks, targets or ())
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

    @functools.cached_property
    def _subjects(self) -> tuple[Entity, ...]:
        with self._stage("entities"):
            from model.entities import main_subjects  # not paid for where nobody asks

            return main_subjects(self._article, limit=_SUBJECTS)

    def _asked(self, targets: Sequence[str] | None) -> list[tuple[str, Entity]]:
        """Whom stance is asked toward, by the caller's name."""
        if targets is None:
            if not self._subjects:
                detail = "The article has no clear subject; name some as targets to ask for stance."
                self._warnings.append(Warning("no-target", detail))
            return [(entity.name, entity) for entity in self._subjects]
        with self._stage("entities"):
            from model.entities import find_target

            return [(target, find_target(self._article, target)) for target in targets]

    def _second_opinion(
        self, entities: Sequence[Entity]
    ) -> tuple[ArticleScores | None, list[TargetScores]]:
        if self._neural is None:
            return None, []
        subjects = self._subjects
        with self._stage("encoder"):
            return self._neural.read(self._article, subjects, entities)

    def _topics(
        self, reading: Reading, scores: ArticleScores | None, *, sure: bool
    ) -> tuple[Topic, ...]:
        head = self._model.topic
        with self._stage("topic"):
            scored = head(reading)
            topics = head.answer(scored, scores, sure=sure)
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
        self,
        reading: Reading,
        scores: ArticleScores | None,
        tasks: frozenset[Task],
        *,
        sure: bool,
    ) -> tuple[Genre | None, float]:
        """Return the answer, and the probability of opinion (which stance wants to know too)."""
        if not tasks & {"genre", "stance"}:
            return None, 0.0
        head = self._model.genre
        with self._stage("genre"):
            scored = head(reading)
            opinion = head.opinion(scored, scores)
            genre = head.answer(opinion, scores, sure=sure)
        if "genre" not in tasks:
            return None, opinion
        if not self._shows:
            return genre, opinion
        with self._stage("evidence"):
            sign = 1.0 if genre.name == "opinion" else -1.0
            self._evidence += evidence_of_words("genre", self._article, reading, scored, 0, sign)
        return genre, opinion

    def _stances(
        self,
        reading: Reading,
        opinion: float,
        asked: Sequence[tuple[str, Entity]],
        seen: Sequence[TargetScores],
        *,
        sure: bool,
    ) -> tuple[Stance, ...]:
        with self._stage("stance"):
            entities = [entity for _, entity in asked if entity.mentions]
            read = self._read_targets(reading, entities, seen, opinion)
        answers = []
        for name, entity in asked:
            if not entity.mentions:
                detail = "The article never names this target."
                self._warnings.append(Warning("target-not-found", detail, name))
                answers.append(_silent(name))
                continue
            if not entity.exact:
                detail = "The article speaks of this target in other words only; see its evidence."
                self._warnings.append(Warning("target-inexact", detail, name))
            answers.append(self._stance(name, entity, next(read), sure=sure and entity.exact))
        return tuple(answers)

    def _read_targets(
        self,
        reading: Reading,
        entities: Sequence[Entity],
        seen: Sequence[TargetScores],
        opinion: float,
    ) -> Iterator[TargetAnswer]:
        if not entities:
            return iter(())
        from model.tone import tone_bag  # not paid for where nobody asks

        head = self._model.stance
        tones = [head.tone(tone_bag(reading, self._article, one)).scores for one in entities]
        targets = [head.reader(self._article, reading, one) for one in entities]
        if self._neural is None or head.neural is None:
            pairs = zip(targets, tones, strict=True)
            return iter([head.without_encoder(target, opinion, tone) for target, tone in pairs])
        scored = zip(targets, seen, tones, strict=True)
        return iter([head.with_encoder(one, scores, opinion, tone) for one, scores, tone in scored])

    def _stance(self, name: str, entity: Entity, answer: TargetAnswer, *, sure: bool) -> Stance:
        stance = name_stance(
            name, answer.probabilities, len(entity.mentions), decided=answer.decided, sure=sure
        )
        if self._shows:
            with self._stage("evidence"):
                label = int(answer.probabilities.argmax())
                self._evidence += evidence_of_stance(
                    f"stance:{name}", self._article, answer.reading, label, answer.shown
                )
        return stance

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        started = perf_counter()
        yield
        self._observe(name, perf_counter() - started)


_TOPIC_PLACES: Final = {topic: place for place, topic in enumerate(TOPICS)}


def _nothing(
    tasks: frozenset[Task], targets: Sequence[str]
) -> tuple[tuple[Topic, ...], Genre | None, tuple[Stance, ...]]:
    silent = tuple(map(_silent, targets)) if "stance" in tasks else ()
    return (), Genre(None, None, False) if "genre" in tasks else None, silent


def _silent(target: str) -> Stance:
    return Stance(target, None, None, decided=False, probabilities=None, mentions=0)


def _ignore(_stage: str, _seconds: float) -> None:
    pass


def _neural(artifact: Artifact, use: EncoderUse) -> "NeuralHeads | None":
    if use == "off" or (use == "auto" and not artifact.has_encoder):
        return None
    from model.neural import open_neural  # nothing of it is paid for where there is no encoder

    return open_neural(artifact, use)


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
