"""Hostile requests: what each sends, and what must come back.

`REQUESTS` are malformed, and refused; `ITEMS` are batches of malformed articles, answered by a
problem each; `STRANGE` are valid, and answered.
"""

from typing import Final

from tests.hostile import bodies, fields, strange, wrappings
from tests.hostile.request import SECRET, Hostile

__all__ = ["ITEMS", "REQUESTS", "SECRET", "STRANGE", "Hostile"]

REQUESTS: Final[tuple[Hostile, ...]] = (
    *bodies.not_json(),
    *bodies.not_utf8(),
    *bodies.keys_twice(),
    *bodies.too_deep(),
    *fields.wrong_types(),
    *fields.out_of_bounds(),
    *fields.unknown_fields(),
    *fields.surrogates(),
    *fields.batches(),
    *wrappings.too_large(),
    *wrappings.compressed(),
    *wrappings.media_types(),
    *wrappings.elsewhere(),
)
ITEMS: Final[tuple[Hostile, ...]] = tuple(fields.bad_items())
STRANGE: Final[tuple[Hostile, ...]] = (*strange.texts(), *strange.pages(), *strange.targets())
