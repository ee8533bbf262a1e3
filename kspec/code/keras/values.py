"""The values that Keras's classes make."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeGuard

from kspec.code.values import Call, Dict, List, Mutable, Object, Place, Unknown, Value, same
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from kspec.spec.layers.weight import Weight
    from kspec.spec.unknown import Sizes

ADDED_LOSS = "<added loss>"
"""The key under which a model keeps that ``add_loss`` gives it one."""
OWN_LOGS = "<own logs>"
"""The key under which a model keeps that its class decides what is logged."""
OWN_LOSS = "<own loss>"
"""The key under which a model keeps that its class computes its loss."""
OWN_STEP = "<own step>"
"""The key under which a model keeps that its class decides what becomes of a batch."""
SHIPPED = "<shipped>"
"""The key that a model of `keras.applications` has."""
PREPARED = "<prepared>"
"""The key of the module and the weights of one whose pixels are to be prepared as there."""
TRAINED = "<trained>"
"""The key of a model that the program itself trains or evaluates."""
FED = "<fed>"
"""Key of the shape of a stack's first call."""
LOOP = "<loop>"
"""Key under which a model keeps the data that a loop of the program trains it on."""
CALLED = "<called>"
"""Key under which a model of the program's own class keeps its network on data."""
POLICY = "<policy>"
"""Key under which a model keeps the dtype policy that the program has set before it."""
PARTS = "<parts>"
"""Key of the names of what Keras makes for itself when it builds a layer or a stack."""
SIZES = "<sizes>"
"""Key of the shape that a layer of the program gives, without the batch."""
SPREAD = frozenset(("MultiHeadAttention", "GroupQueryAttention", "GroupedQueryAttention"))
"""Layers that take their query, value and key as arguments of their own."""
DEEPEST = 5
"""Levels of lists and dictionaries that are searched for tensors."""


class Argument(NamedTuple):
    """The value of a field, where it is written, and the whole ``name=value`` where it is named."""

    value: Value
    place: Place
    key_place: Place | None = None


class SetField(NamedTuple):
    """The key under which an object keeps the `Argument` that a field was set to later."""

    name: str


class Described(Mutable):
    """An object of one of Keras's classes: a layer, an optimizer, a loss, a callback ...

    ``noun`` is the registry that knows the class (``"layer"``), ``name`` the class.
    """

    __slots__ = ("call", "fields", "name", "noun")

    def __init__(self, noun: str, name: str, fields: dict[str, Argument], call: Call) -> None:
        super().__init__(call.place)
        self.noun = noun
        self.name = name
        self.fields = fields
        self.call = call

    def current(self) -> dict[str, Argument]:
        """Current fields: those of the call, and those that were set since."""
        later = {key.name: one for key, one in self.state.items() if isinstance(key, SetField)}
        return {**self.fields, **later}


class Layer(Described):
    """Layer of Keras. Its state has the attributes that the program sets later (``trainable``)."""

    __slots__ = ()

    def constant(self, field: str, default: Value = None) -> Value:
        """The value of a field, or a default."""
        field_ = self.fields.get(field)
        return default if field_ is None else field_.value


class Operation(Layer):
    """A function of `keras.ops` as one call of it makes it: ``name`` is ``"keras.ops.add"``."""

    __slots__ = ()


class Opaque(Mutable):
    """Layer that kspec cannot see into: of the program's code, another library, or a branch."""

    __slots__ = ("name", "owner", "reason", "sizes", "weights")

    def __init__(self, reason: Unknown, name: str, place: Place | None) -> None:
        super().__init__(place)
        self.reason = reason
        self.name = name
        self.sizes: Sizes | list[Sizes] | None = None
        """The shape that it gives, without the batch, where that is known."""
        self.weights: Sequence[Weight] | None = None
        """The variables that it builds, where these are known."""
        self.owner: Object | None = None
        """The object of the program that it is."""


class OnWeights(Opaque):
    """An operation on tensors and on a weight, or another value, that only the run knows."""

    __slots__ = ()


class Application(NamedTuple):
    """Call of a layer on tensors and values."""

    layer: "Layer | Opaque | Model"
    args: Sequence[Value]
    kwargs: Mapping[str, Value]
    place: Place

    @classmethod
    def of(cls, layer: "Layer | Opaque | Model", call: Call) -> "Application":
        """The call of a layer."""
        call = call.mapped(copied)
        return cls(layer, call.args, call.kwargs, call.place)


class Facts(NamedTuple):
    """Facts of a symbolic tensor: the shape (None: unknown), the dtype, and whether Keras knows no
    more of the shape before it runs.
    """

    shape: Sequence[Value] | None = None
    dtype: str | None = None
    certain: bool = False

    def sizes(self, place: Place) -> Sequence[Value] | None:
        """The shape, with a size unknown that only kspec does not know (None: the batch)."""
        if self.certain or self.shape is None:
            return self.shape
        unknown = Unknown("a size that kspec cannot follow", "?", place)
        batch, *sizes = self.shape or (None,)
        return (batch, *(unknown if size is None else size for size in sizes))


class Tensor(Mutable):
    """A symbolic tensor: one of the outputs of a call of a layer.

    ``facts`` are those that follow from the layers before it, None before they are inferred.
    """

    __slots__ = ("application", "facts", "output")

    def __init__(self, application: Application, output: int = 0) -> None:
        super().__init__(application.place)
        self.application = application
        self.output = output
        self.facts: Facts | None = None


class Unsure(NamedTuple):
    """A place in a stack where there may be any number of layers."""

    reason: Unknown


class Added(NamedTuple):
    """A layer in a stack, and where it was put there."""

    layer: "Layer | Opaque | Model | Unsure"
    place: Place


HANDED = "<handed>"
"""Key of a model that code which kspec does not know may have changed, and compiled."""


class Model(Mutable):
    """A model: a stack (``kind`` "Sequential"), a graph ("Functional"), or one of a class of the
    program ("Own").

    State: its attributes, ``<layers>`` of a stack (a tuple of `Added`), and ``<phases>``, the
    records of its last compile: of several where arms of a branch compile it.
    """

    __slots__ = ("inputs", "kind", "name_argument", "outputs", "owner", "variable")

    place: Place

    def __init__(self, kind: str, place: Place, **state: Value) -> None:
        super().__init__(place, **{"<layers>": (), "<phases>": ()}, **state)
        self.kind = kind
        self.inputs: Value = None
        self.outputs: Value = None
        self.name_argument: Argument | None = None
        self.owner: Value = None
        self.variable = ""
        """First variable of the object in the code."""

    @property
    def stack(self) -> Sequence[Added]:
        """The layers of a stack behind its input."""
        layers: Sequence[Added] = self.state["<layers>"]
        return layers[1:] if layers and is_input(layers[0].layer) else layers


def is_input(layer: object) -> TypeGuard[Layer]:
    """Whether a layer is an input of a graph."""
    return isinstance(layer, Layer) and layer.name == "InputLayer"


def input_tensor(layer: Layer, place: Place) -> Tensor:
    """The tensor of an input of a graph, which is the output of its layer."""
    layer.state["<tensor>"] = tensor = Tensor(Application(layer, (), {}, place))
    return tensor


def tensors_of(application: Application) -> list[Tensor]:
    """All tensors that a call takes."""
    return tensors_in((*application.args, *application.kwargs.values()))


def mapped(change: Callable[[Tensor], Value], value: Value, depth: int = 0) -> Value:
    """A copy of a value with every tensor of it changed."""
    if isinstance(value, Tensor):
        return change(value)
    if depth > DEEPEST:
        return value
    inner = partial(mapped, change, depth=depth + 1)
    if isinstance(value, List | Dict):
        return value.copied(value.place, inner)
    return tuple(map(inner, value)) if type(value) is tuple else value


def alone(value: Value) -> Value:
    """The only item of a list; everything else as it is."""
    if isinstance(value, List) and len(value.items) == 1 and value.rest is None:
        return value.items[0]
    return value


def copied(value: Value) -> Value:
    """A value with copies of its lists and dictionaries, which the program may change later."""
    return mapped(same, value)


def tensors_in(value: Value, depth: int = 0) -> list[Tensor]:
    """All tensors of a value, in order; not those that are nested deeper than layers take them."""
    if isinstance(value, Tensor):
        return [value]
    values: Sequence[Value] = ()
    if depth > DEEPEST:
        return []
    if isinstance(value, List):
        values = value.items
    elif isinstance(value, Dict):
        values = list(value.items.values())
    elif type(value) is tuple:
        values = value
    return [tensor for item in values for tensor in tensors_in(item, depth + 1)]
