"""A hostile request, and how to make one."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["BATCH", "CLASSIFY", "SECRET", "TEXT", "Hostile", "post"]

CLASSIFY: Final = "/v1/classify"
BATCH: Final = "/v1/classify/batch"
JSON: Final = {"Content-Type": "application/json"}
# Stands in every body that has room for it: it must never be logged.
SECRET: Final = "Zanzibarquux"
TEXT: Final = f"{SECRET} said on Monday that the harbour would stay open."


@dataclass(frozen=True, slots=True)
class Hostile:
    """One request; `status` is what must come back."""

    id: str
    body: bytes
    status: int
    path: str = CLASSIFY
    method: str = "POST"
    headers: dict[str, str] = field(default_factory=lambda: dict(JSON))


def post(id_: str, body: Any, status: int, path: str = CLASSIFY, **headers: str) -> Hostile:
    """POST bytes as they are, and anything else as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Hostile(id_, raw, status, path, headers=JSON | named)
