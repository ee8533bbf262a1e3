"""Findings: a message of a rule at a place in a document."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis
    from kspec.spec.model import ModelSpec
    from kspec.spec.problem import Part, Path, Related


class Severity(StrEnum):
    """Severity of a finding: Keras refuses the model or the task is contradicted; it runs and is
    wrong; or it could be better.
    """

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"

    @property
    def rank(self) -> int:
        """Rank from 0 for the worst."""
        return list(Severity).index(self)


class Edit(NamedTuple):
    """Change of the text at a path: the part there is replaced, or an entry is inserted after it,
    or removed.

    ``text`` is JSON; the renderer of fixes turns it into the document's own format.
    """

    path: "Path"
    text: str
    part: "Part" = "value"
    action: str = "replace"
    """``replace``, ``insert_field`` (``text`` is ``"key": value``, put into the object at
    ``path``), ``insert_after`` or ``insert_before`` (``text`` is an item, put after or before the
    list item at ``path``) or ``remove``.
    """
    span: tuple[int, int] | None = None
    """Offsets of the text to replace, for a comment, which has no path."""

    @classmethod
    def of(
        cls, path: "Path", value: object, part: "Part" = "value", action: str = "replace"
    ) -> "Edit":
        """Write a value at a path; raises `UnknownValueError` where one in it is unknown."""
        import json

        return cls(path, json.dumps(value, default=_refuse), part, action)

    @classmethod
    def of_field(
        cls, model: "Analysis | ModelSpec", path: "Path", field: str, value: object
    ) -> "Edit":
        """Set a field of the object at a path, whether it is written already or not."""
        fields = model.value_at(path)
        if isinstance(fields, Mapping) and field in fields:
            return cls.of((*path, field), value)
        entry = cls.of(path, {field: value}, action="insert_field")
        return entry._replace(text=entry.text[1:-1])


def _refuse(value: object) -> object:
    from kspec.spec.unknown import UnknownValueError

    raise UnknownValueError(str(value))


Edits = tuple[Edit, ...] | None
"""The edits of one change, None where it cannot be made by an edit."""


class Fix(NamedTuple):
    """Fix of a finding. Safe: the meaning surely stays that of the author."""

    edits: tuple[Edit, ...]
    safe: bool = True
    message: str = ""

    @property
    def path(self) -> "Path":
        """Path of the first change."""
        return self.edits[0].path

    @classmethod
    def of(cls, message: str, *changes: Edits, safe: bool) -> "Fix | None":
        """Combine all changes; None where one of them cannot be made, or there is none."""
        edits = [edit for change in changes if change is not None for edit in change]
        complete = all(change is not None for change in changes)
        return cls(tuple(edits), safe=safe, message=message) if edits and complete else None


class Finding(NamedTuple):
    """Finding of a rule; positions are looked up in the document when it is shown."""

    code: str
    name: str
    severity: Severity
    message: str
    path: "Path"
    part: "Part" = "value"
    help: str = ""
    related: "tuple[Related, ...]" = ()
    fix: Fix | None = None
    layer: str | None = None
    span: tuple[int, int] | None = None
    """Offsets in the text, for a fault of the text itself."""
    symbol: str | None = None
    """Place by the names of model and layers, where the document itself has none."""
    unless: tuple[str, ...] = ()
    """Codes, or kinds of problems, of findings that explain this one where they are shown."""

    @property
    def label(self) -> str:
        """Severity and rule: ``severity[code name]``."""
        return f"{self.severity}[{self.code} {self.name}]"

    def __str__(self) -> str:
        """The finding without its place, safe to print."""
        from kspec.source.visible import visible

        return f"{self.label} {visible(self.message)}"
