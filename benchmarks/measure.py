"""Measures functions under the emulator, in alternation in one run."""

import contextlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.contenders import Contender
from benchmarks.samples import TITLE, articles, targets_of, text_of
from tests.runtime.rie import Function

__all__ = ["Figures", "cold", "event_of", "throughput", "warm"]

Figures = dict[str, Any]

_BATCHES: Final = 10  # of a round: /proc counts processor time in hundredths of a second
_BLOCK: Final = 5  # events in a row to one function: traffic, and not only what comes after others

# What the peer answers, by word counts.
_BARE: Final = {"tasks": ["topic", "genre"], "evidence": False, "effort": "fast"}


def _asked(words: int) -> dict[str, dict[str, Any]]:
    """Give the rows: what the peer answers; the same with the passages that show it; everything.

    The encoder belongs to the latter where there is one: it reads an article once for its own
    subjects, and once more for targets that are none of them.
    """
    subject, other = targets_of(words)
    return {
        "": _BARE,
        ", with evidence": {"tasks": ["topic", "genre"], "effort": "fast"},
        ", toward its subject": {"targets": [subject]},
        ", toward another": {"targets": [other]},
        ", whole answer": {},  # toward up to three subjects, which it finds
    }


def event_of(path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Make API Gateway's event for a body."""
    event: dict[str, Any] = json.loads(Path("events/classify.json").read_text(encoding="utf-8"))
    return {**event, "path": path, "resource": path, "body": json.dumps(body)}


def cold(contenders: Sequence[Contender], starts: int) -> dict[str, Figures]:
    """Time starts: from the first event's sending to its answer.

    The event asks for topic and genre of an 800-word article, from everyone.
    """
    seen: dict[str, list[Figures]] = {each.name: [] for each in contenders}
    for number in range(starts + 1):  # the first fills the page cache
        for each in contenders:
            _say(f"cold starts: {number}/{starts} {each.name}")
            with _running(each) as function:
                started = time.perf_counter()
                _ask(function, _classify(each, 800, _BARE))
                first = time.perf_counter() - started
                if number:
                    seen[each.name].append(
                        {
                            "first_answer_ms": 1000 * first,
                            "init_ms": function.init_milliseconds(),
                            "cpu_s": function.cpu_seconds(),
                            "peak_mb": function.memory("VmHWM") / 1e6,
                        }
                    )
    return {
        name: {
            **{key: statistics.median(row[key] for row in rows) for key in rows[0]},
            "first_answer_min_ms": min(row["first_answer_ms"] for row in rows),
            "first_answer_max_ms": max(row["first_answer_ms"] for row in rows),
        }
        for name, rows in seen.items()
    }


def warm(
    contenders: Sequence[Contender], sizes: Sequence[int], rounds: int
) -> dict[str, dict[str, Figures]]:
    """Time answers of functions that are up, a round being a few events to each of them."""
    figures: dict[str, dict[str, Figures]] = {each.name: {} for each in contenders}
    with contextlib.ExitStack() as stack:
        up = [(each, stack.enter_context(_running(each))) for each in contenders]
        for words in sizes:
            events = [
                (f"{each.name}{suffix}", each, function, _classify(each, words, asked))
                for each, function in up
                for suffix, asked in _asked(words).items()
                if each.ours or not suffix
            ]
            spent: dict[str, list[float]] = {name: [] for name, *_ in events}
            for number in range(rounds + 1):
                _say(f"warm, {words} words: {number}/{rounds}")
                for name, _, function, event in events:
                    for _ in range(_BLOCK):
                        started = time.perf_counter()
                        _ask(function, event)
                        if number:
                            spent[name].append(1000 * (time.perf_counter() - started))
            for name, times in spent.items():
                ordered = sorted(times)
                figures.setdefault(name, {})[str(words)] = {
                    "p50_ms": statistics.median(ordered),
                    "p99_ms": ordered[int(0.99 * (len(ordered) - 1))],
                }
        for each, function in up:
            figures[each.name]["peak_mb"] = {"all": function.memory("VmHWM") / 1e6}
    return figures


def throughput(contenders: Sequence[Contender], words: int, rounds: int) -> dict[str, Figures]:
    """Count articles a second of processor time, in batches of 100 distinct ones."""
    contenders = [each for each in contenders if each.name != "empty"]
    batch = [{"title": title, "text": text} for title, text in articles(100, words)]
    seen: dict[str, list[float]] = {each.name: [] for each in contenders}
    with contextlib.ExitStack() as stack:
        up = [(each, stack.enter_context(_running(each))) for each in contenders]
        for number in range(rounds + 1):
            _say(f"batches: {number}/{rounds}")
            for each, function in up:
                extra = _BARE if each.ours else {}
                body = {"articles": [{**article, **extra} for article in batch]}
                event = event_of("/v1/classify/batch", body)
                _ask(function, _classify(each, 100, _BARE))
                before = function.cpu_seconds()
                for _ in range(_BATCHES):
                    results = json.loads(_ask(function, event)["body"])["results"]
                    assert len(results) == len(batch)
                    assert not any("problem" in result for result in results)
                if number:
                    seen[each.name].append((function.cpu_seconds() - before) / _BATCHES)
    return {
        name: {"articles_per_cpu_second": len(batch) / statistics.median(times)}
        for name, times in seen.items()
    }


def _classify(each: Contender, words: int, asked: Mapping[str, Any]) -> dict[str, Any]:
    body = {"title": TITLE, "text": text_of(words)}
    return event_of("/v1/classify", {**body, **asked} if each.ours else body)


def _ask(function: Function, event: dict[str, Any]) -> dict[str, Any]:
    reply: dict[str, Any] = function.invoke(event)
    assert reply.get("statusCode") == 200, reply
    return reply


@contextlib.contextmanager
def _running(each: Contender) -> Iterator[Function]:
    """Run a function on one processor: 1769 MB of Lambda are one."""
    with tempfile.TemporaryDirectory() as folder, each.start(Path(folder), _one_cpu()) as function:
        yield function


def _one_cpu() -> set[int]:
    return {max(os.sched_getaffinity(0))}


def _say(what: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{what}")
        sys.stderr.flush()
