"""Custom models, of classes of the program: the graph of their ``call`` on the data of a fit."""

from collections.abc import Iterator, Sequence

from kspec.code.classes import member
from kspec.code.data.array import Array, is_list
from kspec.code.data.dataset import Dataset
from kspec.code.data.literal import plain
from kspec.code.journal import MISSING
from kspec.code.keras.custom_layers import followed, own_weights
from kspec.code.keras.described import Placed
from kspec.code.keras.graph import Graph, graph_between
from kspec.code.keras.inference import sizes_of, weights_of
from kspec.code.keras.network import Written, joined, network_of, own_entry
from kspec.code.keras.stand_ins import INSIDE, stand_in
from kspec.code.keras.values import (
    CALLED,
    Application,
    Argument,
    Layer,
    Model,
    OnWeights,
    Opaque,
    Operation,
    Tensor,
    input_tensor,
    mapped,
    tensors_in,
    tensors_of,
)
from kspec.code.library import kind_of
from kspec.code.reader import Reader
from kspec.code.training import data_section
from kspec.code.values import Call, Dict, List, Object, Place, Unknown, Value
from kspec.spec.layers.weight import Weight
from kspec.spec.unknown import Deferred, UnknownValueError

_FIRST = frozenset((0, "inputs", "training"))
_UNSEEN = "the shape of the data is not in the code"
_OF_BATCH = "what a training of its own takes of a batch"


def composite(model: Model) -> Written | None:
    """Network of a model that only trains its parts, as GANs and diffusion models do: one layer of
    its class; None for other models.
    """
    owner = model.owner
    if not isinstance(owner, Object) or model.kind != "Own":
        return None
    if not _has(owner, "train_step") or _has(owner, "call"):
        return None
    name, place = owner.cls.name, model.place
    layer = Opaque(Unknown(f"a model of the class {name}", name, place), name, place)
    value = {"inputs": {"shape": Deferred(_OF_BATCH, "the input", place)}}
    placed = Placed(place)
    placed.children["inputs"] = Placed(place)
    return joined(value, placed, [own_entry(layer, owner, place)])


def _has(owner: Object, name: str) -> bool:
    return member(owner.cls, name) is not MISSING


def network_so_far(model: Model) -> Written:
    """Network of a model before its fit: for a class of the program, that of its first call."""
    return composite(model) or model.state.get(CALLED) or network_of(model)


def fitted_network(reader: Reader, model: Model, fit: Call) -> Written:
    """Network of a model of a class of the program at its fit."""
    return composite(model) or own_network(reader, model, fit) or network_so_far(model)


def own_network(reader: Reader, model: Model, fit: Call) -> Written | None:
    """Network of a model of a class of the program as it is fitted; None for other than a graph."""
    owner = model.owner
    if not isinstance(owner, Object) or _has(owner, "__call__"):
        return None
    own_step = _has(owner, "train_step")
    for entrance in filter(tensors_in, _entrances(fit, own_step=own_step)):
        written = _network_on(reader, model, owner, fit, entrance)
        if written is not None and (not own_step or _takes_it(written)):
            return written
    return None


def _network_on(
    reader: Reader, model: Model, owner: Object, fit: Call, entrance: Value
) -> Written | None:
    output = followed(reader, owner, Call(fit.place, (entrance,)))
    parts = _parts(entrance, output)
    if parts > 0:
        if not isinstance(fit.get(0, "x"), Unknown):
            return None
        # data that the code does not show are several arrays
        entrance = tuple(_of_any_shape(fit, f"input_{at}") for at in range(1, parts + 1))
        output = followed(reader, owner, Call(fit.place, (entrance,)))
    if not _is_of_tensors(output):
        return None
    return _written(reader, model, tensors_in(entrance), output)


def _is_of_tensors(value: Value) -> bool:
    """Whether an output is a tensor, or holds nothing else."""
    if isinstance(value, List | Dict):
        items = value.items.values() if isinstance(value, Dict) else value.items
        return value.rest is None and all(map(_is_of_tensors, items))
    return all(map(_is_of_tensors, value)) if type(value) is tuple else isinstance(value, Tensor)


def _parts(entrance: Value, output: Value) -> int:
    """Number of items that a ``call`` unpacks from its one argument; 0 for other calls."""
    if not isinstance(entrance, Tensor):
        return 0
    graph = graph_between((), output, entrance.application.place)
    operands = [one for step in graph.steps for one in tensors_of(step.application)]
    parts = [one for one in operands if one.application is entrance.application]
    return max((one.output + 1 for one in parts if one is not entrance), default=0)


def _takes_it(written: Written) -> bool:
    """Whether a network takes the data of a fit: a ``train_step`` may give it other things."""
    from kspec.spec.parse import parse
    from kspec.spec.propagation import propagate

    reading = parse(written.value)
    if reading.spec is None or reading.problems:
        return False
    try:
        results = propagate(reading.spec.network).results.values()
    except UnknownValueError:
        return False
    return all(result.fault is None for result in results)


def _entrances(fit: Call, *, own_step: bool) -> Iterator[Value]:
    """Stand-ins for the data of a fit: tensors, or lists and dictionaries of several.

    A step of the model's own may take all of a batch, and not only its first part.
    """
    data, _ = data_section(fit, {})
    shape, dtype = data.get("input_shape"), data.get("input_dtype")
    x = plain(fit.get(0, "x"))
    element = x.element if isinstance(x, Dataset) and x.batch is not None else None
    parts = element if type(element) is tuple else ()
    if isinstance(shape, list):
        yield _stand_in(shape, dtype, fit.place)
    else:
        yield _in_place_of(parts[0] if parts else x, "input_layer", fit)
    if own_step and len(parts) > 1:
        yield _in_place_of(parts, "input_layer", fit)


def _in_place_of(value: Value, name: str, fit: Call) -> Value:
    """Stand-ins for arrays, each with the name of its place."""
    value = plain(value)
    if isinstance(value, Dict) and value.rest is None:
        return Dict({key: _in_place_of(one, str(key), fit) for key, one in value.items.items()})
    if is_list(value):
        return tuple(_in_place_of(one, f"input_{at}", fit) for at, one in enumerate(value, 1))
    if not isinstance(value, Array) or value.shape is None:
        unseen = isinstance(value, Unknown | Dataset | Array | Tensor)
        return _of_any_shape(fit, name) if unseen else None
    tensor = _stand_in(value.shape[1:], value.dtype, fit.place)
    tensor.application.layer.state["<name>"] = name
    return tensor


def _of_any_shape(fit: Call, name: str) -> Tensor:
    place = fit.place_of(0, "x")
    layer = Layer("layer", "InputLayer", {}, Call(place))
    layer.fields["shape"] = Argument(Unknown(_UNSEEN, "the input", place), place)
    layer.state["<name>"] = name
    return input_tensor(layer, place)


def _stand_in(shape: Sequence[Value], dtype: Value, place: Place) -> Tensor:
    # a size that the code does not show is fixed all the same, when the program runs
    sizes = [Unknown("a size of the data", "?", place) if one is None else one for one in shape]
    return stand_in((None, *sizes), dtype if isinstance(dtype, str) else None, place)


def note_call(reader: Reader, owner: Object, call: Call) -> None:
    """Record a model of a class of the program with the network of its first call on data."""
    model, data = owner.state.get("<model>"), call.get(0, "inputs")
    if not isinstance(model, Model) or model.kind != "Own":
        return
    unseen = isinstance(data, Unknown) and not INSIDE.get() and not call.places.keys() - _FIRST
    is_data = isinstance(data, Array) or kind_of(data) is not None
    if isinstance(data, Tensor) or not (is_data or unseen):
        return
    if CALLED not in model.state:
        model.state[CALLED] = own_network(reader, model, Call(call.place, (data,)))
    if model.state[CALLED] is not None and model not in reader.log.models:
        reader.log.add(model)


def _written(
    reader: Reader, model: Model, entrances: list[Tensor], output: Value
) -> Written | None:
    graph = graph_between(entrances, output, model.place)
    if len(graph.inputs) > len(entrances):
        output = _without_weights(reader, model, graph, entrances)
        graph = graph_between(entrances, output, model.place)
    if not graph.complete or len(graph.inputs) != len(entrances) or not graph.steps:
        return None
    return network_of(graph.model)


def _without_weights(reader: Reader, model: Model, graph: Graph, entrances: list[Tensor]) -> Value:
    """The outputs of a graph, with an operation on its inputs and on weights, or on layers of
    constants, as one of unknown values; None where a layer takes a weight.

    The first of them has all these weights.
    """
    moved = {id(one.application): one.application for one in entrances}
    mixed: list[OnWeights] = []
    others: list[Tensor] = []

    def again(one: Tensor) -> Tensor:
        return Tensor(moved[id(one.application)], one.output)

    for step in graph.steps:
        application = step.application
        layer, args, kwargs, place = application
        before = tensors_of(application)
        kept = [one for one in before if id(one.application) in moved]
        if before and not kept:
            continue
        if len(kept) < len(before):
            if not isinstance(layer, Operation):
                return None
            others += [one for one in before if id(one.application) not in moved]
            args, kwargs, name = kept, {}, layer.state["<name>"]
            layer = OnWeights(reader.unknown("the value of a weight", place, name), name, place)
            layer.state["<name>"] = name
            layer.sizes, layer.weights = sizes_of(reader, Tensor(application), place), ()
            mixed.append(layer)
        args = tuple(mapped(again, one) for one in args)
        kwargs = {key: mapped(again, one) for key, one in kwargs.items()}
        moved[id(application)] = Application(layer, args, kwargs, place)
    if mixed:
        mixed[0].weights = _weights_beside(model, {id(one.layer) for one in moved.values()}, others)
    outputs = graph.model.outputs
    are_moved = all(id(one.application) in moved for one in tensors_in(outputs))
    return mapped(again, outputs) if are_moved else None


def _weights_beside(
    model: Model, layers: set[int], tensors: list[Tensor]
) -> tuple[Weight, ...] | None:
    """The weights of a model beside those of the layers on its inputs: its own, and those of the
    layers behind other tensors; None where they are not all known.
    """
    graph = graph_between((), tuple(tensors), model.place)
    own = own_weights(model.owner)
    inner = weights_of(network_of(graph.model)) if graph.steps else ()
    is_shared = any(id(one.application.layer) in layers for one in graph.steps)
    return None if is_shared or own is None or inner is None else (*own, *inner)
