"""Modules outside of the playground, which none of its modules imports."""

import ast

from kspec.dev_playground import PACKAGE, UNASKED, UNUSED


def imported(source: str) -> set[str]:
    """The first names of all modules that a program imports, anywhere."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_the_parts_left_out_are_imported_nowhere() -> None:
    paths = [
        path
        for path in PACKAGE.rglob("*.py")
        if not path.relative_to(PACKAGE).as_posix().startswith(UNASKED)
    ]
    assert len(paths) > 500
    for path in paths:
        first = {name.partition(".")[0] for name in imported(path.read_text("utf-8"))}
        assert not first & UNUSED, path
