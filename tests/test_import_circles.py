"""Modules of kspec import each other in one direction, lazily and for types too."""

from pathlib import Path

import grimp
import pytest


def circles_of(graph: grimp.ImportGraph) -> list[set[str]]:
    """The groups of modules that reach each other, without the name of the root package."""
    above = {module: graph.find_upstream_modules(module) for module in graph.modules}
    groups = {
        frozenset({module, *(other for other in reached if module in above[other])})
        for module, reached in above.items()
    }
    return [
        {name.partition(".")[2] or name for name in group} for group in groups if len(group) > 1
    ]


def test_circles_through_lazy_and_typing_imports_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "round_trip"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "a.py").write_text("from round_trip import b\n")
    (package / "b.py").write_text("def lazily():\n    from round_trip import c\n")
    types = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from round_trip.a import A\n"
    (package / "c.py").write_text(types)
    (package / "d.py").write_text("from round_trip import a\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert circles_of(grimp.build_graph("round_trip", cache_dir=None)) == [{"a", "b", "c"}]


def test_modules_import_each_other_in_one_direction() -> None:
    assert circles_of(grimp.build_graph("kspec", cache_dir=None)) == []
