"""Calls of Keras's own functions and classes."""

from collections.abc import Callable

from kspec.code.data.array import Array
from kspec.code.keras.events import CHANNELS_LAST
from kspec.code.keras.exports import MERGING
from kspec.code.keras.models import functional, sequential
from kspec.code.keras.objects import REGISTRIES, make, make_layer
from kspec.code.keras.other_libraries import check_backend
from kspec.code.keras.spelling import report_ignored, report_number
from kspec.code.keras.stand_ins import INSIDE
from kspec.code.keras.tensors import operation, rectified, running_shape, shape_value
from kspec.code.keras.values import (
    Argument,
    Described,
    Layer,
    Model,
    input_tensor,
    tensors_in,
)
from kspec.code.keras.wiring import apply
from kspec.code.library import find
from kspec.code.reader import Reader
from kspec.code.values import Call, Dict, External, Function, List, Value
from kspec.spec.dialects.operation_functions import functions
from kspec.spec.dtypes import TRAINED
from kspec.spec.naming import snake_case
from kspec.spec.registry import LAYERS, OPTIMIZERS, Registry

_OBJECTS = frozenset(("initializers", "regularizers", "constraints"))
"""Sections whose functions make objects too."""
_LOADERS = ("ImageDataGenerator", "image_dataset_from_directory", "img_to_array")
_OF_PHOTOGRAPHS = ("datasets.cifar10", "datasets.cifar100")
_OF_TEXTS = ("datasets.imdb", "datasets.reuters")
_ON_TENSORS = ("keras.ops.", "keras.activations.", "keras.backend.")


_RENAMED = {
    **{("optimizers", name.lower()): name for name in ("Adam", "Nadam", "Adamax", "Adadelta")},
    ("optimizers", "adagrad"): "Adagrad",
    ("optimizers", "sgd"): "SGD",
    ("optimizers", "rmsprop"): "RMSprop",
    ("constraints", "maxnorm"): "MaxNorm",
    ("constraints", "nonneg"): "NonNeg",
    ("constraints", "unitnorm"): "UnitNorm",
    ("initializers", "normal"): "RandomNormal",
    ("initializers", "uniform"): "RandomUniform",
}
"""Functions of Keras 1 and 2 that made an object, and the class that is left."""
_OF_TENSORFLOW = frozenset(("RandomHeight", "RandomWidth", "ThresholdedReLU"))
"""Layers of Keras 2 that `tf.keras` still has."""
_CUDNN = {"CuDNNGRU": "GRU", "CuDNNLSTM": "LSTM"}
"""Layers of Keras 2 for a GPU, and those that do the same."""


def _renamed(reader: Reader, section: str, last: str, call: Call) -> str:
    """The class in the place of an old function, which is noted."""
    new = _RENAMED[section, last]
    message = f"Keras 3 has no `keras.{section}.{last}`"
    help_ = f"It is called `keras.{section}.{new}` now."
    reader.log.report("removed_import", message, call.place, help_)
    return new


def call_keras(reader: Reader, name: str, call: Call) -> Value:
    """Value of a call of Keras; `NotImplemented` for functions of data and unknown ones."""
    direct = _DIRECT.get(name)
    if direct is not None:
        return direct(reader, call)
    section, _, last = name.removeprefix("keras.").rpartition(".")
    is_loader = last in _LOADERS or section in _OF_PHOTOGRAPHS
    if is_loader and reader.log.data_format != CHANNELS_LAST:
        return reader.unknown("images with their channels first", call.place)
    if section in _OF_TEXTS and "nb_words" in call.kwargs:
        return _texts(reader, name, call)
    if (section, last) in _RENAMED:
        last = _renamed(reader, section, last, call)
    if section == "layers":
        return _layer(reader, last, call)
    if section.partition(".")[0] == "applications" and last[:1].isupper():
        from kspec.code.keras.applications import call_application

        return call_application(reader, last, call)
    kinds = REGISTRIES.get(section) or REGISTRIES.get(section.partition(".")[0])
    if kinds is not None:
        if last[:1].isupper() or (section in _OBJECTS and kinds.find(last) is not None):
            if kinds.find(last) is None and "schedules" not in section:
                schedule = REGISTRIES["optimizers.schedules"].find(last)
                if section == "optimizers" and schedule is not None:
                    return make(reader, REGISTRIES["optimizers.schedules"], last, call)
            return make(reader, kinds, last, call)
        if last in {"get", "deserialize"} and section != "metrics":
            return _of_identifier(reader, kinds, call)
    if name.startswith(_ON_TENSORS) and (tensors_in(call.values) or _takes_array(name, call)):
        check_backend(reader, name, call)
        return _on_tensors(reader, name, call)
    return NotImplemented


def _texts(reader: Reader, name: str, call: Call) -> Value:
    """A set of texts, whose ``num_words`` Keras 1 called ``nb_words``."""
    report_ignored(reader.log, "load_data()", "nb_words", "num_words", call)
    named = {"num_words" if key == "nb_words" else key: one for key, one in call.kwargs.items()}
    loader = find(name)
    return NotImplemented if loader is None else loader(call._replace(kwargs=named))


def _takes_array(name: str, call: Call) -> bool:
    """Whether a function that only tensors are followed through gets an array in a layer."""
    unread = INSIDE.get() and find(name) is None
    return unread and any(isinstance(one, Array) and one.shape for one in call.args)


def _on_tensors(reader: Reader, name: str, call: Call) -> Value:
    if name == "keras.activations.relu":
        return rectified(call)
    if name == "keras.activations.linear":
        return call.get(0, "x")
    for full in (name, f"keras.ops.{name.rpartition('.')[2]}"):
        if full in functions():
            return operation(reader, full, call)
    return NotImplemented


def _of_identifier(reader: Reader, kinds: Registry, call: Call) -> Value:
    """Object of a name or of a configuration, as Keras's functions ``get`` make it."""
    identifier = call.get(0, "identifier")
    if isinstance(identifier, Dict) and identifier.rest is None:
        name, config = (identifier.items.get(key) for key in ("class_name", "config"))
        if isinstance(name, str) and isinstance(config, Dict) and kinds.find(name) is not None:
            return make(reader, kinds, name, Call(call.place, (), config.items, unsure=config.rest))
    if isinstance(identifier, str) and kinds is OPTIMIZERS and kinds.find(identifier) is not None:
        return make(reader, kinds, identifier, Call(call.place))
    return identifier if isinstance(identifier, str | Described | Function) else NotImplemented


def _activation(reader: Reader, call: Call) -> Value:
    del reader
    name = call.get(0, "identifier")
    name = "linear" if name is None else name
    return External(f"keras.activations.{name}") if isinstance(name, str) else name


def _layer(reader: Reader, last: str, call: Call) -> Value:
    if last == "Input":
        return _input(reader, call)
    if last in MERGING:
        rest = {key: value for key, value in call.kwargs.items() if key != "inputs"}
        result = _layer(reader, last.title(), call._replace(args=call.args[1:2], kwargs=rest))
        return apply(reader, result, Call(call.place, (call.get(0, "inputs"),)))
    if last[:1].islower():
        return NotImplemented
    if last in _OF_TENSORFLOW and reader.log.has_old_backend:
        return reader.unknown("a layer that tf.keras alone has kept", call.place, last)
    if last in _CUDNN:
        from kspec.spec.dialects.removed_layers import removed_layer

        help_ = removed_layer(last)
        place = getattr(call.place, "func", call.place)
        reader.log.report("unknown_layer", f'Keras has no layer "{last}"', place, help_)
        last = _CUDNN[last]
    if any(tensors_in(one) for one in call.args[LAYERS.positions(last)[:1] == ["layer"] :]):
        return _applied_at_once(reader, last, call)
    if last.lower() in MERGING and any(_models(one) for one in call.args):
        message = f"{last} gets models where it is made, and takes their outputs when it is called"
        help_ = f"Write {last}()([first.output, second.output])."
        reader.log.report("layer_not_called", message, call.place, help_)
        call = call._replace(args=())
    layer = make_layer(reader, last, call)
    if layer.constant("name") is None:  # Keras counts those alone that it names itself
        layer.state["<name>"] = reader.log.auto_name(snake_case(layer.name))
    if layer.name == "TextVectorization":
        reader.log.auto_name("string_lookup")  # the one in it
    return layer


def _models(value: Value) -> bool:
    """Whether a value is a list of models or layers."""
    return isinstance(value, List) and any(isinstance(one, Layer | Model) for one in value.items)


def _applied_at_once(reader: Reader, last: str, call: Call) -> Value:
    """The output of a layer whose constructor gets the tensors that it is to be called on."""
    message = f"{last} gets a tensor where it is made, and takes it where it is called"
    help_ = f"Write {last}(...)(inputs)."
    reader.log.report("layer_not_called", message, call.place, help_)
    first = next(index for index, one in enumerate(call.args) if tensors_in(one))
    layer = _layer(reader, last, call._replace(args=call.args[:first]))
    return apply(reader, layer, Call(call.place, (call.args[first],)))


def _input(reader: Reader, call: Call) -> Value:
    layer = make_layer(reader, "InputLayer", call)
    if layer.constant("name") is None:
        layer.state["<name>"] = reader.log.auto_name("input_layer")
    if "batch_input_shape" in layer.fields:
        layer.fields["batch_shape"] = layer.fields.pop("batch_input_shape")
    report_number(reader.log, layer, "shape")
    return input_tensor(layer, call.place)


def _set_data_format(reader: Reader, call: Call) -> Value:
    form = call.get(0, "data_format")
    form = _ORDERINGS.get(form, form) if isinstance(form, str) else form
    known = isinstance(form, str) and form in {"channels_first", "channels_last"}
    if known and not reader.unsure:
        reader.log.data_format = form


def _set_policy(reader: Reader, call: Call) -> Value:
    policy = call.get(0, "policy", call.get(0, "dtype_policy"))
    if isinstance(policy, str) and policy in TRAINED and not reader.unsure:
        reader.log.policy = Argument(policy, call.place)


def _clear(reader: Reader, _: Call) -> Value:
    """Forget the names of layers, and the dtype policy."""
    reader.log.names.clear()
    if not reader.unsure:
        reader.log.policy = None


def _cloned(reader: Reader, call: Call) -> Value:
    from kspec.code.keras.cloning import cloned

    return cloned(reader, call)


_ORDERINGS = {"tf": CHANNELS_LAST, "th": "channels_first"}
"""Names of data formats in Keras 1."""
OF_FILE = "a model that is read from a file"
_DIRECT: dict[str, Callable[[Reader, Call], Value]] = {
    "keras.activations.get": _activation,
    "keras.models.Sequential": sequential,
    "keras.models.Model": functional,
    **dict.fromkeys(
        ("keras.models.load_model", "keras.saving.load_model"),
        lambda reader, call: reader.unknown(OF_FILE, call.place),
    ),
    "keras.models.clone_model": _cloned,
    "keras.backend.clear_session": _clear,
    "keras.utils.clear_session": _clear,
    **dict.fromkeys(
        (
            *("keras.config.set_dtype_policy", "keras.mixed_precision.set_dtype_policy"),
            "keras.mixed_precision.set_global_policy",
        ),
        _set_policy,
    ),
    **dict.fromkeys(
        (
            *("keras.DTypePolicy", "keras.dtype_policies.DTypePolicy"),
            *("keras.mixed_precision.DTypePolicy", "keras.mixed_precision.Policy"),
        ),
        lambda _, call: call.get(0, "name"),
    ),
    **dict.fromkeys(
        ("keras.backend.image_data_format", "keras.config.image_data_format"),
        lambda reader, _: reader.log.data_format,
    ),
    "keras.backend.set_image_data_format": _set_data_format,
    "keras.backend.set_image_dim_ordering": _set_data_format,
    "keras.config.set_image_data_format": _set_data_format,
    "keras.backend.image_dim_ordering": lambda *_: "tf",
    "keras.backend.int_shape": shape_value,
    "keras.backend.shape": running_shape,
    "keras.ops.shape": running_shape,
    "keras.saving.register_keras_serializable": lambda _, call: call.get(0, "x"),
}
