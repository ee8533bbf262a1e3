"""Every output that has a version has a schema, which what is written now and was written keeps.

Outputs of training are validated against their schemas in `tests/executor`.
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kspec.analysis.summary import summarize
from kspec.linter.baseline import Baseline
from kspec.linter.checking import checked
from kspec.linter.engine import lint_document
from kspec.linter.report import Report
from kspec.outputs.schemas import schemas
from kspec.report import jsonl
from kspec.source.parsing import parse_bytes
from tests.fuzz.inputs import draw, models
from tests.outputs.schemas import SCHEMAS, held_to, schema
from tests.seeded import seeded

STORED = Path(__file__).parents[1] / "report" / "stored"
OLD = {
    **{path.name.removesuffix("-v1.json"): path for path in STORED.glob("*-v1.json")},
    "run": STORED / "run-v1" / "run.json",
    "history": STORED / "run-v1" / "history.json",
}
OTHERS = {"finding", "model"}
"""A part of an output, and what is read and not written."""


def objects(value: Any, rule: Any, whole: Any) -> Iterator[tuple[Any, list[str]]]:
    """Every object in a value whose schema names keys, with the keys that it must have."""
    while "$ref" in rule:
        rule = whole["$defs"][rule["$ref"].rpartition("/")[2]]
    for one in rule.get("anyOf", ()):
        yield from objects(value, one, whole)
    if isinstance(value, dict):
        if rule.get("required"):
            yield value, rule["required"]
        for key, item in value.items():
            inner = rule.get("properties", {}).get(key, rule.get("additionalProperties", {}))
            yield from objects(item, inner, whole)
    elif isinstance(value, list):
        for item in value:
            yield from objects(item, rule.get("items", {}), whole)


def test_every_schema_has_an_output_of_old() -> None:
    names = {path.name.partition(".")[0] for path in SCHEMAS.glob("*.json")}
    assert names - OTHERS == set(OLD)


@pytest.mark.parametrize("name", OLD)
def test_an_old_output_keeps_its_schema(name: str) -> None:
    held_to(name, json.loads(OLD[name].read_text("utf-8")))


@pytest.mark.parametrize("name", sorted(set(OLD) - {"run"}))
def test_a_schema_asks_for_every_key(name: str) -> None:
    """An output without any one of its keys, at any depth, is invalid."""
    rule, old = schema(name), json.loads(OLD[name].read_text("utf-8"))
    tried = 0
    for at, (_, keys) in enumerate(list(objects(old, rule.schema, rule.schema))):
        for key in keys:
            broken = copy.deepcopy(old)
            del list(objects(broken, rule.schema, rule.schema))[at][0][key]
            assert not rule.is_valid(broken), key
            tried += 1
    assert tried > 1


@pytest.mark.parametrize("name", [*OLD, "finding"])
def test_a_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name).schema)


def test_whatever_is_found_and_sized_keeps_the_schemas() -> None:
    rng, seeds = seeded(5), models()
    made = [parse_bytes(one.data, one.name) for one in (draw(rng, seeds) for _ in range(150))]
    linted = [lint_document(document) for document in made]
    report, baseline = Report([checked(one) for one in linted]), Baseline()
    held_to("lint", report.to_dict())
    for line in jsonl.render(report).splitlines():
        held_to("finding", json.loads(line))
    for file in report.files:
        baseline.add(file.document.name, file)
    assert held_to("baseline", json.loads(baseline.write()))["files"]
    sized = [summarize(one.analysis) for one in linted if one.analysis is not None]
    found = [held_to("summary", one.to_dict()) for one in sized if one is not None]
    assert len({finding.code for finding in report.findings}) > 10
    assert any(finding.fix for finding in report.findings)
    assert any(layer["output_shape"] for one in found for layer in one["layers"])


def test_no_output_takes_the_name_of_the_schema_of_specs() -> None:
    assert "model" not in schemas()
