"""Numbers of batches that a training takes of its data, and data without an end."""

import ast

from kspec.code.data.array import equal, known
from kspec.code.data.dataset import ENDLESS, Dataset
from kspec.code.library import settled
from kspec.code.reader import Reader
from kspec.code.training import FIT
from kspec.code.values import ITERATOR, Call, List, Unknown, Value


def check_steps(reader: Reader, call: Call) -> None:
    """Report steps that are as many as the samples of data in batches, however many these are, and
    data without an end of which no number of steps is taken.
    """
    names = FIT.split()
    for data, steps in ((0, 12), (7, 13)):
        name, steps_name = names[data], names[steps]
        batches, count = call.get(data, name), settled(call.get(steps, steps_name), call.place)
        if count is None and _is_endless(batches) and "samples_per_epoch" not in call.kwargs:
            message = f"This data has no end, and no {steps_name} ends a pass through it"
            help_ = f"Give {steps_name}: the number of batches that hold all samples once."
            reader.log.report("steps-exceed-data", message, call.place_of(data, name), help_)
        elif isinstance(count, Unknown) and isinstance(batches, Dataset):
            size = known(batches.batch) or 0
            if size < 2 or equal(count, batches.samples) is not True:
                continue
            message = f"The steps are as many as the samples, and a step takes {size} of them"
            help_ = f"Divide the number of samples by {size}: // {size}."
            reader.log.report("steps-exceed-data", message, call.place_of(steps, steps_name), help_)


def _is_endless(data: Value) -> bool:
    """Whether data is repeated for ever, or yielded in a loop that nothing leaves."""
    if isinstance(data, Dataset):
        return data.samples is ENDLESS
    node = data.place if isinstance(data, List) and data.kind == ITERATOR else None
    nodes = list(ast.walk(node)) if isinstance(node, ast.FunctionDef) else []
    loops = [one for one in nodes if isinstance(one, ast.While)]
    endless = [one for one in loops if isinstance(one.test, ast.Constant) and one.test.value]
    yields = any(isinstance(one, ast.Yield) for loop in endless for one in ast.walk(loop))
    return yields and not any(isinstance(one, ast.Return | ast.Break | ast.Raise) for one in nodes)
