"""``python -m training.encoder``: fine-tune the small encoder and export it."""

import argparse
import sys
from pathlib import Path
from typing import Final

from model.taxonomy import TOPIC_CODES
from training.corpora import DamagedCorpusError, MissingCorporaError
from training.dataset import Dataset, load_dataset
from training.encoder.examples import article_examples, sentence_examples
from training.encoder.fit import Recipe, fine_tune, steps
from training.errors import TrainingError
from training.labelled import load_labelled

KEPT: Final = Path(".copydesk-cache") / "encoder"

_EPILOG: Final = """\
examples:
  python -m training.encoder fit       fine-tune; interrupt it and it goes on where it was
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
    fit.add_argument("--fresh", action="store_true", help="begin anew, whatever was kept")
    joined = commands.add_parser("average", help="make one of several runs' weights")
    joined.add_argument("runs", nargs="+", type=Path, metavar="READER.PT")
    joined.add_argument("--shares", nargs="+", type=float, help="of each run; equal by default")
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
            _fit(load_dataset(), recipe, chosen.start, chosen.fresh)
        elif chosen.command == "places":
            from training.encoder.places import place_articles

            place_articles(load_dataset())
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


def _fit(data: Dataset, recipe: Recipe, start: Path | None, fresh: bool) -> None:
    from training.encoder.export import keep

    sentences = sentence_examples(load_labelled(data.read_by_encoder))
    train = [i for i in range(data.n) if not data.held_out[i]]
    articles = article_examples(
        [(data.articles[i], data.annotations[i]) for i in train], recipe.seed
    )
    print(
        f"{len(sentences)} sentences, {len(articles)} articles, "
        f"{steps(len(sentences), len(articles), recipe)} steps"
    )
    checkpoint = KEPT / "checkpoint.pt"
    if fresh:
        checkpoint.unlink(missing_ok=True)
    reader = fine_tune(sentences, articles, len(TOPIC_CODES), recipe, checkpoint, start)
    keep(KEPT, reader)


if __name__ == "__main__":
    sys.exit(main())
