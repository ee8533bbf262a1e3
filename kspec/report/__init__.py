"""Renderers of a report: one file a format, each `render(report, options) -> str`."""

FORMATS = ("full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit")
"""The formats, each rendered by the module of its name."""
