"""Worker threads: turns between sites, order in a document, giving up."""

import functools
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from handlers.cms.base import Document
from handlers.flow.backoff import MAX_ATTEMPTS, PermanentError, RetryableError, delay_after
from handlers.flow.job import Job, job_of
from handlers.flow.process import Ended
from handlers.flow.threads import WorkerThreads
from handlers.flow.work import Worker
from handlers.stores.sqlite import SqliteLedger, SqliteQueue, SqliteStore


class Logger:
    def __init__(self) -> None:
        self.said: list[tuple[str, dict[str, Any]]] = []

    def info(self, message: str, extra: dict[str, Any]) -> None:
        self.said.append((message, extra))

    warning = error = info


class Processor:
    """Does as it is told."""

    def __init__(self, act: Any = lambda _job: None) -> None:
        self.act = act
        self.done: list[Job] = []

    def process(self, job: Job) -> Ended:
        self.act(job)
        self.done.append(job)
        return Ended("done", "written")


@pytest.fixture
def store(tmp_path: Path) -> Any:
    store = SqliteStore(tmp_path / "hooks.sqlite3")
    yield store
    store.close()


def job(site: str, document: str, words: str = "one", at: float = 1.0) -> Job:
    return job_of(site, Document(document, "post", "T", text=words), at)


def worker(store: SqliteStore, processor: Any, at_once: int = 2) -> Worker:
    queue = SqliteQueue(store, lambda _site: at_once)
    return Worker(queue, SqliteLedger(store), processor, Logger())


def test_sites_take_turns(store: SqliteStore) -> None:
    queue, processor = SqliteQueue(store), Processor()
    for number in range(50):
        queue.put(job("noisy", f"n{number}"))
    queue.put(job("quiet", "q1"))
    queue.put(job("quiet", "q2"))
    one = worker(store, processor)
    for _ in range(4):
        one.turn()
    assert Counter(found.site for found in processor.done) == {"noisy": 2, "quiet": 2}


def test_a_site_that_hangs_leaves_threads_to_the_others(store: SqliteStore) -> None:
    queue = SqliteQueue(store)
    gate, quiet_done = threading.Event(), threading.Event()

    def act(found: Job) -> None:
        if found.site == "hangs":
            gate.wait(20)
        else:
            quiet_done.set()

    for number in range(20):
        queue.put(job("hangs", f"h{number}"))
    with WorkerThreads(worker(store, Processor(act)), Logger(), 3) as threads:
        time.sleep(0.3)
        queue.put(job("quiet", "q1"))
        threads.wake()
        assert quiet_done.wait(10)
        gate.set()


def test_jobs_of_one_document_come_in_order(store: SqliteStore) -> None:
    queue = SqliteQueue(store, lambda _site: 9)
    for number in range(3):
        queue.put(job("gazette", "d1", f"version {number}", float(number)))
    queue.put(job("gazette", "d2"))
    first, second = queue.take(60), queue.take(60)
    assert first is not None
    assert second is not None
    assert (first.job.content and first.job.content.text, second.job.document) == (
        "version 0",
        "d2",
    )
    assert queue.take(60) is None
    queue.done(first)
    third = queue.take(60)
    assert third is not None
    assert third.job.content
    assert third.job.content.text == "version 1"


def test_every_job_is_done_once_by_many_threads(store: SqliteStore) -> None:
    queue, processor = SqliteQueue(store), Processor()
    for number in range(200):
        queue.put(job(f"site{number % 3}", f"d{number}"))
    with WorkerThreads(worker(store, processor), Logger(), 6):
        until = time.monotonic() + 30
        while queue.depth() and time.monotonic() < until:
            time.sleep(0.02)
    assert Counter(found.document for found in processor.done) == {f"d{n}": 1 for n in range(200)}


def test_what_can_not_be_done_is_given_up_at_once_and_said(store: SqliteStore) -> None:
    def act(_job: Job) -> None:
        raise PermanentError("POST cms.example/posts/1: 422")

    queue, ledger = SqliteQueue(store), SqliteLedger(store)
    one = worker(store, Processor(act))
    queue.put(job("gazette", "d1"))
    ledger.claim(job("gazette", "d1"))
    one.turn()
    assert [dead.reason for dead in queue.dead()] == ["POST cms.example/posts/1: 422"]
    record = ledger.get("gazette", "d1")
    assert record is not None
    assert record.state == "dead"


def test_what_may_work_later_is_tried_again_and_given_up_in_the_end(store: SqliteStore) -> None:
    def act(_job: Job) -> None:
        raise RetryableError("cms.example: Connection refused", after=30.0)

    queue = SqliteQueue(store)
    one = worker(store, Processor(act))
    queue.put(job("gazette", "d1"))
    began = time.time()
    for number in range(1, MAX_ATTEMPTS + 1):
        assert not queue.dead()
        assert one.turn()
        assert not one.turn()  # not at once
        store.clock = functools.partial(float, began + 1_000 * number)
    assert [dead.attempts for dead in queue.dead()] == [MAX_ATTEMPTS]
    assert queue.revive() == 1
    assert one.turn()


def test_an_unexpected_error_is_tried_again_and_logged_without_its_words(
    store: SqliteStore,
) -> None:
    def act(_job: Job) -> None:
        raise ValueError("the article says: Bridge")

    one = worker(store, Processor(act))
    SqliteQueue(store).put(job("gazette", "d1"))
    one.turn()
    assert SqliteQueue(store).depth() == 1
    logger: Any = one._logger
    assert logger.said
    assert "Bridge" not in repr(logger.said)


def test_delays_double_and_are_bounded() -> None:
    for attempts in range(1, 40):
        delays = [delay_after(attempts) for _ in range(20)]
        most = min(900.0, 2.0 * 2 ** (attempts - 1))
        assert all(most / 2 <= delay <= most for delay in delays)
    assert len({delay_after(5) for _ in range(20)}) > 1
    assert delay_after(1, after=60) == 60
    assert delay_after(1, after=1e9) == 900


def test_leases_of_a_dead_process_are_ended(store: SqliteStore) -> None:
    queue = SqliteQueue(store)
    queue.put(job("gazette", "d1"))
    assert queue.take(3_600) is not None
    assert queue.take(60) is None
    assert queue.release() == 1
    assert queue.take(60) is not None


def test_two_processes_may_share_the_file(store: SqliteStore, tmp_path: Path) -> None:
    other = SqliteStore(tmp_path / "hooks.sqlite3")
    SqliteQueue(store).put(job("gazette", "d1"))
    assert SqliteQueue(other).take(60) is not None
    assert SqliteQueue(store).take(60) is None
    other.close()


def test_documents_are_forgotten_after_ninety_days(store: SqliteStore) -> None:
    ledger = SqliteLedger(store)
    ledger.claim(job("gazette", "d1"))
    later = time.time() + 91 * 86_400
    store.clock = lambda: later
    ledger.claim(job("gazette", "d2"))
    assert store.forget_old() == 1
    assert ledger.get("gazette", "d1") is None
    assert ledger.get("gazette", "d2") is not None
