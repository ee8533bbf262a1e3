"""Programs as people write them: faulty ones, each with the rules that find its fault and no
others, and right ones, in which nothing is found.

They are described after public questions, benchmarks of faulty programs, tutorials and textbooks.
"""

import json
from collections import defaultdict
from typing import Any

import pytest

import kspec
from tests.programs import FOLDER, Program, families, programs, programs_of

MAX_LINES = 10_000


@pytest.mark.parametrize("family", families())
def test_programs_of_a_family_have_the_findings_that_they_name(family: str) -> None:
    expected = {program.name: program.finds for program in programs_of(family)}
    found = {program.name: codes_in(program) for program in programs_of(family)}
    assert {name: codes for name, codes in found.items() if codes != expected[name]} == {}


def codes_in(program: Program) -> list[str]:
    return sorted({finding.code for finding in kspec.lint(program.spec).findings})


def test_there_are_many_of_both() -> None:
    faulty = sum(bool(program.finds) for program in programs())
    assert faulty >= 1_100
    assert len(programs()) - faulty >= 1_100


def test_each_program_has_a_name_and_a_spec_of_its_own() -> None:
    alike = defaultdict(list)
    for program in programs():
        alike[program.name].append(program.name)
        alike[nameless(program.spec)].append(program.name)
    assert [names for names in alike.values() if len(names) > 1] == []


def test_pages_are_of_a_length_to_read() -> None:
    lengths = {path.name: path.read_text("utf-8").count("\n") for path in FOLDER.iterdir()}
    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


def nameless(spec: dict[str, Any]) -> str:
    """A spec as text, with the names that its author chose replaced by their order."""
    names = dict.fromkeys(names_in(spec))
    inputs = spec["inputs"]
    if isinstance(inputs, dict) and not {"shape", "batch_shape"} & inputs.keys():
        names.update(dict.fromkeys(inputs))
    numbered = {name: f"name {number}" for number, name in enumerate(names)}
    return json.dumps(renamed(spec, numbered), sort_keys=True)


def names_in(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for item in value for name in names_in(item)]
    if not isinstance(value, dict):
        return []
    own = [value["name"]] if isinstance(value.get("name"), str) else []
    return own + [name for item in value.values() for name in names_in(item)]


def renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {names.get(key, key): renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value
