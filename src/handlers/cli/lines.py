"""``copydesk classify --jsonl``: a line in, a line out; in one process or in several."""

import contextlib
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, BinaryIO, Final

from handlers.cli.progress import Progress
from handlers.cli.reading import name_of, open_input
from handlers.jsonl import Answer, Line, answer_line, lines
from handlers.opening import open_classifier
from handlers.problems import Problem
from handlers.service import ClassifierPort
from handlers.settings import Settings

__all__ = ["classify_lines"]

_AHEAD: Final = 4  # lines a worker; more would only take memory

Answered = Iterator[tuple[Line, Answer]]


def classify_lines(file: str, defaults: Mapping[str, Any], workers: int) -> int:
    """Answer every line of a file on standard output.

    Parameters
    ----------
    file : str
        ``-``: standard input.
    defaults : mapping
        Fields of a request, for lines that do not give them.
    workers : int
        Processes.

    Returns
    -------
    int
        Exit code: 1 if any line has a problem.
    """
    settings = Settings.from_environ(os.environ)
    classifier = open_classifier(settings)  # one that cannot be opened is said before any line
    with open_input(file) as stream:
        progress = Progress(_terminal(), _size(stream))
        try:
            if workers == 1:
                answered = _alone(lines(stream), classifier, defaults)
            else:
                answered = _together(lines(stream), settings, defaults, workers)
            for line, answer in answered:
                sys.stdout.buffer.write(answer.raw + b"\n")
                sys.stdout.buffer.flush()  # whoever reads along need not wait
                progress.add(line.size, ok=answer.ok)
        except IsADirectoryError as error:
            raise Problem(f"{name_of(file)} is a directory.") from error
        finally:
            progress.clear()
    if progress.failed:
        print(
            f"copydesk: {progress.failed:,} of {progress.done:,} lines have problems",
            file=sys.stderr,
        )
    return 1 if progress.failed else 0


def _alone(
    given: Iterable[Line], classifier: ClassifierPort, defaults: Mapping[str, Any]
) -> Answered:
    for line in given:
        yield line, answer_line(classifier, line, defaults, _reporter(line))


def _together(
    given: Iterator[Line], settings: Settings, defaults: Mapping[str, Any], workers: int
) -> Answered:
    """Answer in several processes, in order, a few lines ahead of what was given out."""
    import multiprocessing

    running: deque[tuple[Line, Future[Answer]]] = deque()
    context = multiprocessing.get_context("spawn")  # fork would copy threads half-way
    pool = ProcessPoolExecutor(workers, context, _open_in_worker, (settings, dict(defaults)))
    try:
        for line in given:
            with _sigint_held():
                running.append((line, pool.submit(_answer_in_worker, line)))
            if len(running) == _AHEAD * workers:
                yield _first(running)
        while running:
            yield _first(running)
    except BrokenProcessPool as error:
        raise Problem(
            "A worker process ended unexpectedly; is there memory enough? Try fewer --workers."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


@contextlib.contextmanager
def _sigint_held() -> Iterator[None]:
    """Hold Ctrl-C back for a moment: processes started meanwhile will never see it.

    It is the parent's to handle; in them it would print a traceback each.
    """
    import signal

    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _first(running: "deque[tuple[Line, Future[Answer]]]") -> tuple[Line, Answer]:
    line, future = running.popleft()
    return line, future.result()


_worker: Callable[[Line], Answer]  # of a worker process, set when it starts


def _open_in_worker(settings: Settings, defaults: Mapping[str, Any]) -> None:
    classifier = open_classifier(settings)
    global _worker  # noqa: PLW0603 - a process's own; the pool's initializer returns nothing
    _worker = lambda line: answer_line(classifier, line, defaults, _reporter(line))  # noqa: E731


def _answer_in_worker(line: Line) -> Answer:
    return _worker(line)


def _reporter(line: Line) -> Callable[[Exception], None]:
    def report(error: Exception) -> None:
        """Say where, never what: the message may hold the article."""
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = (
            f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
        )
        print(
            f"copydesk: line {line.number}: {type(error).__name__} at {place}; please report it",
            file=sys.stderr,
        )

    return report


def _terminal() -> Any:
    """Standard error, if it is a terminal that the answers do not go to as well."""
    return sys.stderr if sys.stderr.isatty() and not sys.stdout.isatty() else None


def _size(stream: BinaryIO) -> int | None:
    """Bytes of a file; None for a pipe or a terminal."""
    import stat

    try:
        status = os.fstat(stream.fileno())
    except OSError:  # not a file of the system's
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None
