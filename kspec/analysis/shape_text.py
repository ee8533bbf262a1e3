"""Shapes of a summary in words."""

from collections.abc import Sequence

from kspec.spec.shapes import NamedShape, show


class NamedSizes(list[int | None]):
    """The sizes of a shape as a list, with the names of those that a program does not fix."""

    def __init__(self, sizes: list[int | None], names: Sequence[str | None]) -> None:
        super().__init__(sizes)
        self.names = names


def shape_text(shape: object) -> str:
    """A shape, or several, as Keras prints them."""
    if shape is None:
        return "?"
    if isinstance(shape, dict):
        return ", ".join(f"{key}: {shape_text(inner)}" for key, inner in shape.items())
    if isinstance(shape, list) and all(dim is None or isinstance(dim, int) for dim in shape):
        if isinstance(shape, NamedSizes):
            return show(NamedShape.of(tuple(shape), lambda: shape.names))
        return show(tuple(shape))
    return ", ".join(shape_text(inner) for inner in shape) if isinstance(shape, list) else "?"
