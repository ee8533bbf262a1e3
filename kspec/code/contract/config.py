"""Checks of ``get_config``: its keys suffice to make a saved layer again."""

import ast
from collections.abc import Iterable, Iterator, Sequence

from kspec.code.contract.classes import FunctionNode, KerasClass, methods
from kspec.code.names import defaults_of, name_of, receiver_of
from kspec.code.source import Source
from kspec.source.outline import Problems, SyntaxProblem

_BASE = frozenset(("name", "trainable", "dtype"))


def config_misses(one: KerasClass, source: Source) -> Problems:
    """A ``get_config`` without an argument that ``__init__`` cannot do without."""
    init, config = one.method("__init__"), one.method("get_config")
    if init is None or config is None or config not in one.node.body:
        return
    if "from_config" in one.defined:
        return
    keys = config_keys(one)
    if keys is None:
        return
    needed = [name for name in _required(init) if name not in keys]
    missing = needed or [name for name in _stored_arguments(init) if name not in keys]
    if missing:
        listed = ", ".join(f"`{name}`" for name in missing)
        effect = "which __init__ needs: a saved model with this layer cannot be loaded"
        if not needed:
            effect = "which __init__ takes: a layer that is loaded goes back to its default"
        yield SyntaxProblem(
            "config_misses_argument",
            f"{one.node.name}.get_config does not hold {listed}, {effect}",
            "Return {**super().get_config(), ...} with every argument of __init__.",
            source.places.name(config),
        )


def _required(init: FunctionNode) -> Iterator[str]:
    """The arguments that have no default."""
    args, defaults = init.args, defaults_of(init.args)
    placed = [*args.posonlyargs, *args.args][1:]
    yield from (each.arg for each in (*placed, *args.kwonlyargs) if each.arg not in defaults)


def _stored_arguments(init: FunctionNode) -> Iterator[str]:
    """The arguments that ``__init__`` stores as they are in attributes of their names."""
    names = {each.arg for each in (*init.args.args, *init.args.kwonlyargs)} - _BASE
    for node in init.body:
        match node:
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=ast.Name(id=value)):
                if name == value and name in names:
                    yield name


class _Config:
    """The keys that a ``get_config`` surely gives, read statement by statement."""

    def __init__(self, above: frozenset[str] | None) -> None:
        self.above = above
        """Keys of ``super().get_config()``."""
        self.names: dict[str, frozenset[str] | None] = {}

    def read(self, body: list[ast.stmt]) -> frozenset[str] | None:
        """Keys of the returned dictionary; None where there may be others."""
        for statement in body:
            if isinstance(statement, ast.Return):
                return None if statement.value is None else self.keys(statement.value)
            if not self._follow(statement):
                return None
        return None

    def _follow(self, statement: ast.stmt) -> bool:
        """Take a statement in; False for one that is not understood."""
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            return self._assign(statement.targets[0], statement.value)
        if not isinstance(statement, ast.Expr):
            return False
        call, owner = statement.value, receiver_of(statement.value, "update")
        if isinstance(call, ast.Call) and isinstance(owner, ast.Name):
            return self._add(owner.id, self._joined([*call.args, *call.keywords]))
        return isinstance(call, ast.Constant)

    def _assign(self, target: ast.expr, value: ast.expr) -> bool:
        if isinstance(target, ast.Name):
            self.names[target.id] = self.keys(value)
            return True
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            return self._add(target.value.id, _constant(target.slice))
        return False

    def _add(self, name: str, keys: frozenset[str] | None) -> bool:
        before = self.names.get(name)
        self.names[name] = None if before is None or keys is None else before | keys
        return True

    def keys(self, node: ast.expr) -> frozenset[str] | None:
        """The keys of a dictionary that an expression gives."""
        if isinstance(node, ast.Name):
            return self.names.get(node.id)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.Add):
            return self._joined([node.left, node.right])
        if isinstance(node, ast.Dict):
            return self._of_display(node)
        return self._of_call(node) if isinstance(node, ast.Call) else None

    def _of_display(self, node: ast.Dict) -> frozenset[str] | None:
        pairs = zip(node.keys, node.values, strict=True)
        return _union(self.keys(value) if key is None else _constant(key) for key, value in pairs)

    def _of_call(self, node: ast.Call) -> frozenset[str] | None:
        if name_of(node.func) in {"dict", "list"}:
            return self._joined([*node.args, *node.keywords])
        if node.args or node.keywords:
            return None
        if (same := receiver_of(node, "items", "copy")) is not None:
            return self.keys(same)
        owner = getattr(receiver_of(node, "get_config"), "func", None)
        return self.above if name_of(owner) == "super" else None

    def _joined(self, parts: Sequence[ast.expr | ast.keyword]) -> frozenset[str] | None:
        return _union(
            frozenset((part.arg,))
            if isinstance(part, ast.keyword) and part.arg is not None
            else self.keys(part.value if isinstance(part, ast.keyword) else part)
            for part in parts
        )


def _union(parts: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """All keys of several parts; None where a part may have others."""
    known = list(parts)
    return None if None in known else frozenset().union(*filter(None, known))


def _constant(key: ast.expr) -> frozenset[str] | None:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return frozenset((key.value,))
    return None


def config_keys(one: KerasClass) -> frozenset[str] | None:
    """The keys that ``get_config`` of a class gives; None where there may be others."""
    keys: frozenset[str] | None = _BASE
    for node in reversed(one.lineage):
        config = methods(node).get("get_config")
        if config is not None:
            keys = None if config.decorator_list else _Config(keys).read(config.body)
    return keys
