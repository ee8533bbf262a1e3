"""Origins of values: through variables, attributes of ``self`` and parameters."""

import ast
from collections.abc import Iterator

from kspec.code.contract.classes import class_around
from kspec.code.names import is_own_attribute, last_name, name_of, receiver_of
from kspec.code.source import Source, argument

_DEEPEST = 6
_MOST_STEPS = 20
_Named = ast.FunctionDef | ast.AsyncFunctionDef


def origins(node: ast.expr | None, source: Source, depth: int = 0) -> list[ast.expr]:
    """List the expressions that may give a value, also through calls; none if one is unknown."""
    if node is None or depth > _DEEPEST:
        return []
    if isinstance(node, ast.Name):
        sources = _of_name(node, source)
    elif is_own_attribute(node):
        assigned = set_to(node, source)
        sources = [] if assigned is None else [assigned]
    else:
        return [node]
    roots = [origins(one, source, depth + 1) for one in sources]
    return [one for each in roots for one in each] if all(roots) else []


def steps(node: ast.expr | None, source: Source) -> Iterator[ast.Call]:
    """Yield the calls of methods that make a value, the last one first, and where they begin."""
    for _ in range(_MOST_STEPS):
        node = held_by(node, source)
        if not isinstance(node, ast.Call):
            return
        yield node
        if not isinstance(node.func, ast.Attribute) or source.callee(node):
            return
        node = node.func.value


def held_by(node: ast.expr | None, source: Source, depth: int = 0) -> ast.expr | None:
    """The value of an expression, also of a name among those that functions give results."""
    value = source.value_of(node)
    if value is not None or not isinstance(node, ast.Name) or depth > _DEEPEST:
        return value
    call, position = source.unpacked_at(node) or (None, 0)
    function = None if call is None else source.function(last_name(call.func))
    return held_by(result_of(function, position, source), source, depth + 1)


def appended(name: ast.Name, source: Source) -> list[ast.expr]:
    """List the items that a program appends to a list of this name."""
    calls = source.method_calls("append")
    return [call.args[0] for call, to in calls if name_of(to) == name.id and len(call.args) == 1]


def result_of(function: ast.FunctionDef | None, position: int, source: Source) -> ast.expr | None:
    """The only result of a function, or the part of it at a position."""
    results = source.returned(function)
    result = results[0] if len(results) == 1 else None
    parts = result.elts if isinstance(result, ast.Tuple) else [result]
    return parts[position] if position < len(parts) else None


def _of_name(name: ast.Name, source: Source) -> list[ast.expr]:
    if arguments := arguments_for(name, source):
        return arguments
    value = source.value_of(name)
    return [] if value is None else [value]


def arguments_for(name: ast.Name, source: Source) -> list[ast.expr]:
    """List the arguments that all calls of a function give for its parameter of this name."""
    scope = source.scope_of(name)
    if isinstance(scope, _Named):
        names = [one.arg for one in (*scope.args.posonlyargs, *scope.args.args)]
        if name.id in names and not source.is_set_in(name.id, scope):
            return _arguments_of(scope, names.index(name.id), source)
    return []


def set_to(read: ast.Attribute, source: Source) -> ast.expr | None:
    """Expression that is assigned to ``self.name``, if its class has only one assignment."""
    owner = class_around(read, source)
    stores = [
        node
        for node in source.stored_attributes.get(read.attr, ())
        if class_around(node, source) is owner
    ]
    if len(stores) != 1:
        return None
    target = source.parents[stores[0]]
    match target, source.parents[target]:
        case ast.Assign(value=value), _:
            return value
        case ast.Tuple(elts), ast.Assign(value=ast.Tuple(values)) if len(elts) == len(values):
            return values[elts.index(stores[0])]
    return None


def _arguments_of(function: _Named, position: int, source: Source) -> list[ast.expr]:
    """List the arguments for a parameter in all calls of a function or method."""
    name = [*function.args.posonlyargs, *function.args.args][position].arg
    owner = source.parents[function]
    is_method = isinstance(owner, ast.ClassDef)
    is_static = any(name_of(one) == "staticmethod" for one in function.decorator_list)
    position -= is_method and not is_static
    called = function.name
    if isinstance(owner, ast.ClassDef) and called == "__init__":
        called = owner.name
    if position < 0 or (not is_method and not source.is_bound_once(called)):
        return []
    arguments: list[ast.expr] = []
    for call in source.calls_of(called):
        by_name, value = name_of(call.func) == called, argument(call, position, name)
        if by_name and value is None:
            return []  # a default, or among arguments that are not known
        receiver = receiver_of(call, called) if is_method else None
        of_library = source.callee(source.value_of(receiver)) != ""
        if value is not None and (by_name or (receiver is not None and not of_library)):
            arguments.append(value)
    return arguments
