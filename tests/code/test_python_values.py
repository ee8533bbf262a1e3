"""Values of Python's own statements: each program of a table is run and read."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kspec.code.data.array import Array
from kspec.code.values import Dict, List, Unknown
from tests.code.programs import names_after, values_of

TABLE = Path(__file__).parents[1] / "fixtures" / "statements" / "python.txt"
CONSTANTS = (int, float, str, bytes, complex, range, slice, type(None))


class Program(NamedTuple):
    """A program of the table, and the names that reading it leaves open (``# open:``)."""

    name: str
    text: str
    left_open: set[str]


def programs() -> list[Program]:
    """All programs of the table."""
    found = []
    for part in TABLE.read_text("utf-8").split("### ")[1:]:
        head, _, text = part.partition("\n")
        name, _, left_open = head.partition("  # open: ")
        found.append(Program(name, text, set(left_open.split())))
    return found


def as_python(value: Any) -> Any:
    """A value that was read as Python's own; `Unknown` where a part of it is not known."""
    if isinstance(value, Array) and value.number is not None:
        return value.number
    if type(value) is tuple:
        items = [as_python(one) for one in value]
        return Unknown if Unknown in items else tuple(items)
    if isinstance(value, List | Dict):
        return Unknown if value.rest is not None else of_container(value)
    return value if isinstance(value, CONSTANTS) else Unknown


def of_container(value: List | Dict) -> Any:
    """A list, a set or a dictionary as Python's own."""
    if isinstance(value, Dict):
        held = {key: as_python(one) for key, one in value.items.items()}
        return Unknown if Unknown in held.values() else held
    items = [as_python(one) for one in value.items]
    if Unknown in items:
        return Unknown
    return set(items) if value.kind == "set" else items


def is_constant(value: Any) -> bool:
    """Whether a value of a program that was run can be compared."""
    if isinstance(value, dict):
        return all(map(is_constant, value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(is_constant, value))
    return isinstance(value, CONSTANTS)


def shown(program: Program) -> tuple[dict[str, Any], set[str]]:
    """Names of a program whose reading is wrong, and those that are open."""
    real = values_of(program.text)
    names = names_after(program.text)
    compared = {
        name: (value, as_python(names[name]) if name in names else Unknown)
        for name, value in real.items()
        if not name.startswith("__") and is_constant(value)
    }
    wrong = {
        name: pair
        for name, pair in compared.items()
        if pair[1] is not Unknown and pair[1] != pair[0]
    }
    return wrong, {name for name, (_, read) in compared.items() if read is Unknown}


def test_statements() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    every: dict[str, tuple[Any, Any]] = {
        program.name: (shown(program), ({}, program.left_open)) for program in programs()
    }
    assert {name: read for name, (read, told) in every.items() if read != told} == {}
