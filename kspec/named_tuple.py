"""Named tuples that cost little to define.

A lint loads more than a hundred. `typing.NamedTuple` checks each annotation and compiles a
constructor for each class, which took a tenth of the whole run.
"""

from typing import TYPE_CHECKING, Any, Self

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple  # noqa: TID251 - the one place
else:
    from collections import _tuplegetter
    from functools import cache
    from types import CodeType, FunctionType

    class _Methods(tuple):
        """Methods of every named tuple."""

        __slots__ = ()
        _fields = ()

        def _replace(self, /, **changes: object) -> Self:
            replaced = tuple.__new__(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"{type(self).__name__} has no field {', '.join(changes)}")
            return replaced

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            fields = zip(self._fields, self, strict=True)
            return f"{type(self).__name__}({', '.join(f'{name}={one!r}' for name, one in fields)})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

    class _NamedTupleMeta(type):
        """Metaclass that makes a named tuple of a class with annotated fields."""

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            named = type(name, (_Methods,), {**namespace, "__slots__": ()})
            fields = named._fields = named.__match_args__ = tuple(named.__annotations__)
            defaults = tuple(namespace[field] for field in fields if field in namespace)
            code = _constructor(len(fields)).replace(co_varnames=("_cls", *fields))
            named.__new__ = FunctionType(code, {"new": tuple.__new__}, "__new__", defaults)
            for number, field in enumerate(fields):
                setattr(named, field, _tuplegetter(number, None))
            return named

    @cache
    def _constructor(count: int) -> CodeType:
        """Code of a constructor with so many parameters, for any names of them."""
        names = "".join(f"field_{number}, " for number in range(count))
        return eval(f"lambda _cls, {names}: new(_cls, ({names}))").__code__  # noqa: S307 - no input

    class NamedTuple(metaclass=_NamedTupleMeta):
        """Base class of named tuples, as that of `typing`."""
