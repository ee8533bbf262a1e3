import math
from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.rate import Rate, is_replaced, optimizer_field, stated_rate, stated_schedule
from kspec.analysis.steps import training_steps
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule

rule = Rule("KS402", "unusual-learning-rate", Severity.WARNING, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    rate = stated_rate(model)
    if rate is None or rate.value <= 0 or is_replaced(model):
        return
    highest = HIGHEST.get(rate.optimizer, HIGHEST_ADAPTIVE)
    if rate.value < highest:
        yield from _built_up(model, rate)
    yield from _growing(model, highest)
    steps = training_steps(model) if rate.path[-1] == "learning_rate" else None
    way = (steps or 0) * rate.value
    if 0 < way < UNMOVED and rate.optimizer not in HIGHEST and rate.value > LOWEST:
        yield rule.at(
            rate.path,
            f"{steps:,} steps of {rate.value:g} move no weight by more than about {way:.1g}",
            help=f"{rate.default} is the default of {rate.optimizer}.",
            fix=put(rate.path, rate.default),
        )
    too_high = rate.value * _clipped(model, rate) >= highest or _outweighs(model, rate)
    if too_high or rate.value <= LOWEST:
        word = "high" if too_high else "low"
        yield rule.at(
            rate.path,
            f"A learning rate of {rate.value:g} is far too {word} for {rate.optimizer}",
            help=f"{rate.default} is the default of {rate.optimizer}.",
            fix=put(rate.path, rate.default),
        )


def _outweighs(model: Analysis, rate: Rate) -> bool:
    """Whether each step of Adam and its kin, which is as long as the rate, is far longer than the
    weights of a hidden layer are at first.
    """
    if rate.optimizer in HIGHEST or rate.value < LARGE:
        return False
    heads = [output.head.node for output in model.outputs]
    kernels = [
        weight.shape[:-1]
        for place in model.places
        if place.layer is not None and place.node not in heads
        for weight in place.weights or ()
        if weight.name.endswith("kernel") and place.layer.is_trained(weight)
    ]
    fans = (math.prod(size for size in sizes if size is not None) for sizes in kernels)
    return any(rate.value * math.sqrt(fan) >= MOST_STEPS for fan in fans)


def _clipped(model: Analysis, rate: Rate) -> float:
    """The norm that clipping leaves of a gradient, where plain steps are as long as it; at most 1,
    as of one that is not clipped.
    """
    optimizer = getattr(model.known_spec.compile, "optimizer", None)
    norms = [getattr(optimizer, name, None) for name in ("clipnorm", "global_clipnorm")]
    return min([1.0, *filter(None, norms)]) if rate.optimizer == "SGD" else 1.0


def _built_up(model: Analysis, rate: Rate) -> Iterator[Finding]:
    """Steps that momentum adds up to far too large ones."""
    optimizer = (
        None if model.spec is None or model.spec.compile is None else model.spec.compile.optimizer
    )
    momentum = getattr(optimizer, "momentum", 0) if rate.optimizer == "SGD" else 0
    if 0 < momentum < 1 and rate.value / (1 - momentum) >= MOST_BUILT_UP and model.spec is not None:
        path = optimizer_field(model.spec, "momentum")
        yield rule.at(
            path,
            f"A momentum of {momentum:g} makes steps of up to {1 / (1 - momentum):,.0f} times the "
            f"rate of {rate.value:g}",
            help="0.9 is usual.",
            fix=put(path, 0.9),
        )


MOST_BUILT_UP = 100
"""Sum of steps in one direction from which on gradient descent is out of hand; large batches were
trained with 32.
"""


def _growing(model: Analysis, highest: float) -> Iterator[Finding]:
    """Finding of a schedule that grows by orders of magnitude beyond useful rates, other than a
    search for a rate.
    """
    stated = stated_schedule(model)
    steps = None if stated is None else training_steps(model)
    size = None if stated is None or not steps else stated[0].magnitude(steps)
    if stated is not None and size is not None and size > math.log10(highest) + ORDERS:
        yield rule.at(
            (*stated[1], "decay_rate"),
            f"The learning rate grows to about 1e{size:.0f} in {steps:,} steps",
            help="A decay rate is below 1: 0.96 takes away a twenty-fifth.",
            fix=put((*stated[1], "decay_rate"), 0.96),
        )


ORDERS = 2
"""Orders of magnitude above the highest rate that a growing rate may reach, as in a search for the
best one.
"""
LARGE = 0.1
MOST_STEPS = 1.6
"""Length of a step of Adam, times the root of a layer's inputs, from which on networks of two
hidden layers no longer learn: weights begin at about one divided by that root.
"""
LOWEST = 1e-8
UNMOVED = 1e-5
"""Way of a weight in all steps of Adam and its kin, below which nothing is learned: each step moves
it by the rate, and most weights begin at hundredths.
"""
HIGHEST_ADAPTIVE = 1.0
HIGHEST = {"SGD": 10.0, "Adadelta": 10.0, "Adagrad": 10.0, "Ftrl": 10.0, "Adafactor": 10.0}
"""Rates from which on a rate is too high. Adadelta's paper uses 1, Adafactor scales it by itself,
and plain gradient descent on normalized problems has been run at 3.
"""
