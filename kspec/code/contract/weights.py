"""Weights that are made where Keras allows none: in ``call``."""

import ast
from collections.abc import Iterator

from kspec.code.contract.classes import FunctionNode, KerasClass
from kspec.code.names import is_own_attribute
from kspec.code.source import Source
from kspec.source.outline import Problems, SyntaxProblem

_VARIABLES = ("tensorflow.Variable", "keras.Variable", "keras.backend.Variable")
_WITH_WEIGHTS = (
    "BatchNormalization", "Bidirectional", "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose",
    "Conv2DTranspose", "Conv3DTranspose", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "Dense",
    "DepthwiseConv1D", "DepthwiseConv2D", "EinsumDense", "Embedding", "GRU", "GroupNormalization",
    "GroupQueryAttention", "LSTM", "LayerNormalization", "MultiHeadAttention", "PReLU",
    "SeparableConv1D", "SeparableConv2D", "SimpleRNN",
)  # fmt: skip


def weights_in_call(one: KerasClass, source: Source) -> Problems:
    """Each ``add_weight``, variable and layer with weights that ``call`` makes."""
    call = one.method("call")
    if call is None or call not in one.node.body or _builds_here(one):
        return
    for node in _always(call):
        if not isinstance(node, ast.Call):
            continue
        owner = _weighted_object(node, source)
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
        for node in ast.walk(method)
    )


def _always(method: FunctionNode) -> Iterator[ast.AST]:
    """Yield the nodes that each call of a method runs: none in a condition, ``try`` or function."""
    skipped = (ast.If, ast.IfExp, ast.Try, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    waiting: list[ast.AST] = list(method.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, (*skipped, ast.While, ast.ClassDef)):
            continue
        if isinstance(node, ast.BoolOp):
            waiting.append(node.values[0])
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def _weighted_object(node: ast.Call, source: Source) -> str | None:
    """Description of the object with weights that a call creates; None for other calls."""
    function = node.func
    if is_own_attribute(function) and function.attr == "add_weight":
        return "a weight"
    if source.callee(node) in _VARIABLES:
        return "a variable"
    layer = source.keras(node, "layers")
    return f"a new {layer} layer" if layer in _WITH_WEIGHTS else None
