"""Methods and modules that Keras 3 no longer has: the program stops where it uses them."""

import ast
from typing import Literal

from kspec.code.contract.classes import class_around, keras_classes
from kspec.code.keras.exports import exports_of
from kspec.code.names import last_name, name_of, words
from kspec.code.source import Source
from kspec.code.usage.removed_imports import BACKEND, KEPT_BY_BACKEND, hint_for, missing_name
from kspec.named_tuple import NamedTuple
from kspec.source.outline import Problems, Span, SyntaxProblem


class _Removed(NamedTuple):
    """Method of Keras 2: the method that takes the same arguments now, what to do, and whose it
    was, where other objects have it too.
    """

    name: str
    replacement: str | None
    help: str
    of: Literal["models", "metrics", "flows", "weights"] | None = None


_GENERATORS = "Call `{}`, which takes generators too."
_ARGMAX = "Use `predict`, and its argmax over the classes, or a threshold for one unit."
_STATES = "Call `reset_state` of each stateful layer."
METHODS = (
    _Removed("fit_generator", "fit", _GENERATORS.format("fit")),
    _Removed("evaluate_generator", "evaluate", _GENERATORS.format("evaluate")),
    _Removed("predict_generator", "predict", _GENERATORS.format("predict")),
    _Removed("predict_classes", None, _ARGMAX),
    _Removed("add_metric", None, "Give metrics to compile, or update one in a layer.", "models"),
    _Removed("predict_proba", "predict", "Call `predict`.", "models"),
    _Removed("score", "evaluate", "Call `evaluate`.", "models"),
    _Removed("reset_states", None, _STATES, "models"),
    _Removed("reset_states", "reset_state", "Call `reset_state`.", "metrics"),
    _Removed("get_shape", None, "Read `shape`, which is a tuple.", "weights"),
    _Removed("next", None, "Write next(...) around it.", "flows"),
)
"""The methods of Keras 2, and that of its wrappers for scikit-learn."""
_FLOWS = words("flow flow_from_dataframe flow_from_directory")
_WEIGHTS = words("bias embeddings kernel recurrent_kernel")
"""Attributes of Keras's layers that hold a weight."""
_OPTIMIZERS = {
    "AdagradOptimizer": "Adagrad",
    "AdamOptimizer": "Adam",
    "GradientDescentOptimizer": "SGD",
    "MomentumOptimizer": "SGD",
    "RMSPropOptimizer": "RMSprop",
}
"""The optimizers of `tensorflow.train` in TensorFlow 1, and those of Keras."""
_EXPERIMENTAL = "keras.layers.experimental"
_LOOKED_AT = frozenset(("keras.backend", "keras.layers"))
"""Modules of which every name is looked up elsewhere."""


def removed_methods(source: Source) -> Problems:
    """The calls of such methods; one that the program defines itself is its own."""
    own = {node.name for node in source.of(ast.FunctionDef)}
    for call, receiver in source.method_calls(*({one.name for one in METHODS} - own)):
        owners = (one for one in METHODS if one.name == last_name(call.func))
        removed = next((one for one in owners if _has_lost(call, receiver, one, source)), None)
        if removed is None:
            continue
        name, new, end = removed.name, removed.replacement, source.places.span(call.func).end
        span = Span(end - len(name), end)
        yield SyntaxProblem(
            "removed_method",
            f"Keras 3 has no `{name}` here: `{ast.unparse(receiver)}.{name}` fails",
            removed.help,
            span,
            mends=() if new is None or _has_old(call) else ((span, new),),
            since_keras=3,
        )


def _has_lost(call: ast.Call, receiver: ast.expr, removed: _Removed, source: Source) -> bool:
    """Whether a receiver is of the classes that have lost the method."""
    if removed.of == "models":
        return call in source.receivers or (
            removed.name == "add_metric" and _is_own(receiver, source)
        )
    if removed.of == "metrics":
        values = [one.value for one in source.assigned.get(name_of(receiver) or "", ())]
        return values != [] and all(source.keras(one, "metrics") for one in values)
    if removed.of == "flows":
        value = source.value_of(receiver)
        return isinstance(value, ast.Call) and last_name(value.func) in _FLOWS
    if removed.of == "weights":
        return isinstance(receiver, ast.Attribute) and receiver.attr in _WEIGHTS
    return True


def _is_own(receiver: ast.expr, source: Source) -> bool:
    """Whether a receiver is a layer or a model in a method of its own class."""
    own = class_around(receiver, source)
    return name_of(receiver) == "self" and any(one.node is own for one in keras_classes(source))


def _has_old(call: ast.Call) -> bool:
    """Whether a call has arguments that the other method does not take."""
    removed = {"samples_per_epoch", "nb_epoch", "nb_val_samples", "max_q_size", "nb_worker"}
    removed |= {"max_queue_size", "workers", "use_multiprocessing", "pickle_safe", "generator"}
    return any(keyword.arg in removed for keyword in call.keywords) or len(call.args) > 1


def removed_optimizers(source: Source) -> Problems:
    """The optimizers of TensorFlow 1 that a program makes."""
    for call in source.calls:
        name = source.callee(call)
        new = _OPTIMIZERS.get(name.removeprefix("tensorflow.train."))
        if new is None:
            continue
        span = source.places.span(call.func)
        plain = {one.arg for one in call.keywords} <= {"learning_rate", "momentum"}
        text = f"{source.places.text[span.start : span.end].split('.')[0]}.keras.optimizers.{new}"
        yield SyntaxProblem(
            "removed_method",
            f"TensorFlow 2 has no `{name}`: this fails",
            f"Use keras.optimizers.{new}.",
            span,
            mends=((span, text),) if plain and isinstance(call.func, ast.Attribute) else (),
            since_keras=3,
        )


def legacy_optimizers(source: Source) -> Problems:
    """The optimizers of Keras 2 that a program makes by the name which Keras 3 has left of them."""
    for call in source.calls:
        written = source.imports.written(call.func) or ""
        is_of_keras_2 = written.startswith("tf_keras.") or _is_conditional(call, source)
        if ".optimizers.legacy." in written and not is_of_keras_2:
            span, name = source.places.span(call.func), written.rpartition(".")[2]
            start = source.places.text.find(".legacy", span.start, span.end)
            yield SyntaxProblem(
                "removed_method",
                f"Keras 3 refuses to make a `{written}`: this raises an ImportError",
                f"Use keras.optimizers.{name}.",
                span,
                mends=((Span(start, start + len(".legacy")), ""),) if start > 0 else (),
                since_keras=3,
            )


def experimental_layers(source: Source) -> Problems:
    """Yield the layers that are in `keras.layers` itself now."""
    names = exports_of("keras.layers")
    for node in source.of(ast.Attribute):
        before, _, name = (source.imports.dotted(node) or "").rpartition(".")
        if before not in {_EXPERIMENTAL, f"{_EXPERIMENTAL}.preprocessing"} or name not in names:
            continue
        span = source.places.span(node)
        start = source.places.text.find(".experimental", span.start, span.end)
        cut = Span(start, span.end - len(name) - 1)
        yield SyntaxProblem(
            "deprecated-argument",
            f"Keras 3 has no `{before}`, so this fails",
            f"{name} is in `keras.layers` itself.",
            span,
            mends=((cut, ""),) if start > 0 else (),
            since_keras=3,
        )


def removed_functions(source: Source) -> Problems:
    """The first use in each function of what `keras.backend` no longer has."""
    reported: set[ast.AST] = set()
    imports: list[ast.AST] = [*source.of(ast.Import), *source.of(ast.ImportFrom)]
    if any(_is_conditional(one, source) and "keras" in ast.unparse(one) for one in imports):
        return
    for node in source.of(ast.Attribute):
        scope, name = source.scope_of(node), node.attr
        if source.imports.written(node.value) != "keras.backend" or name in KEPT_BY_BACKEND:
            continue
        if scope in reported or _is_conditional(node, source):
            continue
        reported.add(scope)
        yield SyntaxProblem(
            "removed_method",
            f"Keras 3 has no `keras.backend.{name}`: this fails",
            BACKEND,
            source.places.span(node),
            since_keras=3,
        )


def removed_attributes(source: Source) -> Problems:
    """The first use of each name that a module of Keras no longer has, and no import asks for."""
    reported: set[str] = set()
    for node in source.of(ast.Attribute):
        name, module = source.imports.written(node), source.imports.written(node.value)
        if name is None or module is None or name in reported or module in _LOOKED_AT:
            continue
        help_ = hint_for(name)
        if help_ is None or hint_for(module) or _is_conditional(node, source):
            continue
        reported.add(name)
        yield missing_name(name, help_, source.places.span(node), "so this fails")


def _is_conditional(node: ast.AST, source: Source) -> bool:
    """Whether a node may not run: in a ``try``, or under a condition but that of a script."""
    return any(
        isinstance(one, ast.Try)
        or (isinstance(one, ast.If) and not ast.unparse(one.test).startswith("__name__ == "))
        for one in source.around(node)
    )
