"""Activations as layers."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from kspec.spec.activation_table import ON_ALL, ON_NUMBERS
from kspec.spec.activations import ActivationName
from kspec.spec.dtypes import family
from kspec.spec.fields import Axes, Number, WholeAxes
from kspec.spec.layers.axes import check_axes, no_axis
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import require_known, single_input
from kspec.spec.layers.elementwise import Elementwise, OfOneTensor
from kspec.spec.layers.layer_facts import FLOATS_ONLY, NO_BOOLS, CallSpec, Role, Runtime
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.layers.weight import Weight
from kspec.spec.markers import Ge
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, Structure

NonNegative = Annotated[Number, Ge(0)]


class Activation(OfOneTensor):
    """Applies an activation function to every value: the output has the shape of the input."""

    role: ClassVar[Role] = "activation"
    value_effect: ClassVar[ValueEffect] = ValueEffect("activates")

    activation: ActivationName

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        # The linear one hands on whatever it gets.
        kind = Elementwise if self._is_none else OfOneTensor
        return kind.call(self, inputs, **arguments)

    @property
    def _is_none(self) -> bool:
        return self.activation is None or self.activation == "linear"

    @property
    def own_runtime(self) -> Runtime:
        if self._is_none:
            return Runtime()
        if not isinstance(self.activation, str):
            return Runtime("numbers")
        if self.activation in ON_ALL:
            return Runtime("numbers")
        return Runtime("numbers", NO_BOOLS if self.activation in ON_NUMBERS else FLOATS_ONLY)


class ReLU(OfOneTensor):
    """Rectified linear unit, with optional ceiling, slope and threshold; keeps the shape."""

    role: ClassVar[Role] = "activation"
    value_effect: ClassVar[ValueEffect] = ValueEffect("activates", function="relu")
    runtime: ClassVar[Runtime] = Runtime("numbers", unsupported_kinds=NO_BOOLS)

    max_value: NonNegative | None = None
    negative_slope: NonNegative = 0.0
    threshold: NonNegative = 0.0

    @property
    def own_runtime(self) -> Runtime:
        is_bent = self.negative_slope and (self.max_value is not None or self.threshold)
        is_whole = float(self.negative_slope).is_integer() and float(self.threshold).is_integer()
        if is_bent and not is_whole:
            return self.runtime._replace(unsupported_kinds=FLOATS_ONLY)
        return self.runtime


class LeakyReLU(OfOneTensor):
    """A ReLU that lets a part of the negative values through; keeps the shape."""

    role: ClassVar[Role] = "activation"
    value_effect: ClassVar[ValueEffect] = ValueEffect("activates", function="leaky_relu")
    runtime: ClassVar[Runtime] = Runtime("numbers", unsupported_kinds=NO_BOOLS)

    negative_slope: NonNegative = 0.3
    alpha: NonNegative = 0.3
    """The old name of ``negative_slope``, which Keras still takes."""


class ELU(OfOneTensor):
    """Exponential linear unit: ``alpha * (exp(x) - 1)`` below zero; keeps the shape."""

    role: ClassVar[Role] = "activation"
    value_effect: ClassVar[ValueEffect] = ValueEffect("activates", function="elu")
    runtime: ClassVar[Runtime] = Runtime("numbers", unsupported_kinds=FLOATS_ONLY)

    alpha: Number = 1.0

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        # With a factor Keras compares with 0, which a list does not support.
        kind = OfOneTensor if self.alpha == 1 else Layer
        return kind.call(self, inputs, **arguments)


class Softmax(OfOneTensor):
    """Makes the values along ``axis`` positive and sum to one; keeps the shape."""

    role: ClassVar[Role] = "activation"
    value_effect: ClassVar[ValueEffect] = ValueEffect("activates", function="softmax")
    call_spec: ClassVar[CallSpec] = CallSpec(("mask", "training"))
    runtime: ClassVar[Runtime] = Runtime("numbers", unsupported_kinds=FLOATS_ONLY)

    axis: WholeAxes | None = -1

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        x = single_input(self, inputs)
        if arguments.get("mask") is not None and family(x.dtype or "") == "integers":
            x = x._replace(dtype=self.compute_dtype)  # a mask makes floats of the values
        return super().call(x, **arguments)

    def compute_output_shape(self, shape: Shape) -> Shape:
        # Keras finds both with the first batch.
        if self.axis is None:
            return shape
        if self.axis == []:
            message = "Softmax needs an axis to sum along"
            raise Fault("invalid_value", message, field=("axis",), help="For example -1.")
        check_axes(self, self.axis, shape)
        return shape


class PReLU(Layer):
    """A ReLU whose slope below zero is learned for each value (``shared_axes``: one for a whole
    axis); keeps the shape.
    """

    role: ClassVar[Role] = "activation"
    value_effect: ClassVar[ValueEffect] = ValueEffect("activates", function="leaky_relu")
    runtime: ClassVar[Runtime] = Runtime("numbers")

    @property
    def own_runtime(self) -> Runtime:
        # In an integer dtype the slopes are integers as well.
        of_integers = self.compute_dtype in {"int32", "int64"}
        return Runtime("numbers", () if of_integers else FLOATS_ONLY)

    alpha_initializer: Initializer = "zeros"
    alpha_regularizer: Regularizer = None
    alpha_constraint: Constraint = None
    shared_axes: Axes | None = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        for axis in self.shared:
            if not -len(shape) + 2 <= axis < len(shape):
                raise no_axis(self, axis, shape, ("shared_axes",))
        return shape

    @property
    def shared(self) -> list[int]:
        """The axes along which one slope serves all."""
        if self.shared_axes is None:
            return []
        return self.shared_axes if isinstance(self.shared_axes, list) else [self.shared_axes]

    def variables(self, shape: Shape) -> Iterator[Weight]:
        slopes = list(shape[1:])
        for axis in self.shared:
            slopes[axis - 1] = 1
        yield Weight(
            "alpha", tuple(require_known(self, dim, "all axes but the batch") for dim in slopes)
        )
