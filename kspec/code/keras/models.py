"""Construction of models: stacks, graphs, their compilation and their fits."""

import ast

from kspec.code.checks.fit_calls import report_epochs, report_lists
from kspec.code.checks.models import check_graph
from kspec.code.journal import BORN
from kspec.code.keras.arguments import arguments
from kspec.code.keras.events import Phase
from kspec.code.keras.generators import of_batch, report_beside_batches, with_data_sets
from kspec.code.keras.histories import epochs_of, history_of
from kspec.code.keras.inference import facts_of, shape_of
from kspec.code.keras.network import Written, input_arguments, network_of, take_flags
from kspec.code.keras.spelling import report_class, report_classes, report_renamed, report_size
from kspec.code.keras.values import (
    FED,
    HANDED,
    PARTS,
    SIZES,
    Added,
    Application,
    Argument,
    Described,
    Layer,
    Model,
    Opaque,
    Tensor,
    Unsure,
    alone,
    copied,
    input_tensor,
    tensors_in,
)
from kspec.code.keras.wiring import count_parts, feed, is_built, known_tensors, report_layers
from kspec.code.reader import Reader
from kspec.code.training import data_section
from kspec.code.values import Call, External, Function, List, Object, Place, Unknown, Value

MOST_LAYERS = 2_000


def sequential(reader: Reader, call: Call) -> Model:
    """``Sequential(layers, trainable, name)``."""
    arguments_ = arguments(call, ["layers", "trainable", "name"])
    model = Model("Sequential", call.place, trainable=True)
    _register(reader, model, "sequential")
    model.name_argument = arguments_.get("name")
    layers = arguments_.get("layers")
    if layers is not None and layers.value is not None:
        add_all(reader, model, layers.value, layers.place)
    elif call.unsure is not None:
        may_change(reader, model, call.unsure)
    return model


def _register(reader: Reader, model: Model, base: str) -> None:
    model.state[BORN] = reader.journal.branch
    model.state["<name>"] = reader.log.auto_name(base)
    reader.log.add(model)


def functional(reader: Reader, call: Call) -> Value:
    """``Model(inputs, outputs)``, under old names too."""
    arguments_ = arguments(call, ["inputs", "outputs", "name"])
    for old in ("input", "output"):
        if old in arguments_ and f"{old}s" not in arguments_:
            report_renamed(reader.log, "Model", old, f"{old}s", arguments_[old])
    inputs = arguments_.get("inputs") or arguments_.get("input")
    outputs = arguments_.get("outputs") or arguments_.get("output")
    if inputs is None or outputs is None:
        if call.unsure is None and not call.args and not call.kwargs:
            model = Model("Own", call.place, trainable=True)
            _register(reader, model, "model")
            return model
        return reader.unknown("a model without inputs and outputs", call.place)
    if report_layers(reader, outputs.value, outputs.place) or not tensors_in(outputs.value):
        return reader.why(outputs.value, "a model of something other than tensors", call.place)
    model = Model("Functional", call.place, trainable=True)
    _register(reader, model, "functional")
    model.inputs = copied(inputs.value)
    model.outputs = copied(known_tensors(outputs.value, call.place))
    for tensor in tensors_in(inputs.value):
        facts_of(reader, tensor, call.place)
    model.name_argument = arguments_.get("name")
    check_graph(reader, model, inputs.place)
    return model


def add_all(reader: Reader, model: Model, layers: Value, place: Place) -> None:
    """Put the layers of a list into a stack, in their order."""
    items = reader.items(layers, place)
    if isinstance(items, Unknown):
        may_change(reader, model, items)
        return
    for index, layer in enumerate(items):
        where = layers.place_of(index) if isinstance(layers, List) else None
        add(reader, model, layer, where or place)


def add(reader: Reader, model: Model, layer: Value, place: Place) -> None:
    """Put a layer on top of a stack."""
    if isinstance(layer, Object):
        from kspec.code.keras.custom_layers import own_layer

        layer = own_layer(reader, layer, place) or layer
    if isinstance(layer, Tensor):
        layer = layer.application.layer
    if not isinstance(layer, Layer | Opaque | Model | Unsure):
        _report_no_layer(reader, layer, place)
        why = reader.why(layer, "no layer", place)
        layer = Opaque(why, why.name, place)
    if isinstance(layer, Layer) and not model.state["<layers>"]:
        report_size(reader.log, layer)
    if not model.state["<layers>"] and is_built(layer):
        count_parts(reader, model)
    if not isinstance(layer, Unsure) and "<tensor>" not in layer.state:
        layer.state.setdefault("<stack>", model)  # which is the first to call it
    _change(reader, model, (*model.state["<layers>"], Added(layer, place)))
    if _is_open(layer) and not isinstance(layer, Model):
        ends(reader, model)


def _report_no_layer(reader: Reader, value: Value, place: Place) -> None:
    """Report a function, or the name of one, where a stack takes layers only, and a class."""
    report_class(reader.log, value, "layers", place)
    name = value if isinstance(value, str) else getattr(value, "name", "").rpartition(".")[2]
    of_keras = isinstance(value, External) and value.name.startswith(("keras.", "tensorflow."))
    if isinstance(value, str | Function) or (of_keras and name[:1].islower()):
        kind = "a string" if isinstance(value, str) else "a function"
        message = f"{name} is {kind}, and Sequential takes layers only"
        help_ = "Put Activation(...) or Lambda(...) around it, or write the layer."
        reader.log.report("wrong_type", message, place, help_)


def _change(reader: Reader, model: Model, layers: tuple[Added, ...]) -> None:
    if len(layers) > MOST_LAYERS:
        why = reader.unknown("more layers than kspec follows", layers[-1].place)
        layers = (*layers[:MOST_LAYERS], Added(Unsure(why), layers[-1].place))
    reader.journal.write(model.state, "<layers>", layers)
    reader.journal.write(model.state, "<tensors>", None)


def may_change(reader: Reader, model: Model, why: Unknown) -> None:
    """Record that code which kspec cannot see may have compiled a model, or added layers to it."""
    reader.journal.write(model.state, HANDED, why)
    if model.kind == "Sequential" and not model.state["<phases>"]:
        place = why.place if isinstance(why.place, ast.AST) else model.place
        layers = model.state["<layers>"]
        if not layers or not isinstance(layers[-1].layer, Unsure):
            _change(reader, model, (*layers, Added(Unsure(why), place)))


def pop(reader: Reader, model: Model, index: int = -1) -> None:
    """Take a layer off."""
    layers = list(model.state["<layers>"])
    if -len(layers) <= index < len(layers) and not isinstance(layers[index].layer, Unsure):
        layers.pop(index)
        _change(reader, model, tuple(layers))


def ends(reader: Reader, model: Model) -> tuple[Value, Value]:
    """The input and the output of a model as symbolic tensors."""
    if model.kind == "Functional":
        return alone(model.inputs), alone(model.outputs)
    if model.kind == "Application":
        return model.inputs, model.outputs
    kept = model.state.get("<tensors>")
    if type(kept) is tuple:
        first, last = kept
        return first, last
    layers = [
        Opaque(layer.reason, layer.reason.name, place) if isinstance(layer, Unsure) else layer
        for layer, place in model.state["<layers>"]
    ]
    if not layers:
        unknown = reader.unknown("the ends of a model without layers", model.place)
        return unknown, unknown
    first = tensor = _entrance(reader, model, layers)
    for layer in layers:
        if isinstance(layer, Model):
            feed(reader, layer, tensor, model.place)
            build_inner(reader, layer)
        elif _is_open(layer) and layer.state.get("<stack>") is model:
            _learn_in(reader, model, layer, tensor)
        tensor = Tensor(Application(layer, (tensor,), {}, layer.place or model.place))
        if layer.state.get("<stack>") is model:  # where it is called first
            layer.state["<tensor>"] = tensor
    reader.journal.write(model.state, "<tensors>", (first, tensor))
    return first, tensor


def _learn_in(reader: Reader, model: Model, layer: Layer | Opaque, tensor: Tensor) -> None:
    """Follow a layer of the program in the stack that calls it first, once for an unknown shape."""
    if SIZES not in layer.state or isinstance(shape_of(reader, tensor, model.place), tuple):
        from kspec.code.keras.custom_layers import learn_shape

        layer.state.pop(SIZES, None)
        learn_shape(reader, layer, Call(model.place, (tensor,)))


def _entrance(reader: Reader, model: Model, layers: list[Value]) -> Tensor:
    """The input of a stack, which may be the first of its layers."""
    source = first = layers[0]
    if isinstance(first, Layer) and first.name == "InputLayer":
        layers.pop(0)
    else:
        source = Layer("layer", "InputLayer", {}, Call(model.place))
        if isinstance(first, Layer):
            source.fields = input_arguments(first)
        elif isinstance(first, Model) and isinstance(inner := ends(reader, first)[0], Tensor):
            shape = facts_of(reader, inner, model.place).shape
            source.fields = {"batch_shape": Argument(shape, model.place)} if shape else {}
        if not source.fields and isinstance(fed := model.state.get(FED), Argument):
            source.fields = {"batch_shape": fed}
        count_parts(reader, model)
        source.state["<name>"] = model.state[PARTS][0]
    return input_tensor(source, model.place)


# training


def compiled(reader: Reader, model: Model, call: Call) -> None:
    """Record a ``compile`` with the current network."""
    report_classes(reader.log, call, 0, "optimizer")
    build_inner(reader, model)
    phase = Phase(model, call.mapped(copied), _network_so_far(model))
    optimizer = call.get(0, "optimizer")
    if isinstance(optimizer, Described):  # the program may change it later
        fields = optimizer.current()
        phase.optimizer = Described(optimizer.noun, optimizer.name, fields, optimizer.call)
    reader.log.phases.append(phase)
    reader.journal.write(model.state, "<phases>", (phase,))


def _network_so_far(model: Model) -> Written:
    """Network of a model as the program has built it up to a statement."""
    if model.kind != "Own":
        return network_of(model)
    from kspec.code.keras.custom_models import network_so_far

    return network_so_far(model)


def _is_open(layer: Value) -> bool:
    """Whether a layer of a stack learns something from the shape of those before it."""
    if isinstance(layer, Opaque):
        return layer.sizes is None or layer.weights is None
    is_function = getattr(layer, "name", "") == "Lambda" and layer.state.get(SIZES) is None
    return isinstance(layer, Model) or is_function


def build_inner(reader: Reader, model: Model) -> bool:
    """Build the stacks and the program's own layers inside of a stack, as Keras does with the stack
    itself; whether one of the layers has its shape only now.
    """
    layers = [one.layer for one in model.state["<layers>"]]
    open_ = list(filter(_is_open, layers))
    if model.kind == "Sequential" and open_:
        reader.journal.write(model.state, "<tensors>", None)
        ends(reader, model)
    return any(not _is_open(one) for one in open_)


def fitted(reader: Reader, model: Model, call: Call) -> Value:
    """``fit``: of the last compile, once for each place in the code."""
    call = with_data_sets(reader, call).mapped(copied)
    count_parts(reader, model)
    if model.kind == "Sequential" and FED not in model.state:
        shape = data_section(call, {})[0].get("input_shape")
        if isinstance(shape, list) and all(isinstance(size, int | None) for size in shape):
            open_ = Unknown("a size of the data is not in the code", "?", call.place)
            sizes = [open_ if size is None else size for size in shape]
            reader.journal.write(model.state, FED, Argument((None, *sizes), call.place))
    if build_inner(reader, model):
        for phase in model.state["<phases>"]:
            phase.network = phase.network if phase.fit else None  # the compile did not know it yet
    report_lists(reader, model, call)
    report_classes(reader.log, call, 5, "callbacks")
    report_epochs(reader, call)
    report_beside_batches(reader, call)
    phases = model.state["<phases>"] or (None,)
    for phase in () if reader.unsure else reader.log.phases:
        if phase.model is model and phase not in phases and not (phase.fit or phase.batch):
            phase.replaced = True
    trained = tuple(_trained(reader, model, phase, call) for phase in phases)
    reader.journal.write(model.state, "<phases>", trained)
    callbacks = call.get(5, "callbacks")
    for callback in callbacks.items if isinstance(callbacks, List) else ():
        if isinstance(callback, Described) and callback.name == "History":
            before = getattr(callback.state.get("history"), "fits", ())
            kept = history_of(reader.log, (*before, reader.place(call.place)))
            reader.journal.write(callback.state, "history", kept.curves)
    return history_of(reader.log, (reader.place(call.place),), epochs_of(call))


def trained_on_batch(model: Model, call: Call) -> None:
    """``train_on_batch``: the first after a compile shows the data."""
    for phase in model.state["<phases>"]:
        if phase.batch is None:
            phase.batch = of_batch(call)


def _trained(reader: Reader, model: Model, phase: Phase | None, call: Call) -> Phase:
    """The record of a compile with its fit: a fresh one for a fit at another place."""
    again = False
    if phase is None or (phase.fit is not None and phase.fit.place is not call.place):
        fresh = Phase(model, None if phase is None else phase.compile, network_of(model))
        if phase is not None and phase.network is not None:
            fresh.network, again = phase.network, True
        fresh.handed = HANDED in model.state
        reader.log.phases.append(fresh)
        phase = fresh
    if phase.fit is None:
        phase.fit = call
        if model.kind == "Own":
            from kspec.code.keras.custom_models import fitted_network

            phase.network = fitted_network(reader, model, call)
        elif phase.network is None or (
            model.kind == "Sequential" and len(phase.network.value["layers"]) != len(model.stack)
        ):
            phase.network = network_of(model)
        elif not again:  # the first fit after a compile takes the flags as they are then
            take_flags(phase.network)
    return phase
