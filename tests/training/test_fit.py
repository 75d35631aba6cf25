"""Fine-tuning goes on where it was; needs PyTorch (requirements/encoder-training.txt)."""

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")

import torch

from tests.training.packings import Body, answers, examples
from training.encoder.fit import Recipe, _plan, fine_tune
from training.encoder.packed import Examples
from training.encoder.reader import Reader
from training.errors import TrainingError

RECIPE = Recipe(epochs=20, head_rate=0.03, batch=2, processes=1, seed=3)


def make() -> Reader:
    torch.manual_seed(0)
    return Reader(Body(), 17)


@pytest.mark.parametrize(("everything", "read"), [(False, 2), (True, 3)])
def test_without_a_teacher_only_what_is_known_is_read(everything: bool, read: int) -> None:
    batches = _plan(examples(), replace(RECIPE, epochs=1), everything=everything)
    assert sum(len(batch) for kind, batch in batches if kind == "sentence") == read


@pytest.mark.parametrize(("share", "article_share"), [(1.0, 0.5), (0.5, 1.0), (0.0, 1.0)])
def test_a_share_of_either_kind_is_drawn(share: float, article_share: float) -> None:
    few = examples()
    many = Examples(
        few.sentences.take(torch.zeros(24, dtype=torch.long), 5),
        few.articles.take(torch.zeros(16, dtype=torch.long), 5),
    )
    recipe = replace(RECIPE, epochs=1, batch=1, share=share, article_share=article_share)
    kinds = [kind for kind, _ in _plan(many, recipe, everything=True)]
    assert kinds.count("sentence") == 6 * share
    assert kinds.count("article") == 16 * article_share


def test_labels_are_learned(tmp_path: Path) -> None:
    reader = fine_tune(make, examples(), RECIPE, tmp_path / "checkpoint.pt")
    with torch.no_grad():
        whole, _, _ = reader.article_scores(*examples().articles.take(torch.tensor([0]), 5).input)
    assert reader.topic(whole).argmax() == 4
    assert not reader.training


def test_a_finished_run_is_not_run_again(tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint.pt"
    taught = answers(examples())
    first = fine_tune(make, examples(), RECIPE, kept, taught)
    again = fine_tune(make, examples(), RECIPE, kept, taught)
    pairs = zip(first.state_dict().values(), again.state_dict().values(), strict=True)
    assert all(torch.equal(one, other) for one, other in pairs)


@pytest.mark.parametrize("other", [{"batch": 3}, {"start": "elsewhere.pt"}])
def test_another_recipe_does_not_go_on_with_it(tmp_path: Path, other: dict[str, object]) -> None:
    kept = tmp_path / "checkpoint.pt"
    fine_tune(make, examples(), RECIPE, kept)
    with pytest.raises(TrainingError, match="is of another run"):
        fine_tune(make, examples(), replace(RECIPE, **other), kept)  # type: ignore[arg-type]
