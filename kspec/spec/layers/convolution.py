"""Base class of all convolutions."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import AnyCase
from kspec.spec.layers.layer_facts import FLOATS_ONLY, Role, Runtime
from kspec.spec.layers.spatial import Spatial
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.problem import Problem, Related

Padding = Annotated[Literal["valid", "same"], AnyCase]


class Convolution(Spatial, abstract=True):
    """A layer that slides learned kernels over space."""

    role: ClassVar[Role] = "affine"
    value_effect: ClassVar[ValueEffect] = ValueEffect("computes")
    runtime: ClassVar[Runtime] = Runtime(unsupported_kinds=FLOATS_ONLY)

    @property
    def has_steps(self) -> bool:
        """Whether a stride of the layer is greater than 1."""
        return max(self.for_each_axis(getattr(self, "strides", 1))) > 1

    def strides_against_dilation(
        self, strides: int | list[int], dilation_rate: int | list[int]
    ) -> Iterator[Problem]:
        """Keras takes a stride or a dilation above 1, and never both, be it on different axes."""
        stride = max(self.for_each_axis(strides))
        dilation = max(self.for_each_axis(dilation_rate))
        if stride > 1 and dilation > 1:
            name = type(self).__name__
            yield Problem(
                "conflicting_fields",
                ("dilation_rate",),
                f"{name} cannot have strides of {stride} and a dilation of {dilation} at once",
                help='Set "strides" or "dilation_rate" to 1.',
                related=(Related(("strides",), "the strides"),),
            )
