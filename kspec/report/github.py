"""Workflow commands of GitHub Actions: annotations on the changed lines."""

from kspec.linter.engine import span_of
from kspec.linter.report import Report
from kspec.report.machine import Located, in_cell, located
from kspec.report.options import DEFAULT, Options
from kspec.source.visible import visible

LEVELS = {"error": "error", "warning": "warning", "advice": "notice"}


def render(report: Report, options: Options = DEFAULT) -> str:
    """The findings, one command a line; nothing for a clean run."""
    return "\n".join(_command(item) for item in located(report, options))


def _command(item: Located) -> str:
    finding = item.finding
    start, end = (item.document.file_position(at) for at in span_of(finding, item.document))
    properties = {"file": visible(item.path)}
    if item.document.format != "keras":
        properties |= {"line": str(start.line), "endLine": str(end.line)}
        if start.line == end.line:
            properties |= {"col": str(start.column), "endColumn": str(end.column)}
    properties["title"] = f"{finding.code} {finding.name}"
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    parts = (f"{in_cell(item)}{finding.message}", finding.help, f"kspec rule {finding.code}")
    text = "\n".join(part for part in parts if part)
    message = _data("\n".join(map(visible, text.split("\n"))))
    return f"::{LEVELS[finding.severity]} {listed}::{message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
