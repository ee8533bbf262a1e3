"""Edits of Python code that change the code as a fix changes the spec.

Places that may be about several values have no edits: a value that comes through a variable, or
that is run more than once for one model.
"""

import ast
import json
from typing import Any

from kspec.linter.bracket_edits import BracketText
from kspec.linter.change import Change
from kspec.linter.code_tree import code_tree
from kspec.linter.finding import Edit
from kspec.linter.python_imports import import_changes
from kspec.linter.python_values import Writer
from kspec.linter.text_lines import Lines
from kspec.source.document import Document
from kspec.source.outline import Node, Path
from kspec.spec.index import CLASSES

_SECTIONS = frozenset(("compile", "fit"))
"""The methods of a model whose arguments are the sections of a spec."""


class PythonText(BracketText):
    """The text of a program, edited by the outline of one of its models."""

    def __init__(self, document: Document) -> None:
        Lines.__init__(self, document.text)
        self.yaml = False
        self.document = document
        self.code = document.text if document.notebook is None else document.notebook.program
        self.tree = code_tree(self.code)
        self.comments = self.tree.comments

    def changes(self, edit: Edit, nodes: list[Node]) -> list[Change]:
        """The changes of an edit; none where it cannot be made for sure."""
        writer = Writer(self.tree)
        try:
            changes_ = self._changes(edit, nodes, writer)
        except ValueError:
            return []
        if not changes_:
            return []
        imported = import_changes(writer.imports, self, self.tree)
        return [] if imported is None else [*changes_, *imported]

    def _changes(self, edit: Edit, nodes: list[Node], writer: Writer) -> list[Change]:
        node = nodes[-1]
        if edit.part == "key":
            return self._renamed(node, json.loads(edit.text))
        if edit.part != "value":
            return []
        expression = self._call_of(node) or self.tree.at(node.value)
        if not isinstance(expression, ast.expr) or not self._is_of_one_value(expression, nodes[0]):
            return []
        return self._changed(edit, expression, writer)

    def _is_of_one_value(self, expression: ast.expr, root: Node) -> bool:
        """Whether a place is run once for each model: in no loop that does not build the model."""
        model = self.tree.at(root.value)
        building = frozenset() if model is None else self.tree.loops(model)
        loops = self.tree.loops(expression)
        return loops is not None and building is not None and loops <= building

    def _changed(self, edit: Edit, expression: ast.expr, writer: Writer) -> list[Change]:
        if edit.action == "remove":
            return self._removed(expression)
        if edit.action in {"insert_after", "insert_before"}:
            ahead = edit.action == "insert_before"
            return self._with_layer(expression, json.loads(edit.text), writer, ahead=ahead)
        if edit.action == "insert_field":
            return self._with_argument(expression, edit.text, writer)
        return self._replaced(edit, expression, writer) if edit.action == "replace" else []

    def _call_of(self, node: Node) -> ast.Call | None:
        """The call that makes an object, where a variable holds it that is used once."""
        expression, kind = self.tree.at(node.value), (node.children or {}).get("type")
        if (
            kind is None
            or not isinstance(expression, ast.Name)
            or self.tree.loads(expression.id) != 1
        ):
            return None
        function = self.tree.at(kind.value)
        call = None if function is None else self.tree.parents.get(function)
        return call if isinstance(call, ast.Call) else None

    def _renamed(self, node: Node, name: str) -> list[Change]:
        keyword = None if node.key is None else self.tree.at(node.key)
        if not isinstance(keyword, ast.keyword) or keyword.arg is None or not name.isidentifier():
            return []
        start = self.tree.places.span(keyword).start
        return [Change(start, start + len(keyword.arg), name)]

    def _replaced(self, edit: Edit, old: ast.expr, writer: Writer) -> list[Change]:
        value = json.loads(edit.text)
        start, end = self.tree.places.span(old)
        if edit.path[-1:] == ("type",) and isinstance(value, str):
            if not isinstance(old, ast.Constant) and not self._is_keras(old):
                return []
            if isinstance(old, ast.Attribute):
                return [Change(end - len(old.attr), end, value)] if value.isidentifier() else []
            return [Change(start, end, writer.reference(value))]
        if not self._says(old, self._value(edit.path)):
            return []
        quote = self.text[start] if isinstance(old, ast.Constant) else ""
        if quote not in {"'", '"'} or self.text.startswith(quote * 3, start):
            quote = ""
        as_tuple = isinstance(old, ast.Tuple)
        return [Change(start, end, writer.expression(value, as_tuple=as_tuple, quote=quote))]

    def _value(self, path: Path) -> object:
        """Value of the model's spec at a path."""
        value: Any = self.document.value
        for key in path:
            value = value[key]
        inner: object = value
        return inner

    def _says(self, written: ast.expr, value: object) -> bool:
        """Whether an expression is a literal of the value, or a name of Keras's for it."""
        if isinstance(written, ast.Attribute | ast.Name):
            return self._is_keras(written)
        if isinstance(written, ast.Call):
            return isinstance(value, dict) and self._is_keras(written.func)
        literal = ast.literal_eval(written)
        return _plain(literal) == _plain(value) and not isinstance(literal, dict | set)

    def _is_keras(self, name: ast.expr) -> bool:
        """Whether an expression names a part of Keras.

        Objects of a module beside the program have their place at the call of that module's
        function.
        """
        imports = self.tree.imports
        if (dotted := imports.dotted(name)) is None:
            known = isinstance(name, ast.Name) and any(name.id in kind for kind in CLASSES.values())
            return imports.has_star and known
        return dotted.startswith("keras.")

    def _with_argument(self, call: ast.expr, text: str, writer: Writer) -> list[Change]:
        ((name, value),) = json.loads(f"{{{text}}}").items()
        if not isinstance(call, ast.Call) or any(
            each.arg in {None, name} for each in call.keywords
        ):
            return []
        if getattr(call.func, "attr", None) not in _SECTIONS and not self._is_keras(call.func):
            return []
        written = f"{name}={writer.expression(value)}"
        places = self.tree.places
        spans = [places.span(each) for each in (*call.args, *call.keywords)]
        if spans:
            return self.insert_after(max(spans, key=lambda span: span.end), written)
        end = places.span(call).end - 1
        return [Change(end, end, written)]

    def _removed(self, expression: ast.expr) -> list[Change]:
        """An item taken out of a list that has others, an argument by name out of a call, or the
        statement that adds a layer.
        """
        parent = self.tree.parents.get(expression)
        if isinstance(parent, ast.List):
            return self._taken_out(expression, [*parent.elts])
        if isinstance(parent, ast.keyword):
            call = self.tree.parents.get(parent)
            return self._taken_out(parent, _arguments(call)) if isinstance(call, ast.Call) else []
        if not isinstance(parent, ast.Call) or not isinstance(parent.func, ast.Attribute):
            return []
        statement = self.tree.parents.get(parent)
        if not isinstance(statement, ast.Expr) or parent.func.attr != "add":
            return []
        span = self.tree.places.span(statement)
        stop = self.line_end(span.end)
        if not self.begins_line(span.start) or self.after(span.end) < stop:
            return []
        return [Change(self.line_start(span.start), self.next_line(stop), "")]

    def _taken_out(
        self, part: ast.expr | ast.keyword, siblings: list[ast.expr | ast.keyword]
    ) -> list[Change]:
        """Changes that remove one of several parts that commas separate; none where a comment would
        go with it.
        """
        places, index = self.tree.places, siblings.index(part)
        start, end = places.span(part)
        if index:
            start = places.span(siblings[index - 1]).end
        elif len(siblings) > 1:
            end = places.span(siblings[1]).start
        return [] if self._comment_in(start, end) else [Change(start, end, "")]

    def _with_layer(
        self, layer: ast.expr, value: dict[str, object], writer: Writer, *, ahead: bool
    ) -> list[Change]:
        """A layer after another one, or ahead of it: an item of a list, or one more ``add``."""
        function = layer.func if isinstance(layer, ast.Call) else None
        if function is not None and not self._is_keras(function):
            return []
        name = writer.reference(str(value["type"]), function)
        arguments = [
            f"{key}={writer.expression(item)}" for key, item in value.items() if key != "type"
        ]
        written = f"{name}({', '.join(arguments)})"
        parent = self.tree.parents.get(layer)
        if isinstance(parent, ast.List):
            put = self.insert_before if ahead else self.insert_after
            return put(self.tree.places.span(layer), written)
        if ahead:
            return []
        if not isinstance(parent, ast.Call) or not isinstance(parent.func, ast.Attribute):
            return []
        statement = self.tree.parents.get(parent)
        if not isinstance(statement, ast.Expr) or parent.func.attr != "add":
            return []
        return self._one_more(statement, parent.func, written)

    def _one_more(self, statement: ast.Expr, function: ast.expr, written: str) -> list[Change]:
        """A statement below another one that calls the same function."""
        span, called = map(self.tree.places.span, (statement, function))
        stop = self.line_end(span.end)
        if not self.begins_line(span.start) or self.after(span.end) < stop:
            return []
        call = f"{self.text[called.start : called.end]}({written})"
        return [Change(stop, stop, f"{self.newline}{self.indent(span.start)}{call}")]

    def begins_line(self, offset: int) -> bool:
        """Whether only blanks are before the offset on its line, the first one too."""
        return not self.text[self.line_start(offset) : offset].strip(" \t\ufeff")


def _arguments(call: ast.Call) -> list[ast.expr | ast.keyword]:
    return [*call.args, *call.keywords]


def _plain(value: object) -> object:
    return [*map(_plain, value)] if isinstance(value, list | tuple) else value
