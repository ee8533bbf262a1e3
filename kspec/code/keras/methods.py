"""Methods of models, layers and tensors, and of objects of the program's own Keras classes."""

from collections.abc import Callable
from typing import Any

from kspec.code.checks.arrays import check_arrays, data_of
from kspec.code.checks.consistency import check_use, note_training
from kspec.code.checks.copies import check_measure
from kspec.code.checks.files import check_file
from kspec.code.checks.fit_calls import report_lists
from kspec.code.checks.flags import TARGET, check_flags, forget_flags, note_batch
from kspec.code.classes import is_layer_class, is_model_class, member, name_own, parent_of
from kspec.code.data.array import Array
from kspec.code.data.facts import only
from kspec.code.data.frames import Frame as Table
from kspec.code.data.literal import plain
from kspec.code.journal import MISSING
from kspec.code.keras.arguments import arguments
from kspec.code.keras.attributes import layers_of, learn_vocabulary
from kspec.code.keras.inference import shape_of
from kspec.code.keras.models import (
    add,
    add_all,
    build_inner,
    compiled,
    ends,
    fitted,
    may_change,
    pop,
    trained_on_batch,
)
from kspec.code.keras.on_data import on_data
from kspec.code.keras.ranges import check_range, with_range
from kspec.code.keras.spelling import report_unknown
from kspec.code.keras.stand_ins import INSIDE, follows_inputs
from kspec.code.keras.tensors import opaque
from kspec.code.keras.values import (
    ADDED_LOSS,
    FED,
    OWN_LOGS,
    OWN_LOSS,
    OWN_STEP,
    TRAINED,
    Argument,
    Layer,
    Model,
    Opaque,
    Tensor,
    copied,
    tensors_in,
)
from kspec.code.keras.wiring import count_parts, output_count
from kspec.code.names import words
from kspec.code.operators import is_plain
from kspec.code.reader import Frame, Reader
from kspec.code.values import Call, Dict, Function, List, Object, Partial, Unknown, Value
from kspec.spec.registry import LAYERS
from kspec.spec.unknown import Deferred


def method(reader: Reader, receiver: Value, name: str, call: Call) -> Value:
    """A call of a method of one of Keras's values."""
    if isinstance(receiver, Model):
        reader.log.received(call.place, receiver)
        if name in _TRAINING:
            reader.journal.write(receiver.state, TRAINED, True)  # noqa: FBT003 - its value
        check_file(reader, name, call)
        function = _MODEL.get(name)
        if function is not None:
            return function(reader, receiver, call)
        return reader.unknown("what a model returns", call.place, f"{name}()")
    if isinstance(receiver, Tensor):
        if name == "get_shape" and not INSIDE.get() and follows_inputs(receiver):
            message = "Symbolic tensors of Keras 3 have no `get_shape`: this raises an error"
            help_ = "Read `shape`, which is a tuple."
            reader.log.report("removed_method", message, call.place, help_, since_keras=3)
        return opaque(reader, name, Call(call.place, (receiver, *call.args), call.kwargs))
    if isinstance(receiver, Layer) and name == "get_initial_state" and receiver.name in _RECURRENT:
        return None  # zeros, which the layer takes without a state too
    if isinstance(receiver, Layer | Opaque) and tensors_in(tuple(call.args)):
        return opaque(reader, f"{receiver.name}.{name}", call)
    if isinstance(receiver, Layer) and name in _VOCABULARY:
        why = reader.unknown("the size of a vocabulary", call.place)
        learn_vocabulary(reader, receiver, why)
    if isinstance(receiver, Layer) and name in {"get_vocabulary", "vocabulary_size"}:
        tokens = _tokens(receiver) if not call.args and not call.kwargs else None
        if tokens is not None:
            return len(tokens) if name == "vocabulary_size" else List(tokens, call.place)
        return reader.unknown("the words of a vocabulary are in the data", call.place, f"{name}()")
    of_what = getattr(receiver, "name", "an object of Keras")
    return reader.unknown(f"what {name}() of {of_what} returns", call.place, f"{name}()")


def _tokens(lookup: Layer) -> list[Any] | None:
    """Tokens of a lookup whose vocabulary is in the code; None for others."""
    values = {name: argument.value for name, argument in lookup.current().items()}
    words, cls = values.pop("vocabulary", None), LAYERS.find(lookup.name)
    if not isinstance(words, List) or words.rest is not None or cls is None:
        return None
    if not is_plain((*words.items, *values.values())):
        return None
    spec: Any = cls.model_construct(**values, vocabulary=list(words.items))
    return [*spec.special, *spec.tokens]


def _add(reader: Reader, model: Model, call: Call) -> Value:
    if model.kind == "Sequential":
        layer, place = call.get(0, "layer"), call.place_of(0, "layer")
        add(reader, model, layer, place)


def _pop(reader: Reader, model: Model, call: Call) -> Value:
    index = call.get(0, "index", -1)
    if isinstance(index, int):
        pop(reader, model, index)
    else:
        may_change(reader, model, reader.unknown("a layer taken off", call.place))


def _compile(reader: Reader, model: Model, call: Call) -> Value:
    forget_flags(reader, model, call.place)
    compiled(reader, model, call)


def _fit(reader: Reader, model: Model, call: Call) -> Value:
    history = fitted(reader, model, call)
    check_flags(reader, model, call)
    note_training(reader, model, call)
    return history


_RECURRENT = frozenset(("GRU", "LSTM", "SimpleRNN"))
_GENERATOR = (
    "x steps_per_epoch epochs verbose callbacks validation_data validation_steps validation_freq "
    "class_weight max_queue_size workers use_multiprocessing shuffle initial_epoch"
)
"""The arguments of Keras 2's ``fit_generator`` in their order, the generator as ``x``."""
_NO_MORE = frozenset(("max_queue_size", "workers", "use_multiprocessing", "pickle_safe"))
"""Arguments that `fit` no longer has, which KS840 reports."""


def _fit_generator(reader: Reader, model: Model, call: Call) -> Value:
    """``fit_generator`` of Keras 2, as the `fit` that it became."""
    arguments_ = arguments(call, _GENERATOR.split())
    if "generator" in arguments_:
        arguments_["x"] = arguments_.pop("generator")
    arguments_ = {name: one for name, one in arguments_.items() if name not in _NO_MORE}
    return _fit(
        reader,
        model,
        call._replace(
            args=(),
            kwargs={name: one.value for name, one in arguments_.items()},
            places={name: one.place for name, one in arguments_.items()},
            key_places={name: one.key_place for name, one in arguments_.items() if one.key_place},
        ),
    )


def _get_layer(reader: Reader, model: Model, call: Call) -> Value:
    layers = layers_of(reader, model, call.place)
    name, index = call.get(0, "name"), call.get(1, "index")
    if isinstance(layers, List):
        if isinstance(index, int) and -len(layers.items) <= index < len(layers.items):
            return layers.items[index]
        for layer in layers.items:
            own_name = reader.attribute(layer, "name", call.place)
            if isinstance(name, str) and isinstance(own_name, str) and own_name == name:
                return layer
    return reader.unknown("a layer that is not known", call.place)


def _add_loss(reader: Reader, model: Model, call: Call) -> Value:
    loss = Deferred("a loss of add_loss", "loss", reader.place(call.place))
    if model.kind != "Own" and not INSIDE.get():
        message = (
            f"A {model.kind} model takes no loss by `add_loss` in Keras 3: this raises an error"
        )
        help_ = "Call self.add_loss in the call of a layer, or compute the loss in a train_step."
        reader.log.report("removed_method", message, call.place, help_, since_keras=3)
    if INSIDE.get():  # `call` adds its losses in each call of the layer
        model.state[ADDED_LOSS] = loss
    else:
        reader.journal.write(model.state, ADDED_LOSS, loss)


# the program's own classes


def own_method(reader: Reader, receiver: Object, name: str, call: Call) -> Value:
    """Call a method that an object has from Keras's class, or an unknown one."""
    if name in {"add_weight", "add_variable"}:
        from kspec.code.keras.custom_layers import add_weight

        return add_weight(reader, receiver, call)
    if name == "get_config":
        return Dict({key: reader.unknown("a configuration", call.place) for key in BASE_CONFIG})
    model = receiver.state.get("<model>")
    if isinstance(model, Model):
        return method(reader, model, name, call)
    return reader.unknown("a method that kspec does not know", call.place, f"{name}()")


def super_method(reader: Reader, frame: Frame, name: str, call: Call) -> Value:
    """A call of ``super().name``."""
    owner = frame.function.owner if frame.function is not None else None
    if owner is None:
        return reader.unknown("a method of a base class", call.place)
    parent = parent_of(owner, frame.receiver, name)
    if isinstance(parent, Function):
        first = Call(call.place, (frame.receiver,))
        return reader.invoke(Partial(parent, first), call)
    if isinstance(frame.receiver, Object):
        if name == "__init__":
            _super_init(reader, frame.receiver, call)
            return None
        return own_method(reader, frame.receiver, name, call)
    return reader.unknown("a method of a base class", call.place)


def _super_init(reader: Reader, receiver: Object, call: Call) -> None:
    """Apply the arguments of ``super().__init__`` of a Keras class."""
    if "trainable" in call.kwargs:
        reader.journal.write(receiver.state, "trainable", call.kwargs["trainable"])
    if is_layer_class(receiver.cls) or is_model_class(receiver.cls):
        name_own(reader, receiver, call.kwargs.get("name"))
    begin(reader, receiver, call)


def begin(reader: Reader, receiver: Object, call: Call) -> None:
    """Make a model of a class of the program with the layers, or the ends, that Keras takes."""
    model = receiver.state.get("<model>")
    if not isinstance(model, Model):
        return
    if model.kind == "Sequential":
        reader.log.add(model)
        layers = call.get(0, "layers")
        if layers is not None:
            add_all(reader, model, layers, call.place)
    inputs, outputs = copied(call.get(0, "inputs")), copied(call.get(1, "outputs"))
    if model.kind == "Own" and tensors_in(inputs) and tensors_in(outputs):
        model.kind, model.inputs, model.outputs = "Functional", inputs, outputs
        reader.log.add(model)
    place = reader.place(call.place)
    for key, names, why in _OWN_TRAINING:
        if any(member(receiver.cls, name) is not MISSING for name in names):
            model.state[key] = Deferred(why, "?", place)


def _build(reader: Reader, model: Model, call: Call) -> Value:
    shape = call.get(0, "input_shape")
    items = () if shape is None else reader.items(shape, call.place)
    if isinstance(items, Unknown) or not items:
        return
    if model.kind == "Sequential":
        count_parts(reader, model)
        reader.journal.write(model.state, FED, Argument(tuple(items), call.place_of(0, "shape")))
        build_inner(reader, model)
    elif model.kind == "Own" and all(type(size) is int for size in items[1:]):
        from kspec.code.keras.custom_models import note_call

        samples = Unknown("the samples are not in the code", "samples", call.place)
        note_call(reader, model.owner, Call(call.place, (Array((samples, *items[1:])),)))


def _train_on_batch(reader: Reader, model: Model, call: Call) -> Value:
    trained_on_batch(model, call)
    data = data_of(call)
    check_arrays(reader, model, call, "train_on_batch", data)
    check_measure(reader, model, call, only(data.targets))
    check_range(reader, model, call.get(0, "x"))
    note_batch(reader, model, call)
    return reader.unknown("what a model returns", call.place, "train_on_batch()")


def _evaluate(reader: Reader, model: Model, call: Call) -> Value:
    report_unknown(reader.log, "evaluate", f"y sample_weight return_dict {_PREDICT}", call)
    check_use(reader, model, call, "evaluate")
    report_lists(reader, model, call)
    return reader.unknown("what a model returns", call.place, "evaluate()")


def _predict(reader: Reader, model: Model, call: Call) -> Value:
    report_unknown(reader.log, "predict", _PREDICT, call)
    check_use(reader, model, call, "predict")
    report_lists(reader, model, call)
    array = on_data(reader, model, call.get(0, "x"), call.place) or _output(reader, model, call)
    if array is None or output_count(model, call.kwargs) != 1:
        return reader.unknown("what a model returns", call.place, "predict()")
    targets, x = model.state.get(TARGET), plain(call.get(0, "x"))
    scaled = targets.scaled if isinstance(targets, Array) else None
    array = array.changed(library="numpy", predicted=True, scaled=scaled)
    origin = x.origin if isinstance(x, Array | Table) else None
    return array._replace(origin=origin and origin.named(["<predicted>"]))


def _output(reader: Reader, model: Model, call: Call) -> Array | None:
    """The output for data of which the shape is not known."""
    tensor = None if model.kind == "Own" else ends(reader, model)[1]
    shape = shape_of(reader, tensor, call.place) if isinstance(tensor, Tensor) else None
    if not isinstance(shape, tuple) or not all(type(size) is int for size in shape[1:]):
        return None
    samples = reader.unknown("the samples are not in the code", call.place, "samples")
    return with_range(model, Array((samples, *shape[1:]), "float32"))


BASE_CONFIG = ("name", "trainable", "dtype")
"""The keys of the configuration of each layer."""
_PREDICT = "x batch_size verbose steps callbacks"
"""The arguments of `Model.predict`, which `evaluate` has too."""
_VOCABULARY = frozenset(("adapt", "load_assets", "set_vocabulary", "set_weights"))
"""Methods that give a lookup its vocabulary."""
_OWN_TRAINING = (
    (ADDED_LOSS, ("train_step", "compute_loss"), "a loss that its own training computes"),
    (OWN_LOSS, ("train_step", "compute_loss"), "a loss that its own training computes"),
    (OWN_LOGS, ("train_step", "compute_metrics", "metrics"), "what its own training logs"),
    (OWN_STEP, ("train_step",), "what its own training takes of a batch"),
)
"""Key that a program's own model has for what one of its methods decides, with the reason."""
_TRAINING = words("evaluate fit fit_generator test_on_batch train_on_batch train_step")
_MODEL: dict[str, Callable[[Reader, Model, Call], Value]] = {
    "add": _add,
    "add_loss": _add_loss,
    "build": _build,
    "pop": _pop,
    "compile": _compile,
    "evaluate": _evaluate,
    "predict": _predict,
    "fit": _fit,
    "fit_generator": _fit_generator,
    "get_layer": _get_layer,
    "train_on_batch": _train_on_batch,
    "predict_on_batch": _predict,
}
