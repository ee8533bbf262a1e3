"""Gradient descent with momentum, and optimizers that take the sign or direction of it."""

from typing import Annotated

from kspec.spec.fields import Bool, Float, Int, Number, Str
from kspec.spec.markers import Ge, Gt, Le
from kspec.spec.training.optimizers.optimizer import LearningRate, Optimizer


class SGD(Optimizer):
    """Gradient descent, with momentum if given (a number with a decimal point from 0.0 to 1.0)."""

    learning_rate: LearningRate = 0.01
    momentum: Annotated[Float, Ge(0), Le(1)] = 0.0
    nesterov: Bool = False


class RMSprop(Optimizer):
    """Gradients divided by the root of their running mean square."""

    learning_rate: LearningRate = 0.001
    rho: Number = 0.9
    momentum: Number = 0.0
    epsilon: Number = 1e-7
    centered: Bool = False


class Lion(Optimizer):
    """Steps of one size, in the sign of the momentum; needs a smaller learning rate than Adam."""

    learning_rate: LearningRate = 0.001
    beta_1: Annotated[Number, Gt(0), Le(1)] = 0.9
    beta_2: Number = 0.99


class Muon(Optimizer):
    """Momentum made orthogonal, for matrices; Adam for embeddings, vectors and the layers in
    ``exclude_layers``.
    """

    learning_rate: LearningRate = 0.001
    adam_beta_1: Number = 0.9
    adam_beta_2: Number = 0.999
    adam_weight_decay: Number | None = 0.004
    epsilon: Number = 1e-7
    weight_decay: Number | None = 0.004
    exclude_layers: list[Str] | Str | None = None
    exclude_embeddings: Bool = True
    muon_a: Number = 3.4445
    muon_b: Number = -4.775
    muon_c: Number = 2.0315
    adam_lr_ratio: Number = 1
    momentum: Number = 0.95
    ns_steps: Int = 5
    nesterov: Bool = True
    rms_rate: Number | None = 0.2
