"""Arrays of a call against the inputs and outputs of its model: how many, and their names."""

from kspec.code.data.array import Array, known
from kspec.code.data.dataset import Dataset
from kspec.code.data.facts import FitData, fit_data, parts
from kspec.code.data.literal import plain
from kspec.code.keras.values import OWN_STEP, Layer, Model, tensors_in
from kspec.code.reader import Reader
from kspec.code.values import Call, Dict, List, Value
from kspec.spec.type_words import counted, listed

_KIND = "input-shape-differs-from-data"


def check_arrays(reader: Reader, model: Model, call: Call, method: str) -> None:
    """Report arrays that a method of a model refuses: of another number, or under other names."""
    _check_count(reader, model, call, method)
    _check_pairs(reader, call)
    if call.unsure is not None or OWN_STEP in model.state:
        return
    if method == "fit":
        _check_weights(reader, call)
    x, y = plain(call.get(0, "x")), plain(call.get(1, "y"))
    if isinstance(x, Dataset):
        x, y = parts(x)
    _check_names(reader, model, x, y, method)


def data_of(call: Call) -> FitData:
    """The arrays that a call takes; none if it may have other arguments."""
    return FitData({}, {}, None) if call.unsure is not None else fit_data(call, (), ())


def _check_count(reader: Reader, model: Model, call: Call, method: str) -> None:
    """Report arrays that are not as many as a model of several inputs takes."""
    x = call.get(0, "x")
    inputs = len(tensors_in(model.inputs)) if model.kind == "Functional" else 0
    items = x.items if isinstance(x, List) and x.rest is None else [x]
    if inputs > 1 and len(items) != inputs and all(isinstance(one, Array) for one in items):
        message = f"The model has {inputs} inputs, and {method} gets {counted(len(items), 'array')}"
        help_ = "Give a list with an array for each input, or a dictionary of them."
        reader.log.report(_KIND, message, call.place_of(0, "x"), help_)


def _check_pairs(reader: Reader, call: Call) -> None:
    """Report inputs and targets of different numbers of samples, which Keras refuses to pair."""
    data = data_of(call)
    sizes = [known(one.samples) for one in (*data.inputs.values(), *data.targets.values())]
    if len(data.targets) and None not in sizes and len(set(sizes)) > 1:
        first, last = sizes[0], sizes[-1]
        message = f"The inputs are {first:,} samples, and the targets are {last:,}"
        help_ = "Give as many targets as there are samples, of the same part of the data."
        reader.log.report(_KIND, message, call.place_of(1, "y"), help_)


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
