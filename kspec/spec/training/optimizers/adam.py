"""Adam and its kin: a step for each weight from running means of gradients and of their squares."""

from typing import ClassVar

from kspec.spec.fields import Bool, Number
from kspec.spec.training.optimizers.optimizer import LearningRate, Optimizer

SMALL = 1e-6
"""Limit of an ``epsilon`` that is negligible compared with the root of the least number in float16.
"""

ONE_IN_BFLOAT16 = 1 - 2**-9
"""Number from which on bfloat16 rounds to 1."""


class AdaptiveMoments(Optimizer, abstract=True):
    """An optimizer with two running means."""

    learning_rate: LearningRate = 0.001
    beta_1: Number = 0.9
    beta_2: Number = 0.999
    epsilon: Number = 1e-7

    def unsupported_dtypes(self, dtype: str) -> str | None:
        """Reason why the optimizer fails with weights, and so moments, of a dtype; None where it
        works.
        """
        if dtype == "float16" and self.epsilon < SMALL:
            return "the squares of small gradients are 0 there, and it divides by their root"
        if dtype == "bfloat16" and self.beta_2 >= ONE_IN_BFLOAT16:
            return f'its "beta_2" of {self.beta_2} is rounded to 1 there'
        return None


class Adam(AdaptiveMoments):
    """Steps from running means of the gradient (``beta_1``) and of its square (``beta_2``)."""

    amsgrad: Bool = False


class AdamW(Adam):
    """Adam with weight decay apart from the gradient."""

    weight_decay: Number = 0.004


class Adamax(AdaptiveMoments):
    """Adam with the largest recent gradient in the place of the mean square."""

    def unsupported_dtypes(self, dtype: str) -> str | None:
        return super().unsupported_dtypes(dtype) if dtype == "float16" else None


class Nadam(AdaptiveMoments):
    """Adam with Nesterov momentum."""


class Lamb(AdaptiveMoments):
    """Adam scaled layer by layer, for very large batches."""

    strings: ClassVar[tuple[str, ...]] = ()


class ScheduleFreeAdamW(AdaptiveMoments):
    """AdamW that averages its iterates and needs no learning-rate schedule."""

    learning_rate: LearningRate = 0.0025
    epsilon: Number = 1e-8
    warmup_steps: Number = 0
