"""Well-known correct networks, each linted with and without its declared task and data facts: not
one finding.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kspec.linter.linter import Linter
from kspec.source.parsing import parse_text

GOOD = sorted((Path(__file__).parents[2] / "fixtures" / "good").glob("*.json"))
LEFT_OUT = [(), ("task",), ("data",), ("task", "data")]


@pytest.mark.parametrize(
    "left_out", LEFT_OUT, ids=lambda keys: "without " + (", ".join(keys) or "-")
)
@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_correct_network_gives_no_finding(path: Path, left_out: tuple[str, ...]) -> None:
    spec = {
        key: value for key, value in json.loads(path.read_text()).items() if key not in left_out
    }
    document = parse_text(json.dumps(spec), path.name)
    found = Linter().check(document).findings
    assert [(finding.code, finding.message) for finding in found] == []


def test_there_is_much_to_be_silent_about() -> None:
    assert len(GOOD) >= 60
