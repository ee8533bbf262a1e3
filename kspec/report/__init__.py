"""Renderers of a report: one file a format, each `render(report) -> str`."""
