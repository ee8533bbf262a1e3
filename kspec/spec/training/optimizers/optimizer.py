"""Base class of optimizers: learning rate, weight decay, clipping, averaging, accumulation."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from kspec.spec import registry
from kspec.spec.fields import Bool, Int, Number, Str, with_a_point
from kspec.spec.markers import Json, Plain
from kspec.spec.named import Custom, read_object, type_word
from kspec.spec.problem import Nested, Problem
from kspec.spec.spec_object import FieldRules, Resolved, Serialization, SpecObject


def read_learning_rate(value: object) -> object:
    """A number with a decimal point (Keras refuses ``1``), or a schedule in either notation;
    raises `Nested`.
    """
    if isinstance(value, float | SpecObject | Custom):
        return value
    if isinstance(value, dict):
        return read_object(value, registry.SCHEDULES)
    value = with_a_point(value)
    message = f"A learning rate is a number or a schedule, and this is {type_word(value)}"
    from kspec.spec.wording import slip_of

    slip = slip_of(value, "a number")
    help_ = slip.help or "Write a number, for example 0.001."
    raise Nested([Problem("wrong_type", (), message, help_, suggestion=slip.suggestion)])


LearningRate = Annotated[
    Any,
    Plain(read_learning_rate),
    Json({"anyOf": [{"type": "number"}, {"x-kind": "learning-rate schedule"}]}),
]
"""A number or a learning-rate schedule."""

EXCLUSIVE = ("clipnorm", "clipvalue", "global_clipnorm")


class AnyOptimizer(Resolved, abstract=True):
    """Base class of optimizers, of those around others, and of maps of them."""

    @classmethod
    def strings_of_name(cls) -> tuple[str, ...]:
        return (cls.__name__.lower(),)


class Optimizer(AnyOptimizer):
    """An optimizer: the base class of all, which updates nothing itself."""

    learning_rate: LearningRate
    weight_decay: Number | None = None
    clipnorm: Number | None = None
    clipvalue: Number | None = None
    global_clipnorm: Number | None = None
    use_ema: Bool = False
    ema_momentum: Number = 0.99
    ema_overwrite_frequency: Int | None = None
    loss_scale_factor: Number | None = None
    gradient_accumulation_steps: Int | None = None
    name: Str | None = None

    field_rules: ClassVar[FieldRules] = FieldRules(
        used_only_if={"ema_momentum": "use_ema", "ema_overwrite_frequency": "use_ema"}
    )

    serialization: ClassVar[Serialization] = Serialization(config_only=("decay",))
    renamed: ClassVar[Mapping[str, str]] = {
        "lr": "learning_rate",
        "alpha": "rho",
        "decay_rate": "rho",
        "momentum_decay": "momentum",
        "betas": "beta_1",
        "beta1": "beta_1",
        "beta2": "beta_2",
        "eps": "epsilon",
        "clip_norm": "clipnorm",
        "clip_value": "clipvalue",
        "clipping": "clipnorm",
        "accum_steps": "gradient_accumulation_steps",
    }

    def conflicts(self) -> Iterator[Problem]:
        set_fields = [name for name in EXCLUSIVE if getattr(self, name) is not None]
        for name in set_fields[1:]:
            message = (
                f'"{name}" and "{set_fields[0]}" cannot both be set: Keras clips in one way only'
            )
            yield Problem("conflicting_fields", (name,), message, "Keep one of them.", "entry")
        steps = self.gradient_accumulation_steps
        if steps and steps < 2:  # Keras's own bound
            message = f'"gradient_accumulation_steps" must be 2 or more, and is {steps}'
            help_ = "Leave it out to update after every batch."
            yield Problem("invalid_value", ("gradient_accumulation_steps",), message, help_)
        if self.use_ema:
            yield from self._averaging()

    def _averaging(self) -> Iterator[Problem]:
        if not 0 <= self.ema_momentum <= 1:
            message = f'"ema_momentum" must lie from 0 to 1, and is {self.ema_momentum}'
            yield Problem("invalid_value", ("ema_momentum",), message)
        if self.ema_overwrite_frequency and self.ema_overwrite_frequency < 1:
            frequency = self.ema_overwrite_frequency
            message = f'"ema_overwrite_frequency" must be 1 or more, and is {frequency}'
            yield Problem("invalid_value", ("ema_overwrite_frequency",), message)
