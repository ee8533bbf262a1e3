"""Facts in `data`."""

from typing import Any

import pytest

import kspec

SPEC: dict[str, Any] = {"inputs": {"shape": [2]}, "layers": [{"type": "Dense", "units": 1}]}


def codes(**data: Any) -> list[str]:
    return [finding.code for finding in kspec.lint(SPEC | {"data": data}).findings]


@pytest.mark.parametrize(
    "data",
    [
        {"test": 0.2},
        {"test": "late.csv"},
        {"group": "patient", "stratify": "region"},
        {"time": "day", "stratify": False},
        {"sample_weight": {"price": "weight"}},
        {"separator": "\t"},
    ],
)
def test_what_is_right(data: dict[str, Any]) -> None:
    assert codes(**data) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"test": 1.0}, "KS105"),
        ({"test": 0}, "KS105"),
        ({"test": True}, "KS104"),
        ({"group": "patient", "time": "day"}, "KS108"),
        ({"separator": ";;"}, "KS105"),
        ({"separator": ""}, "KS105"),
        ({"groups": "patient"}, "KS102"),
    ],
)
def test_what_is_wrong(data: dict[str, Any], code: str) -> None:
    assert codes(**data) == [code]
