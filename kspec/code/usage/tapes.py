"""Training loops under a tape: how models are called, and where their gradients go."""

import ast
from collections.abc import Iterator
from typing import Any

from kspec.code.contract.calls import IN_TRAINING, default_of_training, is_tape, trained_otherwise
from kspec.code.contract.classes import keras_classes
from kspec.code.names import name_of, receiver_of
from kspec.code.source import Source, argument
from kspec.code.usage.origins import origins
from kspec.named_tuple import NamedTuple
from kspec.source.outline import Problems, SyntaxProblem

_WEIGHTS = frozenset(("trainable_variables", "trainable_weights"))


def calls_outside_of_training(source: Source) -> Problems:
    """Each call under a tape without ``training=True``, of a model that trains otherwise."""
    gradients = [call for call, _ in source.method_calls("gradient")]
    sources = (source.value_of(argument(call, 1, "sources")) for call in gradients)
    trained = {_owner(node) for one in sources if one is not None for node in ast.walk(one)}
    for tape in source.of(ast.With):
        calls = ast.walk(tape) if is_tape(tape, source) else ()
        for call in calls:
            if not isinstance(call, ast.Call) or ast.unparse(call.func) not in trained - {None}:
                continue
            flag = argument(call, None, "training")
            unsaid = len(call.args) == 1 and all(one.arg is not None for one in call.keywords)
            if not unsaid or getattr(flag, "value", flag) not in {None, False}:
                continue
            layer = _otherwise(call, source)
            if layer is not None:
                end = source.places.after_arguments(call)
                yield SyntaxProblem(
                    "training_not_passed",
                    f"The loop calls `{ast.unparse(call.func)}` without training=True: its {layer} "
                    "does nothing in training",
                    "Call it with training=True.",
                    source.places.span(call),
                    mends=((end, ", training=True"),) if flag is None else (),
                    safe=False,
                )


def _owner(node: ast.AST | None) -> str | None:
    """The object of which an expression is the trained weights."""
    is_weights = isinstance(node, ast.Attribute) and node.attr in _WEIGHTS
    return ast.unparse(node.value) if is_weights and isinstance(node, ast.Attribute) else None


def _otherwise(call_of_model: ast.Call, source: Source) -> str | None:
    """A layer of a model that has another effect in training."""
    for one in source.receivers.get(call_of_model, ()):
        value: Any = one.document.value
        for layer in value.get("layers", ()):
            own = layer.get("trainable", True) is True and "training" not in layer.get("call", {})
            kind = layer.get("type")
            if own and isinstance(kind, str) and kind in IN_TRAINING:
                return kind
    makers = [one.func for one in origins(call_of_model.func, source) if isinstance(one, ast.Call)]
    for cls in keras_classes(source) if len(makers) == 1 else ():
        call = cls.method("call")
        if cls.node.name == name_of(makers[0]) and call and default_of_training(call) is not True:
            return trained_otherwise(cls, source)
    return None


def misused_gradients(source: Source) -> Problems:
    """Each call with gradients and weights in another order, or not in pairs, than it takes."""
    for call, _ in source.method_calls("gradient"):
        if _owner(argument(call, 0, "target")) is not None:
            yield _misused(
                call, "`gradient` takes the loss first", "gradient(loss, weights)", source
            )
    own = any(one.name == "apply_gradients" for one in source.of(ast.FunctionDef))
    for call, _ in () if own else source.method_calls("apply_gradients"):
        pairs = argument(call, 0, "grads_and_vars")
        parts = pairs.args if isinstance(pairs, ast.Call) and name_of(pairs.func) == "zip" else []
        if len(call.args) == 1 and _is_gradient(pairs, source):
            message = "`apply_gradients` takes pairs of a gradient and its weights"
        elif len(call.args) == 2 and _is_gradient(pairs, source) and not call.keywords:
            message = "`apply_gradients` takes one argument, the pairs of gradients and weights"
        elif len(parts) == 2 and _owner(parts[0]) and _is_gradient(parts[1], source):
            message = "In the pairs of `apply_gradients` the gradient comes first"
        else:
            continue
        yield _misused(call, message, "apply_gradients(zip(gradients, weights))", source)


def _misused(call: ast.Call, message: str, right: str, source: Source) -> SyntaxProblem:
    kind, span = "gradients_of_other_weights", source.places.span(call)
    return SyntaxProblem(kind, message, f"Write {right}.", span)


def _is_gradient(node: ast.expr | None, source: Source) -> bool:
    """Whether an expression holds what ``tape.gradient`` gives."""
    return receiver_of(source.value_of(node), "gradient") is not None


def optimizers_of_two(source: Source) -> Problems:
    """Each optimizer that is applied to the weights of two models, one after the other."""
    used: dict[tuple[str, ast.AST], _Pair] = {}
    built = {ast.unparse(of) for _, of in source.method_calls("build")}
    for pair in _pairs(source):
        optimizer = receiver_of(pair.call, "apply_gradients")
        block = source.parents[source.parents[pair.call]]
        if optimizer is None or (name := ast.unparse(optimizer)) in built:
            continue
        kinds = [source.keras(one, "optimizers") for one in origins(optimizer, source)]
        if len(kinds) != 1 or not kinds[0] or kinds[0].startswith("legacy"):
            continue
        first = used.setdefault((name, block), pair)
        if not _same(first.weights, pair.weights, source):
            yield SyntaxProblem(
                "shared_optimizer",
                f"`{name}` has trained `{first.owners[1]}` before, and Keras 3 refuses it the "
                f"weights of `{pair.owners[1]}`",
                "Make an optimizer for each model.",
                source.places.span(pair.call),
                since_keras=3,
            )


class _Pair(NamedTuple):
    """Gradients and the weights that they are applied to, with the calls of both."""

    gradient: ast.Call
    sources: ast.expr
    call: ast.Call
    weights: ast.expr

    @property
    def owners(self) -> tuple[str, str]:
        return ast.unparse(self.sources), ast.unparse(self.weights)


def gradients_of_other_weights(source: Source) -> Problems:
    """Each gradient with regard to the weights of one model that is applied to those of another.
    The place is where the model is named that has gradients of its own, too.
    """
    pairs = list(_pairs(source))
    matched = {pair.owners[0] for pair in pairs if pair.owners[0] == pair.owners[1]}
    for pair in pairs:
        first, second = pair.owners
        if _same(pair.sources, pair.weights, source):
            continue
        places = [source.places.span(pair.gradient), source.places.span(pair.call)]
        applied = second in matched and first not in matched
        place, other = reversed(places) if applied else places
        yield SyntaxProblem(
            "gradients_of_other_weights",
            f"The gradients are those of `{first}`, and they are applied to the weights of "
            f"`{second}`",
            f"Apply them to the weights of `{first}`."
            if applied
            else f"Take the gradients with regard to the weights of `{second}`.",
            place,
            ((other, "takes the gradients" if applied else "applies them"),),
        )


def _pairs(source: Source) -> Iterator[_Pair]:
    """The gradients of models and their use, where both say of which model they are."""
    for call, _ in source.method_calls("apply_gradients"):
        pairs = argument(call, 0, "grads_and_vars")
        if not isinstance(pairs, ast.Call) or name_of(pairs.func) != "zip" or len(pairs.args) != 2:
            continue
        gradient, weights = map(source.value_of, pairs.args)
        if not isinstance(gradient, ast.Call) or receiver_of(gradient, "gradient") is None:
            continue
        sources = source.value_of(argument(gradient, 1, "sources"))
        if not isinstance(sources, ast.Attribute) or not isinstance(weights, ast.Attribute):
            continue
        if None not in {_owner(sources), _owner(weights)}:
            yield _Pair(gradient, sources.value, call, weights.value)


def _same(one: ast.expr, other: ast.expr, source: Source) -> bool:
    """Whether two expressions may be one object."""
    if ast.unparse(one) == ast.unparse(other):
        return True
    first, second = origins(one, source), origins(other, source)
    return {*map(id, first)} == {*map(id, second)} and first != []
