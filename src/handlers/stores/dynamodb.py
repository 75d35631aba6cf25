"""The ledger in DynamoDB: one table, conditional writes, TTL."""

import time
import zlib
from collections.abc import Callable
from typing import Any, Final

from handlers.flow.job import Job
from handlers.stores.ports import Record, State, Terms

__all__ = ["DynamoLedger"]

_DAY: Final = 86_400
_FORGET: Final = 90 * _DAY
_NEWER: Final = "attribute_not_exists(pk) OR (version < :version AND content_hash <> :hash)"
_OURS: Final = "attribute_exists(pk) AND (version <= :version OR content_hash = :hash)"


class DynamoLedger:
    """What is known of each document. The key is ``pk``, the time to live ``expires``.

    Parameters
    ----------
    client
        botocore's for dynamodb.
    table : str
    clock : callable
        Seconds since 1970.
    """

    def __init__(self, client: Any, table: str, clock: Callable[[], float] = time.time) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def get(self, site: str, document: str) -> Record | None:
        """Find a document; consistently, since a delivery may come right after another."""
        found = self._client.get_item(
            TableName=self._table, Key=_key(site, document), ConsistentRead=True
        )
        return _record(found["Item"]) if "Item" in found else None

    def claim(self, job: Job) -> bool:
        """Make a job's version the newest one."""
        return self._update(
            job,
            "SET site = :site, document = :document, content_hash = :hash, version = :version,"
            " job = :job, #state = :queued, note = :none, expires = :expires",
            _NEWER,
            {
                ":site": {"S": job.site},
                ":document": {"S": job.document},
                ":job": {"S": job.id},
                ":queued": {"S": "queued"},
                ":none": {"S": ""},
            },
        )

    def save_result(self, job: Job, result: bytes) -> bool:
        """Keep an answer."""
        return self._update(
            job,
            "SET #state = :state, #result = :result, result_hash = :hash, expires = :expires",
            _OURS,
            {":state": {"S": "classified"}, ":result": {"B": zlib.compress(result)}},
            {"#result": "result"},
        )

    def finish(self, job: Job, state: State, note: str, terms: Terms | None = None) -> bool:
        """Say how a job ended."""
        sets = "SET #state = :state, note = :note, expires = :expires"
        values: dict[str, Any] = {":state": {"S": state}, ":note": {"S": note}}
        if terms is not None:
            sets += ", added = :added, dismissed = :dismissed"
            values |= {":added": _list(terms.added), ":dismissed": _list(terms.dismissed)}
        return self._update(job, sets, _OURS, values)

    def count(self, site: str, minute: int) -> int:
        """Count a delivery."""
        found = self._client.update_item(
            TableName=self._table,
            Key={"pk": {"S": f"c#{site}#{minute}"}},
            UpdateExpression="ADD #number :one SET expires = :expires",
            ExpressionAttributeNames={"#number": "number"},
            ExpressionAttributeValues={
                ":one": {"N": "1"},
                ":expires": {"N": str(minute * 60 + _DAY)},
            },
            ReturnValues="UPDATED_NEW",
        )
        return int(found["Attributes"]["number"]["N"])

    def _update(
        self,
        job: Job,
        sets: str,
        condition: str,
        values: dict[str, Any],
        names: dict[str, str] | None = None,
    ) -> bool:
        known = {
            ":hash": {"S": job.content_hash},
            ":version": {"S": job.order},
            ":expires": {"N": str(int(self._clock()) + _FORGET)},
        }
        try:
            self._client.update_item(
                TableName=self._table,
                Key=_key(job.site, job.document),
                UpdateExpression=sets,
                ConditionExpression=condition,
                ExpressionAttributeNames={"#state": "state", **(names or {})},
                ExpressionAttributeValues={**values, **known},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _key(site: str, document: str) -> dict[str, Any]:
    return {"pk": {"S": f"d#{site}#{document}"}}


def _list(values: tuple[str, ...]) -> dict[str, Any]:
    return {"L": [{"S": value} for value in values]}


def _record(item: dict[str, Any]) -> Record:
    def text(name: str) -> str:
        return str(item.get(name, {}).get("S", ""))

    def several(name: str) -> tuple[str, ...]:
        return tuple(str(value["S"]) for value in item.get(name, {}).get("L", ()))

    state: Any = text("state")
    result = item.get("result", {}).get("B")
    return Record(
        site=text("site"),
        document=text("document"),
        content_hash=text("content_hash"),
        order=text("version"),
        job=text("job"),
        state=state,
        note=text("note"),
        result=None if result is None else zlib.decompress(bytes(result)),
        result_hash=text("result_hash"),
        terms=Terms(several("added"), several("dismissed")),
    )
