"""Symbolic tensors: operators, subscripts and functions of `keras.ops` on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.code import library
from kspec.code.keras.objects import arguments
from kspec.code.keras.values import Application, Opaque, Operation, Tensor
from kspec.code.library import Kind
from kspec.code.values import Call, List, Unknown
from kspec.spec.dialects.native_operations import functions
from kspec.spec.naming import snake_case

if TYPE_CHECKING:
    from kspec.code.reader import Reader
    from kspec.code.values import Place, Value

_OPERATORS = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "//": "floor_divide",
    "%": "mod",
    "**": "power",
    "@": "matmul",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
}


def _operate(symbol: str, left: Value, right: Value, place: Place) -> Value:
    """An operator on a tensor: a call of an operation."""
    name = f"keras.ops.{_OPERATORS.get(symbol, '?')}"
    if left is None:
        name = "keras.ops.negative"
    args = tuple(side for side in (left, right) if side is not None)
    plain = all(isinstance(side, Tensor | int | float) for side in args)
    if name not in functions() or not plain:
        unknown = Unknown("an operation on tensors that kspec does not follow", "?", place)
        return Tensor(Application(Opaque(unknown, "an operation", place), args, {}, place))
    return Tensor(Application(_made(name, Call(place)), args, {}, place))


library.KINDS[Tensor] = Kind(operate=_operate)


def _made(name: str, call: Call) -> Operation:
    made = Operation("operation", name, {}, call)
    made.state["<name>"] = snake_case(name.rpartition(".")[2])
    return made


def operation(reader: Reader, name: str, call: Call) -> Value:
    """A function of `keras.ops` on tensors."""
    known = all(_is_literal(value) for value in (*call.args, *call.kwargs.values()))
    if not known or call.unsure is not None:
        return opaque(reader, name, call)
    given = arguments(call, [])
    kwargs = {key: item.value for key, item in given.items()}
    taken = list(call.args)
    if any(not _holds_tensors(value) for value in taken[1:]):
        return opaque(reader, name, call)
    return Tensor(Application(_made(name, call), tuple(taken), kwargs, call.place))


def _holds_tensors(value: Value) -> bool:
    return isinstance(value, Tensor)


def _is_literal(value: Value) -> bool:
    if isinstance(value, List):
        return value.rest is None and all(map(_is_literal, value.items))
    if type(value) is tuple:
        return all(map(_is_literal, value))
    return isinstance(value, Tensor | int | float | str | None)


def opaque(reader: Reader, name: str, call: Call) -> Tensor:
    """A function on tensors that kspec does not follow: it gives one, as far as anybody knows."""
    reason = reader.unknown(f"what {name} gives", call.place, name)
    layer = Opaque(reason, name.rpartition(".")[2], call.place)
    layer.state["<name>"] = snake_case(name.rpartition(".")[2]) or "layer"
    return Tensor(Application(layer, tuple(call.args), dict(call.kwargs), call.place))


def tensor_subscript(reader: Reader, value: Tensor, key: Value, node: Place) -> Value:
    """``tensor[key]``."""
    place = reader.place(node)
    keys = key if type(key) is tuple else (key,)
    if not all(_is_index(one) for one in keys):
        return opaque(reader, "get_item", Call(place, (value,)))
    made = _made("keras.ops.get_item", Call(place))
    if "keras.ops.get_item" not in functions():
        return opaque(reader, "get_item", Call(place, (value,)))
    return Tensor(Application(made, (value,), {"key": key}, place))


def _is_index(key: Value) -> bool:
    if isinstance(key, slice):
        return all(
            part is None or isinstance(part, int) for part in (key.start, key.stop, key.step)
        )
    return key is None or key is ... or isinstance(key, int)


def shape_value(reader: Reader, call: Call) -> Value:
    """The shape of a tensor as a tuple, unknown where it does not follow."""
    from kspec.code.keras.inference import shape_of

    tensor = call.get(0, "x")
    if isinstance(tensor, Tensor):
        return shape_of(reader, tensor, call.place)
    return reader.unknown("the shape of something that is no tensor", call.place)
