"""Objects and data that a statement makes and throws away."""

import ast
from bisect import bisect

from kspec.code.names import receiver_of
from kspec.code.source import Source
from kspec.code.usage.objects import constructed, trains
from kspec.code.usage.origins import steps
from kspec.source.outline import Problems, SyntaxProblem


def dropped_objects(source: Source) -> Problems:
    """Each statement that makes a layer, the output of one, a callback or an optimizer and no more,
    in a program that trains. The last statement of a cell shows an output.
    """
    statements = source.of(ast.Expr) if trains(source) else ()
    for statement in statements:
        section, words = constructed(statement.value, source) or ("", "")
        around = [one for one in source.around(statement) if _may_expect_an_error(one)]
        is_shown = section == "outputs" and _ends_cell(statement, source)
        if section in {"callbacks", "layers", "optimizers", "outputs"} and not (around or is_shown):
            yield SyntaxProblem(
                "unused_object",
                f"This statement makes {words}, and nothing uses it"
                if section != "outputs"
                else f"Nothing uses {words}",
                "Take it out, or add it to the model.",
                source.places.span(statement),
            )


def _may_expect_an_error(around: ast.AST) -> bool:
    """Whether a block or function is there to see whether something raises."""
    is_test = isinstance(around, ast.FunctionDef) and around.name.startswith("test")
    return is_test or isinstance(around, ast.With | ast.Try)


def _ends_cell(statement: ast.Expr, source: Source) -> bool:
    """Whether a statement is the last one of a cell."""
    later = [one for one in source.tree.body if one.lineno > statement.lineno]
    cells = [bisect(source.cells, source.places.span(one).start) for one in (statement, *later[:1])]
    return bool(source.cells) and (not later or cells[0] != cells[1])


def dropped_results(source: Source) -> Problems:
    """Each statement that shuffles or batches a copy of the data, which nothing takes."""
    for statement in source.of(ast.Expr):
        call = statement.value
        if not isinstance(call, ast.Call):
            continue
        # the last statement of a cell shows one array in its new order
        is_nested = not isinstance(source.parents[statement], ast.Module)
        is_copy = source.callee(call) in _COPIES and (is_nested or len(call.args) > 1)
        method = receiver_of(call, *_NEW_DATASETS)
        origin = next(reversed([*steps(method, source)]), None) if method is not None else None
        if is_copy or source.callee(origin).startswith(_DATASETS):
            yield SyntaxProblem(
                "unused_object",
                f"`{ast.unparse(call.func)}` gives new data, which nothing uses",
                "Assign what it gives.",
                source.places.span(call),
            )


_COPIES = frozenset(("numpy.random.permutation", "sklearn.utils.shuffle"))
_NEW_DATASETS = ("batch", "cache", "map", "prefetch", "repeat", "shuffle")
_DATASETS = (
    "keras.utils.image_dataset_from_",
    "keras.utils.text_dataset_from_",
    "tensorflow.data.",
)
