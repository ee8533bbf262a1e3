"""Losses as operations: one number for each sample, or for each place."""

from typing import ClassVar, Literal

from kspec.spec.fields import Anything, Axes, Bool, Int, Operand, StrictBool
from kspec.spec.layers.layer_facts import InputSpec
from kspec.spec.layers.masks import fits
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.operations.base import Operation, as_tensor, same_but
from kspec.spec.operations.promotion import as_float, result_type
from kspec.spec.shapes import Shape, Structure, Tensor, product, same, show
from kspec.spec.spec_object import Serialization

_DIVIDED = {
    **dict.fromkeys(("int8", "int16", "uint8", "uint16"), "float32"),
    **dict.fromkeys(("int32", "int64", "uint32", "uint64"), "float64"),
}
"""Dtypes of integers after a division in TensorFlow."""


class Crossentropy(Operation, abstract=True):
    """A cross-entropy of targets and outputs of one shape; unknown sizes must be at the same
    axes.
    """

    from_logits: Bool = False

    def call(self, target: Structure, output: Structure) -> Structure:
        truth, output_tensor = as_tensor(target).shape, as_tensor(output)
        if truth is None or output_tensor.shape is None:
            return Tensor(None, output_tensor.dtype)
        return Tensor(self.scored(truth, output_tensor.shape), output_tensor.dtype)

    def scored(self, truth: Shape, shape: Shape) -> Shape:
        """The shape of the output."""
        if truth != shape:
            self.misfit(truth, shape)
        return shape


class BinaryCrossentropy(Crossentropy):
    """The cross-entropy of each value by itself."""


class CategoricalCrossentropy(Crossentropy):
    """The cross-entropy of distributions."""

    axis: Int | None = -1

    def call(self, target: Structure, output: Structure) -> Structure:
        dtype = as_tensor(output).dtype
        self.check_equal({as_tensor(target).dtype, _DIVIDED.get(dtype or "", dtype)})
        return super().call(target, output)

    def scored(self, truth: Shape, output_shape: Shape) -> Shape:
        shape = super().scored(truth, output_shape)
        if not shape:
            self.refuse("input_rank", "takes tensors of rank 1 or more")
        return shape[:-1]


class SparseCategoricalCrossentropy(Crossentropy):
    """The cross-entropy of distributions to class numbers."""

    axis: Int = -1

    def scored(self, truth: Shape, shape: Shape) -> Shape:
        axis = self.axis_of(self.axis, len(shape))
        numbers = truth[:-1] if len(truth) == len(shape) and truth[-1] == 1 else truth
        places = (*shape[:axis], *shape[axis + 1 :])
        if numbers != places:
            self.misfit(truth, shape)
        return places


class CTCLoss(Operation):
    """The loss of sequences that are not aligned with their labels."""

    mask_index: Anything = 0

    def call(
        self,
        target: Structure,
        output: Structure,
        target_length: Structure,
        output_length: Structure,
    ) -> Structure:
        argument_shapes = [
            as_tensor(x).shape for x in (target, output, target_length, output_length)
        ]
        shapes = [shape for shape in argument_shapes if shape is not None]
        dtype = result_type(as_tensor(output).dtype, "float32")
        if len(shapes) < len(argument_shapes):
            return Tensor(None, dtype)
        for shape in shapes:
            if shape[:1] != shapes[0][:1] or not shape:
                self.misfit(shapes[0], shape)
        return Tensor(shapes[0][:1], dtype)


class CTCDecode(Operation):
    """The most probable label sequences, and their scores."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(stops_gradients=True)
    input_spec: ClassVar[InputSpec] = InputSpec(3)

    strategy: Literal["greedy", "beam_search"] = "greedy"
    beam_width: Anything = 100
    top_paths: Anything = 1
    merge_repeated: StrictBool = True
    mask_index: Anything = 0

    def call(self, inputs: Structure, sequence_lengths: Structure) -> Structure:
        del sequence_lengths
        x = as_tensor(inputs)
        dtype = result_type(x.dtype, "float32")
        if x.shape is None or self.check_rank(x.shape) is None:
            return (Tensor(None, "int32"), Tensor(None, dtype))
        batch, steps, _ = x.shape or (None, None, None)
        paths = self.top_paths if self.strategy == "beam_search" else 1
        if not isinstance(paths, int):
            self.refuse("invalid_value", f"gives no {paths} paths", "top_paths")
        return (Tensor((paths, batch, steps), "int32"), Tensor((batch, paths), dtype))


class PSNR(Operation):
    """The peak signal-to-noise ratio of images, in decibels."""

    max_val: Operand

    def call(self, x1: Structure, x2: Structure) -> Structure:
        one, other = as_tensor(x1).shape, as_tensor(x2).shape
        if one is not None and other is not None and not same_but(one, other):
            self.misfit(one, other)
        return Tensor(())


class Scaled(Operation, abstract=True):
    """Values brought to one scale along an axis."""

    axis: Axes | None = -1
    epsilon: Operand | None = None


class LayerNorm(Scaled):
    """Each sample brought to mean 0 and variance 1."""

    rms_scaling: Bool = False

    def call(self, x: Structure, gamma: Structure, beta: Structure) -> Structure:
        shape = as_tensor(x).shape
        if shape is not None:
            axes = self.different_axes(self.axis, shape)
            # Keras broadcasts one of the two alone.
            for vector in (gamma, beta) if None not in (gamma, beta) else ():
                self._check_scale(shape, axes, vector)
        return super().call(x)

    def _check_scale(self, shape: Shape, axes: tuple[int, ...], vector: Structure) -> None:
        """Refuse a vector without a value for each position along the axes."""
        vector_shape = vector.shape if isinstance(vector, Tensor) else None
        if vector_shape is None:
            return
        size, axis_sizes = product(vector_shape), product(tuple(shape[axis] for axis in axes))
        right = (
            fits(vector_shape, shape) if len(vector_shape) == len(shape) else same(size, axis_sizes)
        )
        if not right:
            self.misfit(shape, vector_shape)


class RMSNorm(Scaled):
    """Each sample divided by the root of its mean square."""

    def call(self, x: Structure, scale: Structure) -> Structure:
        self.stretched(x, scale)
        return super().call(x)

    def compute_output_shape(self, shape: Shape) -> Shape:
        if self.axis is not None and shape:
            self.different_axes(self.axis, shape)
        return shape


class BatchNorm(Operation):
    """Each channel brought to a mean and a variance that are handed over."""

    axis: Int
    epsilon: Operand = 0.001

    def call(
        self,
        x: Structure,
        mean: Structure,
        variance: Structure,
        offset: Structure,
        scale: Structure,
    ) -> Structure:
        tensor = as_tensor(x)
        if tensor.shape is None:
            return tensor
        channels = (tensor.shape[self.axis_of(self.axis, len(tensor.shape))],)
        for vector in (mean, variance, offset, scale):
            shape = None if vector is None else as_tensor(vector).shape
            if shape is not None and shape != channels:
                self.refuse(
                    "incompatible_shapes", f"needs {show(channels)}, and gets {show(shape)}"
                )
        return tensor


class Polar(Operation):
    """Complex numbers of a length and an angle; Keras gives float32 for them."""

    def call(self, abs_: Structure, angle: Structure) -> Structure:
        self.stretched(abs_, angle)
        if isinstance(angle, Tensor):
            self.check_equal({as_tensor(abs_).dtype, as_float(angle.dtype)})
        return Tensor(as_tensor(abs_).shape)


class MultiHot(Operation):
    """Rows with a 1 for each class of the sample."""

    serialization: ClassVar[Serialization] = Serialization(base_fields=("name", "dtype"))

    num_classes: Int | None = None
    axis: Int = -1
    sparse: Bool = False

    def call(self, inputs: Structure) -> Structure:
        if self.num_classes is None:
            self.refuse("missing_field", 'needs "num_classes"')
        return super().call(inputs)

    def compute_output_shape(self, shape: Shape) -> Shape:
        at = len(shape) if self.axis == -1 else self.axis
        if not 0 <= at < len(shape) + (self.axis == -1):
            self.refuse("invalid_value", f"has the axis {self.axis} for {show(shape)}", "axis")
        spread = (*shape[:at], self.num_classes, *shape[at:])
        return spread[-1:] if len(spread) == 2 else (spread[0], *spread[2:])
