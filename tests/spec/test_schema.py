"""The JSON Schema is valid, takes what kspec takes, refuses what the rules on single values find,
and explains.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from kspec.dev import KINDS, described_classes
from kspec.linter.rules.index import RULES
from kspec.source.parsing import parse_text
from kspec.spec.dialects.native import is_native
from kspec.spec.schema import spec_schema
from tests.rule_pages import Example, examples_of

ROOT = Path(__file__).parents[2]
FILES = [*(ROOT / "docs/examples").rglob("*.json"), *(ROOT / "tests/fixtures/good").glob("*.json")]
SINGLE_VALUES = {"KS101", "KS102", "KS103", "KS104", "KS105"}
"""The rules on what stands in one place; all others compare places."""


@cache
def schema() -> Any:
    return spec_schema()


@cache
def validator() -> jsonschema_rs.Draft202012Validator:
    """Validator in milliseconds for a spec, where `jsonschema` takes a quarter of a second."""
    return jsonschema_rs.Draft202012Validator(schema())


def complaints(value: object) -> list[str]:
    return [f"{error.instance_path}: {error.message}" for error in validator().iter_errors(value)]


def native_value(example: Example) -> Any:
    """Value of an example, None where it is not a native spec."""
    if example.language == "toml":
        return None
    suffix = "json" if example.language == "text" else example.language
    value = parse_text(example.text, f"model.{suffix}").value
    return value if isinstance(value, dict) and is_native(value) else None


def examples(kind: str, codes: set[str]) -> list[tuple[str, Any]]:
    return [
        (f"{entry.code}-{number}", value)
        for entry in RULES
        if entry.code in codes
        for number, example in enumerate(examples_of(entry, kind))
        if (value := native_value(example)) is not None
    ]


def test_schema_is_valid() -> None:
    jsonschema_rs.meta.validate(schema())


def test_files_are_taken() -> None:
    values = {path.stem: json.loads(path.read_text("utf-8")) for path in FILES}
    assert {name: found for name, value in values.items() if (found := complaints(value))} == {}


def test_good_examples_are_taken() -> None:
    good = examples("Good", {entry.code for entry in RULES})
    assert {name: found for name, value in good if (found := complaints(value))} == {}


def test_faults_in_one_place_are_refused() -> None:
    bad = examples("Bad", SINGLE_VALUES)
    assert bad
    assert [name for name, value in bad if not complaints(value)] == []


def test_every_class_is_explained() -> None:
    definitions = schema()["$defs"]
    silent = [
        cls.__name__
        for noun in KINDS
        if noun != "operation"
        for cls in described_classes(KINDS[noun])
        if (key := f"{noun.replace(' ', '-')}.{cls.__name__}") in definitions
        and not definitions[key]["description"]
    ]
    assert silent == []
    described = [key for key in definitions if "." in key]
    assert len(described) >= 250


@pytest.mark.parametrize("name", ["Dense", "LSTM", "Conv2D"])
def test_fields_have_types_and_defaults(name: str) -> None:
    fields = schema()["$defs"][f"layer.{name}"]["properties"]
    assert fields["use_bias"] == {"type": "boolean", "default": True} | fields["use_bias"]
    without = [
        field
        for field, value in fields.items()
        if not value.keys() & {"type", "$ref", "anyOf", "enum", "const", "default", "description"}
    ]
    assert without == []
