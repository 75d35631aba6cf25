"""Queue and ledger in one SQLite file: for `copydesk serve`.

A job that `put` has returned for is on the disk: WAL with full synchronisation. Several threads
and processes may share the file.
"""

import contextlib
import json
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from handlers.flow.job import Job, decode_job, encode_job
from handlers.stores.ports import Dead, Leased, Record, State, Terms

__all__ = ["SqliteLedger", "SqliteQueue", "SqliteStore"]

_BUSY: Final = 30.0  # seconds to wait for another process's write
_FORGET: Final = 90 * 86_400.0  # seconds after which a document is forgotten


class SqliteStore:
    """One file, and a connection a thread.

    Parameters
    ----------
    path : Path
    clock : callable
        Seconds since 1970.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self.clock = clock
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        path.parent.mkdir(parents=True, exist_ok=True)
        script = files("handlers.stores").joinpath("schema.sql").read_text(encoding="utf-8")
        self.connection().executescript(script)

    def connection(self) -> sqlite3.Connection:
        """Give this thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = sqlite3.connect(
                self.path, timeout=_BUSY, isolation_level=None, check_same_thread=False
            )
            found.row_factory = sqlite3.Row
            found.execute("PRAGMA journal_mode = WAL")
            found.execute("PRAGMA synchronous = FULL")
            self._local.connection = found
            self._opened.append(found)
        return found

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that may write; it is undone by an exception."""
        connection = self.connection()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def forget_old(self) -> int:
        """Forget documents that nothing was heard of for 90 days; returns how many."""
        with self.writing() as db:
            now = self.clock()
            db.execute("DELETE FROM deliveries WHERE minute < ?", (int(now // 60) - 60,))
            return db.execute("DELETE FROM documents WHERE changed < ?", (now - _FORGET,)).rowcount

    def close(self) -> None:
        """Close every thread's connection."""
        for connection in self._opened:
            connection.close()
        self._opened.clear()
        self._local = threading.local()


class SqliteQueue:
    """Jobs by site in turns; those of one document one after the other.

    Parameters
    ----------
    store : SqliteStore
    at_once : callable, optional
        How many jobs of a site may be worked on at once, by the site's name.
    """

    def __init__(self, store: SqliteStore, at_once: Callable[[str], int] = lambda _site: 2) -> None:
        self._store = store
        self._at_once = at_once

    def put(self, job: Job, *, delay: float = 0.0) -> None:
        """Add a job; one that was given up under the same id begins again."""
        row = (job.id, job.site, job.document, encode_job(job), self._store.clock() + delay)
        with self._store.writing() as db:
            db.execute(
                "INSERT INTO jobs (id, site, document, body, due) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET state = 'waiting', body = excluded.body,"
                " due = excluded.due, attempts = 0, reason = '' WHERE jobs.state = 'dead'",
                row,
            )

    def take(self, lease: float) -> Leased | None:
        """Take the first job of the site that was served longest ago."""
        now = self._store.clock()
        if self._nothing_due(now):
            return None
        with self._store.writing() as db:
            sites = db.execute(
                "SELECT jobs.site, SUM(leased_until > ?) AS taken, COALESCE(turn, 0) AS turn"
                " FROM jobs LEFT JOIN served ON served.site = jobs.site"
                " WHERE state = 'waiting' GROUP BY jobs.site ORDER BY turn, jobs.site",
                (now,),
            ).fetchall()
            for site in sites:
                if site["taken"] < self._at_once(site["site"]) and (
                    row := self._first(db, site["site"], now)
                ):
                    return self._lease(db, row, now + lease)
        return None

    def done(self, taken: Leased) -> None:
        """Take a job out."""
        with self._store.writing() as db:
            db.execute("DELETE FROM jobs WHERE id = ? AND receipt = ?", _named(taken))

    def again(self, taken: Leased, delay: float, reason: str) -> None:
        """Give a job back."""
        values = (self._store.clock() + delay, reason, *_named(taken))
        with self._store.writing() as db:
            db.execute(
                "UPDATE jobs SET due = ?, leased_until = 0, receipt = '', reason = ?"
                " WHERE id = ? AND receipt = ?",
                values,
            )

    def bury(self, taken: Leased, reason: str) -> None:
        """Give a job up."""
        with self._store.writing() as db:
            db.execute(
                "UPDATE jobs SET state = 'dead', leased_until = 0, receipt = '', reason = ?"
                " WHERE id = ? AND receipt = ?",
                (reason, *_named(taken)),
            )

    def dead(self, limit: int = 100) -> Sequence[Dead]:
        """Show the dead, oldest first."""
        rows = self._store.connection().execute(
            "SELECT body, reason, attempts FROM jobs WHERE state = 'dead' ORDER BY seq LIMIT ?",
            (limit,),
        )
        return [Dead(decode_job(row["body"]), row["reason"], row["attempts"]) for row in rows]

    def revive(self, job: str | None = None) -> int:
        """Queue the dead again."""
        with self._store.writing() as db:
            return db.execute(
                "UPDATE jobs SET state = 'waiting', due = ?, attempts = 0"
                " WHERE state = 'dead' AND (? IS NULL OR id = ?)",
                (self._store.clock(), job, job),
            ).rowcount

    def depth(self, site: str | None = None) -> int:
        """Count what waits."""
        row = self._store.connection().execute(
            "SELECT COUNT(*) FROM jobs WHERE state = 'waiting' AND (? IS NULL OR site = ?)",
            (site, site),
        )
        return int(row.fetchone()[0])

    def release(self) -> int:
        """End every lease: for a process that knows that no other works on this file."""
        with self._store.writing() as db:
            return db.execute(
                "UPDATE jobs SET leased_until = 0, receipt = '' WHERE leased_until > 0"
            ).rowcount

    def _nothing_due(self, now: float) -> bool:
        found = self._store.connection().execute(
            "SELECT 1 FROM jobs WHERE state = 'waiting' AND due <= ? AND leased_until <= ? LIMIT 1",
            (now, now),
        )
        return found.fetchone() is None

    @staticmethod
    def _first(db: sqlite3.Connection, site: str, now: float) -> sqlite3.Row | None:
        """The first job that is due, of a document no earlier job of which waits."""
        row: sqlite3.Row | None = db.execute(
            "SELECT seq, id, body, attempts FROM jobs AS it"
            " WHERE state = 'waiting' AND site = ? AND due <= ? AND leased_until <= ?"
            " AND NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.site = it.site"
            "  AND other.document = it.document AND other.state = 'waiting' AND other.seq < it.seq)"
            " ORDER BY due, seq LIMIT 1",
            (site, now, now),
        ).fetchone()
        return row

    @staticmethod
    def _lease(db: sqlite3.Connection, row: sqlite3.Row, until: float) -> Leased:
        receipt = uuid.uuid4().hex
        job = decode_job(row["body"])
        db.execute(
            "UPDATE jobs SET leased_until = ?, receipt = ?, attempts = attempts + 1 WHERE seq = ?",
            (until, receipt, row["seq"]),
        )
        db.execute(
            "INSERT INTO served VALUES (?, (SELECT COALESCE(MAX(turn), 0) + 1 FROM served))"
            " ON CONFLICT (site) DO UPDATE SET turn = excluded.turn",
            (job.site,),
        )
        return Leased(job, receipt, row["attempts"] + 1)


class SqliteLedger:
    """What is known of each document.

    Parameters
    ----------
    store : SqliteStore
    """

    def __init__(self, store: SqliteStore) -> None:
        self._store = store

    def get(self, site: str, document: str) -> Record | None:
        """Find a document."""
        row = self._store.connection().execute(
            "SELECT * FROM documents WHERE site = ? AND document = ?", (site, document)
        )
        found = row.fetchone()
        return None if found is None else _record(found)

    def claim(self, job: Job) -> bool:
        """Make a job's version the newest one."""
        with self._store.writing() as db:
            return bool(
                db.execute(
                    "INSERT INTO documents (site, document, content_hash, version, job, state,"
                    " changed) VALUES (?, ?, ?, ?, ?, 'queued', ?)"
                    " ON CONFLICT (site, document) DO UPDATE SET"
                    " content_hash = excluded.content_hash, version = excluded.version,"
                    " job = excluded.job, state = 'queued', note = '', changed = excluded.changed"
                    " WHERE version < excluded.version AND content_hash <> excluded.content_hash",
                    (
                        job.site, job.document, job.content_hash, job.order, job.id,
                        self._store.clock(),
                    ),
                ).rowcount
            )  # fmt: skip

    def save_result(self, job: Job, result: bytes) -> bool:
        """Keep an answer."""
        return self._update(
            job, "state = 'classified', result = ?, result_hash = ?", (result, job.content_hash)
        )

    def finish(self, job: Job, state: State, note: str, terms: Terms | None = None) -> bool:
        """Say how a job ended."""
        sets, values = "state = ?, note = ?", [state, note]
        if terms is not None:
            sets += ", added = ?, dismissed = ?"
            values += [json.dumps(terms.added), json.dumps(terms.dismissed)]
        return self._update(job, sets, tuple(values))

    def count(self, site: str, minute: int) -> int:
        """Count a delivery."""
        with self._store.writing() as db:
            row = db.execute(
                "INSERT INTO deliveries VALUES (?, ?, 1) ON CONFLICT (site, minute)"
                " DO UPDATE SET number = number + 1 RETURNING number",
                (site, minute),
            ).fetchone()
        return int(row[0])

    def _update(self, job: Job, sets: str, values: tuple[Any, ...]) -> bool:
        """Change the row of a job's document, unless a newer version has it."""
        with self._store.writing() as db:
            return bool(
                db.execute(
                    f"UPDATE documents SET {sets}, changed = ?"  # noqa: S608 - our own words
                    " WHERE site = ? AND document = ? AND (version <= ? OR content_hash = ?)",
                    (
                        *values, self._store.clock(), job.site, job.document, job.order,
                        job.content_hash,
                    ),
                ).rowcount
            )  # fmt: skip


def _named(taken: Leased) -> tuple[str, str]:
    return taken.job.id, taken.receipt


def _record(row: sqlite3.Row) -> Record:
    return Record(
        site=row["site"],
        document=row["document"],
        content_hash=row["content_hash"],
        order=row["version"],
        job=row["job"],
        state=row["state"],
        note=row["note"],
        result=row["result"],
        result_hash=row["result_hash"],
        terms=Terms(tuple(json.loads(row["added"])), tuple(json.loads(row["dismissed"]))),
    )
