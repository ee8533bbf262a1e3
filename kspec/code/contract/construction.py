"""Checks of `__init__` and `get_config`: calls, arguments, and attributes that cannot be set."""

import ast
from collections.abc import Iterator

from kspec.code.contract.classes import (
    FunctionNode,
    KerasClass,
    bound,
    class_around,
    keras_classes,
)
from kspec.code.names import defaults_of, name_of, nodes_in, words
from kspec.code.source import Source
from kspec.source.outline import Problems, SyntaxProblem

_READ_ONLY = words(
    "compute_dtype dtype input input_dtype losses metrics metrics_variables "
    "non_trainable_variables non_trainable_weights output path quantization_mode "
    "trainable_variables trainable_weights variable_dtype variables weights"
)
"""Properties of Keras's Layer that cannot be set."""
_OF_MODELS = frozenset(("distribute_strategy", "layers", "metrics_names"))
_BASE = words("activity_regularizer autocast dtype name trainable input_shape input_dim")
_SAVERS = frozenset(("ModelCheckpoint", "clone_model", "load_model"))
_OF_CONFIG = frozenset(("name", "trainable", "dtype"))


def no_super_init(one: KerasClass, source: Source) -> Problems:
    """An ``__init__`` of the class that never calls the one above it."""
    init = one.method("__init__")
    if init is None or init not in one.node.body:
        return
    last = one.lineage[-1] is one.node
    for node in nodes_in(init):
        if isinstance(node, ast.Attribute) and node.attr == "__init__":
            if not _is_unbound_super(node.value):
                return
        elif name_of(node) in {"exec", "eval"}:
            return
    base = "Keras" if last else one.lineage[1].name
    yield SyntaxProblem(
        "missing_super_init",
        f"{one.node.name}.__init__ does not call super().__init__(), and without that of {base} "
        "the layer cannot be called",
        "Begin __init__ with super().__init__(**kwargs).",
        source.places.name(init),
    )


def _is_unbound_super(node: ast.expr) -> bool:
    """Whether a call is ``super(C)`` without the instance: ``__init__`` reaches nothing."""
    match node:
        case ast.Call(ast.Name("super"), [one]):
            return not isinstance(one, ast.Starred)
    return False


def read_only_attributes(one: KerasClass, source: Source) -> Problems:
    """Each assignment to an attribute that is a property of Keras's without a setter."""
    reserved = (_READ_ONLY | _OF_MODELS if one.is_model else _READ_ONLY) - one.defined
    for method in one.node.body:
        if not isinstance(method, ast.FunctionDef) or not method.args.args:
            continue
        if any(isinstance(each, ast.Name) for each in method.decorator_list):
            continue
        receiver = method.args.args[0].arg
        stored = (one for one in nodes_in(method) if isinstance(one, ast.Attribute))
        stored = (one for one in stored if isinstance(one.ctx, ast.Store))
        for node in stored:
            if node.attr in reserved and name_of(node.value) == receiver:
                yield SyntaxProblem(
                    "read_only_attribute",
                    f"Keras keeps `{node.attr}` itself, and nothing can be assigned to it",
                    f"Take another name, as self.my_{node.attr}.",
                    source.places.span(node),
                )


def models_of_callbacks(source: Source) -> Problems:
    """Each assignment to the model of a callback, a property that `set_model` of Keras fills."""
    for node in source.stored_attributes.get("model", ()):
        owner = class_around(node, source)
        bases = [] if owner is None else [source.imports.dotted(one) or "" for one in owner.bases]
        of_keras = any(one.startswith("keras.callbacks.") for one in bases)
        if owner is not None and of_keras and "model" not in bound(owner.body):
            yield SyntaxProblem(
                "read_only_attribute",
                "Keras 3 keeps the model of a callback itself, and nothing can be assigned to it",
                "Call super().set_model(model), or take another name.",
                source.places.span(node),
                since_keras=3,
            )


def unknown_keywords(one: KerasClass, source: Source) -> Problems:
    """Each keyword that makes the layer and that its ``__init__`` does not take."""
    init = one.method("__init__")
    if init is None or init.args.kwarg is not None or init.decorator_list:
        return
    if "__new__" in one.defined:
        return
    known = {each.arg for each in (*init.args.args[1:], *init.args.kwonlyargs)}
    for node in source.of(ast.Call):
        if name_of(node.func) != one.node.name:
            continue
        for keyword in node.keywords:
            if keyword.arg is not None and keyword.arg not in known:
                yield _unknown_keyword(keyword, one, known, source)


def _unknown_keyword(
    keyword: ast.keyword, one: KerasClass, known: set[str], source: Source
) -> SyntaxProblem:
    from kspec.spec.suggest import nearest

    near = nearest(str(keyword.arg), sorted(known))
    if near and keyword.arg not in _BASE:
        hint = f"Did you mean `{near}`?"
    else:
        hint = "Let __init__ take **kwargs and hand them to super().__init__(**kwargs)."
    return SyntaxProblem(
        "unknown_constructor_argument",
        f"{one.node.name}.__init__ takes no `{keyword.arg}`",
        hint,
        source.places.span(keyword),
    )


def no_keywords(one: KerasClass, source: Source) -> Problems:
    """Yield each ``__init__`` that takes neither ``**kwargs`` nor the arguments of Keras's layer
    config, in a program that saves or clones models.
    """
    init = one.method("__init__")
    if init is None or init not in one.node.body or init.args.kwarg is not None or one.is_model:
        return
    if "from_config" in one.defined or not _saves(source):
        return
    # the config of a model holds no layers that an own class around them makes
    own = {each.node for each in keras_classes(source)}
    calls = [call for call in source.calls_of(one.node.name) if name_of(call.func)]
    if all(own.intersection(source.around(call)) for call in calls):
        return
    config = one.method("get_config")
    if config is not None and "super" not in map(name_of, nodes_in(config)):
        return
    parameters = {each.arg for each in (*init.args.args, *init.args.kwonlyargs)}
    missing = [name for name in ("trainable", "dtype") if name not in parameters]
    if missing:
        yield SyntaxProblem(
            "init_without_kwargs",
            f"{one.node.name}.__init__ takes no `{missing[0]}`, which the config of every layer "
            "holds: a saved model with this layer cannot be loaded",
            "Let __init__ take **kwargs and hand them to super().__init__(**kwargs).",
            source.places.name(init),
        )


def _saves(source: Source) -> bool:
    """Whether whole models are saved, loaded or cloned."""
    for node in source.of(ast.Call):
        name = source.callee(node)
        if name.startswith("keras.") and name.rpartition(".")[2] in _SAVERS:
            weights = [each.value for each in node.keywords if each.arg == "save_weights_only"]
            return not any(isinstance(each, ast.Constant) and each.value for each in weights)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "save":
            path = node.args[0] if node.args else None
            if isinstance(path, ast.Constant) and str(path.value).endswith((".keras", ".h5")):
                return True
    return False


def config_misses(one: KerasClass, source: Source) -> Problems:
    """A ``get_config`` without an argument that ``__init__`` cannot do without."""
    init, config = one.method("__init__"), one.method("get_config")
    if init is None or config is None or config not in one.node.body:
        return
    if "from_config" in one.defined:
        return
    keys = source.configs.get(one.node)
    if keys is None:
        return
    needed = [name for name in _required(init) if name not in keys]
    missing = needed or [name for name in _stored_arguments(init) if name not in keys]
    if missing:
        listed = ", ".join(f"`{name}`" for name in missing)
        effect = "which __init__ needs: a saved model with this layer cannot be loaded"
        if not needed:
            effect = "which __init__ takes: a layer that is loaded goes back to its default"
        yield SyntaxProblem(
            "config_misses_argument",
            f"{one.node.name}.get_config does not hold {listed}, {effect}",
            "Return {**super().get_config(), ...} with every argument of __init__.",
            source.places.name(config),
        )


def _required(init: FunctionNode) -> Iterator[str]:
    """The arguments that have no default."""
    args, defaults = init.args, defaults_of(init.args)
    placed = [*args.posonlyargs, *args.args][1:]
    yield from (each.arg for each in (*placed, *args.kwonlyargs) if each.arg not in defaults)


def _stored_arguments(init: FunctionNode) -> Iterator[str]:
    """The arguments that ``__init__`` stores as they are in attributes of their names."""
    names = {each.arg for each in (*init.args.args, *init.args.kwonlyargs)} - _OF_CONFIG
    for node in init.body:
        match node:
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=ast.Name(id=value)):
                if name == value and name in names:
                    yield name
