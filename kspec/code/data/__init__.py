"""What libraries of data do to values: shapes, dtypes, ranges and encodings, no element read."""

MODULES: dict[str, str] = {}
"""The module that registers the functions below a dotted name: ``{"numpy": "kspec.code.data..."}``.
"""
