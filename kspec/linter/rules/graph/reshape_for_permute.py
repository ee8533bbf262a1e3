from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import replaced, unsafe
from kspec.linter.rule import Rule
from kspec.spec.network import TensorRef
from kspec.spec.shapes import Shape, show

rule = Rule("KS221", "reshape-for-permute", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node, layer in flow.layers:
            if not hasattr(layer, "target_shape"):
                continue
            before = flow.trace.first_input(node).shape
            after = flow.trace.tensor(TensorRef(node.name)).shape
            axes = None if before is None or after is None else _moved(before[1:], after[1:])
            if axes is not None:
                yield rule.at(
                    node.path,
                    f'"{node.name}" makes {show(after)} of {show(before)} without moving an axis: '
                    "the values keep their order, and rows are torn apart",
                    help=f'To change the places of axes, use Permute with "dims": {axes}.',
                    fix=unsafe(replaced(model, node, {"type": "Permute", "dims": axes})),
                )


def _moved(before: Shape, after: Shape) -> list[int] | None:
    """Axes of a shape in their order after it, counted from 1; None where no axis of several values
    has another place.
    """
    if None in before or sorted(before, key=str) != sorted(after, key=str):
        return None
    if [size for size in before if size != 1] == [size for size in after if size != 1]:
        return None
    left, axes = list(enumerate(before, 1)), []
    for size in after:
        axis = next(axis for axis, other in left if other == size)
        left.remove((axis, size))
        axes.append(axis)
    return axes
