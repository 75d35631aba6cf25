"""The options of the commands that ask a shipped model, and what they do."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

__all__ = ["add_options", "answer"]

# Where what robustness and faithful measured is kept, if --json names no file.
_KEPT: Final = Path(".copydesk-cache")
_SAMPLE: Final = 200


def add_options(command: str, parser: argparse.ArgumentParser) -> None:
    """Give a command its options.

    Parameters
    ----------
    command : str
    parser : ArgumentParser
        Of that command.
    """
    adders: dict[str, Callable[[argparse.ArgumentParser], None]] = {
        "evaluate": _of_evaluate,
        "fit": _of_fit,
        "robustness": _of_sample,
        "faithful": _of_sample,
    }
    if command in adders:
        adders[command](parser)


def answer(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int | None:
    """Do what the options ask for.

    Returns
    -------
    int or None
        Exit code; None where the command is meant without its options.
    """
    answers: dict[str, Callable[[argparse.Namespace, argparse.ArgumentParser], int | None]] = {
        "evaluate": _evaluate,
        "fit": _fit,
        "robustness": _robustness,
        "faithful": _faithful,
    }
    found = answers.get(arguments.command)
    return None if found is None else found(arguments, parser)


def _of_evaluate(parser: argparse.ArgumentParser) -> None:
    files = parser.add_argument_group("score the shipped model on files of labels (or .gz)")
    files.add_argument(
        "--gold",
        type=Path,
        metavar="FILE",
        help="articles, a JSON object a line: uid, title, text, topic and topic2 (three letters), "
        "genre (0-3; 2 and 3 are opinion), entity, stance toward it (-1, 0, 1); any may be missing",
    )
    files.add_argument(
        "--newsmtsc",
        type=Path,
        metavar="FILE",
        help="sentences as NewsMTSC has them: sentence, target, from, to, polarity, subset, split",
    )
    files.add_argument(
        "--persent",
        type=Path,
        metavar="FILE",
        help="articles as PerSenT has them: text, title, target, stance",
    )
    files.add_argument("--split", metavar="NAME", help="of --newsmtsc: only these sentences")
    files.add_argument("--verbose", action="store_true", help="show each class, too")
    files.add_argument("--json", type=Path, metavar="OUT", help="write everything there, too")
    _of_model(files)


def _of_fit(parser: argparse.ArgumentParser) -> None:
    own = parser.add_argument_group("fit the shipped model's heads to your own labels")
    own.add_argument(
        "--labels",
        type=Path,
        metavar="FILE",
        help="articles, a JSON object a line: id, title, text, and of topic (three letters), genre "
        "(opinion, reporting or 0-3), targets ([{name, stance}]) what you have; no corpora needed",
    )
    own.add_argument(
        "--output", type=Path, metavar="DIR", help="where the new model goes (copydesk-model)"
    )
    own.add_argument("--json", type=Path, metavar="OUT", help="write the figures there, too")
    _of_model(own)


def _of_sample(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sample",
        type=_positive,
        default=_SAMPLE,
        metavar="N",
        help=f"articles of the held-out outlets ({_SAMPLE}); our own few where there is no corpus",
    )
    parser.add_argument("--seed", type=int, default=0, help="of the sample and of chance (0)")
    parser.add_argument(
        "--json", type=Path, metavar="OUT", help="where everything goes (.copydesk-cache/…)"
    )
    _of_model(parser)


def _of_model(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    parser.add_argument(
        "--model", type=Path, metavar="DIR", help="another model than the shipped one"
    )
    parser.add_argument("--fast", action="store_true", help="the linear heads, without the encoder")
    parser.add_argument(
        "--workers", type=_positive, metavar="N", help="processes (one a processor)"
    )


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _evaluate(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int | None:
    files = [arguments.gold, arguments.newsmtsc, arguments.persent]
    if not any(files):
        _needs(
            arguments, parser, ("split", "verbose", "json", "model", "fast", "workers"), "--gold"
        )
        return None
    from training.gold import Request, run

    request = Request(
        gold=arguments.gold,
        newsmtsc=arguments.newsmtsc,
        persent=arguments.persent,
        split=arguments.split,
        effort="fast" if arguments.fast else "full",
        workers=_workers(arguments),
        verbose=arguments.verbose,
    )
    text, found = run(request, _model(arguments))
    print(text)
    if arguments.json is not None:
        _write(found, arguments.json)
    return 0


def _fit(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int | None:
    if arguments.labels is None:
        _needs(arguments, parser, ("output", "json", "model", "fast", "workers"), "--labels")
        return None
    from training.custom import fit_labels

    output = arguments.output or Path("copydesk-model")
    text, found = fit_labels(
        arguments.labels, _model(arguments), output, workers=_workers(arguments)
    )
    print(text)
    if arguments.json is not None:
        _write(found, arguments.json)
    return 0 if found["written"] else 3


def _robustness(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    del parser
    from training.robustness import run

    return _sampled(arguments, run)


def _faithful(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    del parser
    from training.faithful import run

    return _sampled(arguments, run)


def _sampled(arguments: argparse.Namespace, run: Callable[..., tuple[str, dict[str, Any]]]) -> int:
    from training.sample import sample_pieces

    where, pieces = sample_pieces(arguments.sample, arguments.seed)
    text, found = run(
        pieces,
        _model(arguments),
        effort="fast" if arguments.fast else "full",
        workers=_workers(arguments),
        seed=arguments.seed,
    )
    print(f"{len(pieces)} articles {where}\n{text}")
    path = arguments.json or _KEPT / f"{arguments.command}.json"
    _write({"sample": {"from": where, "n": len(pieces), "seed": arguments.seed}, **found}, path)
    print(f"\nAll of it: {path}")
    return 0


def _model(arguments: argparse.Namespace) -> "Any":
    from training.asking import ModelAt

    return ModelAt(arguments.model, "off" if arguments.fast else "auto")


def _workers(arguments: argparse.Namespace) -> int:
    from joblib import cpu_count

    return int(arguments.workers or cpu_count())


def _needs(
    arguments: argparse.Namespace,
    parser: argparse.ArgumentParser,
    names: tuple[str, ...],
    wanted: str,
) -> None:
    """Refuse options that mean nothing without a file."""
    given = [name for name in names if getattr(arguments, name)]
    if given:
        parser.error(f"--{given[0]} needs a file: {wanted} FILE")


def _write(found: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
