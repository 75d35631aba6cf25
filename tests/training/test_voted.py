"""Votes on sentences: by place alone, and what they say together with a teacher."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training.corpora import TargetedSentence
from training.corpora.articles import RawArticle
from training.labelled import UNLABELLED
from training.voted import (
    NEWSMTSC_VOTES,
    SENTENCE_VOTES,
    agreed,
    answers_to,
    halved,
    load_newsmtsc_votes,
    load_voted,
    without_label,
)

TEXT = "The council met. Mayor Reed kept her word."


def _article() -> RawArticle:
    return RawArticle("a", "mine", "a", "", "", TEXT, *[None] * 8)


def test_places_and_votes_alone_are_committed() -> None:
    lines = SENTENCE_VOTES.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "uid\tstart\tend\tfrom\tto\tnegative\tneutral\tpositive"
    assert all(re.fullmatch(r"[0-9a-f]{10}(\t\d+){7}", line) for line in lines[1:])
    numbers = np.array([[int(cell) for cell in line.split("\t")[1:]] for line in lines[1:]])
    start, end, begin, stop = numbers[:, :4].T
    assert ((start <= begin) & (begin < stop) & (stop <= end)).all()
    assert (numbers[:, 4:].sum(axis=1) == 10).all()


def test_sentences_are_read_out_of_their_articles(tmp_path: Path) -> None:
    path = tmp_path / "votes.tsv"
    head = "uid\tstart\tend\tfrom\tto\tnegative\tneutral\tpositive\n"
    path.write_text(f"{head}a\t17\t42\t23\t27\t0\t4\t6\nb\t0\t9\t0\t3\t9\t1\t0\n")
    (sentence,), shares = load_voted([_article()], path)
    assert sentence.sentence == "Mayor Reed kept her word."
    assert sentence.target == "Reed"
    assert sentence.sentence[sentence.start : sentence.end] == "Reed"
    assert (sentence.id, sentence.corpus) == ("a-17-23", UNLABELLED)
    assert shares.tolist() == [[0.0, 0.4, 0.6]]
    assert load_voted([], path)[1].shape == (0, 3)
    assert without_label([sentence], []) == [sentence]
    assert without_label([sentence], [replace(sentence, polarity=1)]) == []


def test_votes_become_probabilities() -> None:
    votes = np.array([[0.6, 0.4, 0.0], [0.0, 1.0, 0.0], [0.0, 0.2, 0.8]])
    found = agreed(votes)
    assert found.sum(axis=1) == pytest.approx(1)
    assert found.argmax(axis=1).tolist() == [0, 1, 2]


def test_answers_are_less_sure_than_the_votes() -> None:
    votes = np.array([[0.9, 0.1, 0.0], [0.0, 0.2, 0.8]])
    found = answers_to(["x", "y"], votes)
    assert set(found) == {"x", "y"}
    assert all(sum(answer) == pytest.approx(1) for answer in found.values())
    assert 1 / 3 < found["x"][0] < agreed(votes)[0, 0]
    assert answers_to([], np.zeros((0, 3))) == {}


def test_votes_on_newsmtsc_have_no_text() -> None:
    lines = NEWSMTSC_VOTES.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "uid\tnegative\tneutral\tpositive"
    assert all(re.fullmatch(r"[0-9a-f]{10}(\t\d+){3}", line) for line in lines[1:])
    votes = load_newsmtsc_votes()
    assert len(votes) == len(lines) - 1
    assert all(sum(shares) == pytest.approx(1) for shares in votes.values())


def test_half_of_what_is_learned_is_the_label() -> None:
    one = TargetedSentence("x", "Reed lied.", "Reed", 0, 4, -1, "newsmtsc", "train", "train")
    uid = hashlib.sha1(b"x").hexdigest()[:10]
    (found,) = halved([one], {uid: [0.0, 0.0, 1.0]}).values()
    assert found[0] > 0.5 > found[2] > 0.4
    assert halved([one], {}) == {}
