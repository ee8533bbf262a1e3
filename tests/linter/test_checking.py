"""Default findings of a document."""

import json
from typing import Any

import pytest

import kspec
from kspec.linter.checking import checked
from kspec.linter.engine import Linted, lint_document
from kspec.linter.finding import Finding, Severity
from kspec.linter.selection import Choice, Selection
from kspec.source.parsing import parse_text
from tests.programs import faulty_programs

TEXT = '{"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 1}]}'


def finding(code: str, severity: Severity) -> Finding:
    return Finding(code, code, severity, "x", ())


def shown(linted: Linted, selection: Selection) -> list[str]:
    return [one.code for one in checked(linted, selection).findings]


def test_only_chosen_rules_and_severities_are_shown() -> None:
    linted = lint_document(parse_text(TEXT, "m.json"))
    linted.findings[:] = [
        finding("KS201", Severity.ERROR),
        finding("KS102", Severity.ADVICE),
        finding("KS999", Severity.ERROR),
    ]
    assert shown(linted, Selection()) == ["KS201"]
    assert shown(linted, Selection([Choice(extend_select=("KS102",))])) == ["KS201", "KS102"]
    assert shown(linted, Selection([Choice(ignore=("KS201",))])) == []
    weighed = Selection(severities={"KS201": Severity.WARNING})
    assert checked(linted, weighed).findings[0].severity is Severity.WARNING


def test_what_cannot_be_read_is_always_shown() -> None:
    linted = lint_document(parse_text("{", "m.json"), ())
    assert shown(linted, Selection([Choice(select=("KS201",), ignore=("KS0",))])) == ["KS001"]


def test_a_faulty_token_is_reported_once() -> None:
    text = '{"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": NaN}]}'
    assert shown(lint_document(parse_text(text, "m.json")), Selection()) == ["KS003"]


MISREAD = {
    "inputs": {"shape": [3, 64, 64]},
    "layers": [
        {"type": "Conv2D", "filters": 8, "kernel_size": 3},
        {"type": "Conv2D", "filters": 8, "kernel_size": 3},
        {"type": "Flatten"},
        {"type": "Dense", "units": 1},
    ],
}
CLASSES_BY_DISTANCE = {
    "task": "multiclass_classification",
    "inputs": {"shape": [4]},
    "layers": [{"type": "Dense", "units": 3, "activation": "softmax"}],
    "compile": {"loss": "mse"},
    "data": {"target_encoding": "integer", "target_shape": []},
}
BOUNDED_SCORES = {
    "inputs": {"shape": [4]},
    "layers": [{"type": "Dense", "units": 3, "activation": "sigmoid"}],
    "compile": {"loss": "sparse_categorical_crossentropy", "metrics": ["F1Score"]},
}


@pytest.mark.parametrize(
    ("spec", "guess", "refused"),
    [
        (MISREAD, "KS211", "KS203"),
        (CLASSES_BY_DISTANCE, "KS301", "KS304"),
        (BOUNDED_SCORES, "KS302", "KS317"),
    ],
)
def test_what_keras_refuses_is_shown_where_its_explanation_is_silenced(
    spec: dict[str, Any], guess: str, refused: str
) -> None:
    linted = lint_document(parse_text(json.dumps(spec), "m.json"))
    assert shown(linted, Selection()) == [guess]
    assert shown(linted, Selection([Choice(ignore=(guess,))])) == [refused]
    assert shown(linted, Selection([Choice(ignore=(guess, refused))])) == []
    silenced = {**spec, "lint": {"ignore": [guess]}}
    assert [one.code for one in kspec.lint(silenced).findings] == [refused]


def test_silencing_reveals_no_consequences() -> None:
    """Programs with one fault each have no finding when that is silenced."""
    tried = faulty_programs()[::9]
    assert len(tried) > len("a few dozen")
    for program in tried:
        silenced = {**program.spec, "lint": {"ignore": program.finds}}
        left = [one for one in kspec.lint(silenced).findings if one.severity != "error"]
        assert left == [], program.name
