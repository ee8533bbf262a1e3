"""Normalization: layers that bring values to a common scale."""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.fields import Axes, Bool, Int, Number, Truncated
from kspec.spec.layers.axes import check_axes
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import check_arguments, require_known, size_of
from kspec.spec.layers.elementwise import OfOneTensor
from kspec.spec.layers.layer_facts import FLOATS_ONLY, CallSpec, Role, Runtime
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.layers.weight import Weight
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Shape, Structure, broadcast, product, show
from kspec.spec.spec_object import FieldRules


class Normalizing(Layer, abstract=True):
    """Scales values by their mean and spread, or by their size; keeps the shape."""

    role: ClassVar[Role] = "normalization"
    value_effect: ClassVar[ValueEffect] = ValueEffect("normalizes")

    axis: Axes = -1

    def compute_output_shape(self, shape: Shape) -> Shape:
        check_axes(self, self.axis, shape)
        return shape

    def norm_size(self, shape: Shape) -> int | None:
        """Number of values of a sample that are normalized together; None where that is unknown."""
        axes = self.axis if isinstance(self.axis, list) else [self.axis]
        sizes = [size_of(self, shape, axis) for axis in axes]
        return None if None in sizes else product(tuple(sizes))

    def kept(self, shape: Shape) -> Shape:
        """The sizes of the axes that have weights of their own."""
        axes = sorted(self.axis) if isinstance(self.axis, list) else [self.axis]
        return tuple(
            require_known(self, size_of(self, shape, axis), f"axis {axis} of its input")
            for axis in axes
        )


class BatchNormalization(Normalizing):
    """Normalizes each channel over the batch, in inference by moving averages; keeps the shape."""

    value_effect: ClassVar[ValueEffect] = Normalizing.value_effect._replace(linear=True)
    call_spec: ClassVar[CallSpec] = CallSpec(("training", "mask"))
    field_rules: ClassVar[FieldRules] = FieldRules(
        used_only_if={"renorm_clipping": "renorm", "renorm_momentum": "renorm"}
    )

    axis: Truncated = -1
    momentum: Number = 0.99
    epsilon: Number = 0.001
    center: Bool = True
    scale: Bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    moving_mean_initializer: Initializer = "zeros"
    moving_variance_initializer: Initializer = "ones"
    beta_regularizer: Regularizer = None
    gamma_regularizer: Regularizer = None
    beta_constraint: Constraint = None
    gamma_constraint: Constraint = None
    renorm: Bool = False
    renorm_clipping: dict[str, Number | None] | None = None
    renorm_momentum: Number = 0.99
    synchronized: Bool = False

    def norm_size(self, shape: Shape) -> int | None:
        sizes = [size for axis, size in enumerate(shape) if axis not in {0, self.axis % len(shape)}]
        return None if None in sizes else product(tuple(sizes))

    def variables(self, shape: Shape) -> Iterator[Weight]:
        kept = self.kept(shape)
        if self.scale:
            yield Weight("gamma", kept)
        if self.center:
            yield Weight("beta", kept)
        names = ["moving_mean", "moving_variance"]
        names += ["moving_stddev", "renorm_mean", "renorm_stddev"] if self.renorm else []
        for name in names:
            yield Weight(name, kept, trainable=False)


class LayerNormalization(Normalizing):
    """Normalizes each sample over ``axis`` (the last one, or a list); keeps the shape."""

    epsilon: Number = 0.001
    center: Bool = True
    scale: Bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    beta_regularizer: Regularizer = None
    gamma_regularizer: Regularizer = None
    beta_constraint: Constraint = None
    gamma_constraint: Constraint = None
    rms_scaling: Bool = False

    def variables(self, shape: Shape) -> Iterator[Weight]:
        if self.scale or self.rms_scaling:
            yield Weight("gamma", self.kept(shape))
        if self.center and not self.rms_scaling:
            yield Weight("beta", self.kept(shape))


class RMSNormalization(Normalizing):
    """Divides each sample by its root mean square over ``axis``; keeps the shape."""

    epsilon: Number = 1e-6

    def call(self, x: Structure, **arguments: object) -> Structure:
        # Keras's own name for the inputs.
        check_arguments(self, arguments)
        return super().call(x, **arguments)

    def weights(self, x: Structure, **arguments: object) -> Iterator[Weight]:
        return super().weights(x, **arguments)

    def compute_output_shape(self, shape: Shape) -> Shape:
        super().compute_output_shape(shape)
        kept = self.kept(shape)
        if broadcast(shape, kept) is None:
            # Keras multiplies by them as they are, and finds out with the first batch.
            message = f"RMSNormalization multiplies {show(shape)} by a scale of shape {show(kept)}"
            raise Fault("incompatible_shapes", message, field=("axis",), help="Set axis to -1.")
        return shape

    def variables(self, shape: Shape) -> Iterator[Weight]:
        yield Weight("scale", self.kept(shape))


class GroupNormalization(Normalizing):
    """Normalizes groups of channels of each sample, which must divide into ``groups``; keeps the
    shape.
    """

    groups: Int = 32
    axis: Int = -1
    epsilon: Number = 0.001
    center: Bool = True
    scale: Bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    beta_regularizer: Regularizer = None
    gamma_regularizer: Regularizer = None
    beta_constraint: Constraint = None
    gamma_constraint: Constraint = None

    def norm_size(self, shape: Shape) -> int | None:
        if None in shape[1:]:
            return None
        groups = shape[self.axis] if self.groups == -1 else self.groups
        return (product(shape[1:]) or 0) // (groups or 1)

    def conflicts(self) -> Iterator[Problem]:
        if self.groups < 1 and self.groups != -1:
            message = f'"groups" of GroupNormalization cannot be {self.groups}'
            help_ = "Give a positive number, or -1 for one group a channel."
            yield Problem("invalid_value", ("groups",), message, help_)

    def compute_output_shape(self, shape: Shape) -> Shape:
        super().compute_output_shape(shape)
        size = require_known(self, shape[self.axis], f"axis {self.axis} of its input")
        if self.groups != -1 and size % self.groups:
            message = f"{size} channels do not divide into {self.groups} groups"
            divisors = [n for n in range(min(size, self.groups), 0, -1) if size % n == 0][:1]
            raise Fault(
                "indivisible_groups",
                message,
                field=("groups",),
                help=f'The nearest "groups" that fits is {divisors[0]}.' if divisors else "",
            )
        return shape

    def variables(self, shape: Shape) -> Iterator[Weight]:
        if self.scale:
            yield Weight("gamma", self.kept(shape))
        if self.center:
            yield Weight("beta", self.kept(shape))


class UnitNormalization(OfOneTensor):
    """Scales each sample to length 1 over ``axis``; keeps the shape."""

    role: ClassVar[Role] = "normalization"
    runtime: ClassVar[Runtime] = Runtime(unsupported_kinds=FLOATS_ONLY)

    axis: Axes = -1

    def compute_output_shape(self, shape: Shape) -> Shape:
        check_axes(self, self.axis, shape)
        return shape
