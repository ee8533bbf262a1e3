"""Evaluation of held-out samples, output by output."""

from collections.abc import Iterator, Sequence

from kspec.analysis.drawing.markup import escape
from kspec.executor.held_out.confusion import confusion
from kspec.executor.held_out.gallery import gallery
from kspec.executor.held_out.held import Held, classes_of, labels_of
from kspec.executor.held_out.labels import labels
from kspec.executor.held_out.residuals import residuals


def all_held_out(outputs: Sequence[Held]) -> Iterator[str]:
    """The parts of the page for every output, under its name where there are several."""
    for held in outputs:
        for part in held_out(held):
            name = f": {escape(held.output)}</h2>" if len(outputs) > 1 else "</h2>"
            yield part.replace("</h2>", name)


def held_out(held: Held) -> Iterator[str]:
    """The parts of the page for one output; nothing where its targets and answers are not to be
    compared by number.
    """
    if not held.target.size or held.target.dtype == object:
        return
    classes = classes_of(held)
    if classes is not None:
        if len(classes.true):
            yield from confusion(classes, held.names, held.place if held.by_place else None)
    elif labels_of(held):
        yield from labels(held)
    elif held.target.size == held.given.size:
        yield from residuals(held)
    else:
        return
    yield from gallery(held)
