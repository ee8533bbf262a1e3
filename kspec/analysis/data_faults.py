"""Faults of data that does not fit the network: shapes, labels, tokens."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kspec.analysis.index_faults import index_count
from kspec.analysis.inputs import Input
from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.analysis.takers import Taker, takers
from kspec.analysis.verdicts.kinds import class_count, loss_kind
from kspec.analysis.verdicts.scale import OF_SCALE
from kspec.analysis.verdicts.verdict import Verdict
from kspec.named_tuple import NamedTuple
from kspec.spec.propagation import propagate
from kspec.spec.shapes import Shape, product, same

if TYPE_CHECKING:
    from kspec.analysis.observations import ArrayFacts


_BYTE = 255
"""Difference of the largest and the smallest byte."""


class ShapeFault(NamedTuple):
    """Samples of another shape than an input takes. ``certain`` is false where Keras would still
    run the network on them.
    """

    expected: Shape
    actual: Shape
    certain: bool


class LabelFault(NamedTuple):
    """Class numbers outside of the output's: ``shifted`` (from 1 instead of 0), ``scaled`` (no
    integers) or ``outside``.
    """

    case: str
    units: int
    low: float
    high: float
    row: int | None = None
    """The first sample that has such a value, where arrays show it."""
    held_out: bool = False
    """Whether the fault is in the validation data."""


def shape_fault(model: Analysis, feed: Input) -> ShapeFault | None:
    """Fault of the samples' shape by Keras's rules: `fit` adds and removes a last axis of one, no
    other.
    """
    if feed.shape is None or feed.tensor.shape is None or model.spec is None:
        return None
    expected = feed.tensor.shape[1:]
    fed = _fed(feed.shape, expected)
    if len(fed) == len(expected) and all(map(same, fed, expected)):
        return None
    if _may_be_one(feed, expected) and len(fed) == len(expected) - 1:
        return None
    if _is_reshaped(model) and product(feed.shape) == product(expected) is not None:
        return None
    return ShapeFault(expected, feed.shape, not _runs(model, feed, fed))


def _may_be_one(feed: Input, expected: Shape) -> bool:
    """Whether the last axis of an input is unknown to the document, and may be 1."""
    layer = feed.node.layer
    return layer is not None and layer.partial_of is not None and expected[-1:] == (None,)


def _fed(shape: Shape, expected: Shape) -> Shape:
    fed = shape or (1,)
    if len(fed) == len(expected) + 1 and fed[-1] == 1:
        return fed[:-1]
    if len(fed) == len(expected) - 1 and expected[-1] == 1:
        return (*fed, 1)
    return fed


def _is_reshaped(model: Analysis) -> bool:
    """Whether kspec reads the data, and gives it the shape that the network takes."""
    if model.observed is not None:
        return model.observed.adapts
    data = None if model.spec is None else model.spec.data
    return data is not None and data.source is not None


def _runs(model: Analysis, feed: Input, fed: Shape) -> bool:
    """Whether a stack of layers runs on the samples, with the weights that it has: Keras checks
    only the number of axes of its input.
    """
    if model.spec is None or not model.spec.network.sequential:
        return False
    if feed.tensor.shape is None or len(fed) != len(feed.tensor.shape) - 1:
        return False
    tensor = feed.tensor._replace(shape=(None, *fed))
    trace = propagate(model.spec.network, {feed.name: tensor})
    refused = any(result.fault is not None for result in trace.results.values())
    return not refused and trace.weights == model.trace.weights


def label_fault(model: Analysis, output: Output) -> LabelFault | None:
    """Labels that are no numbers of the output's units, for a loss that takes class numbers.

    None where the output has a more general fault already, which one of its scale is not.
    """
    units, name, observed = class_count(output), output.head.name, model.observed
    if loss_kind(output) != "sparse" or units is None or units == 1:
        return None
    if any(verdict.output.head.name == name for verdict in _certain(model)):
        return None
    fault = None
    if output.target.range is not None and not _is_mask(output):
        values = None if observed is None else observed.targets.get(name)
        fault = _label_fault(units, *_counted(output, output.target.range, values), values)
    validation = None if observed is None else observed.validation_targets.get(name)
    if (
        fault is None
        and validation is not None
        and validation.low is not None
        and validation.high is not None
    ):
        fault = _label_fault(
            units, *_counted(output, (validation.low, validation.high), validation), validation
        )
        return None if fault is None else fault._replace(held_out=True)
    return fault


def _is_mask(output: Output) -> bool:
    """Whether a target may be the bytes of images: up to 256 classes, and mostly fewer."""
    shape, limits, encoding = output.target.shape, output.target.range, output.target.encoding
    of_images = encoding is None and shape is not None and len(shape) > 1
    return of_images and limits is not None and limits[1] - limits[0] == _BYTE


def _certain(model: Analysis) -> Iterator[Verdict]:
    for group in model.verdicts.values():
        yield from (one for one in group if one.fault.certain and one.fault.rule not in OF_SCALE)


def _counted(
    output: Output, limits: tuple[float, float], values: "ArrayFacts | None"
) -> tuple[float, float]:
    """Range without the label that the loss ignores."""
    ignored = None if output.loss is None else getattr(output.loss.value, "ignore_class", None)
    low, high = limits
    if ignored is None or ignored not in limits:
        return low, high
    if values is not None and values.counts is not None:
        kept = [value for value in values.counts if value != ignored]
        return (min(kept), max(kept)) if kept else (0, 0)
    return (0, high) if ignored == low else (low, low)


def _label_fault(
    units: int, low: float, high: float, values: "ArrayFacts | None"
) -> LabelFault | None:
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
        """Whether the highest token is out of range."""
        return self.high >= self.size

    @property
    def certain(self) -> bool:
        """Whether Keras refuses them."""
        return self.too_high and self.taker.layer.role == "embedding"


def token_fault(model: Analysis, feed: Input) -> TokenFault | None:
    """The first embedding or encoding that an input's numbers do not fit."""
    if feed.range is None:
        return None
    low, high = feed.range
    values = feed.values
    for taker in takers(model, feed.name):
        size = index_count(taker.layer)
        if size is not None and (high >= size or low < 0):
            row = None if values is None else values.high_row if high >= size else values.low_row
            return TokenFault(taker, size, low, high, row)
    return None
