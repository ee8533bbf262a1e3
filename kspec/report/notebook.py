"""Report in a notebook: the terminal's report as HTML."""

import re
from html import escape

from kspec.linter.report import Report
from kspec.report.full import render
from kspec.report.options import Options

COLOURS = {
    "error": "#d1242f",
    "warning": "#bf6d00",
    "advice": "#1b7c83",
    "gutter": "#7d8590",
    "related": "#3572c6",
    "help": "#2c8a4b",
    "added": "#2c8a4b",
    "removed": "#d1242f",
}
"""Readable on white and on black; a role without one is the message, bold, which wraps."""
BEGIN, END, CLOSE = "\ue000", "\ue001", "\ue002"
"""Around a painted text and its role: no text of a report has these, which cannot be printed."""
_PAINTED = re.compile(f"{BEGIN}(\\w+){END}")


class NotebookReport(Report):
    """A report that notebooks show in colours."""

    def _repr_html_(self) -> str:
        """Render the report for a notebook."""
        text = escape(render(self, Options(paint=_marked)))
        spans = _PAINTED.sub(lambda match: f'<span style="{_style(match[1])}">', text)
        return f'<pre style="line-height: 1.3">{spans.replace(CLOSE, "</span>")}</pre>'


def _marked(text: str, role: str) -> str:
    return f"{BEGIN}{role}{END}{text}{CLOSE}"


def _style(role: str) -> str:
    colour = COLOURS.get(role)
    return "font-weight: bold; white-space: pre-wrap" if colour is None else f"color: {colour}"
