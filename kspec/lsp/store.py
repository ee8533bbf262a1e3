"""The texts that an editor has open: each is linted once for every version."""

from pathlib import Path

from pygls.uris import to_fs_path

from kspec.code.program import ModelDocument
from kspec.linter.documents import code_format, parse_file
from kspec.linter.engine import parse_document
from kspec.linter.garbage import without_gc
from kspec.linter.linter import Linter
from kspec.linter.program import ProgramDocument
from kspec.linter.recognition import is_spec_name, looks_like_spec, uses_keras
from kspec.linter.settings import SettingsError
from kspec.lsp.positions import UTF16, Positions
from kspec.lsp.snapshot import Content, Model, Snapshot, View
from kspec.named_tuple import NamedTuple

FORMATS = {"json": "json", "jsonc": "jsonc", "yaml": "yaml", "python": "python"}
"""Formats of languages, for a text without a suffix."""


NOTEBOOK = "notebook"
"""The language of a text that is made from the cells of an open notebook."""


class Text(NamedTuple):
    """Text in an editor: address, version, text and language."""

    uri: str
    version: int | None
    text: str
    language: str = ""

    @property
    def path(self) -> Path | None:
        """File of the text; None for a text without a file."""
        return path_of(self.uri)

    @property
    def format(self) -> str | None:
        """The format; None where it is read from the suffix or the text."""
        code = code_format(self.uri)
        return FORMATS.get(self.language) if code is None and self.path is None else code


class Store:
    """Store of snapshots of all open texts, each version linted once.

    ``encoding`` is the unit of columns for the client.
    """

    def __init__(self, encoding: str = UTF16) -> None:
        self.encoding = encoding
        self._now: dict[str, Snapshot] = {}
        self._texts: dict[str, str] = {}
        """Linted texts: of a notebook its file."""
        self._known: dict[str, Snapshot] = {}

    def snapshot(self, text: Text) -> Snapshot:
        """Current snapshot of a text, which is linted once for each version."""
        now = self._now.get(text.uri)
        if now is None or now.version != text.version or self._texts[text.uri] != text.text:
            self._texts[text.uri] = text.text
            now = self._now[text.uri] = self.linted(text)
            if now.content is not None and now.content.makes_network:
                self._known[text.uri] = now
        return now

    def is_linted(self, text: Text) -> bool:
        """Whether the version of a text is linted already."""
        return text.uri in self._now and self._texts[text.uri] == text.text

    def view(self, text: Text) -> View:
        """View of the current text through the last version with a network."""
        now = self.snapshot(text)
        return View(now, self._known.get(text.uri, now))

    def close(self, uri: str) -> None:
        """Forget a text."""
        self._now.pop(uri, None)
        self._texts.pop(uri, None)
        self._known.pop(uri, None)

    def forget_versions(self) -> None:
        """Forget all versions: settings or files beside a text changed, and it is linted anew."""
        self._now.clear()

    def linted(self, text: Text) -> Snapshot:
        """Lint a text without storing its snapshot."""
        positions = Positions(text.text, self.encoding)
        if text.uri not in self._known and not is_model(text):
            return Snapshot(text.uri, text.version, positions)
        try:
            content = content_of(text)
        except SettingsError as error:
            return Snapshot(text.uri, text.version, positions, trouble=f"{error} [{error.code}]")
        if content.checked.document.notebook is not None:
            positions = Positions(content.checked.document.text, self.encoding)
        return Snapshot(text.uri, text.version, positions, content)


def path_of(uri: str) -> Path | None:
    """The file of an address, None for another scheme."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    return None if path is None else Path(path)


def is_model(text: Text) -> bool:
    """Whether a text is Keras code, or a spec by its name or its content."""
    name = text.uri.rpartition("/")[2]
    if text.format is not None and code_format(name, text.format):
        is_notebook = text.format == "notebook"
        if (
            is_notebook and text.language != NOTEBOOK
        ):  # the file of a notebook as a text has no code of its own
            return False
        folder = None if text.path is None else text.path.parent
        return uses_keras(text.text, folder, notebook=is_notebook)
    return is_spec_name(name) or looks_like_spec(text.text, name)


@without_gc()
def content_of(text: Text) -> Content:
    """The findings and models of a text; raises `SettingsError`."""
    path = text.path
    linter = Linter() if path is None else Linter.for_path(path)
    name = text.uri if path is None else str(path)
    document = parse_file(text.text, name, text.format, origin=path)
    linted = linter.lint(document)
    checked = linter.shown(linted)
    models: tuple[Model, ...] = (Model(document, lambda: linted.analysis),)
    if isinstance(document, ProgramDocument):
        models = tuple(_of_code(model) for model in document.models if not model.shipped)
    return Content(checked, models, linter.check)


def _of_code(model: ModelDocument) -> Model:
    document = model.document
    return Model(document, lambda: parse_document(document).analysis, model.name)
