"""Models that a program saves, and loads again."""

import ast
from collections.abc import Iterator

from kspec.code.contract.classes import keras_classes
from kspec.code.names import name_of, words
from kspec.code.source import Source, argument
from kspec.source.outline import Problems, SyntaxProblem

_SHORT = words("mse mae mape msle bce MSE MAE MAPE MSLE")
"""Names of losses that Keras 3 writes into an .h5 file and does not find again."""
_OLD = (".h5", ".hdf5")
_KNOWN = ("register_keras_serializable", "custom_object_scope", "CustomObjectScope", "get_custom")
"""Words of programs in which Keras may know the objects of the program."""


def unloadable_models(source: Source) -> Problems:
    """Each `load_model` of a file that the program wrote, in which Keras does not know a loss, a
    metric or a layer.
    """
    for call in source.calls:
        if source.callee(call) not in {"keras.models.load_model", "keras.saving.load_model"}:
            continue
        options = {one.arg for one in call.keywords}
        path = _text(argument(call, 0, "filepath"), source)
        if path is None or len(call.args) != 1 or None in options or "custom_objects" in options:
            continue
        compiled = getattr(argument(call, None, "compile"), "value", True)
        for saved in _saves(path, source):
            why, help_ = "", "Load it with compile=False, or give custom_objects."
            if compiled is True and path.endswith(_OLD) and (loss := _short_loss(saved, source)):
                why = f'the loss "{loss}" of an {path[path.rindex(".") :]} file'
                help_ = "Save it as .keras, write the whole name of the loss, or load it with "
                help_ += "compile=False."
            elif not any(word in source.code for word in _KNOWN):
                own = _own_layer(saved, source) or (compiled and _own_function(saved, source))
                why = f"`{own}`, which is the program's own" if own else ""
                help_ = f'Give custom_objects={{"{own}": {own}}}.'
            if why:
                span = source.places.span(call)
                related = ((source.places.span(saved), "saved here"),)
                message = f"Keras 3 cannot load this: it does not know {why}"
                yield SyntaxProblem(
                    "unloadable_model", message, help_, span, related, since_keras=3
                )
                break


def _text(node: ast.expr | None, source: Source) -> str | None:
    value = getattr(source.value_of(node), "value", None)
    return value if isinstance(value, str) else None


def _saves(path: str, source: Source) -> Iterator[ast.Call]:
    """The calls that save a model under a path."""
    for call, _ in source.method_calls("save"):
        if source.receivers.get(call) and _text(argument(call, 0, "filepath"), source) == path:
            yield call


def _short_loss(saved: ast.Call, source: Source) -> str | None:
    losses = [one.spec.get("compile", {}).get("loss") for one in source.receivers[saved]]
    are_short = all(isinstance(one, str) and one in _SHORT for one in losses)
    return losses[-1] if losses and are_short else None


def _own_function(saved: ast.Call, source: Source) -> str | None:
    """A function of the program that is the loss, or a metric, of the model that is saved."""
    models = source.receivers[saved]
    for call, _ in source.method_calls("compile"):
        if not any(one in models for one in source.receivers.get(call, ())):
            continue
        metrics = argument(call, None, "metrics")
        nodes = [argument(call, 1, "loss"), *getattr(metrics, "elts", ())]
        for name in map(name_of, nodes):
            if name is not None and source.function(name) is not None:
                return name
    return None


def _own_layer(saved: ast.Call, source: Source) -> str | None:
    """A class of the program that is a layer of the model that is saved."""
    names = {one.node.name for one in keras_classes(source)}
    for model in source.receivers[saved]:
        for layer in model.spec.get("layers", ()):
            name = getattr(layer.get("type"), "name", None)
            if name in names:
                return str(name)
    return None
