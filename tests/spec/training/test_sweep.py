"""The ``sweep`` of a spec: pointers that lead somewhere, and values that can be tried."""

import json
from typing import Any

import kspec
from kspec.linter.report import Report

PLACE = "/layers/0/units"


def lint(sweep: object, **sections: Any) -> Report:
    layers = [{"type": "Dense", "units": 3}]
    spec = {"inputs": {"shape": [4]}, "layers": layers, "sweep": sweep, **sections}
    return kspec.lint_text(json.dumps(spec, indent=1))


def test_choices_and_ranges_are_right() -> None:
    for one in (
        {"choices": [1, 2]},
        {"min": 1, "max": 9, "step": 2},
        {"min": 0.1, "max": 9.0, "log": True},
    ):
        assert lint({PLACE: one}).findings == []
    both = {PLACE: {"choices": [1, 2]}, "/inputs/shape/0": {"choices": [4], "when": {PLACE: 2}}}
    assert lint(both).findings == []


def test_a_pointer_that_leads_nowhere_is_an_error_at_its_place() -> None:
    (finding,) = lint({"/layers/1/units": {"choices": [1]}}).findings
    assert finding.message == '"/layers/1/units" leads to nothing in this spec'
    assert (finding.path, finding.part) == (("sweep", "/layers/1/units"), "key")


def test_values_that_cannot_be_tried_are_errors() -> None:
    wrong: list[tuple[object, str]] = [
        ({}, 'needs "choices", or "min" and "max"'),
        ({"choices": []}, '"choices" is a list of the values to try'),
        ({"choices": [1], "min": 0}, '"choices" and a range cannot both be tried'),
        ({"min": 5, "max": 2}, '"min" is 5, and "max" must be above it'),
        ({"min": 0, "max": 1, "log": True}, '"log" needs a "min" above 0'),
        ({"min": 1, "max": 9, "log": True, "step": 2}, '"log" and "step" cannot both be set'),
        (
            {"choices": [1], "when": {"/name": "a"}},
            '"/name" is not drawn, so nothing can depend on it',
        ),
    ]
    for one, message in wrong:
        assert [finding.message for finding in lint({PLACE: one}).findings] == [message]
    assert [one.code for one in lint([1]).findings] == ["KS104"]
