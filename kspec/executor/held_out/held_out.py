"""Evaluation of held-out samples, output by output."""

from collections.abc import Iterator, Sequence

from kspec.analysis.drawing.markup import escape
from kspec.executor.held_out.confusion import confusion, labels
from kspec.executor.held_out.gallery import gallery
from kspec.executor.held_out.held import HeldOutput, classes_of, labels_of
from kspec.executor.held_out.residuals import residuals


def all_held_out(outputs: Sequence[HeldOutput]) -> Iterator[str]:
    """The parts of the page for every output, under its name where there are several."""
    for output in outputs:
        for part in held_out(output):
            name = f": {escape(output.output)}</h2>" if len(outputs) > 1 else "</h2>"
            yield part.replace("</h2>", name)


def held_out(output: HeldOutput) -> Iterator[str]:
    """The parts of the page for one output; nothing where its targets and answers are not to be
    compared by number.
    """
    if not output.target.size or output.target.dtype == object:
        return
    classes = classes_of(output)
    if classes is not None:
        if len(classes.true):
            yield from confusion(classes, output.names, output.place if output.by_place else None)
    elif labels_of(output):
        yield from labels(output)
    elif output.target.size == output.predicted.size:
        yield from residuals(output)
    else:
        return
    yield from gallery(output)
