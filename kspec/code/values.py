"""The values of a program that is read.

Numbers, strings, bytes, booleans, None, ``...``, paths, tuples, ranges and slices are themselves.
Mutable values keep all of their state in ``state``, which is written through the journal
(`kspec.code.journal`), so that both arms of an unknown branch can be read.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from kspec.code.journal import State
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown, UnknownValueError

if TYPE_CHECKING:
    from kspec.code.scopes import Scope

__all__ = ["Unknown", "UnknownValueError"]  # of other modules

Value = Any
"""Any value of the program."""
Place = ast.AST
"""Place in the code: an expression or a statement, which readers pass on and do not inspect."""
CONSTANTS = (int, float, str, bytes, bool, complex, type(None), type(...), PurePosixPath)


class Call(NamedTuple):
    """The arguments of a call as their values, and where each is written.

    ``unsure`` is the unknown of a ``*args`` or ``**kwargs`` with unknown items: the call may have
    more arguments.
    """

    place: Place
    args: Sequence[Value] = ()
    kwargs: Mapping[str, Value] = {}
    places: Mapping[int | str, Place] = {}
    """The expression of an argument, by its position or its name."""
    key_places: Mapping[str, Place] = {}
    """The whole ``name=value`` of a keyword argument."""
    unsure: Unknown | None = None

    @property
    def values(self) -> tuple[Value, ...]:
        """All arguments, the positional ones first."""
        return (*self.args, *self.kwargs.values())

    def mapped(self, change: Callable[[Value], Value]) -> "Call":
        """The call with each argument changed."""
        kwargs = {name: change(value) for name, value in self.kwargs.items()}
        return self._replace(args=tuple(map(change, self.args)), kwargs=kwargs)

    def get(self, position: int | None, name: str, default: Value = None) -> Value:
        """An argument by its position (None: by name alone) or name; unknown where it may be among
        those that are not known.
        """
        if name in self.kwargs:
            return self.kwargs[name]
        if position is not None and position < len(self.args):
            return self.args[position]
        return default if self.unsure is None else self.unsure.called(name)

    def has(self, position: int | None, name: str) -> bool:
        """Whether an argument is given."""
        return name in self.kwargs or (position is not None and position < len(self.args))

    def place_of(self, position: int | None, name: str) -> Place:
        """Place of an argument; the call where the argument has none."""
        if name in self.places:
            return self.places[name]
        return self.places.get(-1 if position is None else position, self.place)


def first(*options: Unknown | None) -> Unknown | None:
    """Return the first unknown that is not None: an unknown value has no truth."""
    return next((option for option in options if option is not None), None)


def same(value: Value) -> Value:
    """Return a value as it is."""
    return value


class Mutable:
    """A value with a state that may change. Its identity counts, not its content."""

    __slots__ = ("place", "state")

    def __init__(self, place: Place | None = None, **state: Value) -> None:
        self.place = place
        self.state: dict[Any, Value] = State(state)


ITERATOR = "iterator"
"""The kind of a `List` that is empty once it was gone through."""


class List(Mutable):
    """List, set or iterator: ``items`` and, as far as known, their places."""

    __slots__ = ("kind",)

    def __init__(
        self,
        items: Sequence[Value],
        place: Place | None = None,
        places: Sequence[Place | None] = (),
        kind: str = "list",
        rest: Unknown | None = None,
    ) -> None:
        super().__init__(place, items=tuple(items), places=tuple(places), rest=rest)
        self.kind = kind

    @property
    def items(self) -> tuple[Value, ...]:
        """Items in order."""
        items: tuple[Value, ...] = self.state["items"]
        return items

    @property
    def rest(self) -> Unknown | None:
        """Reason why the list may hold other items too; None where it holds these only."""
        rest: Unknown | None = self.state["rest"]
        return rest

    def copied(self, place: Place | None, change: Callable[[Value], Value] = same) -> "List":
        """A copy, each item changed."""
        return List([*map(change, self.items)], place, self.state["places"], self.kind, self.rest)

    def place_of(self, index: int) -> Place | None:
        """Place of an item."""
        places = self.state["places"]
        return places[index] if index < len(places) else None


class Dict(Mutable):
    """A dictionary with constant keys."""

    __slots__ = ()

    def __init__(
        self,
        items: Mapping[Any, Value],
        place: Place | None = None,
        places: Mapping[Any, tuple[Place, Place]] | None = None,
        rest: Unknown | None = None,
    ) -> None:
        super().__init__(place, items=dict(items), places=dict(places or {}), rest=rest)

    @property
    def items(self) -> dict[Any, Value]:
        """The values by their keys; not to be changed."""
        items: dict[Any, Value] = self.state["items"]
        return items

    @property
    def rest(self) -> Unknown | None:
        """Reason why there may be other keys and values; None where there are none."""
        rest: Unknown | None = self.state["rest"]
        return rest

    def updated(self, other: Value, why: Unknown) -> dict[str, Value]:
        """State after an update with another value, of which an unknown part may replace any
        item; ``why`` is the reason where the other value is no dictionary.
        """
        if not isinstance(other, Dict):
            return {"items": {}, "places": {}, "rest": why}
        kept = self.items if other.rest is None else {}
        return {
            "items": {**kept, **other.items},
            "places": {**self.state["places"], **other.state["places"]},
            "rest": self.rest if other.rest is None else other.rest.called("?"),
        }

    def copied(self, place: Place | None, change: Callable[[Value], Value] = same) -> "Dict":
        """A copy, each value changed."""
        items = {key: change(item) for key, item in self.items.items()}
        return Dict(items, place, self.state["places"], self.rest)


class Rest(Unknown):
    """Unknown number of items, or of values of a dictionary, all of them like ``item``. ``length``
    is the length of a slice that is not cut off at the end.
    """

    __slots__ = ("item", "length")

    def __init__(self, reason: Unknown, item: Value, length: int | None = None) -> None:
        super().__init__(reason.reason, reason.name, reason.place)
        self.item = item
        self.length = length

    def renamed(self, name: str) -> "Rest":
        return Rest(self.called(name), self.item, self.length)


class Settings(Unknown):
    """An object of another library, with the attributes that the program has set (`state`)."""

    __slots__ = ("state",)

    def __init__(self, reason: Unknown) -> None:
        super().__init__(reason.reason, reason.name, reason.place)
        self.state: dict[Any, Value] = {}

    def renamed(self, name: str) -> "Settings":
        self.name = name
        return self


class External(NamedTuple):
    """A module, class, function or constant of a library, by its canonical dotted name
    (``keras.layers.Dense``, ``numpy.reshape``).
    """

    name: str


class Function(Mutable):
    """A function or lambda of the program, and the scope in which it was made."""

    __slots__ = ("defaults", "kind", "name", "node", "owner", "scope")

    def __init__(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        scope: "Scope",
        defaults: Mapping[str, Value],
        owner: "Class | None" = None,
        kind: str = "function",
    ) -> None:
        super().__init__(node)
        self.node = node
        self.name = getattr(node, "name", "<lambda>")
        self.scope = scope
        self.defaults = defaults
        self.owner = owner
        self.kind = kind

    @property
    def own_name(self) -> Value:
        """The ``__name__``, which a program may set."""
        return self.state.get("__name__", self.name)


class Class(Mutable):
    """Class of the program: its bases and, in its state, the names that its body binds."""

    __slots__ = ("bases", "name", "node")

    def __init__(self, node: ast.ClassDef, bases: Sequence[Value], state: dict[str, Value]) -> None:
        super().__init__(node)
        self.node = node
        self.name = node.name
        self.bases = tuple(bases)
        self.state = state


MADE_WITH = "<made with>"
"""The key under which an object keeps the call that made it, and the names of its parameters."""


OPEN = "<other attributes>"
"""The key that an object has which may have attributes that are not known."""


class Object(Mutable):
    """An instance of a class of the program; its attributes are its state."""

    __slots__ = ("cls",)

    def __init__(self, cls: Class, place: Place | None) -> None:
        super().__init__(place)
        self.cls = cls


class Module(NamedTuple):
    """Module of the program's own, from the program's folder."""

    name: str
    scope: "Scope"


class Bound(NamedTuple):
    """A method on its way to be called: of whom, and which."""

    receiver: Value
    name: str


class Partial(NamedTuple):
    """A callable with some arguments fixed (`functools.partial`, a bound method)."""

    function: Value
    call: Call


class Choice(Unknown):
    """Unknown one of several models: any operation applies to each."""

    __slots__ = ("options",)

    def __init__(self, reason: Unknown, options: tuple[Value, ...]) -> None:
        super().__init__(reason.reason, reason.name, reason.place)
        self.options = options

    def called(self, name: str) -> "Choice":
        """Return the choice under another name."""
        return Choice(Unknown(self.reason, name, self.place), self.options)

    renamed = called


class Manager(NamedTuple):
    """Context manager of a generator function: its call, which a ``with`` statement reads."""

    function: Function
    call: Call


class Factory(NamedTuple):
    """Field of a data class with a ``default_factory``."""

    function: Value


class Native(NamedTuple):
    """A function that the reader itself supplies."""

    name: str
    function: Callable[[Call], Value]
