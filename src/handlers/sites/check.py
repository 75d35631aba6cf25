"""A configuration's bytes -> sites, or every fault by JSON Pointer."""

import re
from typing import Any, Final

import msgspec

from handlers.body import parse_json
from handlers.problems import Fault, Invalid
from handlers.sites.config import Site, Sites

__all__ = ["parse_sites"]

_PATH: Final = re.compile(r" - at `(?:key` in `)?\$([^`]*)`\Z")
_STEP: Final = re.compile(r"\.([\w$-]+)|\[(\d+|\.\.\.)\]")
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(.*?)`", re.DOTALL)
_LEAST_HINT: Final = 'write {"version": 1, "sites": [ … ]}; see docs/integrations'


def parse_sites(raw: bytes) -> tuple[Site, ...]:
    """Read a configuration.

    Parameters
    ----------
    raw : bytes
        JSON.

    Raises
    ------
    BadRequest
        If it is not JSON.
    Invalid
        With a fault for every site that is not valid, and for names that are there twice.
    """
    value = parse_json(raw)
    faults: list[Fault] = []
    found: list[Site] = []
    listed = value.get("sites") if isinstance(value, dict) else None
    if not isinstance(listed, list):
        raise Invalid(f"The site configuration lacks its list: {_LEAST_HINT}.", Fault("/sites", ""))
    try:
        msgspec.convert({**value, "sites": []}, Sites)
    except msgspec.ValidationError as error:
        faults.append(_fault("", str(error)))
    for index, one in enumerate(listed):
        try:
            found.append(msgspec.convert(one, Site))
        except msgspec.ValidationError as error:
            faults.append(_fault(f"/sites/{index}", str(error)))
    faults += _twice(listed)
    if faults:
        raise Invalid(
            "The site configuration is not valid:"
            + "".join(f"\n  {fault.pointer or '/'}: {fault.detail}" for fault in faults),
            *faults,
        )
    return tuple(found)


def _twice(listed: list[Any]) -> list[Fault]:
    names: set[str] = set()
    faults = []
    for index, one in enumerate(listed):
        name = one.get("name") if isinstance(one, dict) else None
        if isinstance(name, str):
            if name in names:
                faults.append(Fault(f"/sites/{index}/name", f"{name!r} is there twice"))
            names.add(name)
    return faults


def _fault(prefix: str, message: str) -> Fault:
    found = _PATH.search(message)
    path = found.group(1) if found else ""
    steps = [name or index for name, index in _STEP.findall(path)]
    detail = message[: found.start()] if found else message
    if unknown := _UNKNOWN.match(detail):
        steps.append(unknown.group(1)[:100].replace("~", "~0").replace("/", "~1"))
        detail = "there is no such member"
    return Fault(prefix + "".join(f"/{step}" for step in steps), detail)
