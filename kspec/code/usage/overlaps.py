"""Samples that are trained on and tested on too."""

import ast

from kspec.code.names import last_name, name_of
from kspec.code.source import Source, argument
from kspec.code.usage.data_use import shuffle_of
from kspec.code.usage.origins import steps
from kspec.source.outline import Problems, SyntaxProblem


def reshuffled_parts(source: Source) -> Problems:
    """Each ``take`` and ``skip``, one trained on, of a data set that is shuffled in each pass."""
    tests = [argument(call, 0, "x") for call, _ in source.method_calls("evaluate")]
    for fit, _ in source.method_calls("fit"):
        trained = _part(argument(fit, 0, "x"), source)
        for held_out in (argument(fit, None, "validation_data"), *tests):
            part = _part(held_out, source)
            if trained is None or part is None or name_of(part.value) != name_of(trained.value):
                continue
            if part.attr == trained.attr or not (shuffle := shuffle_of(part.value, source)):
                continue
            yield SyntaxProblem(
                "train-validation-overlap",
                f"`{ast.unparse(part.value)}` is in a new order in each pass, so that what one "
                "pass trains on is held out in another",
                "Split the files or arrays before, or shuffle with reshuffle_each_iteration=False.",
                source.places.span(max(part, trained, key=lambda one: one.lineno)),
                ((source.places.span(shuffle), "shuffles in each pass"),),
            )
            break


def _part(data: ast.expr | None, source: Source) -> ast.Attribute | None:
    """The first ``take`` or ``skip`` through which a data set went."""
    first = None
    for step in steps(data, source):
        if isinstance(step.func, ast.Attribute) and step.func.attr in {"take", "skip"}:
            first = step.func
    return first


def pairs_shuffled_apart(source: Source) -> Problems:
    """Each ``zip`` of two flows of images that shuffle in two orders."""
    for call in source.calls:
        flows = [source.value_of(one) for one in call.args if name_of(call.func) == "zip"]
        pair = [one for one in flows if isinstance(one, ast.Call) and _is_flow(one)]
        if len(pair) != 2 or any(argument(one, None, "shuffle") for one in pair):
            continue
        seeds = [argument(one, None, "seed") for one in pair]
        texts = {None if one is None else ast.unparse(one) for one in seeds}
        if texts == {None} or len(texts) > 1:
            yield SyntaxProblem(
                "shuffled_alone",
                "The two flows of images that are paired shuffle in two orders: the samples do "
                "not belong to their targets",
                "Give both the same seed.",
                source.places.span(pair[1]),
                ((source.places.span(call), "paired here"),),
            )


def _is_flow(call: ast.Call) -> bool:
    alone = argument(call, None, "class_mode")
    return last_name(call.func) in {"flow_from_dataframe", "flow_from_directory"} and (
        isinstance(alone, ast.Constant) and alone.value is None
    )
