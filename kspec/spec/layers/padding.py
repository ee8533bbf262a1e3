"""Layers that add a border of zeros, or cut one off."""

from collections.abc import Iterator
from typing import Any, ClassVar

from kspec.spec.fields import DataFormat, NonNegativeInt
from kspec.spec.layers.layer_facts import Role
from kspec.spec.layers.spatial import Images, Sequences, Spatial, Volumes
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.problem import Fault, Nested, Problem
from kspec.spec.shapes import Dim, Shape, show
from kspec.spec.spec_object import FieldRules

Border = NonNegativeInt | list[NonNegativeInt]
"""Border at both ends, or a pair: at the start and at the end."""
Borders = NonNegativeInt | list[NonNegativeInt | list[NonNegativeInt]]
"""Border everywhere, or for each axis a number or a pair."""


def _check_borders(cls: type[Spatial], name: str, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    label = f'"{name}" of {cls.__name__}'
    each = value if len(cls.axes) > 1 else [value]
    if len(each) != len(cls.axes):
        axes = ", ".join(cls.axes)
        message = f"{label} needs an entry for each of {axes}, and has {len(each)}"
        raise Nested([Problem("invalid_value", (), message)])
    for index, pair in enumerate(each):
        if isinstance(pair, list) and len(pair) != 2:  # the two ends
            path = (index,) if each is value else ()
            message = f"{label} needs two numbers for {cls.axes[index]}, and has {len(pair)}"
            raise Nested([Problem("invalid_value", path, message, "Write [start, end].")])
    return value


class Bordering(Spatial, abstract=True):
    """A layer that changes spatial axes at their ends."""

    role: ClassVar[Role] = "padding"
    field_rules: ClassVar[FieldRules] = Spatial.field_rules._replace(
        checks=dict.fromkeys(("padding", "cropping"), _check_borders)
    )

    def pairs_by_axis(self, border: Any) -> Iterator[tuple[int, int]]:
        """Yield the border before and after each spatial axis."""
        spread = isinstance(border, int) or len(self.axes) == 1
        for pair in [border] * len(self.axes) if spread else border:
            yield (pair, pair) if isinstance(pair, int) else (pair[0], pair[1])


class ZeroPadding(Bordering, abstract=True):
    """A border of zeros in any number of dimensions."""

    padding: Borders = 1
    data_format: DataFormat = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        pairs = zip(self.space(shape), self.pairs_by_axis(self.padding), strict=True)
        space = tuple(None if dim is None else dim + sum(pair) for dim, pair in pairs)
        return self.arranged(shape[0], space, self.channels(shape))


class Cropping(Bordering, abstract=True):
    """A border cut off in any number of dimensions."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")

    def cropped(self, shape: Shape, border: Any) -> Shape:
        """The shape without the border; refuses to leave nothing."""
        space: list[Dim] = []
        for axis, dim, (start, end) in zip(
            self.axes, self.space(shape), self.pairs_by_axis(border), strict=True
        ):
            if dim is not None and start + end >= dim:
                message = (
                    f"{type(self).__name__} cuts {start} and {end} from an input of {dim} ({axis}) "
                    f"and leaves nothing: the input is {show(shape)}"
                )
                help_ = "Cut off less, or shrink the input less before."
                raise Fault("window_exceeds_input", message, field=("cropping",), help=help_)
            space.append(None if dim is None else dim - start - end)
        return self.arranged(shape[0], tuple(space), self.channels(shape))


class ZeroPadding1D(Sequences, ZeroPadding):
    """Zeros before and after: ``(batch, steps, channels)`` gives ``(batch, more_steps, channels)``.

    ``padding`` is a number for both ends, or ``[start, end]``.
    """

    padding: Border = 1  # type: ignore[assignment]


class ZeroPadding2D(Images, ZeroPadding):
    """A border of zeros around images ``(batch, height, width, channels)``.

    ``padding`` is a number, ``[height, width]``, or ``[[top, bottom], [left, right]]``.
    """


class ZeroPadding3D(Volumes, ZeroPadding):
    """A border of zeros around volumes ``(batch, depth, height, width, channels)``.

    ``padding`` is a number, one for each axis, or a ``[start, end]`` for each axis.
    """


class Cropping1D(Sequences, Cropping):
    """Steps cut off: ``(batch, steps, channels)`` gives ``(batch, fewer_steps, channels)``.

    ``cropping`` is a number for both ends, or ``[start, end]``.
    """

    cropping: Border = 1

    def compute_output_shape(self, shape: Shape) -> Shape:
        return self.cropped(shape, self.cropping)


class Cropping2D(Images, Cropping):
    """A border cut off images ``(batch, height, width, channels)``.

    ``cropping`` is a number, ``[height, width]``, or ``[[top, bottom], [left, right]]``.
    """

    cropping: Borders = 0
    data_format: DataFormat = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        return self.cropped(shape, self.cropping)


class Cropping3D(Volumes, Cropping):
    """A border cut off volumes ``(batch, depth, height, width, channels)``.

    ``cropping`` is a number, one for each axis, or a ``[start, end]`` for each axis.
    """

    cropping: Borders = 1
    data_format: DataFormat = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        return self.cropped(shape, self.cropping)
