"""The fields and weights that a recurrent layer and its cell have in common."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from kspec.spec.activations import ActivationName
from kspec.spec.fields import Bool, Number, PositiveInt, Seed
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import require_known, size_of
from kspec.spec.layers.layer_facts import FLOATS_ONLY, Runtime
from kspec.spec.layers.weight import Weight
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.shapes import Shape
from kspec.spec.spec_object import Serialization


class Units(Layer, abstract=True):
    """Units, gates and weights of a cell and of its recurrent layer."""

    gates: ClassVar[int] = 1
    """Width of the kernels, as a multiple of ``units``."""
    states: ClassVar[int] = 1
    """Number of state tensors that pass from step to step."""
    if TYPE_CHECKING:  # fields of each child, in Keras's order
        units: int
        use_bias: bool
        dropout: float
        recurrent_dropout: float

    @property
    def own_runtime(self) -> Runtime:
        # Dropout divides the values that it keeps, which only floats allow.
        drops = 0 < self.dropout < 1
        return self.runtime._replace(unsupported_kinds=FLOATS_ONLY) if drops else self.runtime

    @property
    def state_sizes(self) -> list[Any]:
        """The width of each state."""
        return [self.units] * self.states

    @property
    def output_size(self) -> int:
        """The width of a step's output."""
        return self.units

    @property
    def bias_shape(self) -> Shape:
        """The shape of the bias over all gates."""
        return (self.gates * self.units,)

    def variables(self, shape: Shape) -> Iterator[Weight]:
        width = self.gates * self.units
        yield Weight(
            "kernel",
            (require_known(self, size_of(self, shape, -1), "the features of its input"), width),
        )
        yield Weight("recurrent_kernel", (self.units, width))
        if self.use_bias:
            yield Weight("bias", self.bias_shape)


class SimpleUnits(Units, abstract=True):
    """The fields of a fully connected recurrence."""

    units: PositiveInt
    activation: ActivationName = "tanh"
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    recurrent_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    dropout: Number = 0.0
    recurrent_dropout: Number = 0.0
    seed: Seed = None


class GRUUnits(Units, abstract=True):
    """The fields of a gated recurrent unit."""

    serialization: ClassVar[Serialization] = Serialization(config_only=("implementation",))
    gates: ClassVar[int] = 3

    units: PositiveInt
    activation: ActivationName = "tanh"
    recurrent_activation: ActivationName = "sigmoid"
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    recurrent_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    dropout: Number = 0.0
    recurrent_dropout: Number = 0.0
    reset_after: Bool = True
    seed: Seed = None

    @property
    def bias_shape(self) -> Shape:
        width = self.gates * self.units
        return (2, width) if self.reset_after else (width,)


class LSTMUnits(Units, abstract=True):
    """The fields of a long short-term memory."""

    serialization: ClassVar[Serialization] = Serialization(config_only=("implementation",))
    gates: ClassVar[int] = 4
    states: ClassVar[int] = 2

    units: PositiveInt
    activation: ActivationName = "tanh"
    recurrent_activation: ActivationName = "sigmoid"
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    unit_forget_bias: Bool = True
    kernel_regularizer: Regularizer = None
    recurrent_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    dropout: Number = 0.0
    recurrent_dropout: Number = 0.0
    seed: Seed = None
