"""Objects of Keras that are made and never used."""

import ast
from bisect import bisect
from collections import Counter

from kspec.code.contract.classes import gives_nothing, methods
from kspec.code.names import name_of, names_in, nodes_in, receiver_of
from kspec.code.program import Models
from kspec.code.source import LOOPS, Source, argument, is_unbound
from kspec.code.usage.scaling import SCALERS
from kspec.source.outline import Problems, Span, SyntaxProblem

_CURES = {
    "callbacks": "Pass it to fit: callbacks=[{}].",
    "optimizers": "Pass it to compile: optimizer={}.",
    "losses": "Pass it to compile: loss={}.",
    "metrics": "Pass it to compile: metrics=[{}].",
    "layers": "Add it to a model or call it on a tensor, or take it out.",
    "outputs": "Call the next layer on it, or take it out.",
    "augmentation": "Put it before the first layer of the model, or map it over the data set.",
    "scalers": "Train on what its transform gives.",
    "scaled": "Train or test the model on {}.",
    "generators": "Train on what its flow gives: fit({}.flow(x, y)).",
}
_OF_MODELS = frozenset(("compile", "evaluate", "fit", "predict", "save", "summary"))
_SECTIONS = frozenset(("callbacks", "optimizers", "losses", "metrics", "layers"))
_CHANGES = ("append", "clear", "extend", "insert", "pop", "remove")
_MODELS = frozenset(("Model", "Sequential"))
_TRAINS = frozenset(("compile", "fit", "fit_generator"))


def unused_objects(source: Source) -> Problems:
    """Each object or output of a layer that nothing reads, in a program that trains."""
    if not trains(source):
        return
    for name, statements in source.assigned.items():
        for statement in statements:
            object_ = constructed(statement.value, source)
            if object_ is None or name.startswith("_"):
                continue
            section, detail = object_
            scope = source.scope_of(statement)
            if isinstance(scope, ast.ClassDef) or _is_used(name, section, statement, source):
                continue
            yield SyntaxProblem(
                "unused_object",
                f"`{name}` holds {detail}, and nothing uses it",
                _CURES[section].format(name),
                source.places.span(statement.targets[0]),
                mends=_into_fit(statement, source) if section == "callbacks" else (),
                safe=False,
            )


def _into_fit(statement: ast.Assign, source: Source) -> tuple[tuple[Span, str], ...]:
    """An edit that gives a callback, or a list of them, to the only fit, where that follows in the
    same function.
    """
    calls = [call for call, _ in source.method_calls("fit") if call.keywords or len(call.args) > 1]
    if len(calls) != 1 or calls[0].lineno <= statement.lineno:
        return ()
    [call], name = calls, name_of(statement.targets[0])
    plain = [one for one in call.args if not isinstance(one, ast.Starred)]
    spread = len(plain) < len(call.args) or any(one.arg is None for one in call.keywords)
    if spread or source.scope_of(call) is not source.scope_of(statement):
        return ()
    listed, is_list = argument(call, 5, "callbacks"), isinstance(statement.value, ast.List)
    if listed is None:
        text = f", callbacks={name if is_list else f'[{name}]'}"
        return ((source.places.after_arguments(call), text),)
    if isinstance(listed, ast.List) and listed.elts and not is_list:
        end = source.places.span(listed.elts[-1]).end
        return ((Span(end, end), f", {name}"),)
    return ()


def unused_layers_of_models(source: Source) -> Problems:
    """Each layer that a model of the program keeps and nothing calls, where the program trains."""
    if not trains(source):
        return
    read = {one.attr for one in source.of(ast.Attribute) if isinstance(one.ctx, ast.Load)}
    indirect = read & {"__dict__", "layers"} or source.calls_of("getattr")
    for name, stores in () if indirect else source.stored_attributes.items():
        statement = source.parents[stores[0]]
        owner = source.parents.get(source.scope_of(statement))
        if name in read or not isinstance(statement, ast.Assign) or len(stores) > 1:
            continue
        layer = source.keras(statement.value, "layers")
        if layer and isinstance(owner, ast.ClassDef) and _is_whole(owner, source):
            yield SyntaxProblem(
                "unused_object",
                f"`self.{name}` holds {_a(layer)}, and nothing uses it",
                "Call it in `call`, or take it out.",
                source.places.span(stores[0]),
            )


def trains(source: Source) -> bool:
    """Whether all of a program is known, and it trains."""
    return source.is_plain and any(source.method_calls(*_TRAINS))


def _is_whole(owner: ast.ClassDef, source: Source) -> bool:
    """Whether a class has its own ``call``, and all that it inherits is Keras's."""
    bases = [source.imports.dotted(one) or "" for one in owner.bases]
    return "call" in methods(owner) and all(one.startswith("keras.") for one in bases)


def _is_used(name: str, section: str, statement: ast.Assign, source: Source) -> bool:
    """Whether a variable is read: for more than a fit, and the output of a layer later on."""
    scope, reads = source.scope_of(statement), source.reads.get(name, ())
    if not source.is_read(name, scope):
        return False
    if section in {"scalers", "generators"}:
        uses = [source.parents[one] for one in reads]
        return not uses or any(
            getattr(one, "attr", None) != "fit"
            or not isinstance(source.parents[source.parents[one]], ast.Expr)  # fit gives itself
            for one in uses
        )
    if section != "outputs" or any(isinstance(one, LOOPS) for one in source.around(statement)):
        return True
    end = source.places.span(statement).end
    later = (one for one in reads if source.places.span(one).start >= end)
    return any(later) or any(source.scope_of(one) is not scope for one in reads)


def constructed(value: ast.expr, source: Source) -> tuple[str, str] | None:
    """Section of an expression's object, and its words."""
    package, _, name = source.callee(value).rpartition(".")
    section = package.removeprefix("keras.").partition(".")[0]
    is_class = package.startswith("keras.") and name[:1].isupper()
    if is_class and section in _SECTIONS and name not in {"Input", "InputLayer", "Layer"}:
        return section, _a(name)
    layer = source.keras(value.func, "layers") if isinstance(value, ast.Call) else None
    if layer and layer[:1].isupper():
        return "outputs", f"the output of {layer}"
    items = value.elts if isinstance(value, ast.List) else []
    if items and all(source.keras(source.value_of(one), "callbacks") for one in items):
        return "callbacks", "callbacks"
    if isinstance(value, ast.Call):
        maker = source.callee(source.value_of(receiver_of(value, "fit_transform", "transform")))
        if maker in SCALERS:
            return "scaled", f"what {maker.rpartition('.')[2]} gives"
        fitted = receiver_of(value, "fit")
        value = fitted if isinstance(fitted, ast.Call) else value
        dotted = source.callee(value)
        if dotted in SCALERS:
            return "scalers", _a(dotted.rpartition(".")[2])
        if dotted.endswith(".ImageDataGenerator"):
            return "generators", "an ImageDataGenerator"
        if dotted.endswith(".Sequential") and _augments(argument(value, 0, "layers"), source):
            return "augmentation", "layers that augment images"
    return None


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


def _augments(layers: ast.expr | None, source: Source) -> bool:
    """Whether a list holds layers that change images at random, and no others."""
    names = [source.keras(one, "layers") or "" for one in getattr(layers, "elts", ())]
    return names != [] and all(name.startswith("Random") for name in names)


def overwritten_objects(source: Source) -> Problems:
    """Each object, or output of a layer, whose name is bound again in its block before any read."""
    for node in dict.fromkeys(source.parents[one] for one in source.of(ast.Assign)):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                yield from _in_block(block, source)
        if isinstance(node, ast.For):
            yield from _in_rounds(node, source)


def _in_rounds(loop: ast.For, source: Source) -> Problems:
    """The first layer of a loop each round of which calls all its layers on what was before it."""
    outputs = [_output(statement, source) for statement in loop.body]
    if None in {layer for _, layer in outputs} or len(getattr(loop.iter, "elts", "..")) < 2:
        return
    unbound = {target for target, _ in outputs}
    for statement, (target, _) in zip(loop.body, outputs, strict=True):
        names = [node for node in nodes_in(statement) if isinstance(node, ast.Name)]
        if any(node.id in unbound and isinstance(node.ctx, ast.Load) for node in names):
            return
        unbound.discard(target)
    target, layer = outputs[0]
    message = f"Each round sets `{target}` anew by what is the same in all of them: only the "
    message += f"{layer} of the last one is used"
    help_ = f"Set `{target}` to the input before the loop, and call the layer on `{target}`."
    yield SyntaxProblem("overwritten_layer", message, help_, source.places.span(loop.body[0]))


def _in_block(block: list[ast.stmt], source: Source) -> Problems:
    outputs = [_output(statement, source) for statement in block]
    counts = Counter(target for target, _ in outputs)
    waiting: dict[str, tuple[ast.Assign, str | None]] = {}
    for statement, (target, layer) in zip(block, outputs, strict=True):
        names = [one for one in nodes_in(statement) if isinstance(one, ast.Name)] if waiting else []
        for node in names:
            if isinstance(node.ctx, ast.Load) and not _adds_to(node, source):
                waiting.pop(node.id, None)
        # a line that is no Python, of which the names alone are known, may use them
        if target in waiting and not any(map(is_unbound, names)):
            yield from _overwritten(target, *waiting[target], statement, source)
        bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
        for name, (call, _) in list(waiting.items()):
            # where the input of the layer's call is bound again, a new network begins
            if name in bound or bound & names_in(call.value):
                del waiting[name]
        if target is not None and counts[target] > 1 and isinstance(statement, ast.Assign):
            waiting[target] = (statement, layer)


def _adds_to(model: ast.AST, source: Source) -> bool:
    """Whether a statement adds a layer to a model, which is no use of it."""
    call = source.parents[source.parents[model]]
    is_alone = isinstance(call, ast.Call) and isinstance(source.parents[call], ast.Expr)
    return is_alone and receiver_of(call, "add") is model


def _overwritten(
    name: str, before: ast.Assign, layer: str | None, statement: ast.stmt, source: Source
) -> Problems:
    """A statement that binds a name of the output of a layer, or of an object, before any read."""
    spans = source.places.span(statement), source.places.span(before)
    if layer is not None:
        yield SyntaxProblem(
            "overwritten_layer",
            f"`{name}` is set anew before anything uses the output of this {layer}",
            f"Call the next layer on `{name}`, or take the line before out.",
            spans[0],
            ((spans[1], "the output that nothing uses"),),
        )
    elif (words := _rebindable(before, source)) and bisect(source.cells, spans[0].start) == bisect(
        source.cells, spans[1].start
    ):
        yield SyntaxProblem(
            "unused_object",
            f"`{name}` holds {words}, and is bound anew before anything uses it",
            "Take it out, or give it a name of its own.",
            source.places.span(before.targets[0]),
            ((spans[0], "bound anew here"),),
        )


def _rebindable(statement: ast.Assign, source: Source) -> str | None:
    """Words for a callback, an optimizer or a model that a class makes, where the program trains
    and only the function around reads the name.
    """
    name, scope = name_of(statement.targets[0]) or "_", source.scope_of(statement)
    is_shared = any(source.scope_of(one) is not scope for one in source.reads.get(name, ()))
    in_loop = any(isinstance(one, (*LOOPS, ast.ClassDef)) for one in source.around(statement))
    if is_shared or in_loop or name.startswith("_") or not trains(source):
        return None
    section, words = constructed(statement.value, source) or ("", "")
    if section in {"callbacks", "optimizers"}:
        return words
    kind = source.callee(statement.value).rpartition(".")[2]
    is_model = source.callee(statement.value).startswith("keras.") and kind in _MODELS
    # a lesson shows several models under one name
    return _a(kind) if is_model and len(source.assigned[name]) == 2 else None


def _output(statement: ast.stmt, source: Source) -> tuple[str | None, str | None]:
    """The name that a statement binds, and the layer of which it binds the output."""
    match statement:
        case ast.Assign([ast.Name(name)], ast.Call(function, [_, *_])):
            return name, source.keras(function, "layers")
        case ast.Assign([ast.Name(name)]):
            return name, None
    return None, None


def changed_layer_lists(source: Source, models: Models) -> Problems:
    """Each change of the list that ``model.layers`` gives."""
    names = {model.name for model in models}
    for call, receiver in source.method_calls(*_CHANGES):
        if not isinstance(receiver, ast.Attribute) or receiver.attr != "layers":
            continue
        if name_of(receiver.value) in names:
            yield SyntaxProblem(
                "changed_layer_list",
                f"`{ast.unparse(receiver)}` is a copy: this changes no model",
                "Call add or pop of a Sequential, or make a Model that ends at another layer: "
                "Model(model.inputs, model.layers[-2].output).",
                source.places.span(call),
                since_keras=3,
            )


def models_not_returned(source: Source) -> Problems:
    """Each call of a function that returns nothing, whose result is then used as a model."""
    values = {source.value_of(model) for _, model in source.method_calls(*_OF_MODELS)}
    for value in () if source.of(ast.Global) else source.calls:
        function = source.function(name_of(value.func)) if value in values else None
        if function and not function.decorator_list and gives_nothing(function):
            yield SyntaxProblem(
                "model_not_returned",
                f"`{function.name}` returns nothing, and this takes it for a model",
                "End the function with `return model`.",
                source.places.span(value),
                ((source.places.name(function), "returns nothing"),),
            )
