"""The base of every class that a spec can name: a layer, a loss, an optimizer ..."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from kspec.spec.problem import Problem


class Described(BaseModel):
    """Fields with Keras's names, order and defaults; unknown ones are refused.

    A class is looked up by its name in a registry (`kspec.spec.registry`) and its validator is
    built when it is first used, so that a spec pays only for what it names. All class variables
    may be overridden.
    """

    model_config = ConfigDict(
        extra="forbid",
        defer_build=True,
        arbitrary_types_allowed=True,
        protected_namespaces=(),
    )

    aliases: ClassVar[tuple[str, ...]] = ()
    """Other names of the class in Keras (``Convolution2D``)."""

    strings: ClassVar[tuple[str, ...]] = ()
    """The strings that Keras resolves to this class (``"mse"``)."""

    config_only: ClassVar[tuple[str, ...]] = ()
    """Keys that Keras writes into a config and takes back, and that mean nothing to a spec."""

    config_always: ClassVar[tuple[str, ...]] = ()
    """Fields that Keras cannot read a config without, at their defaults too."""

    renamed: ClassVar[Mapping[str, str]] = {}
    """Spellings of Keras 1 and 2 that Keras 3 refuses: old field name to new one."""

    @classmethod
    def written(cls) -> dict[str, tuple[str, FieldInfo]]:
        """The fields by the names that documents use: the attribute, and what pydantic knows of it.

        They differ where a field of Keras is called like a method here (``output_shape``).
        """
        return {info.alias or name: (name, info) for name, info in cls.model_fields.items()}

    @classmethod
    def prepared(cls, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the fields take them; for classes whose config differs from their
        arguments.
        """
        return (
            {key: value for key, value in values.items() if key not in cls.config_only}
            if cls.config_only
            else values
        )

    def conflicts(self) -> Iterator[Problem]:
        """What is wrong between fields that are right one by one; paths are relative to the
        fields.
        """
        yield from ()
