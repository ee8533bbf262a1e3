"""Numbers of samples where Keras takes numbers of batches."""

import ast
from collections.abc import Iterator

from kspec.code.names import last_name, name_of
from kspec.code.source import Source, argument
from kspec.source.outline import SyntaxProblem

_PAIRS = (("x", 0, "steps_per_epoch"), ("validation_data", None, "validation_steps"))


def samples_for_steps(source: Source) -> Iterator[SyntaxProblem]:
    """Yield each number of steps that is the number of samples from which the generator that is fed
    makes batches.
    """
    for call, _ in source.method_calls("fit", "fit_generator"):
        for data, position, steps in _PAIRS:
            place = argument(call, None, steps)
            count = source.value_of(place)
            maker = source.value_of(argument(call, position, data))
            samples = _counted(count)
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


def _counted(count: ast.expr | None) -> str | None:
    """The variable of which an expression gives the number of samples."""
    match count:
        case ast.Call(func=ast.Name(id="len"), args=[data]):
            return name_of(data)
        case ast.Subscript(
            value=ast.Attribute(value=data, attr="shape"), slice=ast.Constant(value=0)
        ):
            return name_of(data)
    return None


def _batch_size(maker: ast.Call, source: Source) -> int:
    """The samples of a batch of a generator; 0 where they are not known."""
    size = argument(maker, None, "batch_size")
    if size is None and last_name(maker.func) in {"flow", "flow_from_dataframe"}:
        return 32
    for own in source.of(ast.FunctionDef):
        if own.name != name_of(maker.func):
            continue
        names = [one.arg for one in own.args.args]
        place = names.index("batch_size") if "batch_size" in names else None
        size = size or argument(maker, place, "batch_size")
        if size is None and place is not None and place >= len(names) - len(own.args.defaults):
            size = own.args.defaults[place - len(names)]
        if not any(isinstance(node, ast.Yield) for node in ast.walk(own)):
            return 0
    number = source.value_of(size)
    return number.value if isinstance(number, ast.Constant) and type(number.value) is int else 0
