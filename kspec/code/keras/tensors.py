"""Symbolic tensors: operators, subscripts and functions of `keras.ops` on them."""

import math

from kspec.code import library
from kspec.code.budget import MOST_ITEMS
from kspec.code.data.array import Array
from kspec.code.keras.inference import facts_of, shape_of, sizes_of
from kspec.code.keras.stand_ins import as_tensor, stand_in
from kspec.code.keras.values import Application, Argument, Opaque, Operation, Tensor, is_input
from kspec.code.keras.wiring import output_count
from kspec.code.library import Kind
from kspec.code.names import words
from kspec.code.reader import Reader
from kspec.code.values import Call, Dict, List, Place, Unknown, Value
from kspec.spec.dialects.operation_functions import arguments_of, functions
from kspec.spec.naming import snake_case
from kspec.spec.unknown import Sizes

OPERATORS = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "true_divide",
    "//": "floor_divide",
    "%": "mod",
    "**": "power",
    "@": "matmul",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
    "&": "logical_and",
    "|": "logical_or",
    "^": "logical_xor",
}
"""Functions of `keras.ops`, and of numpy, by the operators that do the same."""
_UNARY = {"-": "negative", "~": "logical_not"}
_EINSUM = "keras.ops.einsum"
_UNSTACK = "keras.ops.unstack"
_SEVERAL: dict[str, int | str] = {
    **{f"keras.ops.{name}": 2 for name in ("eig", "eigh", "moments", "qr", "slogdet", "top_k")},
    **{f"keras.ops.{name}": "indices_or_sections" for name in ("array_split", "split")},
    _UNSTACK: "num",
}
"""Functions that give several tensors: their number, or the argument that tells it."""
_OF_PAIRS = frozenset(f"keras.ops.{name}" for name in ("fft", "fft2", "ifft2", "irfft", "istft"))
"""Functions that take a real and an imaginary part in one argument."""
_RESHAPE = "keras.ops.reshape"
RUNNING = "a size that is known when the code runs"
_TO_BATCH = {
    "keras.ops.broadcast_to": "shape",
    "keras.ops.repeat": "repeats",
    "keras.ops.tile": "repeats",
}
"""Functions that repeat a tensor, and their second argument."""
_KEEPING = words(
    "cast clip clip_by_norm dropout ensure_shape l2_normalize preprocess_input reverse"
)
"""Functions that give a tensor of the shape of the first."""
_COMPUTING = ("keras.ops.", "keras.random.", "keras.backend.", "tensorflow.")
_BUILDING = ("tensorflow.compat.", "tensorflow.contrib.", "tensorflow.layers.")
_OPERANDS = frozenset(("x1", "x2", "y"))
"""Arguments of functions that are tensors or numbers."""


def operated(symbol: str, left: Value, right: Value, place: Place) -> Value:
    """An operator on a tensor: a call of an operation."""
    names = _UNARY if left is None else OPERATORS
    name = f"keras.ops.{names.get(symbol, '?')}"
    sides = (_written(side, place) for side in (left, right) if side is not None)
    args = tuple(as_tensor(side, place) for side in sides)
    if name not in functions() or not all(map(_is_operand, args)):
        unknown = Unknown("an operation on tensors that kspec does not follow", "?", place)
        return Tensor(Application(Opaque(unknown, "an operation", place), args, {}, place))
    return Tensor(Application(_operation_of(name, Call(place)), args, {}, place))


def _is_operand(value: Value) -> bool:
    """Whether a value is a tensor, a number, or an array as a spec writes it."""
    is_array = isinstance(value, Dict) and "array" in value.items
    return is_array or isinstance(value, Tensor | int | float)


def _written(value: Value, place: Place) -> Value:
    """An array of one number or a row of them, as a spec writes it; everything else as it is."""
    if not isinstance(value, Array) or value.dtype in {None, "string"}:
        return value
    numbers: Value = value.number
    if value.values is not None and value.shape == (len(value.values),):
        numbers = list(value.values)
    return value if numbers is None else Dict({"array": numbers, "dtype": value.dtype}, place)


library.KINDS[Tensor] = Kind(operate=operated, rules=True)


def _operation_of(name: str, call: Call) -> Operation:
    operation = Operation("operation", name, {}, call)
    operation.state["<name>"] = snake_case(functions()[name])
    return operation


def rectified(call: Call) -> Value:
    """``keras.activations.relu`` of a tensor: an operation, which is called as the layer is."""
    positional = zip(("negative_slope", "max_value", "threshold"), call.args[1:], strict=False)
    values = {**dict(positional), **call.kwargs}
    x = values.pop("x", None) if "x" in values else call.args[0]
    fields = {name: Argument(value, call.place_of(None, name)) for name, value in values.items()}
    operation = Operation("layer", "ReLU", fields, call)
    operation.state["<name>"] = "re_lu"
    return Tensor(Application(operation, (x,), {}, call.place))


def operation(reader: Reader, name: str, call: Call) -> Value:
    """A function of `keras.ops` on tensors."""
    place = call.place
    call = call._replace(
        args=tuple(as_tensor(_written(value, place), place) for value in call.args),
        kwargs={key: as_tensor(value, place) for key, value in call.kwargs.items()},
    )
    if name == _RESHAPE:
        operation = reshaped(reader, call)
        if operation is not None:
            return operation
    if name in _TO_BATCH:
        repeated = _in_batch(reader, name, call)
        if repeated is not None:
            return repeated
    split = _split(name, call)
    if split is None or call.unsure is not None or name in _OF_PAIRS:
        return opaque(reader, name, call)
    tensors, kwargs = split
    if not all(map(_is_literal, (*tensors, *kwargs.values()))):
        return opaque(reader, name, call)
    called = call._replace(args=tuple(tensors), kwargs=kwargs)
    application = Application.of(_operation_of(name, call), called)
    if name not in _SEVERAL:
        return Tensor(application)
    count = _count_of(reader, name, called)
    if count is None or count > MOST_ITEMS:
        return opaque(reader, name, call)
    return List([Tensor(application, i) for i in range(count)], place)


def _in_batch(reader: Reader, name: str, call: Call) -> Tensor | None:
    """A weight that is repeated for each sample of a batch; None for everything else."""
    x, times = call.get(0, "x"), call.get(1, _TO_BATCH[name])
    if not isinstance(x, Tensor) or not is_input(x.application.layer):
        return None
    facts = facts_of(reader, x, call.place)
    shape, target = facts.shape or (), times.items if isinstance(times, List) else times
    sizes: Value = ()
    if name == "keras.ops.repeat":
        sizes = shape[1:] if isinstance(times, Unknown) and call.get(2, "axis") == 0 else ()
    elif type(target) in {tuple, list} and target and isinstance(target[0], Unknown):
        sizes = target[1:]
        if name == "keras.ops.tile":
            pairs = zip(shape[1:], sizes, strict=False)
            sizes = [one * count for one, count in pairs] if len(target) == len(shape) else ()
    known = all(type(one) is int for one in (*shape[:1], *sizes))
    if not known or not sizes or shape[0] != 1:
        return None
    return stand_in((None, *sizes), facts.dtype, call.place)


def _count_of(reader: Reader, name: str, call: Call) -> int | None:
    """Number of outputs of a function that gives several; None where that is unknown."""
    count = _SEVERAL[name]
    if not isinstance(count, str):
        return count
    value = call.kwargs.get(count)
    if isinstance(value, List):
        return len(value.items) + 1
    if value is None and name == _UNSTACK:
        shape, axis = shape_value(reader, call), call.kwargs.get("axis", 0)
        is_known = type(shape) is tuple and axis in range(-len(shape), len(shape))
        value = shape[axis] if is_known else None
    return value if isinstance(value, int) else None


def _split(name: str, call: Call) -> tuple[list[Value], dict[str, Value]] | None:
    """Split the operands of a call from its other arguments by name; None where that is unknown."""
    names = arguments_of(name)
    tensors: list[Value] = []
    kwargs = dict(call.kwargs)
    args = call.args
    if name == _EINSUM and args:
        kwargs["subscripts"], *args = args
    for position, value in enumerate(args):
        named = names[position] if position < len(names) else None
        is_operand = named in _OPERANDS and _is_operand(value)
        if not position or isinstance(value, Tensor) or is_operand:
            if len(tensors) != position:
                return None
            tensors.append(value)
        elif named is None:
            return None
        else:
            kwargs[named] = value
    return tensors, kwargs


def reshaped(reader: Reader, call: Call) -> Value:
    """A tensor in a shape with sizes in it that are known when the code runs, None for others."""
    x, target = call.get(0, "x"), call.get(1, "newshape")
    sizes = target.items if isinstance(target, List) else target
    if not isinstance(x, Tensor) or type(sizes) is not tuple:
        return None
    running = [one for one in sizes if isinstance(one, Unknown)]
    if not running or not all(isinstance(one, int | Unknown) for one in sizes):
        return None
    shape = facts_of(reader, x, call.place).shape
    if shape is None or any(one.reason != RUNNING for one in running):
        return None
    result: list[int | None] = [None if isinstance(one, Unknown) else one for one in sizes]
    if -1 in result:
        known = [size for size in shape if isinstance(size, int)]
        divisor = math.prod(size for size in result if size is not None and size != -1)
        missing = len(shape) - len(known) == len(running) and divisor
        result[result.index(-1)] = math.prod(known) // divisor if missing else None
    if result[0] is None and all(isinstance(size, int) for size in result[1:]):
        target = List((-1, *result[1:]), call.place)
        return operation(reader, _RESHAPE, call._replace(args=(x, target), kwargs={}))
    layer = Opaque(reader.unknown("a shape of running sizes", call.place), "reshape", call.place)
    layer.sizes, layer.weights = tuple(result[1:]), ()
    layer.state["<name>"] = "reshape"
    return Tensor(Application(layer, (x,), {}, call.place))


def _is_literal(value: Value) -> bool:
    if isinstance(value, List):
        return value.rest is None and all(map(_is_literal, value.items))
    if type(value) is tuple:
        return all(map(_is_literal, value))
    return _is_operand(value) or isinstance(value, str | None)


def opaque(reader: Reader, name: str, call: Call) -> Tensor:
    """Apply a function that kspec does not follow: its output is one tensor, by assumption."""
    last = name.rpartition(".")[2]
    layer = Opaque(reader.unknown(f"what {name} gives", call.place, name), last, call.place)
    if _computes(name):
        layer.weights = ()
    layer.state["<name>"] = snake_case(last) or "layer"
    x = call.get(0, "x")
    if isinstance(x, Tensor) and "." in name:
        layer.sizes = _result_of(last, sizes_of(reader, x, call.place), call)
    return Tensor(Application.of(layer, call))


def _result_of(name: str, sizes: Sizes | None, call: Call) -> Sizes | None:
    """The shape that a function without one of `keras.ops` gives for one, without the batch."""
    if name in _KEEPING:
        return sizes
    match name, sizes, call.args[1:]:
        case "depth_to_space", (int(height), int(width), int(channels)), (int(block),) if block:
            return height * block, width * block, channels // block**2
    return None


def _computes(name: str) -> bool:
    """Whether a function, or a method of a tensor, only computes, and makes no variables."""
    is_function = name.startswith(_COMPUTING) or "." not in name
    return is_function and not name.startswith(_BUILDING)


def tensor_subscript(reader: Reader, value: Tensor, key: Value, node: Place) -> Value:
    """``tensor[key]``."""
    place = reader.place(node)
    call = value.application
    if isinstance(key, slice) and output_count(call.layer, call.kwargs) is None:
        if getattr(call.layer, "name", "") == "Lambda":  # one tensor, or those of its function
            return opaque(reader, "get_item", Call(place, (value,)))
        return reader.unknown("some of the outputs of a call", place)
    keys = key if type(key) is tuple else (key,)
    if "keras.ops.get_item" not in functions() or not all(map(_is_index, keys)):
        return opaque(reader, "get_item", Call(place, (value,)))
    operation = _operation_of("keras.ops.get_item", Call(place))
    return Tensor(Application(operation, (value,), {"key": key}, place))


def _is_index(key: Value) -> bool:
    if isinstance(key, slice):
        return all(isinstance(part, int | None) for part in (key.start, key.stop, key.step))
    return key is None or key is ... or isinstance(key, int)


def shape_value(reader: Reader, call: Call) -> Value:
    """The shape of a tensor as a tuple, unknown where it does not follow."""
    tensor = call.get(0, "x")
    if isinstance(tensor, Tensor):
        return shape_of(reader, tensor, call.place)
    return reader.unknown("the shape of something that is no tensor", call.place)


def running_shape(reader: Reader, call: Call) -> Value:
    """The shape of a tensor as code computes with it: the batch is a number too, if unknown."""
    value = call.get(0, "x", call.kwargs.get("input"))
    shape = shape_value(reader, call._replace(args=(as_tensor(value, call.place),)))
    if not isinstance(shape, tuple):
        return shape
    return tuple(reader.unknown(RUNNING, call.place) if one is None else one for one in shape)
