"""What is shown of a document by default."""

from kspec.lint.checking import checked
from kspec.lint.engine import Linted, lint_document
from kspec.lint.finding import Finding, Severity
from kspec.lint.selection import Choice, Selection
from kspec.source.document import parse_text

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
