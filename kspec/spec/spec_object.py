"""The base of every class that a spec can name: a layer, a loss, an optimizer ..."""

from collections.abc import Callable, Iterator, Mapping
from inspect import get_annotations
from typing import Any, ClassVar, Generic, Self, TypeVar, get_origin

from kspec.named_tuple import NamedTuple
from kspec.spec.naming import snake_case
from kspec.spec.problem import Problem

T = TypeVar("T")
REQUIRED = object()
ABSTRACT: set[type] = set()
"""The classes declared with ``abstract=True``: bases, which no document names."""


class Field:
    """Field of a class: its type, its default, and its name in documents (``alias``)."""

    __slots__ = ("alias", "annotation", "default")

    def __init__(self, default: Any = REQUIRED, *, alias: str, annotation: Any = None) -> None:
        self.default = default
        self.alias = alias
        self.annotation = annotation

    def is_required(self) -> bool:
        """Whether a document must give it."""
        return self.default is REQUIRED


def field(default: Any = REQUIRED, *, alias: str) -> Any:
    """The declaration of a field whose name a class cannot use for its attribute."""
    return Field(default, alias=alias)


class _Lazily(Generic[T]):
    """Value of a class, made on its first use: most classes are never used."""

    def __init__(self, make: Callable[[type[Any]], T]) -> None:
        self.make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self.key = f"_{name}"

    def __get__(self, instance: object, owner: type) -> T:
        value: T | None = owner.__dict__.get(self.key)
        if value is None:
            value = self.make(owner)
            setattr(owner, self.key, value)
        return value


def _fields(cls: type) -> dict[str, Field]:
    """The fields by attribute: those of the bases first, each in the order of its class body."""
    fields: dict[str, Field] = {}
    for base in reversed(cls.__mro__[:-1]):
        if base is SpecObject:
            continue
        for name, annotation in get_annotations(base).items():
            origin: object = get_origin(annotation)
            if not name.startswith("_") and origin is not ClassVar:
                default = base.__dict__.get(name, REQUIRED)
                if isinstance(default, Field):
                    fields[name] = Field(
                        default.default, alias=default.alias, annotation=annotation
                    )
                else:
                    fields[name] = Field(default, alias=name, annotation=annotation)
    return fields


def _validator_of(cls: type) -> Any:
    from kspec.spec.checking import validator_of

    return validator_of(cls)


class Serialization(NamedTuple):
    """Serialization of a class by Keras, beside the plain fields."""

    internal_name: str | None = None
    """Keras's name of the class itself, where it exports the class under another name."""

    config_only: tuple[str, ...] = ()
    """Keys that Keras writes into a config and takes back, and that mean nothing to a spec."""

    config_always: tuple[str, ...] = ()
    """Fields that Keras cannot read a config without, at their defaults too."""

    non_default_when_missing: tuple[str, ...] = ()
    """Fields that Keras does not read as their defaults where a config lacks them."""

    excludes: Mapping[str, str] = {}
    """Fields that exclude another in the constructor; a config may hold both."""

    base_fields: tuple[str, ...] | None = None
    """Fields of every layer that Keras takes here, None for all."""

    read_apart: frozenset[str] = frozenset()
    """Fields whose content is read separately."""


class FieldRules(NamedTuple):
    """Rules of Keras for the fields of a class beyond their types."""

    strict: frozenset[str] = frozenset(("seed", "trainable"))
    """The fields of which Keras checks the type: elsewhere it takes 0 for false and true for 1."""

    checks: Mapping[str, Callable[[Any, str, Any], Any]] = {}
    """Checks of fields after their types: of a class, a field and its value, which they return;
    they raise `kspec.spec.problem.Nested`.
    """

    used_only_if: Mapping[str, str] = {}
    """Fields that Keras never reads unless another attribute is true: field to attribute."""

    defaults_to: Mapping[str, str] = {}
    """Fields that take the value of another field where they are not given."""


class SpecObject:
    """Fields with Keras's names, order and defaults; unknown ones are refused.

    A class is looked up by its name in a registry (`kspec.spec.registry`), and pydantic-core's
    validator for it is built from the annotations when it is first used, so that a spec pays only
    for the classes that it names: a class body costs microseconds, a pydantic model half a
    millisecond. Subclasses may override every class variable.
    """

    aliases: ClassVar[tuple[str, ...]] = ()
    """Other names of the class in Keras (``Convolution2D``)."""

    serialization: ClassVar[Serialization] = Serialization()
    """Notation of configs in Keras, where that is more than the fields."""

    renamed: ClassVar[Mapping[str, str]] = {}
    """Other names of fields, such as those of Keras 1, with the fields that they may mean: a class
    takes the first that it has.
    """

    field_rules: ClassVar[FieldRules] = FieldRules()
    """Rules of Keras for the fields beyond their types."""

    model_fields = _Lazily(_fields)
    """The fields by attribute name."""

    _validator = _Lazily(_validator_of)
    """pydantic-core's validator of the fields."""

    model_fields_set: set[str]
    """The attributes that the document gives."""

    unknown_fields: ClassVar[frozenset[str]] = frozenset()
    """Attributes with an unknown value (`kspec.spec.partial`)."""

    partial_of: ClassVar[Any] = None
    """The class that this is, where some of its fields are unknown."""

    is_invalid: bool = False
    """Whether the fields are invalid, or contradict each other, so that Keras does not make the
    object.
    """

    def __init_subclass__(cls, *, abstract: bool = False) -> None:
        if abstract:
            ABSTRACT.add(cls)

    def __init__(self, **values: Any) -> None:
        """Check the values; raises pydantic's ``ValidationError``."""
        self.__dict__, _, self.model_fields_set = self._validator.validate_python(values)

    @classmethod
    def model_validate(cls, values: Mapping[str, Any]) -> Self:
        """An instance of a mapping, by the names that documents use."""
        self = cls.__new__(cls)
        self.__dict__, _, self.model_fields_set = cls._validator.validate_python(values)
        return self

    @classmethod
    def model_construct(cls, **values: Any) -> Self:
        """An instance of values that are known to be right."""
        self = cls.__new__(cls)
        defaults = {name: field.default for name, field in cls.model_fields.items()}
        self.__dict__.update(defaults | values)
        self.model_fields_set = set(values)
        return self

    def model_copy(self, *, update: Mapping[str, Any]) -> Self:
        """Copy with some fields changed."""
        copy = type(self).__new__(type(self))
        copy.__dict__.update({**self.__dict__, **update})
        copy.model_fields_set = self.model_fields_set | set(update)
        return copy

    @classmethod
    def written(cls) -> dict[str, tuple[str, Field]]:
        """Map the names of fields in documents to the attribute and its `Field`.

        They differ where a field of Keras is called like a method here (``output_shape``).
        """
        return {field.alias: (name, field) for name, field in cls.model_fields.items()}

    @classmethod
    def prepared(cls, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the fields take them; for classes whose config differs from their
        arguments.
        """
        for key in cls.serialization.config_only:
            values.pop(key, None)
        return values

    def conflicts(self) -> Iterator[Problem]:
        """Yield problems between fields that are valid one by one; paths are relative to the
        fields.
        """
        yield from ()

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]

    def stated_name(self) -> str | None:
        """Name that the document gives the object; None where it gives none, or an unknown one."""
        is_stated = "name" in self.model_fields_set - self.unknown_fields
        return getattr(self, "name", None) if is_stated else None

    def __repr__(self) -> str:
        arguments = ", ".join(
            f"{name}={getattr(self, name)!r}" for name in sorted(self.model_fields_set)
        )
        return f"{type(self).__name__}({arguments})"


class Resolved(SpecObject, abstract=True):
    """An object that Keras makes of a string too: a loss, a metric, an initializer ..."""

    strings: ClassVar[tuple[str, ...]] = ()
    """The strings that Keras resolves to this class: those of its name, its aliases and its short
    names.
    """

    short_names: ClassVar[tuple[str, ...]] = ()
    """Strings that do not follow from the name of the class (``"mse"``)."""

    @classmethod
    def strings_of_name(cls) -> tuple[str, ...]:
        """The strings that follow from the name of the class: itself, and in snake case."""
        return cls.__name__, snake_case(cls.__name__)

    def __init_subclass__(cls, *, abstract: bool = False) -> None:
        super().__init_subclass__(abstract=abstract)
        own = vars(cls)
        if not abstract and "strings" not in own:
            others = (*own.get("aliases", ()), *own.get("short_names", ()))
            cls.strings = (*cls.strings_of_name(), *others)


def field_meant(cls: type[SpecObject], name: str) -> str | None:
    """The field of a class that another name of it means."""
    written = cls.written()
    return next((field for field in cls.renamed.get(name, "").split() if field in written), None)
