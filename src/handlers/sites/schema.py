"""The JSON Schema of the site configuration, generated from its types."""

import json
from typing import Any

import msgspec

from handlers.sites.config import Sites
from model.taxonomy import TOPICS

__all__ = ["schema", "schema_text"]


def schema() -> dict[str, Any]:
    """Generate the schema (JSON Schema 2020-12)."""
    found = msgspec.json.schema(Sites)
    topics = found["$defs"]["WriteBack"]["properties"]["topics"]
    topics["propertyNames"] = {"enum": list(TOPICS)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Sites of copydesk",
        **found,
    }


def schema_text() -> str:
    """Write the schema as it is committed."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
