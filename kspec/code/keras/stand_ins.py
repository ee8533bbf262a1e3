"""Stand-ins for tensors of their shape and dtype, while code of the program is followed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from kspec.code.data.array import Array
from kspec.code.keras.values import Application, Argument, Layer, Tensor, is_input, tensors_of
from kspec.code.values import Call, List, Place, Unknown, Value

INSIDE: ContextVar[bool] = ContextVar("INSIDE", default=False)
"""Whether the code of a layer is followed: functions of TensorFlow take symbolic tensors there."""


_IN_PLACE = "<in place of a value>"


@contextmanager
def inside_layer() -> Iterator[None]:
    """The code of a layer is followed."""
    token = INSIDE.set(True)
    try:
        yield
    finally:
        INSIDE.reset(token)


def stand_in(sizes: Sequence[Value] | None, dtype: str | None, place: Place) -> Tensor:
    """A tensor of a shape with its batch; None is any size, and None alone any shape."""
    layer = Layer("layer", "InputLayer", {}, Call(place))
    shape: Value = Unknown("the shape is not known", "shape", place)
    if sizes is not None:
        shape = List([size if isinstance(size, int | Unknown) else None for size in sizes], place)
    layer.fields["shape" if sizes is None else "batch_shape"] = Argument(shape, place)
    if dtype is not None:
        layer.fields["dtype"] = Argument(dtype, place)
    layer.state["<name>"] = "input_layer"
    layer.state[_IN_PLACE] = True
    return Tensor(Application(layer, (), {}, place))


def follows_inputs(tensor: Tensor) -> bool:
    """Whether a tensor follows from `keras.Input` alone: it is symbolic when the code runs."""
    pending, visited = [tensor], set[int]()
    while pending:
        application = pending.pop().application
        if id(application) in visited:
            continue
        visited.add(id(application))
        before = tensors_of(application)
        layer = application.layer
        if not before and (not is_input(layer) or _IN_PLACE in layer.state):
            return False
        pending += before
    return True


def as_tensor(value: Value, place: Place) -> Value:
    """An array of a known rank, or one among tensors, as a tensor in the code of a layer;
    everything else as it is.
    """
    if isinstance(value, List) and any(isinstance(one, Tensor) for one in value.items):
        return value.copied(value.place, lambda one: as_tensor(one, place))
    if isinstance(value, Array) and value.shape is not None and INSIDE.get():
        return stand_in(value.shape, value.dtype, place)
    return value
