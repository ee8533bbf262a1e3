"""Adam and its kin: a step for each weight from running means of gradients and of their squares."""

from typing import ClassVar

from kspec.spec.fields import Bool, Number
from kspec.spec.training.optimizers.optimizer import LearningRate, Optimizer


class AdaptiveMoments(Optimizer):
    """An optimizer with two running means."""

    abstract: ClassVar[bool] = True
    learning_rate: LearningRate = 0.001
    beta_1: Number = 0.9
    beta_2: Number = 0.999
    epsilon: Number = 1e-7


class Adam(AdaptiveMoments):
    """Steps from running means of the gradient (``beta_1``) and of its square (``beta_2``)."""

    amsgrad: Bool = False
    strings: ClassVar[tuple[str, ...]] = ("adam",)


class AdamW(Adam):
    """Adam with weight decay apart from the gradient."""

    weight_decay: Number = 0.004
    strings: ClassVar[tuple[str, ...]] = ("adamw",)


class Adamax(AdaptiveMoments):
    """Adam with the largest recent gradient in the place of the mean square."""

    strings: ClassVar[tuple[str, ...]] = ("adamax",)


class Nadam(AdaptiveMoments):
    """Adam with Nesterov momentum."""

    strings: ClassVar[tuple[str, ...]] = ("nadam",)


class Lamb(AdaptiveMoments):
    """Adam scaled layer by layer, for very large batches."""


class ScheduleFreeAdamW(AdaptiveMoments):
    """AdamW that averages its iterates and needs no learning-rate schedule."""

    learning_rate: LearningRate = 0.0025
    epsilon: Number = 1e-8
    warmup_steps: Number = 0
    strings: ClassVar[tuple[str, ...]] = ("schedulefreeadamw",)
