"""A program as documents: one for the code itself, and one for each model that it builds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from kspec.code.source import Source
from kspec.named_tuple import NamedTuple
from kspec.source.document import Document, Span
from kspec.source.outline import Path
from kspec.spec.unknown import Unknown


class ModelDocument(NamedTuple):
    """Model as it is compiled or fitted (or as it is at the end of the program).

    ``span`` is the call that makes the model, ``name`` its name in the code. ``phase`` counts the
    documents of one model from 0: one that is frozen, fitted, thawed and fitted again has two.
    ``complete`` is whether every layer is known.
    """

    document: Document
    name: str
    span: Span
    phase: int
    complete: bool
    shipped: bool = False
    """Whether the model is one of `keras.applications` that the program does not train itself."""
    untrained: bool = False
    """Whether the compile is never trained with: the model is only trained as a part of another
    one, or after another compile.
    """

    @property
    def spec(self) -> dict[str, Any]:
        """The value of the document."""
        return cast("dict[str, Any]", self.document.value)

    @property
    def unknown(self) -> Mapping[Path, Unknown]:
        """All values that the code does not fix, by path in the spec."""
        return dict(_unknown_in(self.document.value, ()))


Models = Sequence[ModelDocument]


class Program(NamedTuple):
    """Models of a program. ``document`` is the code itself: its text, and its problems as a program
    (``value`` is None); ``source`` is None for a text that is no Python. ``objects`` are documents
    of objects that no model shows. ``stop`` is where the statement begins that takes more steps
    than a program gets, None where all is read.
    """

    document: Document
    models: Models
    source: Source | None
    objects: Models = ()
    stop: int | None = None


def _unknown_in(value: object, path: Path) -> Iterator[tuple[Path, Unknown]]:
    """All unknown values of a spec, with their paths."""
    if isinstance(value, Unknown):
        if not value.own:
            yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _unknown_in(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknown_in(item, (*path, index))
