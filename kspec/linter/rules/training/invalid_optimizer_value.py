from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.steps import training_steps
from kspec.linter.finding import Edit, Finding, Severity
from kspec.linter.layer_fixes import put, unsafe
from kspec.linter.rule import Rule
from kspec.spec.model import ModelSpec
from kspec.spec.problem import Path

rule = Rule("KS412", "invalid-optimizer-value", Severity.WARNING, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec, optimizer = model.known_spec, model.compile.optimizer
    yield from _without_effect(spec, optimizer)
    yield from _clipped_away(model, spec, optimizer)
    for name in _written(optimizer):
        value = getattr(optimizer, name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            continue
        if name in SHARES and not 0 <= value < 1:
            problem, hint, usual = "is a share from 0 to below 1", "0.9 is usual.", 0.9
        elif name in CLIPS and value <= 0:
            problem, hint, usual = "must be above 0", "1.0 is usual.", 1.0
        elif name == "weight_decay" and value * _rate(optimizer) >= SHRINKS:
            problem, usual = "takes 1 % of every weight away in each step, or more", 0.004
            hint = "It is multiplied by the learning rate: 0.004 is usual."
        elif name == "gradient_accumulation_steps" and value > (training_steps(model) or value):
            problem, usual = f"is more than the {training_steps(model):,} steps of training", 4
            hint = "No weight changes before so many steps: 2 to 16 are usual."
        elif name == "epsilon" and not 0 < value < DROWNING:
            problem = "must be above 0" if value <= 0 else "is far more than any gradient"
            usual = 1e-7
            hint = "Leave it out, or write a small number: 1e-7."
        else:
            continue
        path = _field(spec, name)
        yield rule.at(path, f'"{name}" {problem}, and is {value}', help=hint, fix=put(path, usual))


def _without_effect(spec: ModelSpec, optimizer: object) -> Iterator[Finding]:
    """Nesterov's step without momentum, and averages that were exchanged."""
    if getattr(optimizer, "nesterov", False) and getattr(optimizer, "momentum", 1) == 0:
        path = _field(spec, "nesterov")
        message = '"nesterov" changes nothing where "momentum" is 0'
        momentum = Edit.of_field(spec, path[:-1], "momentum", 0.9)
        help_ = 'Add "momentum": 0.9, which is usual, or leave it out.'
        yield rule.at(path, message, help=help_, fix=unsafe((momentum,)))
    first, second = getattr(optimizer, "beta_1", 0), getattr(optimizer, "beta_2", 1)
    if {"beta_1", "beta_2"} <= _written(optimizer) and first > second:
        path, other = _field(spec, "beta_1"), _field(spec, "beta_2")
        message = f'"beta_1" is {first} and "beta_2" {second}: usually the second is the larger'
        swap = (*put(path, second).edits, *put(other, first).edits)
        yield rule.at(path, message, help="Exchange the two?", fix=unsafe(swap))


def _clipped_away(model: Analysis, spec: ModelSpec, optimizer: object) -> Iterator[Finding]:
    """Finding of clipping after which all steps of gradient descent together leave the weights
    unchanged; Adam and its kin divide by the size of the gradient.
    """
    rate, momentum = _rate(optimizer), getattr(optimizer, "momentum", 1)
    if type(optimizer).__name__ != "SGD" or not rate or not 0 <= momentum < 1:
        return
    for name in sorted(CLIPS & _written(optimizer)):
        limit = getattr(optimizer, name) or 0
        way = rate * limit / (1 - momentum) * (training_steps(model) or 1)
        if 0 < way < (UNMOVED if training_steps(model) else STILL):
            yield rule.at(
                _field(spec, name),
                f'No weight moves by more than {way:.1g}: "{name}" is {limit:g}',
                help="1.0 is usual.",
                fix=put(_field(spec, name), 1.0),
            )


DROWNING = 1000
"""Number beside which the gradients of usual losses are nothing; published recipes have 1."""
UNMOVED = 1e-4
"""Distance that all steps together have to move a weight; most begin at hundredths."""
STILL = 1e-8
"""Distance that a step has to move a weight, where the number of steps is unknown."""


def _written(optimizer: object) -> set[str]:
    """The fields of an optimizer that are written."""
    return set(getattr(optimizer, "model_fields_set", ()))


SHRINKS = 0.01
"""The share of each weight in a step of which some hundred steps leave nothing."""


def _rate(optimizer: object) -> float:
    """The learning rate where it is a number."""
    rate = getattr(optimizer, "learning_rate", None)
    return float(rate) if isinstance(rate, int | float) else 0.0


SHARES = frozenset(
    ("momentum", "beta_1", "beta_2", "rho", "adam_beta_1", "adam_beta_2", "ema_momentum")
)
CLIPS = frozenset(("clipnorm", "clipvalue", "global_clipnorm"))


def _field(spec: ModelSpec, name: str) -> Path:
    from kspec.analysis.rate import optimizer_field

    return optimizer_field(spec, name)
