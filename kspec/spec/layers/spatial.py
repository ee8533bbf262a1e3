"""Layers over space: sequences, images or volumes, with a channels axis last or first."""

from collections.abc import Iterator
from typing import Any, ClassVar, NoReturn

from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import size_of
from kspec.spec.layers.layer_facts import InputSpec
from kspec.spec.problem import Fault, Nested, Path, Problem
from kspec.spec.shapes import Dim, Shape, show
from kspec.spec.spec_object import FieldRules
from kspec.spec.type_words import counted


def _check_sizes(cls: "type[Spatial]", name: str, value: Any) -> Any:
    count = len(cls.axes)
    if isinstance(value, list) and len(value) != count:
        axes = ", ".join(cls.axes)
        message = (
            f'"{name}" of {cls.__name__} needs {counted(count, "integer")} '
            f"({axes}), and has {len(value)}"
        )
        help_text = f"Write one integer, or a list of {count}."
        raise Nested([Problem("invalid_value", (), message, help_text)])
    return value


class Spatial(Layer, abstract=True):
    """A layer over the axes between batch and channels."""

    field_rules: ClassVar[FieldRules] = FieldRules(
        checks=dict.fromkeys(
            (
                *("kernel_size", "strides", "dilation_rate", "output_padding", "pool_size"),
                *("output_size", "size"),
            ),
            _check_sizes,
        )
    )
    axes: ClassVar[tuple[str, ...]] = ()
    """Names of the spatial axes, in order."""

    @property
    def channels_first(self) -> bool:
        """Whether the channels are before the spatial axes."""
        return getattr(self, "data_format", None) == "channels_first"

    def space(self, shape: Shape) -> Shape:
        """The spatial dimensions of a shape."""
        return shape[2:] if self.channels_first else shape[1:-1]

    def channels(self, shape: Shape) -> Dim:
        """The channels of a shape."""
        return size_of(self, shape, 1 if self.channels_first else -1)

    def arranged(self, batch: Dim, space: Shape, channels: Dim) -> Shape:
        """Shape from its parts, in the order of `data_format`."""
        return (batch, channels, *space) if self.channels_first else (batch, *space, channels)

    def for_each_axis(self, sizes: int | list[int]) -> tuple[int, ...]:
        """Expand sizes to one per spatial axis."""
        return (sizes,) * len(self.axes) if isinstance(sizes, int) else tuple(sizes)

    def slid(
        self, shape: Shape, window: "Window", strides: int | list[int], padding: str
    ) -> Iterator[Dim]:
        """The spatial dimensions after a window has slid over them; it must fit into them."""
        sizes = zip(
            self.axes,
            self.space(shape),
            self.for_each_axis(window.size),
            self.for_each_axis(window.dilation),
            self.for_each_axis(strides),
            strict=True,
        )
        for axis, dim, size, dilation, stride in sizes:
            reach = dilation * (size - 1) + 1
            if dim is None:
                yield None
            elif padding != "valid":
                yield (dim - 1) // stride + 1
            elif dim < reach:
                self._refuse_window(window, reach, size, axis, shape)
            else:
                yield (dim - reach) // stride + 1

    def _refuse_window(
        self, window: "Window", reach: int, size: int, axis: str, shape: Shape
    ) -> NoReturn:
        dim = dict(zip(self.axes, self.space(shape), strict=True))[axis]
        spread = f" (a dilated kernel of {size})" if reach != size else ""
        message = (
            f"In {type(self).__name__} a window of {reach} does not fit an input of {dim} ({axis})"
            f"{spread}: the input is {show(shape)}"
        )
        raise Fault(
            "window_exceeds_input",
            message,
            field=window.field,
            help='Make the window smaller, shrink the input less before, or use "padding": "same".',
        )

    def _wrong_rank(self, expected: str, shape: Shape) -> None:
        wants = self.input_spec.description
        if self.channels_first:
            wants = f"{wants.partition(' (')[0]} (batch, channels, {', '.join(self.axes)})"
        message = (
            f"{type(self).__name__} takes {wants} of {expected}, "
            f"and its input has rank {len(shape)}: {show(shape)}"
        )
        raise Fault("input_rank", message)


class Window:
    """A window that slides over space: the sizes as written, and the field they are written in."""

    __slots__ = ("dilation", "field", "size")

    def __init__(self, field: str, size: int | list[int], dilation: int | list[int] = 1) -> None:
        self.field: Path = (field,)
        self.size = size
        self.dilation = dilation


class Sequences:
    """The one-dimensional kind."""

    input_spec: ClassVar[InputSpec] = InputSpec(3, description="sequences (batch, steps, channels)")
    axes: ClassVar[tuple[str, ...]] = ("steps",)


class Images:
    """The two-dimensional kind."""

    input_spec: ClassVar[InputSpec] = InputSpec(
        4, description="images (batch, height, width, channels)"
    )
    axes: ClassVar[tuple[str, ...]] = ("height", "width")


class Volumes:
    """The three-dimensional kind."""

    input_spec: ClassVar[InputSpec] = InputSpec(
        5, description="volumes (batch, depth, height, width, channels)"
    )
    axes: ClassVar[tuple[str, ...]] = ("depth", "height", "width")
