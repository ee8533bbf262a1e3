"""Globs."""

import pytest

from kspec.lint.globs import matches


@pytest.mark.parametrize(
    ("pattern", "path", "is_meant"),
    [
        ("a.json", "a.json", True),
        ("a.json", "b/a.json", True),
        ("b/a.json", "b/a.json", True),
        ("b/a.json", "c/b/a.json", False),
        ("/a.json", "a.json", True),
        ("/a.json", "b/a.json", False),
        ("./a.json", "a.json", True),
        ("*.json", "b/a.json", True),
        ("b/*.json", "b/a.json", True),
        ("b/*.json", "b/c/a.json", False),
        ("b/**", "b/c/a.json", True),
        ("**/a.json", "a.json", True),
        ("**/a.json", "b/c/a.json", True),
        ("b/**/a.json", "b/a.json", True),
        ("b/**/a.json", "b/c/d/a.json", True),
        ("b", "b/c/a.json", True),
        ("b/", "b/a.json", True),
        ("b", "bc/a.json", False),
        ("?.json", "a.json", True),
        ("?.json", "ab.json", False),
        ("[ab].json", "b.json", True),
        ("[!ab].json", "b.json", False),
        ("[!ab].json", "c.json", True),
        ("a+(b).json", "a+(b).json", True),
        ("[z-a].json", "[z-a].json", True),
        ("[.json", "[.json", True),
    ],
)
def test_matches(pattern: str, path: str, *, is_meant: bool) -> None:
    assert matches(pattern, path) is is_meant
