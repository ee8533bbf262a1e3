"""Columns of a table with missing values that a program makes itself and never removes."""

import ast
from collections.abc import Iterator

from kspec.code.names import last_name, words
from kspec.code.source import Source
from kspec.code.usage.columns import table_of, trained, whole_table
from kspec.source.outline import Problems, SyntaxProblem

_LEAVES = frozenset(("diff", "pct_change", "rolling", "shift"))
_REMOVES = words(
    "IterativeImputer KNNImputer SimpleImputer bfill combine_first dropna ffill fillna head "
    "interpolate isfinite isna isnan isnull mask nan_to_num notna notnull query replace tail where"
)


def gaps_in_training(source: Source) -> Problems:
    """Each trained column that `shift` or its like leaves with gaps, which nothing fills."""
    if not _REMOVES.isdisjoint(last_name(call.func) or "" for call in source.calls):
        return
    if any(one.lower or one.upper for one in source.of(ast.Slice)):
        return
    columns = set(_trained(source))
    for statement in source.of(ast.Assign):
        match statement.targets[0]:
            case ast.Subscript(value=ast.Name(id=table), slice=ast.Constant(value=str(column))):
                call = _leaving(statement.value)
            case _:
                continue
        if call is not None and not columns.isdisjoint({(table, column), (table, None)}):
            yield SyntaxProblem(
                "not-a-number",
                f"`{last_name(call.func)}` leaves missing values in the column {column!r}, and "
                "nothing removes them: the loss is not a number",
                f"Write {table} = {table}.dropna() after it.",
                source.places.span(call),
            )


def _leaving(value: ast.expr) -> ast.Call | None:
    """The call that leaves missing values in a column."""
    for call in ast.walk(value):
        if isinstance(call, ast.Call) and last_name(call.func) in _LEAVES:
            fills = {one.arg for one in call.keywords} & {"fill_value", "min_periods", None}
            return None if fills or isinstance(call.func, ast.Name) else call
    return None


def _trained(source: Source) -> Iterator[tuple[str, str | None]]:
    """The columns that are trained on, with their tables; None for all of a table."""
    for _, *parts in trained(source):
        for data in parts:
            if (table := whole_table(data, source)) is not None:
                yield table, None
            match table_of(data, source):
                case ast.Subscript(value=ast.Name(id=name), slice=key):
                    keys = key.elts if isinstance(key, ast.List) else [key]
                    yield from ((name, str(getattr(one, "value", ""))) for one in keys)
