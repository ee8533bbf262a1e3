"""Models that a program tests and never trains."""

import ast
from collections.abc import Iterator

from kspec.code.names import name_of
from kspec.code.source import LOOPS, Source, argument
from kspec.code.usage.scaling import is_test, split_names
from kspec.source.outline import SyntaxProblem

_KEEPS_WEIGHTS = frozenset(("add", "compile", "evaluate", "predict", "summary"))
"""Methods of a model after which its weights are as before."""


def untrained_evaluations(source: Source) -> Iterator[SyntaxProblem]:
    """Each evaluation on test data of a compiled model of new layers that nothing trains."""
    if not source.is_plain or "%run " in source.places.text:
        return
    parts = split_names(source)
    for call, model in source.method_calls("evaluate"):
        x = name_of(argument(call, 0, "x"))
        if x is None or not is_test(x, *parts) or not isinstance(model, ast.Name):
            continue
        uses = _uses(model, source)
        if "compile" in uses and uses <= _KEEPS_WEIGHTS:
            yield SyntaxProblem(
                "untrained_evaluation",
                f"`{model.id}` is evaluated, and nothing trains it: its weights are those that it "
                "began with",
                f"Call {model.id}.fit before.",
                source.places.span(call),
            )


def _uses(model: ast.Name, source: Source) -> set[str]:
    """The methods that are called of a Sequential from where it is made to where its variable is
    set again, with an empty name for any other use; none for other models.
    """
    value, scope = source.value_of(model), source.scope_of(model)
    names = [*source.bindings.get(model.id, ()), *source.reads.get(model.id, ())]
    if value is None or source.callee(value).rpartition(".")[2] != "Sequential":
        return set()
    in_loop = any(isinstance(one, LOOPS) for one in source.around(value))
    if in_loop or not _is_new(value, source) or any(source.scope_of(one) != scope for one in names):
        return set()
    later = (one.lineno for one in source.bindings[model.id] if one.lineno > value.lineno)
    end = min(later, default=len(source.code))
    reads = (one for one in source.reads[model.id] if value.lineno <= one.lineno < end)
    return {_method(one, source) for one in reads}


def _method(model: ast.Name, source: Source) -> str:
    """The method of a model that is called; empty for any other use, as for unknown layers."""
    attribute = source.parents[model]
    call = source.parents[attribute]
    if not isinstance(attribute, ast.Attribute) or getattr(call, "func", None) is not attribute:
        return ""
    return attribute.attr if attribute.attr != "add" or _is_new(call, source) else ""


def _is_new(call: ast.AST, source: Source) -> bool:
    """Whether a call gets layers of Keras alone, which are made in it and without weights."""
    layers: list[ast.expr] = []
    for one in getattr(call, "args", ()):
        layers += one.elts if isinstance(one, ast.List) else [one]
    weights = any(isinstance(one, ast.keyword) and one.arg == "weights" for one in ast.walk(call))
    plain = (
        source.callee(one) == "keras.Input"
        or source.keras(one, "layers") not in {None, "TFSMLayer"}
        for one in layers
    )
    return not weights and all(plain)
