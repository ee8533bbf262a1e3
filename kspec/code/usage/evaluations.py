"""Evaluations: the results that a program reads, and models that nothing trains before."""

import ast
from collections.abc import Iterator

from kspec.code.names import last_name, name_of, nodes_in, receiver_of
from kspec.code.source import LOOPS, Source, argument
from kspec.code.usage.history import metrics_of
from kspec.code.usage.predictions import argmax_of
from kspec.code.usage.splits import is_test, split_names
from kspec.source.outline import Problems, SyntaxProblem

_OTHERWISE = frozenset(("return_dict", None))
"""Arguments with which the result may be another one."""
_KEEPS_WEIGHTS = frozenset(("add", "compile", "evaluate", "predict", "summary"))
"""Methods of a model after which its weights are as before."""


def misread_evaluations(source: Source) -> Problems:
    """Each `evaluate` of which more numbers are read than the loss and the metrics."""
    for call, receiver in source.method_calls("evaluate"):
        name = last_name(receiver)
        metrics = [metrics_of(model) for model in source.receivers.get(call, ())]
        counts = {1 + len(one) for one in metrics if one is not None}
        is_known = len(counts) == 1 and None not in metrics
        if not is_known or {each.arg for each in call.keywords} & _OTHERWISE:
            continue
        [count] = counts
        swapped = _swapped(source.parents[call])
        if swapped is not None and count == 2:
            yield SyntaxProblem(
                "misread_evaluation",
                f"`{name}.evaluate` gives the loss first, and this reads it into `{swapped}`",
                "Exchange the two names.",
                source.places.span(call),
            )
        result, help_ = f"{count} numbers, for the loss and each metric", f"Read {count} numbers."
        if count == 1:
            result = "one number, the loss, as the model has no metrics"
            help_ = 'Compile with metrics=["accuracy"] (or "mae"), or read the loss alone.'
        for place, words in _misreads(call, count, source):
            message = f"`{name}.evaluate` gives {result}, and this reads {words}"
            yield SyntaxProblem("misread_evaluation", message, help_, source.places.span(place))


def _swapped(statement: ast.AST) -> str | None:
    """The name of the first of two variables that say accuracy and loss, in this order."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    names = [name_of(one) or "" for one in getattr(target, "elts", ())]
    if len(names) != 2 or "acc" not in names[0].lower() or "loss" not in names[1].lower():
        return None
    return None if "loss" in names[0].lower() or "acc" in names[1].lower() else names[0]


def _misreads(call: ast.Call, count: int, source: Source) -> Iterator[tuple[ast.AST, str]]:
    """The places that read the result as other than so many numbers, and what they read."""
    parent = source.parents[call]
    target = parent.targets[0] if isinstance(parent, ast.Assign) else None
    names = target.elts if isinstance(target, ast.Tuple) else []
    if names and len(names) != count and all(isinstance(one, ast.Name) for one in names):
        yield call, str(len(names))
    reads = source.reads.get(name_of(target) or "", ())
    beyond = count if count > 1 else 0  # a number alone has no items
    for node in (call, *(one for one in reads if source.value_of(one) is call)):
        around = source.parents[node]
        match around:
            case ast.Subscript(slice=ast.Constant(int(index))) if index >= beyond:
                yield around, f"item {index}"
            case ast.BinOp(left, ast.Mult() | ast.Div() | ast.Sub(), right) if count > 1:
                if isinstance(left, ast.Constant) or isinstance(right, ast.Constant):
                    yield around, "1"
            case ast.FormattedValue(format_spec=ast.JoinedStr()) if count > 1:
                yield around, "1"


def untrained_evaluations(source: Source) -> Problems:
    """Each evaluation on test data, and each prediction of a class, of a compiled model of new
    layers that nothing trains.
    """
    if not source.is_plain or "%run " in source.places.text:
        return
    for call, model, use in (*_tests(source), *_predicted_classes(source)):
        methods = _methods_of(model, source) if isinstance(model, ast.Name) else set[str]()
        if "compile" in methods and methods <= _KEEPS_WEIGHTS:
            name = last_name(model)
            yield SyntaxProblem(
                "untrained_evaluation",
                f"`{name}` {use}, and nothing trains it: its weights are those that it began with",
                f"Call {name}.fit before.",
                source.places.span(call),
            )


def _tests(source: Source) -> Iterator[tuple[ast.Call, ast.expr, str]]:
    """The evaluations on test data."""
    parts = split_names(source)
    for call, model in source.method_calls("evaluate"):
        x = name_of(argument(call, 0, "x"))
        if x is not None and is_test(x, *parts):
            yield call, model, "is evaluated"


def _predicted_classes(source: Source) -> Iterator[tuple[ast.Call, ast.expr, str]]:
    """The predictions of which an argmax takes the class, also of their first row."""
    for call in source.calls_of("argmax"):
        values, _ = argmax_of(call, source)
        while isinstance(values := source.value_of(values), ast.Subscript):
            values = values.value
        model = receiver_of(values, "predict")
        if isinstance(values, ast.Call) and model is not None:
            yield values, model, "says which class it is"


def _methods_of(model: ast.Name, source: Source, *, called: bool = False) -> set[str]:
    """The methods that are called of a Sequential from where it is made to where its variable is
    set again, with an empty name for any other use; none for other models. Of a model that a
    function builds and returns, those in the function too (``called``).
    """
    value, scope = source.value_of(model), source.scope_of(model)
    if value is None or _is_shared(model.id, scope, source):
        return set()
    builder = source.function(name_of(value.func)) if isinstance(value, ast.Call) else None
    results = source.returned(builder)
    before = set[str]()
    if len(results) == 1 and isinstance(results[0], ast.Name) and not called:
        before = _methods_of(results[0], source, called=True)
    elif source.callee(value).rpartition(".")[2] != "Sequential" or not _ends_new(value, source):
        return set()
    if not (before or builder is None) or any(isinstance(x, LOOPS) for x in source.around(value)):
        return set()
    own = [one for one in source.bindings[model.id] if source.scope_of(one) is scope]
    end = min((one.lineno for one in own if one.lineno > value.lineno), default=len(source.code))
    reads = [one for one in source.reads[model.id] if source.scope_of(one) is scope]
    reads = [one for one in reads if value.lineno <= one.lineno < end]
    is_end = {one: called and isinstance(source.parents[one], ast.Return) for one in reads}
    return before | {_method(one, source) for one in reads if not is_end[one]}


def _is_shared(name: str, scope: ast.AST | None, source: Source) -> bool:
    """Whether a variable of a scope may be read or set in another one."""
    bindings = source.bindings.get(name, ())
    others = {source.scope_of(one) for one in (*bindings, *source.reads.get(name, ()))} - {scope}
    is_global = any(name in one.names for one in source.of(ast.Global))
    return is_global or not others <= {source.scope_of(one) for one in bindings}


def _method(model: ast.Name, source: Source) -> str:
    """The method of a model that is called; empty for any other use, as for unknown layers."""
    attribute = source.parents[model]
    call = source.parents[attribute]
    if not isinstance(attribute, ast.Attribute) or getattr(call, "func", None) is not attribute:
        return ""
    return attribute.attr if attribute.attr != "add" or _is_new(call, source) else ""


def _ends_new(sequential: ast.AST, source: Source) -> bool:
    """Whether a Sequential is made of new layers, or has at least a new Dense for its end."""
    layers = argument(sequential, 0, "layers") if isinstance(sequential, ast.Call) else None
    end = (None, *getattr(layers, "elts", ()))[-1]
    is_dense = source.keras(end, "layers") == "Dense"
    return (is_dense and not _has_weights(end)) or _is_new(sequential, source)


def _has_weights(node: ast.AST | None) -> bool:
    nodes = () if node is None else nodes_in(node)
    return any(isinstance(one, ast.keyword) and one.arg == "weights" for one in nodes)


def _is_new(call: ast.AST, source: Source) -> bool:
    """Whether a call gets layers of Keras alone, which are made in it and without weights."""
    args = getattr(call, "args", ())
    layers = [one for arg in args for one in (arg.elts if isinstance(arg, ast.List) else [arg])]
    kinds = [source.keras(one, "layers") for one in layers if source.callee(one) != "keras.Input"]
    return not _has_weights(call) and not {None, "TFSMLayer"}.intersection(kinds)
