"""Globs."""

import pytest

from kspec.linter.globs import matches


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
        ("", "a", False),
        ("**", "a/b", True),
        ("b/**", "b", False),
        ("**.json", "b/a.json", True),
        ("b/**.json", "b/c/a.json", True),
        ("b/**.json", "a.json", False),
        ("a*b*c", "a_b_b_c", True),
        ("a*b*c", "a_b_b_d", False),
        ("*a?a", "aaaa", True),
        # With a plain expression each of these would take longer than anybody waits.
        ("*a" * 30 + "b", "a" * 200, False),
        ("**/" * 30 + "b", "a/" * 200, False),
        ("**/a/" * 30 + "b", "a/" * 200, False),
    ],
)
def test_matches(pattern: str, path: str, *, is_meant: bool) -> None:
    assert matches(pattern, path) is is_meant


@pytest.mark.parametrize("pattern", ["old\\*.json", ".\\old\\", "**\\old\\model.json"])
def test_backslashes_stand_between_folders_too(pattern: str) -> None:
    assert matches(pattern, "old/model.json")
    assert not matches(pattern, "older/model.json")
