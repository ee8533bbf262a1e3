"""Arrays of a call against the inputs and outputs of its model, and the batches that it takes."""

import ast

from kspec.code.data.array import Array, equal, known
from kspec.code.data.dataset import ENDLESS, Dataset
from kspec.code.data.facts import FitData, fit_data, parts
from kspec.code.data.literal import plain
from kspec.code.keras.events import losses_of
from kspec.code.keras.values import (
    ADDED_LOSS,
    OWN_LOSS,
    OWN_STEP,
    Layer,
    Model,
    Tensor,
    tensors_in,
)
from kspec.code.library import settled
from kspec.code.names import nodes_in
from kspec.code.reader import Reader
from kspec.code.training import FIT
from kspec.code.values import ITERATOR, Call, Dict, List, Place, Unknown, Value
from kspec.spec.type_words import counted, listed

_KIND = "input-shape-differs-from-data"


def check_arrays(reader: Reader, model: Model, call: Call, method: str, data: FitData) -> None:
    """Report arrays that a method of a model refuses: of another number, or under other names."""
    _check_count(reader, model, call, method)
    check_pairs(reader, data, call.place_of(1, "y"))
    if call.unsure is not None or OWN_STEP in model.state:
        return
    _check_missing(reader, model, call, method)
    if method == "fit":
        _check_weights(reader, call)
        check_steps(reader, call)
    x, y = plain(call.get(0, "x")), plain(call.get(1, "y"))
    if isinstance(x, Dataset):
        x, y = parts(x)
    _check_names(reader, model, x, y, method)


def data_of(call: Call) -> FitData:
    """The arrays that a call takes; none if it may have other arguments."""
    return FitData({}, {}, None) if call.unsure is not None else fit_data(call, (), ())


def _check_count(reader: Reader, model: Model, call: Call, method: str) -> None:
    """Report arrays that are not as many as the inputs, or the outputs, of a model."""
    ends = (("input", model.inputs, "x"), ("output", model.outputs, "y"))
    for position, (noun, tensors, name) in enumerate(ends):
        count = 1 if model.kind == "Sequential" else _count(tensors)
        arrays = _arrays(call.get(position, name))
        if not count or not arrays or len(arrays) == count:
            continue
        if noun == "output" and (method == "predict" or not _has_plain_loss(model)):
            continue
        message = f"The model has {counted(count, noun)}, and {method} gets "
        message += counted(len(arrays), "array")
        help_ = f"Give a list with an array for each {noun}, or a dictionary of them."
        reader.log.report(_KIND, message, call.place_of(position, name), help_)


def _check_missing(reader: Reader, model: Model, call: Call, method: str) -> None:
    """Report inputs without targets for a model with a loss."""
    alone = {"predict": None, "fit": call.get(7, "validation_data")}.get(method)
    places = {method: call.place} if method != "predict" and call.get(1, "y") is None else {}
    places = {name: place for name, place in places.items() if _arrays(call.get(0, "x"))}
    if isinstance(alone, Array) or (type(alone) is tuple and len(alone) == 1 and _arrays(alone)):
        places["validation_data"] = call.place_of(7, "validation_data")
    for name, place in places.items() if _has_plain_loss(model) else ():
        message = f"{name} has inputs without targets, and the model is compiled with a loss: "
        message += "Keras refuses None for them"
        help_ = "Give x and y; the targets of an autoencoder are its inputs."
        reader.log.report(_KIND, message, place, help_)


def _count(tensors: Value) -> int:
    """Number of inputs or outputs of a model; 0 where it is not known, or they have names."""
    if isinstance(tensors, List) and tensors.rest is None:
        return len(tensors.items) if all(isinstance(one, Tensor) for one in tensors.items) else 0
    return int(isinstance(tensors, Tensor))


def _arrays(value: Value) -> list[Array]:
    """The arrays that an argument is made of; none where another value is among them."""
    is_list = isinstance(value, List) and value.kind == "list" and value.rest is None
    items = value.items if is_list else value
    items = items if type(items) is tuple else [items]
    return list(items) if all(isinstance(one, Array) for one in items) else []


def _has_plain_loss(model: Model) -> bool:
    """Whether a model is compiled with a loss for all outputs, or with one for each."""
    losses = losses_of(model)
    state = {OWN_STEP, OWN_LOSS, ADDED_LOSS} & model.state.keys()
    return bool(losses) and not state and all(map(_is_plain, losses))


def _is_plain(loss: Value) -> bool:
    """Whether a loss is one for all outputs, or a list with one for each of them."""
    if isinstance(loss, List):
        return loss.rest is None and all(map(_is_plain, loss.items))
    return loss is not None and not isinstance(loss, Dict | Unknown)


def check_pairs(reader: Reader, data: FitData, place: Place) -> None:
    """Report inputs and targets of different numbers of samples, which Keras refuses to pair."""
    sizes = [known(one.samples) for one in (*data.inputs.values(), *data.targets.values())]
    if len(data.targets) and None not in sizes and len(set(sizes)) > 1:
        first, last = sizes[0], sizes[-1]
        message = f"The inputs are {first:,} samples, and the targets are {last:,}"
        help_ = "Give as many targets as there are samples, of the same part of the data."
        reader.log.report(_KIND, message, place, help_)


def _check_weights(reader: Reader, call: Call) -> None:
    """Report weights of classes in an array, where Keras looks them up by the class."""
    if isinstance(call.get(9, "class_weight"), Array):
        message = "Keras takes a dictionary of weights by the numbers of classes, and this is an "
        message += "array"
        help_ = "Write dict(enumerate(...)) of it."
        reader.log.report("wrong_type", message, call.place_of(9, "class_weight"), help_)


def _check_names(reader: Reader, model: Model, x: Value, y: Value, method: str) -> None:
    """Report dictionaries that lack an input, or hold targets for no output."""
    inputs, outputs = _names(model.inputs), _names(model.outputs)
    for noun, names, arrays in (("input", inputs, x), ("output", outputs, y)):
        if not isinstance(arrays, Dict) or arrays.rest is not None or not names:
            continue
        missing = [name for name in names if name not in arrays.items]
        other = next((key for key in arrays.items if key not in names), None)
        place, _ = arrays.state["places"].get(other, (arrays.place, None))
        if noun == "output" and other is None:
            continue
        if place is not None and (missing or noun == "output"):
            keys = listed(str(key) for key in arrays.items)
            message = f"The {noun}s of the model are {listed(names)}, and {method} gets {keys}"
            help_ = f"Name the arrays as the model names its {noun}s."
            reader.log.report(_KIND, message, place, help_, since_keras=3)


def _names(tensors: Value) -> list[str]:
    """Names of inputs or outputs; none where the code does not give each of them one."""
    if isinstance(tensors, Dict):
        names: list[Value] = list(tensors.items)
    else:
        layers = [tensor.application.layer for tensor in tensors_in(tensors)]
        names = [one.constant("name") if isinstance(one, Layer) else None for one in layers]
    texts = {name: None for name in names if isinstance(name, str)}
    return list(texts) if len(texts) == len(names) else []


def check_steps(reader: Reader, call: Call) -> None:
    """Report steps that are as many as the samples of data in batches, however many these are, and
    data without an end of which no number of steps is taken.
    """
    names = FIT.split()
    for data, steps, formerly in ((0, 12, "samples_per_epoch"), (7, 13, "nb_val_samples")):
        name, steps_name = names[data], names[steps]
        batches, count = call.get(data, name), settled(call.get(steps, steps_name), call.place)
        if count is None and _is_endless(batches) and formerly not in call.kwargs:
            message = f"This data has no end, and no {steps_name} ends a pass through it"
            help_ = f"Give {steps_name}: the number of batches that hold all samples once."
            reader.log.report("steps-exceed-data", message, call.place_of(data, name), help_)
        elif isinstance(count, Unknown) and isinstance(batches, Array | Dataset):
            batch = call.get(2, "batch_size", 32) if isinstance(batches, Array) else batches.batch
            size = known(batch) or 0
            if size < 2 or equal(count, batches.samples) is not True:
                continue
            message = f"The steps are as many as the samples, and a step takes {size} of them"
            help_ = f"Divide the number of samples by {size}: // {size}."
            reader.log.report("steps-exceed-data", message, call.place_of(steps, steps_name), help_)


def _is_endless(data: Value) -> bool:
    """Whether data is repeated for ever, or yielded in a loop that nothing leaves."""
    if isinstance(data, Dataset):
        return data.samples is ENDLESS
    node = data.place if isinstance(data, List) and data.kind == ITERATOR else None
    nodes = nodes_in(node) if isinstance(node, ast.FunctionDef) else []
    loops = [one for one in nodes if isinstance(one, ast.While)]
    endless = [one for one in loops if isinstance(one.test, ast.Constant) and one.test.value]
    yields = any(isinstance(one, ast.Yield) for loop in endless for one in nodes_in(loop))
    return yields and not any(isinstance(one, ast.Return | ast.Break | ast.Raise) for one in nodes)
