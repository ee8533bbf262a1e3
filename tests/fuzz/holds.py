"""What must hold of every input: no exception, and findings that can be shown."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from kspec.analysis.summary import summarize
from kspec.lint.checking import checked
from kspec.lint.engine import lint_document, span_of
from kspec.lint.report import Report
from kspec.lint.rules.index import RULES
from kspec.lint.settings import SettingsError
from kspec.lint.settings_reader import read_settings_text
from kspec.report import concise, full, github, gitlab, jsonl, junit, sarif
from kspec.source.document import parse_bytes

if TYPE_CHECKING:
    from tests.fuzz.inputs import Input

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
    for shown, finding in report.pairs():
        start, end = span_of(finding, shown)
        assert 0 <= start <= end <= len(shown.text), (finding.code, start, end)
        assert finding.code in CODES, finding.code
        assert finding.message, finding.code
    json.loads(json.dumps(report.to_dict(), ensure_ascii=True))
    if report.findings:
        _shows(report)
    return report


def _shows(report: Report) -> None:
    json.loads(sarif.render(report))
    json.loads(gitlab.render(report))
    ET.fromstring(junit.render(report))  # noqa: S314 - our own text
    assert len(jsonl.render(report).split("\n")) == len(report.findings)
    assert len(github.render(report).split("\n")) == len(report.findings)
    for renderer in (full, concise, github, junit):
        assert not _unsafe(renderer.render(report)), f"{renderer.__name__} escapes too little"


def settings_hold(text: str, name: str = "kspec.toml") -> None:
    """Read settings; only `SettingsError`, with its code, may be raised."""
    try:
        read_settings_text(text, name)
    except SettingsError as error:
        code = error.code
    else:
        return
    assert code in {"KS902", "KS903"}, code


def _unsafe(shown: str) -> bool:
    return any(char in "\x1b\x07\u202e\u2066\x00\r" for char in shown)
