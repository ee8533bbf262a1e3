"""Optimizers around other optimizers."""

from typing import Annotated, Any

from kspec.spec import registry
from kspec.spec.fields import Number, Str
from kspec.spec.markers import Json, Plain
from kspec.spec.named import read_object
from kspec.spec.training.optimizers.optimizer import AnyOptimizer


def _read_optimizer(value: object) -> object:
    return read_object(value, registry.OPTIMIZERS)


InnerOptimizer = Annotated[Any, Plain(_read_optimizer), Json({"x-kind": "optimizer"})]
"""Optimizer, by name or with its fields."""


LEFT_OVER = {
    **dict.fromkeys(("weight_decay", "clipnorm", "global_clipnorm", "clipvalue")),
    **dict.fromkeys(("ema_overwrite_frequency", "gradient_accumulation_steps")),
    "loss_scale_factor": None,
    "use_ema": False,
    "ema_momentum": 0.99,
    "dynamic": True,
}
"""Fields of a `LossScaleOptimizer` without effect in older files of Keras."""


class LossScaleOptimizer(AnyOptimizer):
    """Scales the loss up against underflow in float16, and the gradients down again."""

    inner_optimizer: InnerOptimizer
    initial_scale: Number = 2.0**15
    dynamic_growth_steps: Number = 2000
    name: Str | None = None

    @classmethod
    def prepared(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {
            key: item
            for key, item in values.items()
            if key not in LEFT_OVER or item != LEFT_OVER[key]
        }


class OptimizerMap(AnyOptimizer):
    """Optimizers by path patterns of variables, with a default for the rest."""

    default_optimizer: InnerOptimizer
    optimizer_map: dict[str, InnerOptimizer] | None = None


class MultiOptimizer(AnyOptimizer):
    """Several optimizers for one model, chosen by an `OptimizerMap`."""

    optimizer_map: InnerOptimizer
    loss_scale_factor: Number | None = None
    name: Str | None = None
