"""Renderers of a report: one file a format, each `render(report, options) -> str`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kspec.linter.report import Report
    from kspec.report.options import Options

FORMATS = ("full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit")
"""The formats, each rendered by the module of its name."""


def render(report: Report, output_format: str, options: Options) -> str:
    """The report in a format; its renderer is imported only now."""
    text: str = import_module(f"kspec.report.{output_format}").render(report, options)
    return text
