"""Programs as syntax trees, with lookups for questions about their names."""

import ast
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from kspec.code.keras.exports import exports_of
from kspec.code.names import children_of, is_own_attribute, last_name, name_of
from kspec.code.places import Places
from kspec.source.outline import UNBOUND

_KERAS = re.compile(
    r"^(?:tensorflow(?:\.compat\.v\d|\.python|\._api(?:\.v\d)+)?\.keras"
    r"|tf_keras|keras_core|keras\.src|keras\.api)(?=\.|$)"
)
_DYNAMIC = frozenset(("eval", "exec", "globals", "locals", "vars"))
LOOPS = (ast.For, ast.While)
N = TypeVar("N", bound=ast.AST)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Imports:
    """Dotted names of the names that a program imports, wherever the import is."""

    def __init__(self, nodes: Iterable[ast.AST]) -> None:
        self.names: dict[str, str] = {}
        self.has_star = False
        for node in nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    name = alias.asname or alias.name.partition(".")[0]
                    self.names[name] = alias.name if alias.asname else name
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = {alias.name: alias.asname or alias.name for alias in node.names}
                if "*" in names:
                    self.has_star = True
                    names = {name: name for name in exports_of(_keras(node.module or ""))}
                self.names.update({bound: f"{node.module}.{n}" for n, bound in names.items()})

    def dotted(self, node: ast.expr) -> str | None:
        """Dotted name of an imported name in today's spelling, ``keras.Model``; else None."""
        written = self.written(node)
        return None if written is None else _keras(written)

    def written(self, node: ast.expr) -> str | None:
        """Dotted name of an expression as the program imports it, ``tensorflow.keras.layers``."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self.names:
            return None
        return ".".join([self.names[node.id], *reversed(parts)])


def _keras(dotted: str) -> str:
    return _KERAS.sub("keras", dotted)


class Source:
    """A program, its syntax tree, its imports and places.

    ``text`` is the program as it is written, where ``code`` has all masked that is not Python.
    """

    def __init__(self, code: str, text: str | None = None) -> None:
        """Parse a program; raises SyntaxError, ValueError, RecursionError or MemoryError."""
        self.code = code.removeprefix("\ufeff")
        self.places = Places(code if text is None else text, code)
        self.cells: Sequence[int] = ()  # where those of a notebook start
        self.receivers: dict[ast.AST | None, Sequence[Any]] = {}
        """Documents of the models that a call is of, or of which it calls a method."""
        self.looked_up: Mapping[ast.AST, Collection[tuple[str, tuple[ast.AST, ...]]]] = {}
        """The names that an expression looks up in histories, with the calls of `fit`."""
        self.configs: Mapping[ast.AST, frozenset[str]] = {}
        """Keys that ``get_config`` of a class gives, where all of them are known."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.tree = ast.parse(self.code)

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """Parent of each node, outer nodes before those in them."""
        parents: dict[ast.AST, ast.AST] = {}
        nodes: list[ast.AST] = [self.tree]
        for node in nodes:
            children = children_of(node)
            parents |= dict.fromkeys(children, node)
            nodes += children
        return parents

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All nodes of the tree, outer ones before those in them."""
        return [self.tree, *self.parents]

    @cached_property
    def _by_kind(self) -> dict[type[ast.AST], list[Any]]:
        kinds: defaultdict[type[ast.AST], list[Any]] = defaultdict(list)
        for node in self.nodes:
            kinds[type(node)].append(node)
        return kinds

    def of(self, kind: type[N]) -> list[N]:
        """All nodes of a class, outer ones before those in them."""
        return self._by_kind.get(kind, [])

    @cached_property
    def imports(self) -> Imports:
        """The imported names."""
        return Imports(self.nodes)

    @cached_property
    def calls(self) -> list[ast.Call]:
        """All calls, in the order of the text."""
        return sorted(self.of(ast.Call), key=lambda node: (node.lineno, node.col_offset))

    @cached_property
    def _named_calls(self) -> Mapping[str | None, list[tuple[int, ast.Call]]]:
        """The calls of functions and methods by their name, with their numbers in the text."""
        calls: defaultdict[str | None, list[tuple[int, ast.Call]]] = defaultdict(list)
        for number, call in enumerate(self.calls):
            calls[last_name(call.func)].append((number, call))
        return calls

    def calls_of(self, name: str) -> list[ast.Call]:
        """All calls of functions and methods of a name, in the order of the text."""
        return [call for _, call in self._named_calls.get(name, ())]

    @cached_property
    def is_plain(self) -> bool:
        """Whether names are read and bound only in visible statements."""
        return not any(node.id in _DYNAMIC for node in self.of(ast.Name))

    @cached_property
    def assigned(self) -> Mapping[str, list[ast.Assign]]:
        """The plain assignments ``name = value`` of each name."""
        single = [node for node in self.of(ast.Assign) if len(node.targets) == 1]
        return _grouped((name_of(node.targets[0]), node) for node in single)

    @cached_property
    def _bound(self) -> dict[str, int]:
        """Number of bindings of each name, of any kind."""
        counts = Counter(node.name for node in self.of(ast.FunctionDef))
        counts.update(node.name for node in self.of(ast.ClassDef))
        counts.update(node.arg for node in self.of(ast.arg))
        counts.update({name: len(nodes) for name, nodes in self.bindings.items()})
        return counts

    def only_value(self, name: str) -> ast.expr | None:
        """Value of a name that one plain assignment binds; None for other names."""
        assigned = self.assigned.get(name, [])
        return assigned[0].value if self._bound.get(name) == len(assigned) == 1 else None

    def is_bound(self, name: str) -> bool:
        """Whether any statement but an import binds a name."""
        return name in self._bound

    def is_bound_once(self, name: str) -> bool:
        """Whether exactly one statement binds a name."""
        return self._bound.get(name) == 1

    def function(self, name: str | None) -> ast.FunctionDef | None:
        """The function of the program that a name always means."""
        named = (one for one in self.of(ast.FunctionDef) if one.name == name)
        return next(named, None) if name is not None and self.is_bound_once(name) else None

    def returned(self, function: ast.AST | None) -> list[ast.expr | None]:
        """The values that a function returns, in the order of the text."""
        returns = self.of(ast.Return) if function is not None else []
        return [one.value for one in returns if self.scope_of(one) is function]

    @cached_property
    def bindings(self) -> Mapping[str, list[ast.Name]]:
        """The nodes that bind each name."""
        nodes_ = self.of(ast.Name)
        return _grouped((node.id, node) for node in nodes_ if not isinstance(node.ctx, ast.Load))

    @cached_property
    def reads(self) -> Mapping[str, list[ast.Name]]:
        """The nodes that read each name."""
        nodes_ = self.of(ast.Name)
        return _grouped((node.id, node) for node in nodes_ if isinstance(node.ctx, ast.Load))

    @cached_property
    def stored_attributes(self) -> Mapping[str, list[ast.Attribute]]:
        """The nodes ``self.name`` that set an attribute, by its name."""
        own = filter(is_own_attribute, self.of(ast.Attribute))
        return _grouped((node.attr, node) for node in own if isinstance(node.ctx, ast.Store))

    def value_of(self, node: ast.expr | None) -> ast.expr | None:
        """Expression, or for a name its value where it is read, or its only one elsewhere."""
        if not isinstance(node, ast.Name):
            return node
        value = self.value_at(node)
        if value is None and (only := self.only_value(node.id)) not in self.around(node):
            value = only
        return value

    def value_at(self, name: ast.Name) -> ast.expr | None:
        """Value of a name where it is read: that of the last binding before, if this is an
        assignment in a block around the read and no loop comes back to another one.
        """
        target, value, position = self._assigned_at(name)
        if not isinstance(target, ast.Tuple):
            return value
        if not isinstance(value, ast.Tuple) or len(value.elts) != len(target.elts):
            return None
        return value.elts[position]

    def unpacked_at(self, name: ast.Name) -> tuple[ast.Call, int] | None:
        """The call, and the position of its result, that a name holds where it is read."""
        target, value, position = self._assigned_at(name)
        if not isinstance(target, ast.Tuple) or not isinstance(value, ast.Call):
            return None
        return value, position

    def is_same(self, one: ast.expr, other: ast.expr) -> bool:
        """Whether two expressions have the same text, and as names the same binding."""
        if isinstance(one, ast.Name) and isinstance(other, ast.Name):
            return one.id == other.id and self._assigned_at(one) == self._assigned_at(other)
        return ast.unparse(one) == ast.unparse(other)

    def _assigned_at(self, name: ast.Name) -> tuple[ast.expr | None, ast.expr | None, int]:
        """Target and value of the assignment that a name reads, and its position in a tuple."""
        scope, around = self.scope_of(name), self.around(name)
        last: ast.Name | None = None
        for bound in self.bindings.get(name.id, ()):
            before = bound.lineno < name.lineno and self._binding(bound) not in around
            is_later = last is None or bound.lineno > last.lineno
            if before and is_later and self.scope_of(bound) is scope:
                last = bound
        loops = [one for one in around if isinstance(one, LOOPS)]
        inside = [] if last is None else self.around(last)
        for bound in self.bindings.get(name.id, ()) if loops else ():
            if any(one in loops and one not in inside for one in self.around(bound)):
                return None, None, 0
        statement = None if last is None else self._binding(last)
        if last is None or not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            return None, None, 0
        block = self.parents[statement]
        while isinstance(block, ast.With) and block not in around:
            block = self.parents[block]
        target = statement.targets[0]
        position = target.elts.index(last) if isinstance(target, ast.Tuple) else 0
        alone = sum(self.scope_of(one) is scope for one in self.bindings[name.id]) == 1
        is_before = block in around
        if isinstance(block, ast.If) and is_before:
            is_before = (statement in block.body) == any(one in block.body for one in around)
        return (target, statement.value, position) if alone or is_before else (None, None, 0)

    def is_set_in(self, name: str, scope: ast.AST) -> bool:
        """Whether a function sets a name itself."""
        return any(self.scope_of(one) is scope for one in self.bindings.get(name, ()))

    def _binding(self, name: ast.Name) -> ast.AST:
        """The statement that binds a name, alone or among several."""
        parent = self.parents[name]
        return self.parents[parent] if isinstance(parent, ast.Tuple) else parent

    def around(self, node: ast.AST) -> list[ast.AST]:
        """A node, and all that hold it, from the inside."""
        nodes_ = [node]
        while nodes_[-1] in self.parents:
            nodes_.append(self.parents[nodes_[-1]])
        return nodes_

    def callee(self, node: ast.AST | None) -> str:
        """The dotted name of what an expression calls; empty for any other expression."""
        return self._callees.get(node, "") if node is not None else ""

    @cached_property
    def _callees(self) -> dict[ast.AST, str]:
        return {call: self.imports.dotted(call.func) or "" for call in self.calls}

    def keras(self, call: ast.AST | None, section: str) -> str | None:
        """Name of a callee from a section of Keras."""
        before, _, name = self.callee(call).rpartition(".")
        return name if f"{before}.".startswith(f"keras.{section}.") else None

    def method_calls(self, *names: str) -> Iterator[tuple[ast.Call, ast.expr]]:
        """Yield the calls of methods of these names, each with its receiver."""
        numbered = [one for name in names for one in self._named_calls.get(name, ())]
        for _, call in sorted(numbered) if len(names) > 1 else numbered:
            if isinstance(call.func, ast.Attribute):
                yield call, call.func.value

    def is_read(self, name: str, scope: ast.AST) -> bool:
        """Whether a name is read in a scope, or may be in a cell that is passed over."""
        shared: list[ast.Global | ast.Nonlocal] = [*self.of(ast.Global), *self.of(ast.Nonlocal)]
        reads = [(one, self.scope_of(one)) for one in self.reads.get(name, ())]
        nodes_: list[ast.AST] = [
            *(one for one, own in reads if own is scope or not self.is_set_in(name, own)),
            *(node for node in shared if name in node.names),
            *(
                node
                for node in self._unseen
                if name in [getattr(one, "id", "") for one in node.targets]
            ),
        ]
        return any(scope is self.tree or scope in self.around(node) for node in nodes_)

    @cached_property
    def _unseen(self) -> list[ast.Assign]:
        """The names of cells that are passed over."""
        return [one for one in self.of(ast.Assign) if is_unbound(one.value)]

    def scope_of(self, node: ast.AST) -> ast.AST:
        """The function around a node, or the module."""
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                return node
        return self.tree


def _grouped(pairs: Iterable[tuple[str | None, N]]) -> Mapping[str, list[N]]:
    """Nodes by their names, in order; not those without one."""
    nodes: dict[str, list[N]] = {}
    for name, node in pairs:
        if name is not None:
            nodes.setdefault(name, []).append(node)
    return nodes


def is_unbound(node: ast.expr) -> bool:
    """Whether a value is that of a cell which is passed over."""
    return name_of(node) == UNBOUND


def argument(call: ast.Call, position: int | None, name: str) -> ast.expr | None:
    """An argument of a call by its place or name; None where it is not given, or not surely so."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    plain = not any(isinstance(one, ast.Starred) for one in call.args)
    if position is not None and position < len(call.args) and plain:
        return call.args[position]
    return None


def is_true(node: ast.expr | None) -> bool:
    """Whether an expression is the constant True."""
    return isinstance(node, ast.Constant) and node.value is True
