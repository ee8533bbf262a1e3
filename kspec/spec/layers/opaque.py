"""Layers that run foreign code, which alone knows their outputs and weights."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Self

from kspec.spec.fields import Anything, Bool, NonNegativeInt, Seed, Str
from kspec.spec.functions import Function
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import check_arguments
from kspec.spec.layers.layer_facts import CallSpec
from kspec.spec.layers.weight import Weight
from kspec.spec.shapes import UNKNOWN, Shape, Structure, Tensor, tensors
from kspec.spec.spec_object import Serialization, field
from kspec.spec.unknown import Elementwise


class Opaque(Layer, abstract=True):
    """Layer with unknown outputs and weights."""

    @property
    def opaque(self) -> bool:
        return True

    @property
    def has_weights(self) -> bool:
        return True

    def call(self, *inputs: Structure, **arguments: object) -> Structure:
        del inputs, arguments
        return UNKNOWN

    def weights(self, *inputs: Structure, **arguments: object) -> Iterator[Weight]:
        # As `call`: the names of the arguments are the code's own, "inputs" among them.
        del inputs, arguments
        yield from ()


class Unseen(Opaque, abstract=True):
    """Layer of a program of which only the output shape is known, without the batch, or a list of
    those of several; None is an unknown size, and None alone an unknown shape. ``built`` are its
    variables where they are known.
    """

    sizes: Anything = None
    built: Anything = None

    @classmethod
    def giving(cls, sizes: Shape | list[Shape] | None, built: Sequence[Weight] | None) -> Self:
        """The layer that gives tensors of these sizes, and builds these variables."""
        return cls.model_construct(sizes=sizes, built=built)

    @property
    def knows_weights(self) -> bool:
        return self.built is not None

    def weights(self, *inputs: Structure, **arguments: object) -> Iterator[Weight]:
        del inputs, arguments
        yield from self.built or ()

    def call(self, *inputs: Structure, **arguments: object) -> Structure:
        del arguments
        if self.sizes is None:
            return UNKNOWN
        batch = next((x.shape[0] for x in tensors(inputs) if x.shape), None)
        if isinstance(self.sizes, list):
            return [Tensor((batch, *sizes), self.compute_dtype) for sizes in self.sizes]
        return Tensor((batch, *self.sizes), self.compute_dtype)


class Lambda(Layer):
    """A function as a layer; its output is unknown to kspec, but of arithmetic in code.

    With ``output_shape`` (without the batch) the result's shape is known. Keras loads a Python
    lambda only with ``safe_mode=False``.
    """

    call_spec: ClassVar[CallSpec] = CallSpec(("mask", "training"))

    function: Function
    result_shape: list[NonNegativeInt | None] | list[Any] | dict[str, Any] | None = field(
        default=None, alias="output_shape"
    )
    mask: Anything = None
    arguments: dict[str, Any] | None = None

    @property
    def opaque(self) -> bool:
        return self._sizes is None and not self._is_elementwise

    @property
    def _is_elementwise(self) -> bool:
        """Whether the function is one of the program that keeps the shape of its input."""
        return isinstance(self.__dict__.get("function"), Elementwise)

    @property
    def _sizes(self) -> Shape | None:
        sizes = None if "result_shape" in self.unknown_fields else self.result_shape
        plain = isinstance(sizes, list) and all(
            size is None or isinstance(size, int) for size in sizes
        )
        return tuple(sizes) if plain and isinstance(sizes, list) else None

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        check_arguments(self, arguments)
        sizes = self._sizes
        if sizes is None:
            if self._is_elementwise and isinstance(inputs, Tensor):
                floats = (inputs.dtype or "").startswith("float")
                return Tensor(inputs.shape, self.compute_dtype if floats else None)
            sizes = getattr(self.__dict__.get("function"), "sizes", None)
        if sizes is None:
            return UNKNOWN
        batch = next((x.shape[0] for x in tensors(inputs) if x.shape), None)
        return Tensor((batch, *sizes), self.compute_dtype if self._sizes is not None else None)


class JaxLayer(Opaque):
    """A function of JAX as a layer."""

    call_fn: Anything
    init_fn: Anything = None
    params: Anything = None
    state: Anything = None
    seed: Seed = None
    native_serialization_platforms: list[Str] | None = None


class FlaxLayer(Opaque):
    """A module of Flax as a layer."""

    module: Anything
    method: Anything = None
    given_variables: Anything = field(default=None, alias="variables")


class TorchModuleWrapper(Opaque):
    """A module of PyTorch as a layer; only with Keras's torch backend."""

    module: Anything
    result_shape: Anything = field(default=None, alias="output_shape")


class TFSMLayer(Opaque):
    """A TensorFlow SavedModel as a layer. Keras loads it only with ``safe_mode=False``."""

    serialization: ClassVar[Serialization] = Serialization(
        base_fields=("name", "trainable", "dtype")
    )

    filepath: Str
    call_endpoint: Str = "serve"
    call_training_endpoint: Str | None = None
    trainable: Bool = True
