"""The facts of layers: records that a class states, and properties that its fields decide."""

from typing import ClassVar, Literal

from kspec.named_tuple import NamedTuple
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.spec_object import SpecObject

Role = Literal[
    "activation",
    "affine",
    "attention",
    "augmentation",
    "dropout",
    "embedding",
    "global_pooling",
    "input",
    "merge",
    "model",
    "neutral",
    "normalization",
    "other",
    "padding",
    "pooling",
    "rearranging",
    "recurrent",
    "upsampling",
    "wrapper",
]
"""The purpose of a layer: the vocabulary of rules on architecture."""


COMPUTING = frozenset(("affine", "recurrent", "normalization", "pooling", "attention"))
"""The roles that compute with numbers."""

Kinds = tuple[Literal["integers", "truths"], ...]
"""Kinds of values, by their dtypes."""

NO_BOOLS: Kinds = ("truths",)
FLOATS_ONLY: Kinds = ("integers", "truths")


Values = Literal["anything", "numbers", "text"]


class Indices(NamedTuple):
    """The number of indices that a layer gives, from 0 on; an upper bound where not ``exact``."""

    number: int
    exact: bool


class InputSpec(NamedTuple):
    """Ranks that an input may have, the batch axis included, as in Keras's ``InputSpec``."""

    ndim: int | None = None
    min_ndim: int = 1
    max_ndim: int | None = None
    description: str = "a tensor"
    """The input in a user's words (``"images (batch, height, width, channels)"``)."""


class CallSpec(NamedTuple):
    """Arguments that a layer's ``call`` takes besides its inputs."""

    arguments: tuple[str, ...] = ("training",)
    """The arguments behind the inputs, in Keras's order."""

    inputs_are_arguments: bool = False
    """Whether several inputs are several arguments (query, value), not one list."""

    in_brackets: bool = False
    """Whether Python writes the call as square brackets."""


class Adapt(NamedTuple):
    """Effect of ``adapt``, in a user's words."""

    learns: str
    runs_without: bool = False
    """Whether Keras runs the layer before ``adapt``, with unchanged values."""


class Runtime(NamedTuple):
    """Limits of a layer's TensorFlow kernels: Keras builds more than they run."""

    values: Values = "anything"
    """Whether the layer runs on text, on numbers, or on both."""

    unsupported_kinds: Kinds = ()
    """The kinds of numbers that it cannot run on: Keras casts floats only."""

    follows_policy: bool = True
    """Whether the layer computes in Keras's global dtype policy where it has no dtype
    of its own.
    """


class LayerFacts(SpecObject, abstract=True):
    """Facts for inference and rules; a class sets those that differ."""

    role: ClassVar[Role] = "other"
    value_effect: ClassVar[ValueEffect] = ValueEffect()
    """Effect on the values of the input."""

    index_field: ClassVar[str | None] = None
    """The field with the number of indices that the layer can look up."""

    input_spec: ClassVar[InputSpec] = InputSpec()
    """The ranks of the input of a plain layer."""

    call_spec: ClassVar[CallSpec] = CallSpec()
    """The signature of Keras's ``call``."""

    is_layer: ClassVar[bool] = True
    """Whether Keras lists it in ``model.layers``, unlike an operation of ``keras.ops``."""

    adapt: ClassVar[Adapt | None] = None
    """Effect of Keras's method ``adapt``, before training."""

    runtime: ClassVar[Runtime] = Runtime()
    """Limits of the class's TensorFlow kernels."""

    @property
    def own_runtime(self) -> Runtime:
        """Runtime limits of this layer, where its fields decide them."""
        return self.runtime

    @property
    def opaque(self) -> bool:
        """Whether the layer's output and weights are unknown to kspec."""
        return False

    @property
    def mixed_size(self) -> Literal["same", "smaller", "larger"] | None:
        """The size that strides give the maps of a layer that mixes channels, None for others:
        two such layers in a row, nothing nonlinear between, compute no more than one.
        """
        return None

    @property
    def adds_loss(self) -> bool:
        """Whether the layer adds a penalty to the loss of the model."""
        fields = (name for name in self.model_fields_set if name.endswith("_regularizer"))
        return any(getattr(self, name) is not None for name in fields)

    @property
    def indices(self) -> Indices | None:
        """The indices that it gives, None for other values or unknown ones."""
        return None
