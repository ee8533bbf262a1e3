"""Where data does not fit the network: shapes, labels, tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kspec.analysis.index_faults import index_count
from kspec.analysis.inputs import takers
from kspec.analysis.verdicts.kinds import class_count, loss_kind
from kspec.spec.propagation import propagate
from kspec.spec.shapes import product, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.inputs import Input, Taker
    from kspec.analysis.model import Analysis
    from kspec.analysis.outputs import Output
    from kspec.analysis.seen import Values
    from kspec.analysis.verdicts.verdict import Verdict
    from kspec.spec.shapes import Shape


class ShapeFault(NamedTuple):
    """Samples of another shape than an input takes. ``certain`` is false where Keras would run
    the network on them all the same.
    """

    wanted: Shape
    found: Shape
    certain: bool


class LabelFault(NamedTuple):
    """Class numbers that are none of the output's: ``shifted`` (from 1 instead of 0), ``scaled``
    (no whole numbers) or ``outside``.
    """

    case: str
    units: int
    low: float
    high: float
    row: int | None = None
    """The first sample that has such a value, where arrays show it."""
    held_out: bool = False
    """Whether it is the validation data that has them."""


def shape_fault(model: Analysis, given: Input) -> ShapeFault | None:
    """What Keras says of the samples' shape: `fit` adds and takes away a last axis of one, and
    no more.
    """
    if given.shape is None or given.tensor.shape is None or model.spec is None:
        return None
    wanted = given.tensor.shape[1:]
    fed = _fed(given.shape, wanted)
    if len(fed) == len(wanted) and all(map(same, fed, wanted)):
        return None
    if _may_be_one(given, wanted) and len(fed) == len(wanted) - 1:
        return None
    if _is_reshaped(model) and product(given.shape) == product(wanted) is not None:
        return None
    return ShapeFault(wanted, given.shape, not _runs(model, given, fed))


def _may_be_one(given: Input, wanted: Shape) -> bool:
    """Whether the last axis of an input is one that the document does not say, and may be 1."""
    layer = given.node.layer
    return layer is not None and layer.partial_of is not None and wanted[-1] is None


def _fed(shape: Shape, wanted: Shape) -> Shape:
    fed = shape or (1,)
    if len(fed) == len(wanted) + 1 and fed[-1] == 1:
        return fed[:-1]
    if len(fed) == len(wanted) - 1 and wanted[-1] == 1:
        return (*fed, 1)
    return fed


def _is_reshaped(model: Analysis) -> bool:
    """Whether kspec reads the data, and gives it the shape that the network takes."""
    if model.seen is not None:
        return model.seen.adapts
    data = None if model.spec is None else model.spec.data
    return data is not None and data.source is not None


def _runs(model: Analysis, given: Input, fed: Shape) -> bool:
    """Whether a stack of layers takes the samples as they are, with the weights that it has: no
    one checks more of what goes into it than the number of axes.
    """
    if model.spec is None or not model.spec.network.sequential:
        return False
    if given.tensor.shape is None or len(fed) != len(given.tensor.shape) - 1:
        return False
    tensor = given.tensor._replace(shape=(None, *fed))
    trace = propagate(model.spec.network, {given.name: tensor})
    refused = any(result.fault is not None for result in trace.results.values())
    return not refused and trace.weights == model.trace.weights


def label_fault(model: Analysis, output: Output) -> LabelFault | None:
    """Labels that are no numbers of the output's units, for a loss that takes class numbers.

    None where something coarser is wrong with the output already.
    """
    units, name, seen = class_count(output), output.head.name, model.seen
    if loss_kind(output) != "sparse" or units is None or units == 1:
        return None
    if any(verdict.output.head.name == name for verdict in _certain(model)):
        return None
    found = None
    if output.target.range is not None:
        values = None if seen is None else seen.targets.get(name)
        found = _label_fault(units, *_counted(output, output.target.range, values), values)
    held = None if seen is None else seen.validation_targets.get(name)
    if found is None and held is not None and held.low is not None and held.high is not None:
        found = _label_fault(units, *_counted(output, (held.low, held.high), held), held)
        return None if found is None else found._replace(held_out=True)
    return found


def _certain(model: Analysis) -> Iterator[Verdict]:
    for found in model.verdicts.values():
        yield from (verdict for verdict in found if verdict.fault.certain)


def _counted(
    output: Output, limits: tuple[float, float], values: Values | None
) -> tuple[float, float]:
    """The range without the one label that the loss is told to pass over."""
    ignored = None if output.loss is None else getattr(output.loss.value, "ignore_class", None)
    low, high = limits
    if ignored is None or ignored not in limits:
        return low, high
    if values is not None and values.counts is not None:
        kept = [value for value in values.counts if value != ignored]
        return (min(kept), max(kept)) if kept else (0, 0)
    return (0, high) if ignored == low else (low, low)


def _label_fault(units: int, low: float, high: float, values: Values | None) -> LabelFault | None:
    fractions = values is not None and values.low is not None and not values.whole
    if fractions or low != round(low) or high != round(high):
        return LabelFault("scaled", units, low, high)
    if low >= 0 and high < units:
        return None
    case = "shifted" if low == 1 and high == units else "outside"
    row = None if values is None else values.high_row if high >= units else values.low_row
    return LabelFault(case, units, low, high, row)


class TokenFault(NamedTuple):
    """Numbers that an embedding has no vector for, or an encoding no place. Keras refuses those
    that are too high for an embedding; the negative ones it counts from the end.
    """

    taker: Taker
    size: int
    low: float
    high: float
    row: int | None = None

    @property
    def too_high(self) -> bool:
        """Whether it is the highest of them that has no place."""
        return self.high >= self.size

    @property
    def certain(self) -> bool:
        """Whether Keras refuses them."""
        return self.too_high and self.taker.layer.role == "embedding"


def token_fault(model: Analysis, given: Input) -> TokenFault | None:
    """The first embedding or encoding that an input's numbers do not fit."""
    if given.range is None:
        return None
    low, high = given.range
    values = given.values
    for taker in takers(model, given.name):
        size = index_count(taker.layer)
        if size is not None and (high >= size or low < 0):
            row = None if values is None else values.high_row if high >= size else values.low_row
            return TokenFault(taker, size, low, high, row)
    return None
