import math
from collections.abc import Iterator
from itertools import chain

from kspec.analysis.effects import effect
from kspec.analysis.inputs import Input
from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.analysis.ranges import NEAR, PIXELS, SCALES, affine
from kspec.analysis.takers import Taker, takers
from kspec.analysis.verdicts.kinds import loss_kind
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.layer_fixes import before, put, unsafe, without
from kspec.linter.rule import Rule
from kspec.spec.activation_table import FACTS, activation_name
from kspec.spec.layers.base import Layer
from kspec.spec.layers.value_effect import Effect
from kspec.spec.network import Node
from kspec.spec.problem import Part, Related
from kspec.spec.registry import OPTIMIZERS
from kspec.spec.training.optimizers.adam import AdaptiveMoments

rule = Rule("KS601", "input-not-normalized", Severity.WARNING, since="0.1")

FAR = 50
SATURATING = (20, 40)
"""Values on one side of 0, and around it, with which a recurrent layer stays at its limits."""
LITTLE = 0.02
"""A range as small as this comes of scaling twice."""
RESCALING: frozenset[Effect] = frozenset(("rescales", "normalizes", "sums", "unknown"))
"""Effects of a `Rescaling`, a `Normalization`, and an operation on a tensor and a number."""
MAPS = 4
"""The rank of a batch of images."""
SEVERAL = 20
"""Samples from which on the range of an array is that of the data."""
CENTERED = 200
"""Pixels less their mean, as networks in the manner of Caffe take them."""
FAR_HELP = (
    "Put a Rescaling or Normalization layer before it, or scale the data; for weights of ImageNet, "
    "take the preprocess_input of their network."
)
LITTLE_HELP = (
    "If they were scaled twice, leave out one of the two; else put a Normalization layer before it."
)
SAME = 0.1
"""Share of a range by which another one may differ that is in the same unit."""
TYPICAL = 20
"""The root mean square of a feature that is large, and not merely has a few large values."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    denied = () if model.observed is None else model.observed.contradictions
    known_false = {one.end for one in denied if one.fact == "input_range"}
    for feed in model.inputs:
        if feed.name in known_false:
            continue
        yield from _rescaled_amiss(model, feed)
        if not (_is_far(feed, *SATURATING) or _is_little(feed)) or any(
            _answers_in_kind(output, feed) or _keeps_the_unit(model, output, feed)
            for output in model.outputs
        ):
            continue
        if any(one.output.target.is_input for one in model.verdicts.get("output_range", ())):
            continue  # the same values are reported as the target
        taker = next((one for one in takers(model, feed.name) if _is_exposed(feed, one)), None)
        if taker is not None:
            finding = _finding(feed, taker)
            yield finding._replace(fix=_fix(model, feed, taker))


def _rescaled_amiss(model: Analysis, feed: Input) -> Iterator[Finding]:
    """A scaling that leaves next to nothing of an input's range, which was scaled before, or makes
    it far larger.
    """
    low, high = feed.range or _implied(model, feed)
    written = feed.paths.get("input_range")
    for node, scale, width in _scalings(model, feed, high - low):
        span = abs(scale) * width
        field = "scale" if hasattr(node.layer, "scale") else "variance"
        fix: Fix | None = put(node.field("scale"), 1 / (scale or 1))
        if 0 < span < LITTLE <= width:
            values = f"values up to {span * max(abs(low), abs(high)) / (high - low):.2g}"
            help_ = "The data is scaled already: leave out one of the two."
            fix = unsafe(without(model, node), message="Leave it out")
        elif abs(scale) > 1 and span > FAR:
            values = f"a range of {span:g}"
            help_ = f"To divide by {scale:g}, write {1 / scale:.4g}."
            if field == "variance":
                help_ = "Divide the values before as those were whose mean and variance it has."
                fix = unsafe(before(model, node, {"type": "Rescaling", "scale": 1 / width}))
        else:
            continue
        yield rule.at(
            node.path if node.is_operation else node.field(field),
            f'"{node.name}" makes {values} of values from {low:g} to {high:g}',
            help=help_,
            part="entry" if node.is_operation else "value",
            related=(Related(written, "the range of the input"),) if written else (),
            fix=None if node.is_operation else fix,
        )


def _implied(model: Analysis, feed: Input) -> tuple[float, float]:
    """The range of images that are first multiplied as bytes are."""
    if len(feed.tensor.shape or ()) == MAPS:
        for _, scale, _ in _scalings(model, feed, 0):
            of_bytes = any(abs(scale / known - 1) < NEAR for known in SCALES)
            return PIXELS if of_bytes else (0, 0)
    return (0, 0)


def _scalings(model: Analysis, feed: Input, width: float) -> Iterator[tuple[Node, float, float]]:
    """Yield the layers that scale an input, one after the other, with the width of the values
    before each, where the last of them leaves too little or too much.
    """
    for taker in takers(model, feed.name, RESCALING):
        scalings: list[tuple[Node, float, float]] = []
        span, further = width, False
        for node, layer in chain([(taker.node, taker.layer)], taker.flow.chain(taker.node)):
            change = affine(node)
            if change is None:
                further = effect(layer) == "contains"  # it may scale the values down itself
                break
            scalings.append((node, change.scale, span))
            span *= abs(change.scale)
        if span < LITTLE or (span > FAR and not further):
            yield from scalings


def _fix(model: Analysis, feed: Input, taker: Taker) -> Fix | None:
    """Fix that inserts a Rescaling before the first layer that computes, where it is in a stack."""
    low, high = feed.range or (0, 0)
    wide = high - low < max(-low, high) / 2  # far from 0 on one side
    scale = 1 / (high - low) if wide and high > low else 1 / max(-low, high)
    offset = {"offset": -low * scale} if wide else {}
    layer = {"type": "Rescaling", "scale": scale, **offset}
    return unsafe(before(model, taker.node, layer), message="Scale the input")


def _is_far(feed: Input, most: float = FAR, centered_most: float = CENTERED) -> bool:
    """Whether values reach further from 0 than the most that a layer takes."""
    if feed.range is None:
        return False
    low, high = feed.range
    reach = max(-low, high)
    centered = low < 0 < high and min(-low, high) * 2 >= reach
    if reach <= (centered_most if centered else most):
        return False
    typical = None if feed.values is None else feed.values.typical
    return typical is None or typical > TYPICAL


def _is_little(feed: Input) -> bool:
    """Whether the values are next to nothing, as pixels that are divided by 255 twice."""
    low, high = feed.range or (0, 0)
    several = feed.values is None or feed.values.samples >= SEVERAL
    return several and 0 < high - low < LITTLE


def _is_scaled_twice(feed: Input) -> bool:
    """Whether the values are next to nothing, or all far below 0 as scaled pixels are from which
    the mean of pixels is taken off.
    """
    return _is_little(feed) or (feed.range is not None and feed.range[1] < -FAR)


def _answers_in_kind(output: Output, feed: Input) -> bool:
    """Whether maps are given back as maps in the same units, as for super-resolution: a network
    without bounds at its end starts on the scale of its input, which is that of the target.
    """
    maps = output.head.rank == len(feed.tensor.shape or ()) and output.head.rank >= MAPS
    target = output.target.range
    far = target is None or max(-target[0], target[1]) > FAR
    return maps and far and output.head.activation == "linear" and loss_kind(output) == "regression"


def _keeps_the_unit(model: Analysis, output: Output, feed: Input) -> bool:
    """Whether a network gives numbers of the same range as its input, such as the next one of a
    series. Without bounded activations it computes alike in any unit, and Adam trains it alike.
    """
    limits, target = feed.range, output.target.range
    if limits is None or target is None or output.head.activation != "linear":
        return False
    ends = zip(limits, target, strict=True)
    is_same = all(abs(one - other) <= SAME * (limits[1] - limits[0]) for one, other in ends)
    compiled = model.known_spec.compile
    optimizer = None if compiled is None else OPTIMIZERS.instance(compiled.optimizer)
    if not is_same or loss_kind(output) != "regression":
        return False
    layers = [layer for flow in model.flows for _, layer in flow.layers]
    return isinstance(optimizer, AdaptiveMoments) and not any(map(_is_bounded, layers))


def _is_bounded(layer: Layer) -> bool:
    """Whether a layer cannot give numbers as large as it gets."""
    activation = FACTS.get(activation_name(layer) or "linear")
    return layer.role == "recurrent" or activation is None or activation.high < math.inf


def _is_exposed(feed: Input, taker: Taker) -> bool:
    """Whether a layer multiplies the values with its weights, no normalization follows, and no mask
    takes out the value at the end of the range.
    """
    before = taker.flow.previous(taker.node)
    mask = None if before is None else getattr(before.layer, "mask_value", None)
    if taker.layer.role not in {"affine", "recurrent"} or mask in (feed.range or ()):
        return False
    saturates = taker.layer.role == "recurrent" and getattr(taker.layer, "activation", "") == "tanh"
    if not (_is_little(feed) or _is_far(feed, *(SATURATING if saturates else ()))):
        return False
    following = taker.flow.next(taker.node)
    layer = None if following is None else following.layer
    if layer is None or layer.role != "normalization":
        return True
    # Frozen, it goes by the averages of other data, as in a network that was trained before.
    return layer.value_effect.linear and not layer.trainable


def _finding(feed: Input, taker: Taker) -> Finding:
    low, high = feed.range or (0, 0)
    twice, layer = _is_scaled_twice(feed), taker.node.path or feed.node.path
    written = feed.paths.get("input_range")
    part: Part = "value"
    path, other, words = layer, written, "the range of the input"
    if twice and written:
        path, other, words, part = written, layer, "takes them", "entry"
    return rule.at(
        path,
        f'"{taker.node.name}" multiplies values from {low:g} to {high:g} with weights that are '
        "made for values of about 1",
        part=part,
        help=LITTLE_HELP if twice else FAR_HELP,
        related=(Related(other, words),) if other else (),
    )
