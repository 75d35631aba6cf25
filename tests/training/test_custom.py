"""A publisher's labels: before, after, and what is written."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import log_softmax, softmax

from model.article import Article
from model.artifact import SHIPPED, Artifact
from model.classifier import Classifier
from model.taxonomy import STANCES, TOPICS
from tests.training.doubles import WithFakeEncoder, examples, write_tiny
from training.__main__ import main
from training.asking import ModelAt
from training.custom import fit_labels
from training.custom.correction import Correction, rotated
from training.custom.cross import refit
from training.custom.heads import HeadData
from training.custom.labels import groups_of, label_rows
from training.custom.views import view_of
from training.errors import TrainingError
from training.jsonlines import RowError

F64 = NDArray[np.float64]


def labels(folder: Path, n: int, seed: int = 0) -> Path:
    path = folder / "labels.jsonl"
    rows = [one.row(number) for number, one in enumerate(examples(n, seed))]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def lines(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "some.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_labels_are_read(tmp_path: Path) -> None:
    both = [{"name": "Ann", "stance": -1}, {"name": "Bob", "stance": "supportive"}]
    first, second, third = label_rows(
        lines(
            tmp_path,
            {"id": "1", "text": "a", "topic": "SPO", "genre": "opinion", "targets": both},
            {"id": "2", "text": "b", "title": "T", "genre": 1, "group": 7},
            {"id": "3", "text": "c", "entity": "Ann", "stance": 0},
        )
    )
    assert (first.topic, first.opinion, first.targets) == (14, 1, (("Ann", 0), ("Bob", 2)))
    assert (second.opinion, second.group, second.targets) == (0, "7", ())
    assert third.targets == (("Ann", 1),)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"topic": "SPO"}, "line 1: text: is missing"),
        ({"text": "a"}, "no row has a label"),
        ({"text": "a", "genre": "satire"}, 'genre: "satire" is none of'),
        ({"text": "a", "targets": "Ann"}, "targets: must be a list"),
        ({"text": "a", "targets": ["Ann"]}, "targets[0]: must be {name, stance}"),
        ({"text": "a", "targets": [{"stance": 1}]}, "targets[0].name: is missing"),
        ({"text": "a", "targets": [{"name": "Ann"}]}, "targets[0].stance: is missing"),
        ({"text": "a", "targets": [{"name": "Ann", "stance": 9}]}, "stance: 9 is none of"),
    ],
)
def test_faults_name_line_and_field(tmp_path: Path, row: dict[str, Any], says: str) -> None:
    with pytest.raises(RowError) as caught:
        label_rows(lines(tmp_path, row))
    assert says in str(caught.value)


def test_copies_are_in_one_group(tmp_path: Path) -> None:
    text = " ".join(f"word{n}" for n in range(60))
    rows = label_rows(
        lines(
            tmp_path,
            {"text": text, "genre": 0},
            {"text": f"{text} and more", "genre": 0},
            {"text": "quite another text about other things altogether", "genre": 0},
            {"text": text, "genre": 0, "group": "mine"},
        )
    )
    groups = groups_of(rows)
    assert groups[0] == groups[1] != groups[2]
    assert groups[3] == groups[0]  # a copy is one, whatever group it is said to be of


def problem(n: int = 300, seed: int = 0) -> tuple[F64, F64, NDArray[np.int64]]:
    """Logits that are half right, features that know the rest."""
    rng = np.random.default_rng(seed)
    features = rng.normal(0, 1, (n, 5)) / np.sqrt(5)
    logits = rng.normal(0, 1, (n, 3))
    truth = (logits + 4 * features @ rng.normal(0, 1, (5, 3))).argmax(axis=1)
    return logits, features, truth.astype(np.int64)


def test_a_correction_is_its_penalised_likelihood() -> None:
    logits, features, truth = problem()
    fitted = Correction(3, spread=1.0).fit(np.hstack([logits, features]), truth)

    def loss(scale: float, shift: F64, coef: F64) -> float:
        log_p = log_softmax(scale * logits + shift + features @ coef, axis=1)
        prior = (np.log(scale) / 0.5) ** 2 + (shift**2).sum() + (coef**2).sum()
        return float(-log_p[np.arange(len(truth)), truth].sum() + prior / 2)

    best = loss(fitted.scale_, fitted.shift_, fitted.coef_)
    rng = np.random.default_rng(1)
    for _ in range(20):
        near = [rng.normal(0, 1e-2, part.shape) for part in (fitted.shift_, fitted.coef_)]
        assert loss(fitted.scale_, fitted.shift_ + near[0], fitted.coef_ + near[1]) > best
    assert loss(fitted.scale_ * 1.02, fitted.shift_, fitted.coef_) > best


def test_few_labels_leave_a_head_where_it_is() -> None:
    logits, features, truth = problem(n=2)
    fitted = Correction(3, spread=0.1).fit(np.hstack([logits, features]), truth)
    assert abs(np.log(fitted.scale_)) < 0.5
    assert np.abs(fitted.coef_).max() < 0.02


@pytest.mark.parametrize("wide", [False, True])
def test_turned_features_fit_the_same(wide: bool) -> None:
    rng = np.random.default_rng(4)
    logits, _, truth = problem(n=40)
    features = rng.normal(0, 0.3, (40, 90 if wide else 7))
    turned = rotated(features)
    assert turned.rows.shape[1] == min(features.shape)
    plain = Correction(3, spread=1.0).fit(np.hstack([logits, features]), truth)
    other = Correction(3, spread=1.0).fit(np.hstack([logits, turned.rows]), truth)
    np.testing.assert_allclose(turned.back(other.coef_), plain.coef_, atol=2e-3)


def head(n: int = 240, *, random: bool = False) -> HeadData:
    logits, features, truth = problem(n)
    if random:
        truth = np.random.default_rng(8).permutation(truth)
    return HeadData("stance", STANCES, logits, features, truth, [f"g{i // 3}" for i in range(n)])


def test_what_features_know_is_learned_and_proved_on_other_groups() -> None:
    found = refit(head())
    assert found.better
    assert found.gain.high < 0
    assert found.after.accuracy.value > found.before.accuracy.value + 0.1
    assert found.spread > 0
    data = head()
    tilted = data.logits * found.tilt.scale + data.features @ found.tilt.coef + found.tilt.shift
    assert (tilted.argmax(axis=1) == data.truth).mean() > found.after.accuracy.value


def test_labels_by_chance_leave_the_shipped_head() -> None:
    logits, features, _ = problem(120)
    calm = np.zeros_like(logits)
    truth = np.random.default_rng(2).integers(0, 3, 120)
    data = HeadData("stance", STANCES, calm, features, truth, [str(i) for i in range(120)])
    assert not refit(data).better


def shares(classifier: Classifier, text: str) -> dict[str, F64]:
    found = classifier.classify(Article.from_text(text), targets=["Halloran"])
    topics = {topic.id: topic.probability for topic in found.topics}
    genre, stance = found.genre, found.stance[0].probabilities
    assert genre is not None
    assert genre.probability is not None
    assert stance is not None
    opinion = genre.probability if genre.name == "opinion" else 1 - genre.probability
    return {
        "topic": np.array([topics[topic] for topic in TOPICS]),
        "genre": np.array([1 - opinion, opinion]),
        "stance": np.array([stance[name] for name in STANCES]),
    }


@pytest.fixture(scope="module", params=[False, True], ids=["linear", "encoder"])
def fitted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[ModelAt, ModelAt, str, dict[str, Any]]:
    """The tiny model, and itself fitted to labels: with an encoder and without."""
    folder = tmp_path_factory.mktemp("custom")
    model = write_tiny(folder / "shipped", encoder=request.param)
    text, found = fit_labels(labels(folder, 160), model, folder / "mine")
    return model, type(model)(folder / "mine"), text, found


def test_after_is_better_on_articles_nobody_fitted_on(
    fitted: tuple[ModelAt, ModelAt, str, dict[str, Any]],
) -> None:
    shipped, mine, _, found = fitted
    assert found["heads"]["topic"]["replaced"]
    assert found["heads"]["genre"]["replaced"]
    unseen = examples(60, seed=77)
    losses = {}
    for name, model in (("shipped", shipped), ("mine", mine)):
        classifier = model.open()
        answers = [shares(classifier, one.text) for one in unseen]
        truth = [(14 if one.topic == "SPO" else 10, one.opinion) for one in unseen]
        losses[name] = [
            -np.mean(
                [
                    np.log(answer[task][label[place]])
                    for answer, label in zip(answers, truth, strict=True)
                ]
            )
            for place, task in enumerate(("topic", "genre"))
        ]
    assert losses["mine"][0] < losses["shipped"][0]
    assert losses["mine"][1] < losses["shipped"][1]


def test_what_is_served_is_what_was_fitted(
    fitted: tuple[ModelAt, ModelAt, str, dict[str, Any]], tmp_path: Path
) -> None:
    """The arrays that were written answer as the correction over the shipped logits does."""
    from training.custom.command import _genre, _read, _topic

    shipped, mine, _, _ = fitted
    rows = label_rows(labels(tmp_path, 160))
    read = _read(rows, shipped, 1)
    classifier, served = shipped.open(), mine.open()
    for make, task in ((_topic, "topic"), (_genre, "genre")):
        data = make(read, classifier)
        tilt = refit(data).tilt
        tilted = tilt.scale * data.logits + tilt.shift + data.features @ tilt.coef
        expected = softmax(np.asarray(tilted), axis=1)
        for row, one in list(zip(rows, expected, strict=True))[::20]:
            np.testing.assert_allclose(shares(served, row.text)[task], one, atol=4e-3)


def test_a_target_is_seen_as_serving_sees_it(
    fitted: tuple[ModelAt, ModelAt, str, dict[str, Any]], tmp_path: Path
) -> None:
    classifier = fitted[0].open()
    head = classifier.stance.neural if classifier.neural else classifier.stance.linear
    assert head is not None
    for row in label_rows(labels(tmp_path, 5)):
        view = view_of(classifier, row)
        (target,) = view.targets
        assert target is not None
        answer = shares(classifier, row.text)
        summary = target.summary(float(answer["genre"][1]))
        np.testing.assert_allclose(head(summary), answer["stance"], atol=1e-6)


def test_the_report_and_the_manifest_say_what_was_done(
    fitted: tuple[ModelAt, ModelAt, str, dict[str, Any]],
) -> None:
    shipped, mine, text, found = fitted
    assert shipped.path is not None
    assert mine.path is not None
    assert "160 labelled articles" in text
    assert f"COPYDESK_MODEL={mine.path}" in text
    manifest = Artifact.open(mine.path).manifest
    assert manifest["version"] == "0.0.1+labels"
    assert manifest["fitted_to_labels"]["from"] == Artifact.open(shipped.path).digest
    assert manifest["fitted_to_labels"]["articles"] == 160
    replaced = [task for task, one in found["heads"].items() if one["replaced"]]
    assert manifest["fitted_to_labels"]["heads"] == replaced
    assert set(manifest["metrics"]) == set(replaced)
    assert manifest["thresholds"] == Artifact.open(shipped.path).manifest["thresholds"]
    json.dumps(found, allow_nan=False)


def test_a_model_with_an_encoder_can_be_made_one_without(tmp_path: Path) -> None:
    write_tiny(tmp_path / "shipped", encoder=True)
    model = WithFakeEncoder(tmp_path / "shipped", "off")
    _, found = fit_labels(labels(tmp_path, 120), model, tmp_path / "mine")
    assert found["written"]
    artifact = Artifact.open(tmp_path / "mine")
    assert not [name for name in artifact.arrays if "mix" in name or "encoder" in name]
    assert artifact.manifest["thresholds"]["topic"] == pytest.approx(0.55)
    assert not any("_fast" in name for name in [*artifact.arrays, *artifact.manifest["thresholds"]])
    assert Classifier.open(tmp_path / "mine").topic.mix is None


def test_an_encoder_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    write_tiny(tmp_path / "shipped", encoder=True)
    with pytest.raises(TrainingError, match="--fast"):
        fit_labels(labels(tmp_path, 60), ModelAt(tmp_path / "shipped"), tmp_path / "mine")


def test_too_few_labels_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = labels(tmp_path, 49)
    arguments = ["--labels", str(path), "--output", str(tmp_path / "mine"), "--workers", "1"]
    assert main(["fit", *arguments]) == 1
    said = capsys.readouterr().err
    assert "too few labels" in said
    assert "topic: 49 labels, at least 50 are needed" in said
    assert not (tmp_path / "mine").exists()


def test_heads_without_labels_are_left(tmp_path: Path) -> None:
    model = write_tiny(tmp_path / "shipped", encoder=False)
    rows = [
        {"text": one.text, "genre": one.opinion and 3, "topic": "SPO", "group": n % 20}
        for n, one in enumerate(examples(80))
    ]
    _, found = fit_labels(lines(tmp_path, *rows), model, tmp_path / "mine")
    assert set(found["heads"]) == {"genre"}
    assert found["skipped"] == {
        "topic": "all 80 labels are the same",
        "stance": "0 labels, at least 50 are needed",
    }
    before, after = Artifact.open(model.path), Artifact.open(tmp_path / "mine")
    np.testing.assert_array_equal(before.array("topic.coef"), after.array("topic.coef"))


def test_labels_that_help_nothing_write_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Labels drawn by lot: the shipped model cannot be beaten on them."""
    rng = np.random.default_rng(0)
    rows = [
        {"text": one.text, "genre": int(rng.integers(4)), "group": n % 20}
        for n, one in enumerate(examples(80))
    ]
    write_tiny(tmp_path / "shipped", encoder=False)
    calm = dict(Artifact.open(tmp_path / "shipped").arrays)
    calm["genre.coef"] = np.zeros_like(calm["genre.coef"])
    from model.artifact import write_artifact

    manifest = Artifact.open(tmp_path / "shipped").manifest
    kept = {k: v for k, v in manifest.items() if k in {"version", "taxonomy", "thresholds"}}
    write_artifact(tmp_path / "calm", kept, calm)
    arguments = ["--model", str(tmp_path / "calm"), "--output", str(tmp_path / "mine")]
    labelled = ["--labels", str(lines(tmp_path, *rows))]
    assert main(["fit", *labelled, *arguments, "--workers", "1"]) == 3
    printed = capsys.readouterr().out
    assert "genre: left as shipped: the fit is not surely better" in printed
    assert "Nothing was written" in printed
    assert not (tmp_path / "mine").exists()


def test_other_peoples_folders_are_left_alone(tmp_path: Path) -> None:
    path = labels(tmp_path, 60)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"x")
    with pytest.raises(TrainingError, match="not empty"):
        fit_labels(path, ModelAt(), tmp_path / "photos")
    with pytest.raises(TrainingError, match="shipped model"):
        fit_labels(path, ModelAt(), SHIPPED)


def test_options_without_labels_mean_nothing() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["fit", "--output", "somewhere"])
    assert caught.value.code == 2


def test_copies_join_the_groups_that_they_are_said_to_be_of(tmp_path: Path) -> None:
    texts = [" ".join(f"{name}{n}" for n in range(60)) for name in ("one", "two")]
    rows = [
        {"text": texts[0], "genre": 0, "group": "A"},
        {"text": texts[0], "genre": 0, "group": "B"},
        {"text": texts[1], "genre": 0, "group": "B"},
        {"text": "quite another text about other things altogether", "genre": 0},
    ]
    groups = groups_of(label_rows(lines(tmp_path, *rows)))
    assert len(set(groups[:3])) == 1
    assert groups[3] != groups[0]


def test_two_groups_are_too_few(tmp_path: Path) -> None:
    model = write_tiny(tmp_path / "shipped", encoder=False)
    rows = [
        {"text": one.text, "genre": one.opinion and 3, "group": n % 2}
        for n, one in enumerate(examples(60))
    ]
    with pytest.raises(TrainingError, match="labels of 2 groups, at least 3 are needed"):
        fit_labels(lines(tmp_path, *rows), model, tmp_path / "mine")


def test_a_model_is_not_fitted_over_itself(tmp_path: Path) -> None:
    model = write_tiny(tmp_path / "shipped", encoder=False)
    with pytest.raises(TrainingError, match="the model to start from"):
        fit_labels(labels(tmp_path, 60), model, tmp_path / "shipped")
    assert Artifact.open(tmp_path / "shipped").array("topic.coef").size
