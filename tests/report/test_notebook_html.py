"""HTML of a report and of a summary in notebooks."""

import re
from html import unescape

import kspec
from kspec.report.full import render
from tests.report.conftest import Snapshot
from tests.report.test_layers import SOFTMAX, UNKNOWN


def test_a_report_says_in_html_what_it_says_in_a_terminal(snapshot: Snapshot) -> None:
    report = kspec.lint(SOFTMAX)
    shown = report._repr_html_()
    snapshot(shown, "notebook-report")
    assert unescape(re.sub("<[^>]+>", "", shown)) == render(report)


def test_text_of_strangers_is_no_html() -> None:
    hostile = UNKNOWN.replace("head", "<img src=x onerror=alert(1)>").replace("sigmoit", "<b>")
    assert "<img" not in kspec.lint(hostile)._repr_html_()
    assert "<b>" not in kspec.lint(hostile)._repr_html_()
    assert "<img" not in kspec.summarize(SOFTMAX.replace('"head"', '"<img src=x>"'))._repr_html_()


def test_a_summary_is_a_table(snapshot: Snapshot) -> None:
    snapshot(kspec.summarize("docs/examples/digits.json")._repr_html_(), "notebook-summary")
