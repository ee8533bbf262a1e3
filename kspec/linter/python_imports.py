"""Names that a fix of code has to import first."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from kspec.linter.change import Change

if TYPE_CHECKING:
    from kspec.linter.bracket_edits import BracketText
    from kspec.linter.code_tree import CodeTree
    from kspec.linter.python_values import Import


def import_changes(imports: list[Import], text: BracketText, code: CodeTree) -> list[Change] | None:
    """Changes that import names, in the style of the file; None where there is no place."""
    changes_: list[Change] = []
    for module, name in dict.fromkeys(imports):
        change = _change(module, name, text, code)
        if change is None:
            return None
        changes_ += change
    return changes_


def _change(module: str, name: str, text: BracketText, code: CodeTree) -> list[Change] | None:
    """A name more in an import of the same module, or a line below the last import of Keras."""
    statements = [
        node
        for node in code.tree.body
        if isinstance(node, ast.Import | ast.ImportFrom) and _is_of_keras(node)
    ]
    if not statements:
        return None
    for node in statements:
        if isinstance(node, ast.ImportFrom) and node.module == module:
            last = node.names[-1]
            if last.name == "*":
                return []
            start = code.places.offset(last.lineno, last.col_offset)
            end = code.places.offset(
                last.end_lineno or last.lineno, last.end_col_offset or last.col_offset
            )
            return text.insert_after(type(code.places.span(node))(start, end), name)
    span = code.places.span(statements[-1])
    end = text.line_end(span.end)
    return [Change(end, end, f"{text.newline}from {module} import {name}")]


def _is_of_keras(node: ast.Import | ast.ImportFrom) -> bool:
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    return any("keras" in name or name.startswith("tensorflow") for name in names)
