from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.analysis.verdicts.kinds import loss_kind
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.rule import Rule
from kspec.named_tuple import NamedTuple
from kspec.spec.network import Node
from kspec.spec.problem import Related

rule = Rule("KS514", "overwhelming-penalty", Severity.WARNING, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    sizes = [_size(output) for output in model.outputs]
    if not sizes or None in sizes:
        return
    size = sum(filter(None, sizes))
    penalties = [
        one for one in _penalties(model) if one.l2 >= SEVERAL * size or one.l1_outweighs(size)
    ]
    if (
        len(penalties) == 1
        and not penalties[0].l1_outweighs(size)
        and penalties[0].l2 < ALONE * size
    ):
        return
    for first in penalties[:1]:
        others = tuple(Related(one.node.field(one.field), "so is this") for one in penalties[1:])
        yield rule.at(
            first.node.field(first.field),
            f'The penalty of "{first.node.name}", with a factor of {max(first.l1, first.l2):g}, is '
            "more than the loss: zeros cost less than right answers",
            help="0.0001 to 0.01 is usual.",
            fix=Fix(tuple(_smaller(model, one) for one in penalties), safe=False),
            related=others,
        )


def _size(output: Output) -> float | None:
    """Size of a loss against a crossentropy, which is 1; None for one without bounds."""
    kind, limits = loss_kind(output), output.target.range
    if kind == "regression" and limits is not None and output.loss is not None:
        squared = type(output.loss.value).__name__ == "MeanSquaredError"
        width = float(limits[1]) - limits[0]
        return width * width or None if squared else None  # `** 2` would raise
    return 1 if kind in BOUNDED else None


ALONE = 10
"""Factor that outweighs a crossentropy on the squares of one layer."""
SEVERAL = 0.5
"""Factor that outweighs it on those of several layers."""
WEIGHTS, OUTPUTS = 0.1, 1
"""Factors that outweigh it on absolute values: of weights, and of a layer's output."""
BOUNDED = frozenset(("binary", "categorical", "sparse"))
PENALIZED = ("kernel_regularizer", "recurrent_regularizer", "activity_regularizer")


class Penalty(NamedTuple):
    """A penalty that grows with every value, and its factors."""

    node: Node
    field: str
    l1: float
    l2: float
    is_last: bool

    def l1_outweighs(self, size: float) -> bool:
        """Whether the absolute values outweigh a loss of this size."""
        weights = self.field in PENALIZED[:2] and not self.is_last
        least = WEIGHTS if weights else OUTPUTS
        return self.l1 >= least * size


def _penalties(model: Analysis) -> Iterator[Penalty]:
    last = {output.head.node.name for output in model.outputs if output.head.node}
    for flow in model.flows:
        for node, layer in flow.layers:
            if type(layer).__name__ == "ActivityRegularization":
                l1, l2 = (getattr(layer, name) or 0.0 for name in ("l1", "l2"))
                field = "l1" if l1 else "l2"
                yield Penalty(node, field, l1, l2, is_last=False)
            for field in filter(layer.model_fields_set.__contains__, PENALIZED):
                regularizer = getattr(layer, field) if layer.trainable else None
                l1, l2 = (getattr(regularizer, name, None) or 0.0 for name in ("l1", "l2"))
                yield Penalty(node, field, l1, l2, node.name in last)


def _smaller(model: Analysis, penalty: Penalty) -> Edit:
    """A factor as is usual, in the place of the whole penalty."""
    kind = "l1" if penalty.l1 and not penalty.l2 else "l2"
    if penalty.field not in PENALIZED:
        return Edit(penalty.node.field(penalty.field), "0.001")
    written = {"type": kind.upper(), kind: 0.001}
    native = model.spec is not None and model.spec.path("compile")[-1] == "compile"
    config = {"class_name": kind.upper(), "config": {kind: 0.001}}
    return Edit.of(penalty.node.field(penalty.field), written if native else config)
