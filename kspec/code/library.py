"""Libraries of a program: functions by their canonical names, and kinds of values with methods and
operators of their own.

`kspec.code.data` registers all of it, when a program first uses one of its names.
"""

import math
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import TypeVar

from kspec.code.names import words
from kspec.code.values import Bound, Call, External, Place, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

LibraryFunction = Callable[["Call"], "Value"]
F = TypeVar("F", bound=LibraryFunction)

FUNCTIONS: dict[str, LibraryFunction] = {}
"""Functions by the canonical dotted name: ``numpy.reshape``,
``sklearn.model_selection.train_test_split``, ``keras.utils.to_categorical``, also classes
(``sklearn.preprocessing.StandardScaler``) and, without a call, constants (`CONSTANTS`).
"""
CONSTANTS: dict[str, Value] = {
    f"numpy.{name}": getattr(math, name) for name in ("pi", "e", "nan", "inf")
}
"""Values of a library's names; `kspec.code.stdlib` has those of the standard library."""


def function(*names: str) -> Callable[[F], F]:
    """Decorator: this function gives the value of a call of any of these names."""

    def register(implementation: F) -> F:
        for name in names:
            FUNCTIONS[name] = implementation
        return implementation

    return register


def _unknown(*_: object) -> Unknown:
    return Unknown("kspec does not follow this operation")


OF_DATA = "what is computed of arrays when the code runs"
"""Reason why a number is unknown."""


class Changed(NamedTuple):
    """The result of a method that changes its receiver: the reader rebinds the receiver's name."""

    result: Value
    receiver: Value


class Kind(NamedTuple):
    """Behavior of the values of a Python class. All functions return a value, unknown where nothing
    is known, and never raise.

    ``attribute(value, name, place)``; ``method(value, name, call)``, which may return a `Changed`;
    ``subscript(value, key, place)`` with ints, slices, None, ``...``, strings, `List`, arrays, and
    tuples of these as keys; ``store(value, key, new, place)`` returns the value after ``value[key]
    = new``; ``operate(symbol, left, right, place)`` for operators in which either side is of the
    kind (symbols as in Python: "+", "/", "@", "<", "==", "&" ...; with ``left`` None for the unary
    "-", "~"); ``items(value)`` the items of a loop over it: a list, or an unknown;
    ``length(value)``; ``call(value, call)`` where it is called itself. An augmented assignment is
    ``operate`` and a new binding.
    """

    attribute: Callable[[Value, str, Place], Value] = _unknown
    method: Callable[[Value, str, Call], Value] = _unknown
    subscript: Callable[[Value, Value, Place], Value] = _unknown
    store: Callable[[Value, Value, Value, Place], Value] = _unknown
    operate: Callable[[str, Value, Value, Place], Value] = _unknown
    items: Callable[[Value], Value] = _unknown
    length: Callable[[Value], Value] = _unknown
    call: Callable[[Value, Call], Value] = _unknown
    merge: Callable[[Value, Value, Unknown], Value] | None = None
    """Function that merges two values of the kind into their common facts."""
    is_shared: Callable[[Value], bool] = lambda _: False
    """Whether an operation in place changes the value under all its names."""
    named: Callable[[Value, str, Value, Place], Value] | None = None
    """The value after ``value.name = new``."""
    methods: frozenset[str] | None = None
    """Names of the methods; None for any name."""
    rules: bool = False
    """Whether the values decide what an operator does with any value on their left."""


KINDS: dict[type, Kind] = {}


def kind_of(value: Value) -> Kind | None:
    """Behavior of a value; None for a value of no library."""
    return KINDS.get(type(value))


def settled(value: Value, place: Place) -> Value:
    """A value that is no method on its way to be called, and no name of code that is not read."""
    if isinstance(value, Bound) and (kind := kind_of(value.receiver)) is not None:
        return kind.attribute(value.receiver, value.name, place)
    if isinstance(value, External):
        name = value.name.rpartition(".")[2]
        return Unknown(f"{value.name} is in code that kspec does not read", name, place)
    return value


def find(name: str) -> LibraryFunction | None:
    """The function with a canonical name, None where kspec knows none."""
    _load(name)
    return FUNCTIONS.get(name)


def constant(name: str) -> Value:
    """The value of a library's constant, None where kspec knows none."""
    if is_standard(name):
        _load(name)
    return CONSTANTS.get(name)


def names_of(module: str) -> tuple[str, ...]:
    """The names of a library's module that kspec knows, its own modules among them."""
    from kspec.code.data import MODULES

    start = f"{module}."
    for name in (start, *MODULES):
        if name.startswith(start):
            _load(name)
    inside = [name for name in (*FUNCTIONS, *CONSTANTS) if name.startswith(start)]
    return tuple(dict.fromkeys(name.removeprefix(start).partition(".")[0] for name in inside))


_STANDARD = words(
    "argparse collections copy dataclasses functools itertools json math operator os pathlib "
    "random statistics string sys tqdm types"
)


def is_standard(name: str) -> bool:
    """Whether a name is of the standard library, whose functions take tensors as any values."""
    return name.partition(".")[0] in _STANDARD


@lru_cache(maxsize=4096)
def _load(name: str) -> None:
    """Import the modules that register names with the longest prefix of this one."""
    from kspec.code.data import MODULES

    if is_standard(name):
        import_module("kspec.code.stdlib")
    while name and name not in MODULES:
        name = name.rpartition(".")[0]
    for module in ("array_kind", *MODULES[name]) if name else ():  # most functions give arrays
        import_module(f"kspec.code.data.{module}")
