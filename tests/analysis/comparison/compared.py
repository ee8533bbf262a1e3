"""Specs for the tests of comparison."""

from typing import Any

from kspec.analysis.comparison.comparison import Comparison, compare
from kspec.linter.sources import linted_from


def compared(old: Any, new: Any) -> Comparison:
    """Two specs, each a mapping, a text or a path."""
    one, other = linted_from(old).analysis, linted_from(new).analysis
    assert one is not None
    assert other is not None
    found = compare(one, other)
    assert found is not None
    return found
