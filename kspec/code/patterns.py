"""The patterns of ``match``."""

import ast

from kspec.code import operators
from kspec.code.reader import Reader
from kspec.code.values import List, Unknown, Value


def matches(reader: Reader, pattern: ast.pattern, subject: Value) -> Value:
    """Match a value, and bind its names; returns the unknown that the match depends on, if any."""
    if isinstance(pattern, ast.MatchAs):
        known = True if pattern.pattern is None else matches(reader, pattern.pattern, subject)
        if pattern.name is not None:
            reader.bind(pattern.name, subject)
        return known
    if isinstance(pattern, ast.MatchOr):
        for one in pattern.patterns:
            known = matches(reader, one, subject)
            if isinstance(known, Unknown) or known:
                return known
        return False
    if isinstance(pattern, ast.MatchValue | ast.MatchSingleton):
        return _is_value(reader, pattern, subject)
    if isinstance(pattern, ast.MatchSequence):
        return _are_items(reader, pattern, subject)
    return _open(reader, pattern)


def _is_value(
    reader: Reader, pattern: ast.MatchValue | ast.MatchSingleton, subject: Value
) -> Value:
    if isinstance(pattern, ast.MatchSingleton):
        return operators.compare(ast.Is(), subject, pattern.value, pattern)
    value = reader.evaluate(pattern.value)
    return operators.truth(operators.compare(ast.Eq(), subject, value, pattern))


def _are_items(reader: Reader, pattern: ast.MatchSequence, subject: Value) -> Value:
    items = subject.items if isinstance(subject, List) and subject.rest is None else subject
    if isinstance(items, str) or (operators.is_plain(items) and type(items) is not tuple):
        return False
    if type(items) is not tuple or any(isinstance(one, ast.MatchStar) for one in pattern.patterns):
        return _open(reader, pattern)
    if len(items) != len(pattern.patterns):
        return False
    for one, item in zip(pattern.patterns, items, strict=True):
        known = matches(reader, one, item)
        if isinstance(known, Unknown) or not known:
            return known
    return True


def _open(reader: Reader, pattern: ast.pattern) -> Unknown:
    """A pattern that kspec does not follow: all of its names are unknown."""
    why = reader.unknown("a pattern that kspec does not follow", pattern)
    for inner in ast.walk(pattern):
        name = getattr(inner, "name", None) or getattr(inner, "rest", None)
        if isinstance(name, str):
            reader.bind(name, why)
    return why
