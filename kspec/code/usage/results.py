"""Results of functions that a program binds to the wrong names, or that are none."""

import ast
import re

from kspec.code.names import name_of
from kspec.code.source import Source
from kspec.code.usage.splits import SPLIT
from kspec.source.outline import Problems, SyntaxProblem

_INPUTS = r"(?a)^[xX](?:_|t|v)|^(?:data|features|images?)_|_[xX]$|[a-z]X$"
_TARGETS = r"(?a)^[yY](?:_|t|v)|^(?:labels?|targets?)_|_[yY]$|_labels?$|[a-z]Y$"
_TRAIN = r"(?ai)train|tr$"
_TEST = r"(?ai)test|te$|val"
_OF_MODELS = frozenset(("compile", "evaluate", "fit", "predict", "save", "summary"))


def parts_of_splits(source: Source) -> Problems:
    """Each split into training and test data whose parts are bound in the order of `load_data`."""
    for node in source.of(ast.Assign):
        target = node.targets[0]
        if source.callee(node.value) != SPLIT or not isinstance(target, ast.Tuple):
            continue
        names = [name_of(one) or "" for one in target.elts]
        if len(names) != 4 or len(getattr(node.value, "args", ())) != 2:
            continue
        second, third = names[1], names[2]
        swapped = re.search(_TRAIN, second) and re.search(_TARGETS, second)
        if swapped and re.search(_INPUTS, third) and re.search(_TEST, third):
            order = ", ".join((names[0], third, second, names[3]))
            yield SyntaxProblem(
                "split_order",
                f"train_test_split gives both parts of the first array first: `{second}` gets the "
                f"inputs of the test, and `{third}` the targets of the training",
                f"Write {order} = train_test_split(...).",
                source.places.span(target),
                mends=((source.places.span(target), order),) if _is_bare(target, source) else (),
                safe=False,
            )


def _is_bare(target: ast.Tuple, source: Source) -> bool:
    """Whether a tuple stands on one line without brackets."""
    span = source.places.span(target)
    text = source.places.text[span.start : span.end]
    return "(" not in text and "\n" not in text


def unused_splits(source: Source) -> Problems:
    """Each split none of whose parts is read, in a program that trains on something else."""
    trains = source.is_plain and any(source.method_calls("fit", "fit_generator"))
    for node in source.of(ast.Assign) if trains else ():
        target = node.targets[0]
        if source.callee(node.value) != SPLIT or not isinstance(target, ast.Tuple):
            continue
        names = [name_of(one) for one in target.elts]
        if None not in names and not any(source.reads.get(name or "") for name in names):
            yield SyntaxProblem(
                "unused_object",
                "Nothing reads the parts of this split: the program trains on other data",
                "Train on the first part, and test on the second.",
                source.places.span(target),
            )


def models_not_returned(source: Source) -> Problems:
    """Each variable for the model of a function that returns nothing."""
    read = {
        receiver.id
        for call, receiver in source.method_calls(*_OF_MODELS)
        if isinstance(receiver, ast.Name) and source.scope_of(call) is source.tree
    }
    for name in sorted(read & source.assigned.keys()):
        statements = [one for one in source.assigned[name] if source.scope_of(one) is source.tree]
        value = statements[0].value if len(statements) == 1 else None
        called = source.function(name_of(value.func)) if isinstance(value, ast.Call) else None
        if called is not None and _builds(called, source):
            yield SyntaxProblem(
                "model_not_returned",
                f"`{called.name}` builds a model and returns nothing, so `{name}` is None",
                "End the function with `return model`.",
                source.places.span(statements[0].value),
                ((source.places.name(called), "returns nothing"),),
            )


def _builds(function: ast.FunctionDef, source: Source) -> bool:
    """Whether a function makes a model in a variable of its own, and has no result at all."""
    plain = not function.decorator_list
    for node in ast.walk(function):
        if isinstance(node, ast.Return | ast.Yield | ast.YieldFrom | ast.Raise | ast.Global):
            return False
    stacks = {"keras.Sequential", "keras.models.Sequential", "keras.Model", "keras.models.Model"}
    return plain and any(source.callee(node) in stacks for node in ast.walk(function))
