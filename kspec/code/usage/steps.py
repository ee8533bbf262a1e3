"""Numbers of samples where Keras takes numbers of batches."""

import ast

from kspec.code.names import defaults_of, last_name, name_of
from kspec.code.source import Source, argument
from kspec.code.usage.columns import counted
from kspec.source.outline import Problems, SyntaxProblem

_TAKES = ("take", "next", "__next__", "get_next")
"""Methods that take a part of data without an end."""
_PAIRS = (("x", 0, "steps_per_epoch"), ("validation_data", None, "validation_steps"))
_OF_KERAS_1 = frozenset(("nb_val_samples", "samples_per_epoch"))


def samples_for_steps(source: Source) -> Problems:
    """Yield each number of steps that is the number of samples behind a generator of batches."""
    for call, _ in source.method_calls("fit", "fit_generator"):
        for data, position, steps in _PAIRS:
            place = argument(call, None, steps)
            count = source.value_of(place)
            maker = source.value_of(argument(call, position, data))
            samples = None if count is None else counted(count)
            if not (place and count and samples and isinstance(maker, ast.Call)):
                continue
            arguments = (*maker.args, *(one.value for one in maker.keywords))
            size = _batch_size(maker, source)
            if size > 1 and any(name_of(one) == samples for one in arguments):
                yield SyntaxProblem(
                    "steps-exceed-data",
                    f"`{ast.unparse(count)}` is the number of samples, and a step takes {size}",
                    f"Write {ast.unparse(count)} // {size}.",
                    source.places.span(place),
                )


def _batch_size(maker: ast.Call, source: Source) -> int:
    """The samples of a batch of a generator; 0 where they are not known."""
    size = argument(maker, None, "batch_size")
    if size is None and last_name(maker.func) in {"flow", "flow_from_dataframe"}:
        return 32
    if (own := source.function(name_of(maker.func))) is not None:
        names = [one.arg for one in own.args.args]
        place = names.index("batch_size") if "batch_size" in names else None
        size = (
            size or argument(maker, place, "batch_size") or defaults_of(own.args).get("batch_size")
        )
        if not any(isinstance(node, ast.Yield) for node in ast.walk(own)):
            return 0
    number = source.value_of(size)
    return number.value if isinstance(number, ast.Constant) and type(number.value) is int else 0


def endless_epochs(source: Source) -> Problems:
    """Yield all data without an end of which a fit does not say how many batches it takes."""
    for call, _ in source.method_calls("fit", "fit_generator"):
        for data, position, steps in _PAIRS:
            place = argument(call, position, data)
            names = {one.arg for one in call.keywords}
            # The second argument of fit_generator was the number of steps.
            most = 1 if data == "x" else 4
            if place is None or names & {steps, None, *_OF_KERAS_1} or len(call.args) > most:
                continue
            if _is_endless(source.value_of(place), source):
                phase = "an epoch" if data == "x" else "the validation"
                yield SyntaxProblem(
                    "steps-exceed-data",
                    f"`{ast.unparse(place)}` has no end, and so has {phase}: there is no {steps}",
                    f"Give {steps}: the number of batches that hold all samples once.",
                    source.places.span(place),
                )


def _is_endless(data: ast.expr | None, source: Source) -> bool:
    """Whether data is that of a generator with an endless loop, or repeated without a number."""
    while isinstance(data, ast.Call) and isinstance(data.func, ast.Attribute):
        if data.func.attr in {"repeat", *_TAKES}:
            return data.func.attr == "repeat" and not data.args and not data.keywords
        data = data.func.value
    own = source.function(name_of(data.func)) if isinstance(data, ast.Call) else None
    nodes = [] if own is None else [*ast.walk(own)]
    loops = [one for one in nodes if isinstance(one, ast.While)]
    endless = [one for one in loops if isinstance(one.test, ast.Constant) and one.test.value]
    return any(isinstance(node, ast.Yield) for loop in endless for node in ast.walk(loop)) and not (
        any(isinstance(node, ast.Return | ast.Break | ast.Raise) for node in nodes)
    )
