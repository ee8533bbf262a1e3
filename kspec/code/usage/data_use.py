"""Test data that chooses the model, and predictions in another order than their labels."""

import ast
import re
from collections.abc import Iterator

from kspec.code.usage.source import Source, argument
from kspec.source.outline import SyntaxProblem

_CHOOSING = frozenset(("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau"))
_FLOWS = frozenset(("flow", "flow_from_dataframe", "flow_from_directory"))


def test_data_that_chooses(source: Source) -> Iterator[SyntaxProblem]:
    """Yield each ``fit`` with validation data that is evaluated in the end, while a callback
    chooses the model by it.
    """
    evaluated = {
        name
        for call, _ in source.method_calls("evaluate")
        if (name := _name(argument(call, 0, "x"))) is not None
    }
    for call, _ in source.method_calls("fit"):
        data = argument(call, None, "validation_data")
        first = data.elts[0] if isinstance(data, ast.Tuple) and data.elts else data
        name = _name(first)
        if name is None or name not in evaluated or not _TEST_SET.search(name):
            continue
        chooser = _chooser(argument(call, None, "callbacks"), source)
        if data is not None and chooser is not None:
            yield SyntaxProblem(
                "test_data_chooses",
                f"{chooser} chooses the model by `{name}`, which is evaluated in the end too: what "
                "is reported is too good",
                "Hold validation data out of the training data (validation_split), and keep the "
                "test data for the end.",
                source.places.span(data),
            )


_TEST_SET = re.compile(r"(?:^|_)test(?:ing)?(?:_|$)|[a-z]Test", re.ASCII)


def _name(node: ast.expr | None) -> str | None:
    return node.id if isinstance(node, ast.Name) else None


def _chooser(node: ast.expr | None, source: Source) -> str | None:
    """Name of a callback in a list that stops training or keeps a model by the validation data."""
    if isinstance(node, ast.Name):
        node = source.only_value(node.id)
    for item in node.elts if isinstance(node, ast.List) else ():
        assigned = source.only_value(item.id) if isinstance(item, ast.Name) else item
        name = source.keras(assigned, "callbacks")
        if name in _CHOOSING and isinstance(assigned, ast.Call) and _chooses(assigned, name):
            return name
    return None


def _chooses(call: ast.Call, name: str) -> bool:
    monitor = argument(call, 0 if name == "EarlyStopping" else 1, "monitor")
    if monitor is not None and not (
        isinstance(monitor, ast.Constant) and str(monitor.value).startswith("val_")
    ):
        return False
    if name == "ModelCheckpoint":
        best = argument(call, None, "save_best_only")
        return isinstance(best, ast.Constant) and best.value is True
    return True


def shuffled_predictions(source: Source) -> Iterator[SyntaxProblem]:
    """Each prediction of a generator that shuffles, where its labels are read in file order."""
    read = {
        node.value.id
        for node in source.nodes
        if isinstance(node, ast.Attribute)
        and node.attr in {"classes", "labels"}
        and isinstance(node.value, ast.Name)
    }
    for call, _ in source.method_calls("predict", "predict_generator"):
        name = _name(argument(call, 0, "x"))
        assigned = None if name is None or name not in read else source.only_value(name)
        if assigned is not None and _shuffles(assigned):
            yield SyntaxProblem(
                "shuffled_predictions",
                f"`{name}` gives its images in a new order each time, and `{name}.classes` is in "
                "the order of the files: the predictions do not belong to these labels",
                "Make it with shuffle=False.",
                source.places.span(call),
                ((source.places.span(assigned), "shuffles"),),
            )


def _shuffles(assigned: ast.expr) -> bool:
    if not isinstance(assigned, ast.Call) or not isinstance(assigned.func, ast.Attribute):
        return False
    if assigned.func.attr not in _FLOWS or any(each.arg is None for each in assigned.keywords):
        return False
    shuffle = argument(assigned, None, "shuffle")
    named = {each.arg for each in assigned.keywords}
    many = len(assigned.args) > 2
    if shuffle is None:
        return not many and "shuffle" not in named
    return isinstance(shuffle, ast.Constant) and shuffle.value is True
