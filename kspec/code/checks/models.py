"""Models that Keras refuses to make or to train, and layers that lose a mask."""

import ast

from kspec.code.classes import has_unknown_base, member, outside_bases
from kspec.code.journal import MISSING
from kspec.code.keras.events import Log
from kspec.code.keras.graph import graph_of
from kspec.code.keras.values import Layer, Model, Tensor
from kspec.code.names import words
from kspec.code.reader import Reader
from kspec.code.source import Source
from kspec.code.values import Call, Function, Object, Place, Value


def check_graph(reader: Reader, model: Model, inputs: Place) -> None:
    """Report names that two layers have, and an input that the outputs need and no list names."""
    graph = graph_of(model)
    if not graph.certain:
        return
    for layer in graph.repeated:
        argument = layer.fields["name"]
        message = f'The name "{argument.value}" is given twice'
        reader.refuse("duplicate_layer_name", message, argument.place, "Give each layer its own.")
    for layer in graph.unlisted:
        name = layer.constant("name", default=None) or layer.state.get("<name>")
        message = f'The outputs need the input "{name}", which is not among the inputs of the model'
        help_ = "Add it to the inputs, or build the outputs on those that are there."
        reader.refuse("unreachable_output", message, inputs, help_)


def _report_early(log: Log, source: Source) -> None:
    """Report each fit that stands before the only compile of its model."""
    for phase in log.phases:
        calls = [one.compile for one in log.phases if one.model is phase.model and one.compile]
        fit = None if phase.fit is None or phase.compile is not None else phase.fit.place
        if fit is None or len(calls) != 1 or phase.handed or source.cells:
            continue
        first, then = (_statement(one, source) for one in (fit, calls[0].place))
        if first is None or then is None:
            continue
        if source.parents.get(first) is source.parents.get(then) and first.lineno < then.lineno:
            message = "The model is compiled later, and trained here: Keras refuses to train it"
            log.report("fit_without_compile", message, fit, "Compile it before.")


def _statement(call: ast.AST, source: Source) -> ast.stmt | None:
    around = source.around(call) if isinstance(call, ast.Call) else []
    return next((one for one in around if isinstance(one, ast.stmt)), None)


def report_uncompiled(log: Log, source: Source) -> None:
    """Report each fit of a model without a compile, where the program shows what it compiles."""
    compiles = [(phase.model, phase.compile) for phase in log.phases if phase.compile is not None]
    compiled = {model for model, _ in compiles}
    fits = [
        (phase.model, phase.fit.place)
        for phase in log.phases
        if phase.fit is not None and not phase.handed and phase.model not in compiled
    ]
    _report_early(log, source)
    places = {call.place for _, call in compiles}
    calls = source.method_calls("compile") if fits else ()
    if any(call not in places and ast.unparse(of) != "re" for call, of in calls):
        return
    names = sorted({model.variable for model in compiled if model.variable})
    others = ", ".join(f"`{name}`" for name in names)
    for model, place in fits:
        if model.kind != "Own":
            name = f"`{model.variable}`" if model.variable else "This model"
            message = f"{name} is trained and never compiled"
            message += f"; {others} is" if others else ""
            help_ = "Compile the model that is trained."
            log.report("fit_without_compile", message, place, help_)


_ALIKE = words(
    "Activation AlphaDropout BatchNormalization Dense Dropout ELU GaussianDropout GaussianNoise "
    "GroupNormalization Identity LayerNormalization LeakyReLU PReLU ReLU Rescaling Softmax "
    "SpatialDropout1D TimeDistributed UnitNormalization"
)
"""Layers that hand on a mask as they get it."""
_OF_STEPS = words("Bidirectional GRU LSTM SimpleRNN")
"""Layers that do so where they give each step."""
_SUPPORT = ("supports_masking", "compute_mask")


def check_mask(reader: Reader, owner: Object, call: Call) -> None:
    """Report a layer of the program that gets a mask, and neither takes it nor hands it on."""
    source = _masking(call.args[0]) if call.args else None
    method = member(owner.cls, "call")
    if source is None or not isinstance(method, Function) or _SUPPORT[0] in owner.state:
        return
    arguments = method.node.args
    takes = arguments.kwarg or any(
        one.arg == "mask" for one in (*arguments.args, *arguments.kwonlyargs)
    )
    is_layer = outside_bases(owner.cls) == ["keras.layers.Layer"] and not has_unknown_base(
        owner.cls
    )
    if is_layer and not takes and all(member(owner.cls, one) is MISSING for one in _SUPPORT):
        message = f"{owner.cls.name} gets the mask of {source.name} and loses it: from here on "
        message += "padded steps count as data"
        help_ = "Take mask in its call, or set self.supports_masking = True where steps stay apart."
        reader.log.report("mask-never-matches", message, call.place, help_)


def _masking(tensor: Value) -> Layer | None:
    """The layer from which a tensor has a mask."""
    while isinstance(tensor, Tensor) and isinstance(layer := tensor.application.layer, Layer):
        if layer.name == "Masking" or layer.constant("mask_zero") is True:
            return layer
        inner = layer.constant("layer") if layer.name == "Bidirectional" else layer
        each = isinstance(inner, Layer) and inner.constant("return_sequences") is True
        if not (layer.name in _ALIKE or (layer.name in _OF_STEPS and each)):
            return None
        tensor = (*tensor.application.args, None)[0]
    return None
