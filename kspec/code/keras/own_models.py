"""Models of the program's own classes: the graph of their ``call`` on the data of a fit."""

from collections.abc import Sequence

from kspec.code.classes import member
from kspec.code.data.array import Array, is_list
from kspec.code.data.literal import plain
from kspec.code.journal import MISSING
from kspec.code.keras.graph import graph_of
from kspec.code.keras.network import Written, network_of
from kspec.code.keras.own import followed
from kspec.code.keras.stand_ins import stand_in
from kspec.code.keras.values import CALLED, Model, Tensor, tensors_in
from kspec.code.library import kind_of
from kspec.code.reader import Reader
from kspec.code.training import data_section
from kspec.code.values import Call, Dict, List, Object, Place, Unknown, Value
from kspec.spec.unknown import UnknownValueError

_STEPS = ("compute_loss", "__call__")
"""Methods with which Keras does not train on the output of ``call``."""


def own_network(reader: Reader, model: Model, fit: Call) -> Written | None:
    """Network of a model of a class of the program as it is fitted; None for other than a graph."""
    owner = model.owner
    if not isinstance(owner, Object) or any(
        member(owner.cls, name) is not MISSING for name in _STEPS
    ):
        return None
    entrance = _entrance(fit)
    entrances = tensors_in(entrance)
    if not entrances:
        return None
    output = followed(reader, owner, Call(fit.place, (entrance,)))
    written = _written(model, entrances, output) if tensors_in(output) else None
    own_step = member(owner.cls, "train_step") is not MISSING
    return None if written is not None and own_step and not _takes_it(written) else written


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


def _entrance(fit: Call) -> Value:
    """Stand-in for the data of a fit: a tensor, or a list or a dictionary of several."""
    data, _ = data_section(fit, {})
    shape, dtype = data.get("input_shape"), data.get("input_dtype")
    if isinstance(shape, list):
        return _stand_in(shape, dtype, fit.place)
    x = fit.get(0, "x")
    if isinstance(x, Dict) and x.rest is None:
        return Dict({key: _of_array(one, str(key), fit.place) for key, one in x.items.items()})
    x = plain(x)
    if not is_list(x):
        return None
    return tuple(_of_array(one, f"input_{index}", fit.place) for index, one in enumerate(x, 1))


def _of_array(value: Value, name: str, place: Place) -> Value:
    if not isinstance(value, Array) or value.shape is None:
        return None
    tensor = _stand_in(value.shape[1:], value.dtype, place)
    tensor.application.layer.state["<name>"] = name
    return tensor


def _stand_in(shape: Sequence[Value], dtype: Value, place: Place) -> Tensor:
    # a size that the code does not show is fixed all the same, when the program runs
    sizes = [Unknown("a size of the data", "?", place) if one is None else one for one in shape]
    return stand_in((None, *sizes), dtype if isinstance(dtype, str) else None, place)


def note_call(reader: Reader, owner: Object, call: Call) -> None:
    """Record a model of a class of the program with the network of its first call on data."""
    model, data = owner.state.get("<model>"), call.get(0, "inputs")
    if not isinstance(model, Model) or model.kind != "Own" or kind_of(data) is None:
        return
    if CALLED not in model.state:
        model.state[CALLED] = own_network(reader, model, Call(call.place, (data,)))
    if model.state[CALLED] is not None and model not in reader.log.models:
        reader.log.models.append(model)


def _written(model: Model, entrances: list[Tensor], output: Value) -> Written | None:
    shadow = Model("Functional", model.place)
    shadow.inputs, shadow.outputs = List(entrances), output
    graph = graph_of(shadow)
    if not graph.complete or len(graph.inputs) != len(entrances) or not graph.steps:
        return None
    return network_of(shadow)
