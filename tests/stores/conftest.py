"""Every port in every make: in memory, SQLite and files, AWS (moto's server)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers.stores.dynamodb import DynamoLedger
from handlers.stores.files import FileClaimCheck
from handlers.stores.ports import ClaimCheck, JobQueue, Ledger
from handlers.stores.s3 import S3ClaimCheck
from handlers.stores.sqlite import SqliteLedger, SqliteQueue, SqliteStore
from handlers.stores.sqs import SqsQueue
from tests.stores import aws
from tests.stores.memory import MemoryClaimCheck, MemoryLedger, MemoryQueue

MAKES = ("memory", "sqlite", "aws")


@pytest.fixture(scope="session")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server a test process."""
    with aws.moto_server(tmp_path_factory.mktemp("moto")) as url:
        yield url


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "hooks.sqlite3")
    yield store
    store.close()


def _of(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(
        {"memory": "tmp_path", "sqlite": "store", "aws": "moto"}[request.param]
    )


@pytest.fixture(params=MAKES)
def queue(request: pytest.FixtureRequest) -> JobQueue:
    import time

    place = _of(request)
    if request.param == "memory":
        return MemoryQueue(time.time)
    if request.param == "sqlite":
        return SqliteQueue(place)
    sqs = aws.client("sqs", place)
    return SqsQueue(sqs, *aws.make_queue(sqs))


@pytest.fixture(params=MAKES)
def ledger(request: pytest.FixtureRequest) -> Ledger:
    place = _of(request)
    if request.param == "memory":
        return MemoryLedger()
    if request.param == "sqlite":
        return SqliteLedger(place)
    dynamodb = aws.client("dynamodb", place)
    return DynamoLedger(dynamodb, aws.make_table(dynamodb))


@pytest.fixture(params=MAKES)
def claims(request: pytest.FixtureRequest, tmp_path: Path) -> ClaimCheck:
    place = _of(request)
    if request.param == "memory":
        return MemoryClaimCheck()
    if request.param == "sqlite":
        return FileClaimCheck(tmp_path / "claims")
    s3 = aws.client("s3", place)
    return S3ClaimCheck(s3, aws.make_bucket(s3))
