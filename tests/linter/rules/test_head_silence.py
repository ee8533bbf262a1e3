"""Well-known correct networks, each linted with and without its declared task and data facts: not
one finding.
"""

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
def test_correct_networks_give_no_finding(left_out: tuple[str, ...]) -> None:
    findings = []
    for path in GOOD:
        spec = json.loads(path.read_text())
        document = parse_text(
            json.dumps({key: spec[key] for key in spec if key not in left_out}), path.name
        )
        findings += [
            (path.stem, one.code, one.message) for one in Linter().check(document).findings
        ]
    assert findings == []


def test_there_is_much_to_be_silent_about() -> None:
    assert len(GOOD) >= 60
