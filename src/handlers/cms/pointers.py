"""JSON Pointers (RFC 6901), for the mapping of fields."""

from typing import Any

__all__ = ["find", "text_at"]


def find(value: Any, pointer: str | None) -> Any:
    """Follow a pointer; None where it leads nowhere."""
    if pointer is None:
        return None
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isascii() and name.isdigit():
            value = value[int(name)] if int(name) < len(value) else None
        else:
            return None
    return value


def text_at(value: Any, pointer: str | None) -> str | None:
    """Follow a pointer to a string, a number, or nothing."""
    found = find(value, pointer)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    return str(found) or None
