"""Values that a document does not fix: the reason is known, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, NoReturn, TypeVar

T = TypeVar("T")

LONGEST_NAME = 30
"""Number of characters above which a name is "?"."""

MOST_SIZES = 16
"""A list with more items is unknown as a whole where one of them is."""


class UnknownValueError(Exception):
    """Raised by any question whose answer depends on an unknown value. ``holder`` is the object of
    the unknown field, None where that is not known.
    """

    def __init__(self, reason: str, holder: object = None) -> None:
        super().__init__(reason)
        self.holder = holder


def _operators(symbol: str) -> tuple[Callable[..., Unknown], Callable[..., Unknown]]:
    """The methods of an operator on an unknown value and another, which stands on either side."""

    def operated(self: Unknown, other: object) -> Unknown:
        return self.operated(symbol, other)

    def swapped(self: Unknown, other: object) -> Unknown:
        return self.operated(symbol, other, swapped=True)

    return operated, swapped


class Unknown:
    """Value that the document only names, and the reason why it is unknown.

    Arithmetic gives another unknown; a comparison or a truth test raises `UnknownValueError`, so
    that it is never taken for a number. ``name`` replaces it in messages, and ``place`` is its
    origin, in the terms of its creator.
    """

    __slots__ = ("name", "place", "reason")

    own: ClassVar[bool] = False
    """Whether a spec can name it nevertheless: it is code of the program."""

    def __init__(self, reason: str, name: str = "?", place: object = None) -> None:
        self.reason = reason
        self.name = name
        self.place = place

    def called(self, name: str) -> Unknown:
        """Return the unknown under another name."""
        return Unknown(self.reason, name, self.place)

    def renamed(self, name: str) -> Unknown:
        """Return the unknown, bound to another name."""
        return self.called(name)

    def operated(self, symbol: str, other: object, *, swapped: bool = False) -> Unknown:
        """The result of an operator on it and another value."""
        left, right = (other, self) if swapped else (self, other)
        name = f"{_operand(left)} {symbol} {_operand(right)}"
        readable = "?" not in name and len(name) <= LONGEST_NAME
        return Unknown(self.reason, name if readable else "?", self.place)

    def __repr__(self) -> str:
        return f"<unknown {self.name}: {self.reason}>"

    def __str__(self) -> str:
        return self.name

    __add__, __radd__ = _operators("+")
    __sub__, __rsub__ = _operators("-")
    __mul__, __rmul__ = _operators("*")
    __floordiv__, __rfloordiv__ = _operators("//")
    __truediv__, __rtruediv__ = _operators("/")
    __mod__, __rmod__ = _operators("%")
    __pow__, __rpow__ = _operators("**")

    def __neg__(self) -> Unknown:
        return Unknown(self.reason, "?", self.place)

    def __pos__(self) -> Unknown:
        return self

    def __abs__(self) -> Unknown:
        return Unknown(self.reason, "?", self.place)

    def _refuse(self, *_: object) -> NoReturn:
        raise UnknownValueError(self.reason)

    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __hash__ = __len__ = __iter__ = __getitem__ = __contains__ = _refuse
    __int__ = __float__ = __index__ = __round__ = __ceil__ = __floor__ = _refuse


class UnknownText(Unknown):
    """A text of which the end is known, with ``{}`` for each number in it."""

    __slots__ = ("end",)

    def __init__(self, reason: Unknown, end: str) -> None:
        super().__init__(reason.reason, reason.name, reason.place)
        self.end = end

    def renamed(self, name: str) -> UnknownText:
        return UnknownText(self.called(name), self.end)


class OwnCode(Unknown):
    """Function of the program, or object of one of its classes, with unknown effect: ``name`` is
    that of a spec's ``"module:name"``.
    """

    __slots__ = ()

    own = True


Sizes = tuple[int | None, ...]
"""A shape without the batch."""


class OwnFunction(OwnCode):
    """Function of the program, which Keras logs by its name where it is a metric. ``sizes`` is the
    shape that it gives in a layer, without the batch, None where it is not known.
    """

    __slots__ = ("sizes",)

    def __init__(self, reason: str, name: str = "?", place: object = None) -> None:
        super().__init__(reason, name, place)
        self.sizes: Sizes | None = None


class Elementwise(OwnFunction):
    """Function of the program that computes each value of a tensor of that value alone."""

    __slots__ = ()


class OwnObject(OwnCode):
    """Object of a class of the program: ``logs`` are the names that it adds as a callback to the
    logs, None where they are not in the code.
    """

    __slots__ = ("logs",)

    logs: frozenset[str] | None


class Deferred(OwnCode):
    """Value of a program that Keras decides and a spec leaves out: the input of a stack without
    one, a loss that is computed elsewhere.
    """

    __slots__ = ()


class UnknownLayer(Unknown):
    """A layer of which at most the shape of its output is known, or those of several outputs, and
    the variables that it builds.
    """

    __slots__ = ("sizes", "weights")

    def __init__(self, reason: str, name: str = "?", place: object = None) -> None:
        super().__init__(reason, name, place)
        self.sizes: Sizes | list[Sizes] | None = None
        self.weights: Any = None


class OwnLayer(UnknownLayer, OwnCode):
    """A layer of a class of the program's own."""

    __slots__ = ()


def _operand(value: object) -> str:
    if isinstance(value, Unknown):
        text = value.name
    elif isinstance(value, int | float | str):
        text = str(value)
    else:
        return "?"
    return f"({text})" if " " in text else text


def wrong_ending(text: object, endings: tuple[str, ...]) -> str | None:
    """Words for a text or its known end, where it surely has none of some endings; else None."""
    if isinstance(text, UnknownText):
        possible = [one for one in endings if one.endswith(text.end) or text.end.endswith(one)]
        return None if possible else f'ends in "{text.end}"'
    is_wrong = isinstance(text, str) and not text.endswith(endings)
    return f'is "{text}"' if is_wrong else None


_PLAIN = frozenset((str, int, float, bool, type(None)))


def holds_unknown(value: object) -> bool:
    """Whether a value is unknown, or an object or a list holds an unknown one."""
    if isinstance(value, dict):
        return any_unknown(value.values())
    if isinstance(value, list):
        return any_unknown(value)
    return isinstance(value, Unknown)


def any_unknown(values: Iterable[object]) -> bool:
    """Whether any of some values holds an unknown one."""
    for value in values:  # noqa: SIM110 - a generator for each object of a file costs more
        if type(value) not in _PLAIN and holds_unknown(value):
            return True
    return False


def as_known(items: Iterable[T]) -> Iterator[T]:
    """Yield the items up to the first that depends on an unknown value."""
    try:
        yield from items
    except UnknownValueError:
        return
