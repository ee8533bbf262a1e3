"""Sources that can be linted from Python: a path, a text, a mapping, a spec, a live model."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kspec.linter.documents import read_file
from kspec.linter.garbage import without_gc
from kspec.linter.linter import Linter
from kspec.linter.recognition import is_text
from kspec.source.parsing import parse_text
from kspec.spec.model import ModelSpec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kspec.data.observing import DataToCheck
    from kspec.linter.engine import Linted
    from kspec.linter.report import Checked
    from kspec.source.document import Document


def checked_from(source: object, *, data: object = None, task: str | None = None) -> Checked:
    """Check any source; arguments and errors are those of `linted_from`."""
    linted = linted_from(source, data=data, task=task)
    shown = Linter().shown(linted)
    if linted.document.caller is None:
        return shown
    from kspec.linter.at_code import checked_in_code
    from kspec.linter.call_sites import call_site

    return checked_in_code(linted, shown, call_site())


@without_gc()
def linted_from(source: object, *, data: object = None, task: str | None = None) -> Linted:
    """Lint any source; raises `TypeError` for a value that is no source, `OSError` for an
    unreadable path.

    ``data`` is arrays ``(x, y)``, ``(x,)`` or ``(x, y, (x_val, y_val))``.
    """
    look = None if data is None else data_from(data)
    document = document_from(source)
    if not hasattr(source, "to_json"):
        linter = Linter(task=task)
        return linter.lint(linter.parse(document).observing(look))
    from kspec.linter.live import RULES
    from kspec.linter.unadapted import unadapted

    # A model without data may still be adapted when there is some.
    blank = frozenset() if data is None else unadapted(source)
    linter = Linter(rules=RULES, task=task)
    return linter.lint(linter.parse(document, blank).observing(look))


def data_from(data: object) -> DataToCheck:
    """Read a caller's data; raises `TypeError` for a value that is no data."""
    from kspec.data.observing import data_to_check

    return data_to_check(data)


def document_from(source: object) -> Document:
    """The document of a source; mappings and models become JSON, so that findings have places."""
    if isinstance(source, ModelSpec):
        source = source.document
    if isinstance(source, Mapping):
        return parse_text(written(source), "<spec>", "json")
    if isinstance(source, str) and is_text(source):
        return parse_text(source, "<text>")
    if isinstance(source, str | os.PathLike):
        try:
            return read_file(Path(source))
        except IsADirectoryError:
            message = f'"{source}" is a folder: run `kspec lint {source}`, or give each file here'
            raise IsADirectoryError(message) from None
    if hasattr(source, "to_json"):
        from kspec.linter.live import live_document

        return live_document(source)
    message = (
        "kspec lints a path, a text, a mapping, a ModelSpec or a Keras model, "
        f"and not {type(source).__name__}"
    )
    raise TypeError(message)


def written(mapping: Mapping[Any, Any]) -> str:
    """Mapping as JSON, with values of any type."""
    return json.dumps(mapping, indent=2, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever a program puts into its spec
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    if hasattr(value, "__iter__"):
        items: Iterable[object] = value
        return list(items)
    return str(value)
