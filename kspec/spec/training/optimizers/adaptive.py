"""Optimizers with a step for each weight from the history of its gradients."""

from typing import Annotated

from kspec.spec.fields import Bool, Number
from kspec.spec.markers import Ge, Le
from kspec.spec.training.optimizers.optimizer import LearningRate, Optimizer

NonNegative = Annotated[Number, Ge(0)]


class Adagrad(Optimizer):
    """Gradients divided by the root of the sum of all squares so far: steps only shrink."""

    learning_rate: LearningRate = 0.001
    initial_accumulator_value: Number = 0.1
    epsilon: Number = 1e-7


class Adadelta(Optimizer):
    """Adagrad over a window; its authors used a learning rate of 1.0."""

    learning_rate: LearningRate = 0.001
    rho: Number = 0.95
    epsilon: Number = 1e-7


class Adafactor(Optimizer):
    """Adam with factored second moments: little memory for large matrices."""

    learning_rate: LearningRate = 0.001
    beta_2_decay: Number = -0.8
    epsilon_1: Number = 1e-30
    epsilon_2: Number = 1e-3
    clip_threshold: Number = 1.0
    relative_step: Bool = True


class Ftrl(Optimizer):
    """Follow the regularised leader: for sparse linear models."""

    learning_rate: LearningRate = 0.001
    learning_rate_power: Annotated[Number, Le(0)] = -0.5
    initial_accumulator_value: NonNegative = 0.1
    l1_regularization_strength: NonNegative = 0.0
    l2_regularization_strength: NonNegative = 0.0
    l2_shrinkage_regularization_strength: NonNegative = 0.0
    beta: Number = 0.0
