"""Checks of ``get_config``: its keys suffice to make a saved layer again."""

import ast
from collections.abc import Iterator

from kspec.code.contract.classes import FunctionNode, KerasClass
from kspec.code.names import defaults_of
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
    keys = source.configs.get(one.node)
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
