"""``python -m training``: corpora -> fit -> evaluate -> export -> report."""

import argparse
import sys
from collections.abc import Callable, Sequence

from model.errors import CopydeskError
from training.corpora import DamagedCorpusError, MissingCorporaError
from training.errors import TrainingError
from training.options import add_options, answer

__all__ = ["main"]

_EPILOG = """\
examples:
  python -m training all          fit, evaluate, export and report
  python -m training corpora      what there is, and how far its labels agree
  python -m training evaluate     the figures of the heads fitted last
  python -m training evaluate --gold labels.jsonl      the shipped model on your labels
  python -m training fit --labels labels.jsonl         its heads, fitted to your labels
  python -m training robustness   what must not change an answer, and what must
  python -m training faithful     whether an answer rests on its evidence

The corpora's folder is COPYDESK_DATA (by default ../shared/data beside the repository); they are
not part of this repository. Results are kept in .copydesk-cache/. Exit codes: 0 done, 1 corpora,
labels or model missing or damaged, 2 usage, 3 labels that make no head better.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command."""
    parser = argparse.ArgumentParser(
        prog="python -m training",
        description="Train copydesk's heads with scikit-learn and export them.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands: dict[str, tuple[Callable[[], None] | None, str]] = {
        "corpora": (_corpora, "survey the corpora and their labels"),
        "fit": (_fit, "fit every head, with held-out folds (minutes)"),
        "evaluate": (_evaluate, "print the figures of the heads fitted last"),
        "export": (_export, "write the shipped artifact from the heads fitted last"),
        "report": (_report, "write MODEL_CARD.md and its plots"),
        "all": (_all, "fit, evaluate, export, report"),
        "robustness": (None, "measure what must not change an answer, and what must"),
        "faithful": (None, "measure whether answers rest on the evidence that is shown"),
    }
    chosen = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, text) in commands.items():
        add_options(name, chosen.add_parser(name, help=text, description=text))
    arguments = parser.parse_args(argv)
    try:
        done = answer(arguments, chosen.choices[arguments.command])
        if done is not None:
            return done
        if action := commands[arguments.command][0]:
            action()
    except (MissingCorporaError, DamagedCorpusError, TrainingError, CopydeskError) as error:
        print(error, file=sys.stderr)
        return 1
    except FileNotFoundError as error:
        print(f"{error.filename}: not found. Run `python -m training fit` first.", file=sys.stderr)
        return 1
    return 0


def _corpora() -> None:
    from training.corpora import load_annotations, load_articles
    from training.survey import survey

    print(survey(load_articles(), load_annotations()))


def _fit() -> None:
    from training.dataset import load_dataset
    from training.encodings import Exported
    from training.models import fit_all

    exported = Exported.load()
    if exported is None:
        print("No exported encoder: fitting the linear heads alone.", file=sys.stderr)
    fit_all(load_dataset(), exported).save()


def _evaluate() -> None:
    from training.evaluate import choose_thresholds, measure, table
    from training.models import Fitted

    fitted = Fitted.load()
    print(table(measure(fitted)))
    print("\nthresholds:", choose_thresholds(fitted))


def _export() -> None:
    from training.evaluate import choose_thresholds, measure, summary
    from training.export import export
    from training.models import Fitted

    fitted = Fitted.load()
    export(fitted, summary(measure(fitted)), choose_thresholds(fitted))


def _report() -> None:
    from training.dataset import load_dataset
    from training.models import Fitted
    from training.report import write_report

    fitted = Fitted.load()
    if fitted.full is None:
        raise TrainingError("The model card is about a model with an encoder: fit one first.")
    write_report(load_dataset(), fitted)


def _all() -> None:
    from training.encodings import Exported

    if Exported.load() is None:
        raise TrainingError(
            "No exported encoder, without which all would write a model of the linear heads alone "
            "over the shipped one. Run `python -m training.encoder fit` and `export` first; or, if "
            "that is what you want, `python -m training fit` and `export`."
        )
    for step in (_fit, _evaluate, _export, _report):
        step()


if __name__ == "__main__":
    sys.exit(main())
