"""The ports in memory."""

import dataclasses
import itertools
from collections.abc import Callable, Sequence
from typing import Any

from handlers.flow.job import Job
from handlers.stores.ports import Dead, Leased, Record, State, Terms

__all__ = ["MemoryClaimCheck", "MemoryLedger", "MemoryQueue"]


@dataclasses.dataclass
class _Entry:
    job: Job
    due: float
    leased_until: float = 0.0
    receipt: str = ""
    attempts: int = 0
    reason: str = ""
    dead: bool = False


class MemoryQueue:
    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._entries: dict[str, _Entry] = {}
        self._receipts = itertools.count(1)

    def put(self, job: Job, *, delay: float = 0.0) -> None:
        known = self._entries.get(job.id)
        if known is None or known.dead:
            self._entries[job.id] = _Entry(job, self.clock() + delay)

    def take(self, lease: float) -> Leased | None:
        now = self.clock()
        for entry in self._entries.values():
            if not entry.dead and entry.due <= now and entry.leased_until <= now:
                entry.leased_until = now + lease
                entry.receipt = f"r{next(self._receipts)}"
                entry.attempts += 1
                return Leased(entry.job, entry.receipt, entry.attempts)
        return None

    def done(self, taken: Leased) -> None:
        if self._named(taken):
            del self._entries[taken.job.id]

    def again(self, taken: Leased, delay: float, reason: str) -> None:
        if entry := self._named(taken):
            entry.due, entry.leased_until, entry.receipt = self.clock() + delay, 0.0, ""
            entry.reason = reason

    def bury(self, taken: Leased, reason: str) -> None:
        if entry := self._named(taken):
            entry.dead, entry.reason, entry.receipt = True, reason, ""

    def dead(self, limit: int = 100) -> Sequence[Dead]:
        found = [Dead(e.job, e.reason, e.attempts) for e in self._entries.values() if e.dead]
        return found[:limit]

    def revive(self, job: str | None = None) -> int:
        found = [e for e in self._entries.values() if e.dead and job in {None, e.job.id}]
        for entry in found:
            entry.dead, entry.due, entry.leased_until, entry.attempts = False, self.clock(), 0.0, 0
        return len(found)

    def depth(self, site: str | None = None) -> int:
        return sum(not e.dead and site in {None, e.job.site} for e in self._entries.values())

    def _named(self, taken: Leased) -> _Entry | None:
        entry = self._entries.get(taken.job.id)
        return entry if entry is not None and entry.receipt == taken.receipt else None


class MemoryLedger:
    def __init__(self) -> None:
        self._records: dict[tuple[str, str], Record] = {}
        self._counts: dict[tuple[str, int], int] = {}

    def get(self, site: str, document: str) -> Record | None:
        return self._records.get((site, document))

    def claim(self, job: Job) -> bool:
        known = self.get(job.site, job.document)
        if known and (known.order >= job.order or known.content_hash == job.content_hash):
            return False
        fresh = {"content_hash": job.content_hash, "order": job.order, "job": job.id}
        self._records[job.site, job.document] = (
            dataclasses.replace(known, **fresh, state="queued", note="")  # type: ignore[arg-type]
            if known
            else Record(job.site, job.document, job.content_hash, job.order, job.id)
        )
        return True

    def save_result(self, job: Job, result: bytes) -> bool:
        return self._change(job, state="classified", result=result, result_hash=job.content_hash)

    def finish(self, job: Job, state: State, note: str, terms: Terms | None = None) -> bool:
        more = {} if terms is None else {"terms": terms}
        return self._change(job, state=state, note=note, **more)

    def count(self, site: str, minute: int) -> int:
        self._counts[site, minute] = self._counts.get((site, minute), 0) + 1
        return self._counts[site, minute]

    def _change(self, job: Job, **changes: Any) -> bool:
        known = self.get(job.site, job.document)
        if known is None or (known.order > job.order and known.content_hash != job.content_hash):
            return False
        self._records[job.site, job.document] = dataclasses.replace(known, **changes)
        return True


class MemoryClaimCheck:
    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, name: str, content: bytes) -> str:
        self._kept[name] = content
        return name

    def get(self, where: str) -> bytes:
        if where not in self._kept:
            raise LookupError(where)
        return self._kept[where]

    def drop(self, where: str) -> None:
        self._kept.pop(where, None)
