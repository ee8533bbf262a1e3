"""The base of all layers: Keras's base fields, and the methods that inference calls."""

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from kspec.spec import dtypes
from kspec.spec.activation_table import HALVING, activation_name
from kspec.spec.dtypes import DType
from kspec.spec.fields import Bool, Str
from kspec.spec.layers.checks import check_arguments, single_input
from kspec.spec.layers.former_names import FORMER_NAMES
from kspec.spec.layers.input_types import InputTypes, dtype_fault
from kspec.spec.layers.weight import Weight
from kspec.spec.named import Regularizer
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Shape, Structure, Tensor, show, tensors


class Layer(InputTypes):
    """A layer, which maps tensors to tensors.

    A layer of one input states ``input_spec``, ``compute_output_shape`` and ``variables``. A layer
    with several inputs or outputs, or with call arguments, overrides ``call`` and ``weights`` with
    the signature of Keras's own ``call``.
    """

    renamed: ClassVar[Mapping[str, str]] = FORMER_NAMES

    name: Str | None = None
    trainable: Bool = True
    dtype: DType = None
    autocast: Bool = True
    activity_regularizer: Regularizer = None

    _spec_policy: str | None = None

    @property
    def policy(self) -> str | None:
        """The dtype policy: its own, or that of the spec."""
        return self._spec_policy if self.dtype is None else self.dtype

    @property
    def usual_policy(self) -> str:
        """The policy of a layer without a dtype of its own: the policy of the spec."""
        return self._spec_policy or "float32"

    @usual_policy.setter
    def usual_policy(self, policy: str) -> None:
        if self.runtime.follows_policy:
            self._spec_policy = policy

    @property
    def compute_dtype(self) -> str:
        """The dtype that the layer computes in."""
        return dtypes.compute_dtype(self.policy)

    @property
    def variable_dtype(self) -> str:
        """The dtype of the layer's weights."""
        return dtypes.variable_dtype(self.policy)

    def conflicts(self) -> Iterator[Problem]:
        base_fields = self.serialization.base_fields
        if base_fields is None:
            return
        for field in Layer.model_fields:
            if field in self.model_fields_set and field not in base_fields:
                message = f'{type(self).__name__} has no field "{field}"'
                help_text = f'Keras takes no "{field}" for this layer. Remove it.'
                yield Problem("unknown_field", (field,), message, help=help_text, part="key")

    def _call(self, inputs: Structure, **arguments: object) -> Structure:
        """Compute the symbolic output; raises `Fault` for an input that Keras refuses."""
        check_arguments(self, arguments)
        x = single_input(self, inputs)
        shape = self.check_rank(x.shape)
        self.check_dtype(x)
        if shape is None:
            return Tensor(None, self.output_dtype(x))
        return Tensor(self.compute_output_shape(shape), self.output_dtype(x))

    call: ClassVar[Callable[..., Structure]] = _call

    def check_dtype(self, x: Tensor) -> None:
        """Raise a `Fault` for an input whose dtype the layer cannot run on."""
        kinds = self.own_runtime.unsupported_kinds
        if kinds and dtypes.family(dtype := self.cast_dtype(x) or "") in kinds:
            raise dtype_fault(self, dtype)

    def __call__(self, *args: Structure, **arguments: Structure) -> Structure:
        """The output of `call`; raises a `Fault` for inputs and arguments that Keras refuses."""
        self._check_inputs(args, arguments)
        try:
            output = self.call(*args, **arguments)
        except TypeError:
            from inspect import signature

            try:
                signature(self.call).bind(*args, **arguments)
            except TypeError as misfit:
                message = f"{type(self).__name__} cannot be called like this: {misfit}"
                raise Fault("invalid_value", message) from None
            raise
        if activation_name(self) in HALVING:
            self._check_halved(output)
        return output

    def _check_halved(self, output: Structure) -> None:
        shape = next((x.shape for x in tensors(output)), None)
        if shape and shape[-1] is not None and shape[-1] % 2:
            message = f'"{activation_name(self)}" halves the last axis, and {shape[-1]} is odd'
            raise Fault("incompatible_shapes", message, field=("activation",))

    def compute_output_shape(self, shape: Shape) -> Shape:
        """The output's shape for an input shape that meets `input_spec`."""
        return shape

    def runtime_shape(self, shape: Shape) -> Shape:
        """The output's shape at runtime, where the symbolic one differs."""
        return self.compute_output_shape(shape)

    def output_dtype(self, x: Tensor) -> str | None:
        """The output's dtype, by default the compute dtype."""
        del x
        return self.compute_dtype

    def cast_dtype(self, x: Tensor) -> str | None:
        """The dtype that Keras hands to ``call``: floats are cast to the compute dtype, the
        rest stays.
        """
        floating = x.dtype is not None and x.dtype.startswith(("float", "bfloat"))
        return self.compute_dtype if floating and self.autocast else x.dtype

    def _weights(self, inputs: Structure, **arguments: object) -> Iterator[Weight]:
        """The weights that the first call builds; none for an input of unknown shape.

        Asked after `call` took the same inputs. A `Fault` is raised where a size is None.
        """
        del arguments
        shape = single_input(self, inputs).shape if self.has_weights else None
        if shape is not None:
            yield from self.variables(shape)

    weights: ClassVar[Callable[..., Iterator[Weight]]] = _weights

    def variables(self, shape: Shape) -> Iterator[Weight]:
        """The weights of a layer of one input, for its shape."""
        del shape
        yield from ()

    def is_trained(self, weight: Weight) -> bool:
        """Whether training changes one of the layer's weights."""
        return weight.trainable and (weight.inner or self.trainable)

    @property
    def has_unknown_fields(self) -> bool:
        """Whether the document leaves fields unknown that may decide the output."""
        return self.partial_of is not None

    @property
    def knows_weights(self) -> bool:
        """Whether `weights` gives all weights of the layer."""
        return not (self.opaque and self.has_weights)

    @classmethod
    def builds_variables(cls) -> bool:
        """Whether the class builds variables at all."""
        return cls.variables is not Layer.variables or cls.weights is not Layer.weights

    @property
    def has_weights(self) -> bool:
        """Whether the layer's class builds variables."""
        return self.builds_variables()

    def check_rank(self, shape: Shape | None) -> Shape | None:
        """The input's shape, checked against `input_spec`; only the rank where no more is known."""
        spec = self.input_spec
        if shape is None:
            return None if spec.ndim is None else (None,) * spec.ndim
        rank = len(shape)
        if spec.ndim is not None and rank != spec.ndim:
            self._wrong_rank(f"rank {spec.ndim}", shape)
        if rank < spec.min_ndim:
            self._wrong_rank(f"rank {spec.min_ndim} or more", shape)
        if spec.max_ndim is not None and rank > spec.max_ndim:
            self._wrong_rank(f"rank {spec.max_ndim} or less", shape)
        return shape

    def _wrong_rank(self, expected: str, shape: Shape) -> None:
        message = (
            f"{type(self).__name__} takes {self.input_spec.description} of {expected}, "
            f"and its input has rank {len(shape)}: {show(shape)}"
        )
        raise Fault("input_rank", message)


def nested_weight(layer: Layer, weight: Weight, prefix: str) -> Weight:
    """Return a weight of the layer as a weight of the layer or model around it."""
    return weight._replace(
        name=f"{prefix}/{weight.name}",
        dtype=weight.dtype or layer.variable_dtype,
        trainable=layer.is_trained(weight),
        inner=True,
    )
