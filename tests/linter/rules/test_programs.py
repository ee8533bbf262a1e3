"""Programs as people write them: faulty ones, each with the rules that find its fault and no
others, and correct ones, in which nothing is found.

They are described after public questions, benchmarks of faulty programs, tutorials and textbooks.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kspec

PROGRAMS = Path(__file__).parents[2] / "fixtures" / "programs"


def programs() -> list[Any]:
    found = []
    for kind in ("faulty", "correct"):
        for line in (PROGRAMS / f"{kind}.jsonl").read_text().splitlines():
            program = json.loads(line)
            case = (program["spec"], program.get("finds", []))
            found.append(pytest.param(*case, id=f"{kind}-{program['name']}"))
    return found


@pytest.mark.parametrize(("spec", "finds"), programs())
def test_program(spec: dict[str, Any], finds: list[str]) -> None:
    report = kspec.lint(spec)
    assert sorted({finding.code for finding in report.findings}) == finds


def test_there_are_many_of_both() -> None:
    expected = [case.values[1] for case in programs()]
    assert sum(map(bool, expected)) >= 150
    assert sum(map(bool, expected)) <= len(expected) - 150
