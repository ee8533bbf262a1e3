"""Named tuples of kspec behave as those of `typing`."""

import copy
import inspect
import pickle
from typing import Any, Self

import pytest

from kspec.named_tuple import NamedTuple


class Size(NamedTuple):
    """Size of an image."""

    height: int
    width: int = 3
    name: str | None = None

    @property
    def area(self) -> int:
        return self.height * self.width


class Square(Size):
    """Subclass with a constructor of its own."""

    def __new__(cls, side: int) -> Self:
        return super().__new__(cls, side, side)


def test_fields_are_arguments_items_and_attributes() -> None:
    size = Size(2, name="s")
    height, width, name = size
    assert (height, width, name) == (2, 3, "s")
    assert (size.height, size.area, size[1], size._asdict()["name"]) == (2, 6, 3, "s")
    assert repr(size) == "Size(height=2, width=3, name='s')"
    assert list(inspect.signature(Size).parameters) == ["height", "width", "name"]
    assert Size.__doc__ == "Size of an image."
    match size:
        case Size(_, width=matched):
            assert matched == 3


def test_replaced_fields_keep_the_class() -> None:
    size: Any = Size(1)
    assert Size(1)._replace(width=5) == Size(1, 5)
    assert type(Square(2)._replace(name="s")) is Square
    with pytest.raises(TypeError, match="Size has no field depth"):
        size._replace(depth=2)


def test_copies_and_pickles_are_equal() -> None:
    assert copy.copy(Size(2)) == pickle.loads(pickle.dumps(Size(2))) == Size(2)  # noqa: S301 - our own


def test_wrong_arguments_and_new_attributes_are_refused() -> None:
    make: Any = Size
    size = make(1)
    with pytest.raises(TypeError):
        make()
    with pytest.raises(AttributeError):
        size.height = 2
    with pytest.raises(AttributeError):
        size.depth = 2
