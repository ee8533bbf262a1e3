"""The schemas of what programs read, to hold outputs against."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

SCHEMAS = Path(__file__).parents[2] / "schemas" / "v1"


@cache
def schema(name: str) -> jsonschema.Draft202012Validator:
    """Keys that a schema does not know are a fault here, though readers pass over them: what is
    written is all described.
    """
    text = (SCHEMAS / f"{name}.schema.json").read_text("utf-8")
    return jsonschema.Draft202012Validator(json.loads(text, object_hook=_closed))


def _closed(value: dict[str, Any]) -> dict[str, Any]:
    if "properties" in value and value.get("type") == "object":
        value["additionalProperties"] = False
    return value


def held_to(name: str, value: Any) -> Any:
    """The value, after it was held against the schema of this name."""
    schema(name).validate(value)
    return value
