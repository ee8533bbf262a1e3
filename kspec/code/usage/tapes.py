"""Training loops under a tape: how models are called, and where their gradients go."""

import ast
from collections.abc import Iterator

from kspec.code.contract.calls import IN_TRAINING, default_of_training, is_tape, trained_otherwise
from kspec.code.contract.classes import keras_classes
from kspec.code.names import name_of, nodes_in, receiver_of
from kspec.code.source import Source, argument
from kspec.code.usage.origins import origins
from kspec.named_tuple import NamedTuple
from kspec.source.outline import Problems, SyntaxProblem

_WEIGHTS = frozenset(("trainable_variables", "trainable_weights"))


def calls_outside_of_training(source: Source) -> Problems:
    """Each call under a tape without ``training=True``, of a model that trains otherwise."""
    gradients = [call for call, _ in source.method_calls("gradient")]
    sources = (source.value_of(argument(call, 1, "sources")) for call in gradients)
    owners = [_owner(node) for one in sources if one is not None for node in nodes_in(one)]
    trained = {ast.unparse(one) for one in owners if one is not None}
    for tape in source.of(ast.With):
        calls = nodes_in(tape) if is_tape(tape, source) else ()
        for call in calls:
            if not isinstance(call, ast.Call) or ast.unparse(call.func) not in trained:
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


def _owner(node: ast.AST | None) -> ast.expr | None:
    """The object of which an expression is the trained weights."""
    return node.value if isinstance(node, ast.Attribute) and node.attr in _WEIGHTS else None


def _otherwise(call_of_model: ast.Call, source: Source) -> str | None:
    """A layer of a model that has another effect in training."""
    for one in source.receivers.get(call_of_model, ()):
        for layer in one.spec.get("layers", ()):
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
        parts = _zipped(call)
        is_alone = _is_gradient(argument(call, 0, "grads_and_vars"), source)
        if len(call.args) == 1 and is_alone:
            message = "`apply_gradients` takes pairs of a gradient and its weights"
        elif len(call.args) == 2 and is_alone and not call.keywords:
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
        before = used.setdefault((name, block), pair)
        if not _same(before.second, pair.second, source):
            yield SyntaxProblem(
                "shared_optimizer",
                f"`{name}` has trained `{before.names[1]}` before, and Keras 3 refuses it the "
                f"weights of `{pair.names[1]}`",
                "Make an optimizer for each model.",
                source.places.span(pair.call),
                since_keras=3,
            )


class _Pair(NamedTuple):
    """The model of gradients, and the one whose weights they are applied to, with both calls."""

    gradient: ast.Call
    first: ast.expr
    call: ast.Call
    second: ast.expr

    @property
    def names(self) -> tuple[str, str]:
        return ast.unparse(self.first), ast.unparse(self.second)


def gradients_of_other_weights(source: Source) -> Problems:
    """Each gradient with regard to the weights of one model that is applied to those of another.
    The place is where the model is named that has gradients of its own, too.
    """
    pairs = list(_pairs(source))
    matched = {pair.names[0] for pair in pairs if pair.names[0] == pair.names[1]}
    for pair in pairs:
        if _same(pair.first, pair.second, source):
            continue
        first, second = pair.names
        place, other = source.places.span(pair.gradient), source.places.span(pair.call)
        help_, words = (
            f"Take the gradients with regard to the weights of `{second}`.",
            "applies them",
        )
        if second in matched and first not in matched:
            place, other = other, place
            help_, words = f"Apply them to the weights of `{first}`.", "takes the gradients"
        message = f"The gradients are those of `{first}`, and they are applied to the weights of "
        message += f"`{second}`"
        kind = "gradients_of_other_weights"
        yield SyntaxProblem(kind, message, help_, place, ((other, words),))


def _pairs(source: Source) -> Iterator[_Pair]:
    """The gradients of models and their use, where both say of which model they are."""
    for call, _ in source.method_calls("apply_gradients"):
        parts = [source.value_of(one) for one in _zipped(call)]
        if len(parts) == 2 and isinstance(parts[0], ast.Call) and _is_gradient(parts[0], source):
            first = _owner(source.value_of(argument(parts[0], 1, "sources")))
            second = _owner(parts[1])
            if first is not None and second is not None:
                yield _Pair(parts[0], first, call, second)


def _zipped(call: ast.Call) -> list[ast.expr]:
    """The pairs of a call of `apply_gradients`, as the parts of ``zip``."""
    match argument(call, 0, "grads_and_vars"):
        case ast.Call(ast.Name("zip"), parts):
            return parts
    return []


def _same(one: ast.expr, other: ast.expr, source: Source) -> bool:
    """Whether two expressions may be one object."""
    if ast.unparse(one) == ast.unparse(other):
        return True
    first, second = origins(one, source), origins(other, source)
    return {*map(id, first)} == {*map(id, second)} and first != []
