"""From a text to its linted models."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kspec.linter.checking import checked
from kspec.linter.engine import lint_document
from kspec.linter.garbage import without_gc
from kspec.service.errors import NoNetworkError
from kspec.service.options import DEFAULTS
from kspec.source.document import parse_bytes, parse_text

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis
    from kspec.linter.engine import Linted
    from kspec.linter.report import Checked
    from kspec.service.options import LintOptions
    from kspec.source.document import Document

NOWHERE = "/dev/null/"
"""No folder: what is named relative to it is nowhere."""


class Model(NamedTuple):
    """One model of a text: its analysis, and what is shown of it."""

    linted: Linted
    checked: Checked

    @property
    def analysis(self) -> Analysis:
        """What is known of the network; raises `NoNetworkError` where there is none."""
        analysis = self.linted.analysis
        if analysis is None or analysis.spec is None:
            raise NoNetworkError(self.linted.document.name)
        return analysis


@without_gc()
def models_of(
    content: str | bytes,
    name: str,
    options: LintOptions = DEFAULTS,
    format: str | None = None,  # noqa: A002 - as `parse_text`
) -> list[Model]:
    """The models of a text or of the bytes of a file, linted; at least one.

    ``name`` is what findings call the text, and its suffix tells the format where ``format`` does
    not. Raises `OptionError`.
    """
    options.selection()
    return [linted(document, options) for document in documents_of(content, name, format)]


def documents_of(content: str | bytes, name: str, format: str | None = None) -> list[Document]:  # noqa: A002 - as `parse_text`
    """The documents of a text: one, whatever is wrong with it."""
    if isinstance(content, bytes):
        return [parse_bytes(content, name, format)]
    return [parse_text(content, name, format)]


def linted(document: Document, options: LintOptions = DEFAULTS) -> Model:
    """A document as a model, without a look at any file that it names."""
    selection = options.selection()
    name, document.name = document.name, NOWHERE + document.name.replace("\0", "")
    found = lint_document(document, selection.rules, task=options.task)
    document.name = name
    return Model(found, checked(found, selection))
