"""The network that a spec takes from a file of Keras: ``"model": "encoder.keras"``.

The file's content is read in the place of its path, so that all later code has one document. The
path is relative to the file of the spec, and the file lies in its project (where ``.git`` or
``pyproject.toml`` is, or the current folder): a spec cannot make kspec read any other file.
"""

from pathlib import Path
from typing import Any

from kspec.linter.finding import Finding
from kspec.named_tuple import NamedTuple
from kspec.source.document import Document
from kspec.source.parsing import read_document
from kspec.spec.model import Reading
from kspec.spec.parse import parse
from kspec.spec.problem import Problem

FIELD = "model"
UNREADABLE = "unreadable_model"
_ELSEWHERE = '"{name}" is not read: this spec is a text, and a text names no files to open'
_BOTH = (
    "Give both: lint the spec by its path, with that file beside it, or write the model itself "
    "here, as `kspec convert` does."
)
_MARKS = (".git", "pyproject.toml")


class ModelFile(NamedTuple):
    """Value of a document with the model of its file in it (None where it cannot be read), the
    problems of that file, and its path in the spec.
    """

    value: dict[str, Any] | None
    problems: list[Problem]
    name: str

    def reading(self, document: Document) -> Reading:
        """Read the document, with the model in it."""
        reading = parse(document.value if self.value is None else self.value)
        if self.problems:
            problems = [one for one in reading.problems if one.kind != UNREADABLE]
            reading = reading._replace(problems=[*problems, *self.problems])
        return reading

    def finding(self, finding: Finding) -> Finding:
        """Finding in the file, moved to the path: nothing in the spec can fix it."""
        path = finding.path
        related = tuple(item for item in finding.related if not _is_inside(item.path))
        if not _is_inside(path):
            return finding._replace(related=related)
        pointer = "".join(f"/{key}" for key in path[1:])
        message = f"{finding.message} ({self.name}, at {pointer})"
        return finding._replace(
            path=path[:1], part="value", message=message, related=related, fix=None
        )


def _is_inside(path: tuple[str | int, ...]) -> bool:
    return path[:1] == (FIELD,) and len(path) > 1


def read_model_file(document: Document, value: dict[str, Any]) -> ModelFile:
    """The model that a document, of this value, names by its path."""
    name: str = value[FIELD]
    if document.origin is None:
        return ModelFile(None, [_unreadable(_ELSEWHERE.format(name=name), _BOTH)], name)
    try:
        path = inside_project(document.origin.parent, name)
        if path is not None and path.exists() and not path.is_file():
            return ModelFile(None, [_unreadable(f'"{name}" is no file')], name)
        other = None if path is None else read_document(path, name)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return ModelFile(None, [_unreadable(f'"{name}" cannot be read: {reason}')], name)
    if other is None:
        help_ = "Copy it into the project, and write its path relative to this spec."
        problem = _unreadable(f'"{name}" is not in the project of this spec', help_)
        return ModelFile(None, [problem], name)
    problems = [
        Problem(one.kind, (FIELD,), f"{one.message} ({name})", one.hint or "")
        for one in other.problems
    ]
    if not other.parsed:
        return ModelFile(None, problems, name)
    return ModelFile({**value, FIELD: other.value}, problems, name)


def inside_project(folder: Path, name: str) -> Path | None:
    """The file of a path that is relative to a folder; None outside of the project."""
    folder = folder.resolve()
    path = (folder / name).resolve()
    project = next((place for place in (folder, *folder.parents) if _is_project(place)), folder)
    here = Path.cwd()
    roots = (project, here) if folder.is_relative_to(here) else (project,)
    return path if any(path.is_relative_to(root) for root in roots) else None


def _is_project(folder: Path) -> bool:
    return any((folder / mark).exists() for mark in _MARKS)


def _unreadable(message: str, help_: str = "") -> Problem:
    return Problem(UNREADABLE, (FIELD,), message, help_)
