"""Names and attributes that a layer's code uses and that nothing binds or sets."""

import ast
import builtins
import symtable
from collections.abc import Iterator

from kspec.code.contract.classes import FunctionNode, KerasClass, walk_without
from kspec.code.names import nodes_in
from kspec.code.source import Source
from kspec.source.outline import Problems, SyntaxProblem

_THREE = """
    activity_regularizer add add_loss add_metric add_variable add_weight autocast build
    build_from_config built call call_signature_parameters compile compile_from_config compiled
    compiled_loss compiled_metrics compute_dtype compute_loss compute_mask compute_metrics
    compute_output_shape compute_output_spec count_params distribute_reduction_method
    distribute_strategy dtype dtype_policy evaluate export fit from_config get_build_config
    get_compile_config get_config get_layer get_metrics_result get_quantization_layer_structure
    get_state_tree get_weights history input input_dtype input_shape input_spec inputs jit_compile
    layers load_own_variables load_weights loss losses make_predict_function make_test_function
    make_train_function metrics metrics_names metrics_variables name non_trainable_variables
    non_trainable_weights optimizer output output_shape outputs path pop predict predict_function
    predict_on_batch predict_step quantization_mode quantize quantized_build quantized_call
    rematerialized_call reset_metrics run_eagerly save save_own_variables save_weights
    set_state_tree set_weights stateless_call stateless_compute_loss steps_per_execution
    stop_training summary supports_jit supports_masking symbolic_call test_function test_on_batch
    test_step to_json train_function train_on_batch train_step trainable trainable_variables
    trainable_weights unrolled_steps_per_execution variable_dtype variables weights
"""
_TWO = """
    add_update apply attrs batch_input_shape batch_size compute_output_signature constraints
    dynamic evaluate_generator finalize_state fit_generator get_input_at get_input_mask_at
    get_input_shape_at get_losses_for get_output_at get_output_mask_at get_output_shape_at
    get_updates_for inbound_nodes initial_weights input_mask input_names loss_functions
    loss_weights metrics_tensors name_scope outbound_nodes output_mask output_names
    predict_classes predict_generator predict_proba regularizers reset_states sample_weight_mode
    sample_weights save_spec state_updates stateful stateful_metric_names submodules targets
    to_yaml total_loss train_tf_function trainable_state updates uses_learning_phase
    weighted_metrics with_name_scope
"""
OF_KERAS = frozenset(_THREE.split())
"""The attributes of Keras 3's Layer, Model and Sequential."""
_OF_KERAS_TWO = frozenset(_TWO.split())
_HOOKS = frozenset(("__getattr__", "__getattribute__", "__setattr__", "__slots__"))
_UNSEEN = frozenset(("setattr", "vars", "__dict__"))
_ALWAYS = frozenset(dir(builtins)) | {
    "__builtins__", "__class__", "__doc__", "__file__", "__loader__", "__name__", "__package__",
    "__spec__", "In", "Out", "_", "__", "display", "get_ipython",
}  # fmt: skip
_BRINGING = frozenset(("exec", "globals", "__import__"))
_USUAL = {
    "tf": "import tensorflow as tf",
    "np": "import numpy as np",
    "K": "from keras import backend as K",
    "keras": "import keras",
    "layers": "from keras import layers",
    "ops": "from keras import ops",
    "tensorflow": "import tensorflow",
    "math": "import math",
}


def unset_attributes(classes: list[KerasClass], source: Source) -> Problems:
    """Yield the first use of each attribute, in each method, that raises AttributeError when the
    method runs. Attributes that the program sets on any object, or names in a text, may be set on
    this one; a class without instances may be the base of others, which set more.
    """
    called = {getattr(node.func, "id", "") for node in source.of(ast.Call)}
    used = {base for one in classes if one.node.name in called for base in one.lineage}
    classes = [one for one in classes if one.node in used and not one.defined & _HOOKS]
    names = {getattr(node, "id", getattr(node, "attr", "")) for node in source.nodes}
    if not classes or names & _UNSEEN:
        return
    known = OF_KERAS | _OF_KERAS_TWO | frozenset(_set_in(source))
    for one in classes:
        for method in one.node.body:
            if not isinstance(method, ast.FunctionDef) or method.decorator_list:
                continue
            if method.args.args:
                yield from _uses(method, known, source, one)


def _set_in(source: Source) -> Iterator[str]:
    """Yield names of attributes that a program sets, of members of classes, and of its texts."""
    yield from (one.attr for one in source.of(ast.Attribute) if not isinstance(one.ctx, ast.Load))
    for name, bindings in source.bindings.items():
        if any(_is_in_class(one, source) for one in bindings):
            yield name
    members: list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef] = [
        *source.of(ast.FunctionDef),
        *source.of(ast.AsyncFunctionDef),
        *source.of(ast.ClassDef),
    ]
    yield from (node.name for node in members if _is_in_class(node, source))
    yield from (text.value for text in source.of(ast.Constant) if isinstance(text.value, str))


def _is_in_class(node: ast.AST, source: Source) -> bool:
    """Whether a node is a class or stands in one."""
    return any(isinstance(one, ast.ClassDef) for one in source.around(node))


def _uses(
    method: ast.FunctionDef, known: frozenset[str], source: Source, one: KerasClass
) -> Problems:
    from kspec.spec.suggest import nearest

    receiver = method.args.args[0].arg
    reported: set[str] = set()
    for node in walk_without(method.body, ast.Try):  # which may expect the error
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            continue
        name = node.attr
        if node.value.id != receiver or name in known | reported or name.startswith("_"):
            continue
        reported.add(name)
        near = nearest(name, sorted(_stored_in(one.node)))
        yield SyntaxProblem(
            "undefined_name",
            f"`{receiver}.{name}` is never set: {one.node.name}.{method.name} raises an "
            "AttributeError here",
            f"Did you mean `{receiver}.{near}`?" if near else "Set it in __init__ or build.",
            source.places.span(node),
        )


def unbound_names(classes: list[KerasClass], source: Source) -> Problems:
    """Yield the first use of each name, in each method of the layers and models, that raises
    NameError when the method runs. Nothing where names may come from unknown code.
    """
    if source.imports.has_star or not _BRINGING.isdisjoint({*source.reads, *source.bindings}):
        return
    try:
        table = symtable.symtable(source.code, "<code>", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return
    bound = {one.get_name() for one in table.get_symbols() if _is_bound(one)} | _ALWAYS
    for inner in _tables(table):
        declared = (one for one in inner.get_symbols() if one.is_declared_global())
        bound |= {one.get_name() for one in declared if _is_bound(one)}
    tables = {(one.get_name(), one.get_lineno()): one for one in _tables(table)}
    nodes = {node for one in classes for node in one.lineage}
    for node in sorted(nodes, key=lambda node: node.lineno):
        names = frozenset(_global_uses(tables[node.name, node.lineno])) - bound
        for method in node.body:
            if names and isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _unbound_uses(method, names, source, node)


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """The table of a block and those of all blocks in it."""
    yield table
    for inner in table.get_children():
        yield from _tables(inner)


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def _global_uses(table: symtable.SymbolTable) -> Iterator[str]:
    """The names that the methods of a class look up in the module."""
    for method in table.get_children():
        for inner in _tables(method):
            symbols = inner.get_symbols()
            yield from (
                one.get_name() for one in symbols if one.is_referenced() and one.is_global()
            )


def _unbound_uses(
    method: FunctionNode, names: frozenset[str], source: Source, owner: ast.ClassDef
) -> Problems:
    own = _bound_in(method)
    reported: set[str] = set()
    for node in walk_without(method.body, ast.Try):  # which may expect the error
        if (
            isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Load)
            and node.id in names - own - reported
        ):
            reported.add(node.id)
            yield SyntaxProblem(
                "undefined_name",
                f"`{node.id}` is not defined: {owner.name}.{method.name} raises a NameError here",
                _hint(node.id, method, owner),
                source.places.span(node),
            )


def _bound_in(method: FunctionNode) -> frozenset[str]:
    """Names that are bound in a method or its inner functions: all others are certain."""
    names: set[str | None] = set()
    for node in nodes_in(method):
        match node:
            case ast.Name(name, ast.Store() | ast.Del()) | ast.arg(name):
                names.add(name)
            case ast.ExceptHandler(name=name):
                names.add(name)
    return frozenset(name for name in names if name)


def _hint(name: str, method: FunctionNode, owner: ast.ClassDef) -> str:
    from kspec.spec.suggest import nearest

    arguments = [one.arg for one in (*method.args.posonlyargs, *method.args.args)]
    near = nearest(name, sorted({*arguments, *_bound_in(method)}))
    if near:
        return f"Did you mean `{near}`?"
    if name in _USUAL:
        return f"Import it: `{_USUAL[name]}`."
    if name in _stored_in(owner):
        return f"Did you mean `self.{name}`?"
    return "Import or define it before, or take it as an argument."


def _stored_in(owner: ast.ClassDef) -> set[str]:
    """The attributes that the code of a class sets."""
    attributes = [node for node in nodes_in(owner) if isinstance(node, ast.Attribute)]
    return {node.attr for node in attributes if isinstance(node.ctx, ast.Store)}
