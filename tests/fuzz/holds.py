"""Invariants of every input: no exception, and findings that can be shown."""

import json
import re
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable
from types import ModuleType

import kspec
from kspec.analysis.summary import summarize
from kspec.linter.checking import checked
from kspec.linter.engine import lint_document, span_of
from kspec.linter.report import Report
from kspec.linter.rules.index import RULES
from kspec.linter.settings import SettingsError
from kspec.linter.settings_reader import read_settings_text
from kspec.report import concise, full, github, gitlab, jsonl, junit, sarif
from kspec.source.parsing import parse_bytes
from tests.fuzz.inputs import Input

STEERING = re.compile("[\x1b\x07\u202e\u2066\x00\r]")
CODES = {entry.code for entry in RULES}
KINDS = {kind for entry in RULES for kind in entry.reports}


def lint_holds(given: Input) -> Report:
    """Lint, size and report an input; raises where any of it fails."""
    document = parse_bytes(given.data, given.name)
    linted = lint_document(document)
    if linted.analysis is not None:
        summarize(linted.analysis)
    report = Report([checked(linted)])
    assert document.parsed or report.findings, "a file that cannot be read passes"
    for problem in document.problems:
        assert problem.kind in KINDS, f"no rule says {problem.kind}"
    _is_sound(report, given.data)
    return report


def program_holds(code: str) -> None:
    """Lint and report a script; raises where any of it fails."""
    _is_sound(kspec.lint_text(code, filename="fuzz.py"), code.encode())


def _is_sound(report: Report, data: bytes) -> None:
    """Check that the findings of a text have a place and a rule, and can be shown."""
    for shown, finding in report.pairs():
        start, end = span_of(finding, shown)
        assert 0 <= start <= end <= len(shown.text), (finding.code, start, end)
        assert finding.code in CODES, finding.code
        assert finding.message, finding.code
    json.loads(json.dumps(report.to_dict(), ensure_ascii=True))
    if report.findings:
        _shows(report, zlib.crc32(data) % len(FORMS))


def _shows(report: Report, form: int) -> None:
    """Check the report for people, and one of the other forms in turn."""
    for renderer, is_right in ((full, _is_safe), FORMS[form]):
        text = renderer.render(report)
        assert is_right(text, len(report.findings)), f"{renderer.__name__} is wrong"


def _is_safe(text: str, count: int = 1) -> bool:
    del count
    return STEERING.search(text) is None


def _is_lines(text: str, count: int) -> bool:
    return _is_safe(text) and len(text.split("\n")) == count


def _is_json_lines(text: str, count: int) -> bool:
    return len([json.loads(line) for line in text.split("\n")]) == count


def _is_json(text: str, count: int) -> bool:
    return bool(count and json.loads(text))


def _is_xml(text: str, count: int) -> bool:
    root = ET.fromstring(text)  # noqa: S314 - our own text
    return _is_safe(text) and len(root.findall("*/testcase")) == count


FORMS: tuple[tuple[ModuleType, Callable[[str, int], bool]], ...] = (
    *((concise, _is_lines), (github, _is_lines), (jsonl, _is_json_lines), (junit, _is_xml)),
    *((sarif, _is_json), (gitlab, _is_json)),
)


def settings_hold(text: str, name: str = "kspec.toml") -> None:
    """Read settings; only `SettingsError`, with its code, may be raised."""
    try:
        read_settings_text(text, name)
    except SettingsError as error:
        code = error.code
    else:
        return
    assert code in {"KS902", "KS903"}, code
