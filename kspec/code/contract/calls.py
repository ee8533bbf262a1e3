"""Checks of `call`: its result, weights that it makes, and whether a model gets `training`."""

import ast

from kspec.code.contract.classes import FunctionNode, KerasClass, gives_nothing, walk_without
from kspec.code.names import defaults_of, is_own_attribute, name_of, nodes_in, words
from kspec.code.source import FUNCTIONS, Source
from kspec.source.outline import Problems, SyntaxProblem

IN_TRAINING = words(
    "AlphaDropout BatchNormalization Dropout GaussianDropout GaussianNoise RandomFlip "
    "RandomRotation RandomZoom RandomTranslation RandomContrast SpatialDropout1D SpatialDropout2D "
    "SpatialDropout3D"
)
"""Layers with another effect in training."""
_VARIABLES = ("tensorflow.Variable", "keras.Variable", "keras.backend.Variable")
_WITH_WEIGHTS = (
    "BatchNormalization", "Bidirectional", "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose",
    "Conv2DTranspose", "Conv3DTranspose", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "Dense",
    "DepthwiseConv1D", "DepthwiseConv2D", "EinsumDense", "Embedding", "GRU", "GroupNormalization",
    "GroupQueryAttention", "LSTM", "LayerNormalization", "MultiHeadAttention", "PReLU",
    "SeparableConv1D", "SeparableConv2D", "SimpleRNN",
)  # fmt: skip


_STEPS = ("train_step", "test_step", "predict_step")
_AT_TIMES = (*FUNCTIONS, ast.BoolOp, ast.ClassDef, ast.If, ast.IfExp, ast.Try, ast.While)
"""Nodes in which not all is run by each call of a method."""


def no_result(one: KerasClass, source: Source) -> Problems:
    """A ``call`` that returns nothing, or a step of a model that only Keras calls."""
    yield from _no_result(one, "call", "no layer can follow", source)
    for name in _STEPS if one.is_model and "fit" not in one.defined else ():
        if not any(source.method_calls(name)):
            yield from _no_result(one, name, "Keras has nothing to log, and raises", source)


def _no_result(one: KerasClass, name: str, effect: str, source: Source) -> Problems:
    call = one.method(name)
    if call is None or call not in one.node.body or call.decorator_list:
        return
    parts = [getattr(node, "value", node) for node in call.body]
    is_abstract = all(isinstance(one, ast.Pass | ast.Constant) for one in parts)
    if is_abstract or not gives_nothing(call):
        return
    yield SyntaxProblem(
        "call_without_result",
        f"{one.node.name}.{name} returns nothing, so that {effect}",
        "End it with return.",
        source.places.name(call),
    )


def not_in_training(one: KerasClass, source: Source) -> Problems:
    """Yield each ``train_step`` that calls such a model without ``training=True``."""
    step, call = one.method("train_step"), one.method("call")
    if step is None or step not in one.node.body or call is None or not one.is_model:
        return
    layer = trained_otherwise(one, source)
    default = default_of_training(call)
    if layer is None or default is True:
        return
    for tape in nodes_in(step):
        if not isinstance(tape, ast.With) or not is_tape(tape, source):
            continue
        for node in nodes_in(tape):
            if (
                isinstance(node, ast.Call)
                and name_of(node.func) == step.args.args[0].arg
                and len(node.args) == 1
                and not any(each.arg in {"training", None} for each in node.keywords)
            ):
                yield SyntaxProblem(
                    "training_not_passed",
                    f"train_step calls the model without training=True: its {layer} does nothing "
                    "in training",
                    "Call it with training=True.",
                    source.places.span(node),
                    mends=((source.places.after_arguments(node), ", training=True"),),
                    safe=False,
                )


def trained_otherwise(one: KerasClass, source: Source) -> str | None:
    """A layer of a class that has another effect in training."""
    layers = (source.keras(node, "layers") for node in nodes_in(one.node))
    return next((layer for layer in layers if layer in IN_TRAINING), None)


def default_of_training(call: FunctionNode) -> object:
    """The default of the parameter ``training``, True where it is no constant."""
    default = defaults_of(call.args).get("training")
    if isinstance(default, ast.Constant):
        return default.value
    return None if default is None else True


def is_tape(node: ast.With, source: Source) -> bool:
    """Whether a block records for gradients."""
    tape = "tensorflow.GradientTape"
    return any(source.callee(item.context_expr) == tape for item in node.items)


def weights_in_call(one: KerasClass, source: Source) -> Problems:
    """Each ``add_weight``, variable and layer with weights that ``call`` makes."""
    call = one.method("call")
    if call is None or call not in one.node.body or _builds_here(one):
        return
    for node in walk_without(call.body, *_AT_TIMES):
        owner = _weighted_object(node, source) if isinstance(node, ast.Call) else None
        if owner is not None:
            yield SyntaxProblem(
                "weights_in_call",
                f"{one.node.name}.call makes {owner}: it runs again for every batch, and Keras "
                "refuses a weight of a layer that is built",
                "Make it in build (weights) or __init__ (layers), keep it as an attribute, and use "
                "that in call.",
                source.places.span(node),
            )


def _builds_here(one: KerasClass) -> bool:
    """Whether ``build`` or ``__init__`` call ``call`` themselves, which may make weights."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == "call"
        for name in ("build", "__init__")
        if (method := one.method(name)) is not None
        for node in nodes_in(method)
    )


def _weighted_object(node: ast.Call, source: Source) -> str | None:
    """Description of the object with weights that a call creates; None for other calls."""
    function = node.func
    if is_own_attribute(function) and function.attr == "add_weight":
        return "a weight"
    if source.callee(node) in _VARIABLES:
        return "a variable"
    layer = source.keras(node, "layers")
    return f"a new {layer} layer" if layer in _WITH_WEIGHTS else None
