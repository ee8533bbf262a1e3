"""The texts that an editor has open: each is linted once for every version."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pygls.uris import to_fs_path

from kspec.linter.documents import parse_documents
from kspec.linter.garbage import without_gc
from kspec.linter.linter import Linter
from kspec.linter.recognition import is_spec_name, looks_like_spec
from kspec.linter.settings import SettingsError
from kspec.lsp.positions import UTF16, Positions
from kspec.lsp.snapshot import Model, Snapshot, View

FORMATS = {"json": "json", "jsonc": "jsonc", "yaml": "yaml"}
"""Of languages, for a text that no suffix tells the format of."""


class Text(NamedTuple):
    """What an editor holds: address, version, text and language."""

    uri: str
    version: int | None
    text: str
    language: str = ""

    @property
    def path(self) -> Path | None:
        """Its file; None for one that is nowhere on the disk."""
        return path_of(self.uri)


class Store:
    """What is known of every open text, each version linted once.

    ``encoding`` is what the client counts columns in.
    """

    def __init__(self, encoding: str = UTF16) -> None:
        self.encoding = encoding
        self._now: dict[str, Snapshot] = {}
        self._known: dict[str, Snapshot] = {}

    def snapshot(self, text: Text) -> Snapshot:
        """The text as it is, linted unless this version was before."""
        now = self._now.get(text.uri)
        if now is None or now.version != text.version or now.text != text.text:
            now = self._now[text.uri] = self._linted(text)
            if now.is_sized:
                self._known[text.uri] = now
        return now

    def is_linted(self, text: Text) -> bool:
        """Whether this version was linted before."""
        now = self._now.get(text.uri)
        return now is not None and now.text == text.text

    def view(self, text: Text) -> View:
        """The text as it is with the last version that made a network."""
        now = self.snapshot(text)
        return View(now, self._known.get(text.uri, now))

    def close(self, uri: str) -> None:
        """Forget a text."""
        self._now.pop(uri, None)
        self._known.pop(uri, None)

    def forget_versions(self) -> None:
        """Lint every text anew when it is next asked for: settings or files beside it changed."""
        self._now.clear()

    def _linted(self, text: Text) -> Snapshot:
        positions = Positions(text.text, self.encoding)
        if text.uri not in self._known and not is_spec(text):
            return Snapshot(text.uri, text.version, positions)
        try:
            models = _models(text)
        except SettingsError as error:
            return Snapshot(text.uri, text.version, positions, trouble=f"{error} [{error.code}]")
        return Snapshot(text.uri, text.version, positions, models)


def path_of(uri: str) -> Path | None:
    """The file of an address, None for another scheme."""
    if not uri.startswith("file:"):
        return None
    found = to_fs_path(uri)
    return None if found is None else Path(found)


def is_spec(text: Text) -> bool:
    """Whether a text is a spec by its name or by what it holds."""
    name = text.uri.rpartition("/")[2]
    return is_spec_name(name) or looks_like_spec(text.text, name)


@without_gc()
def _models(text: Text) -> tuple[Model, ...]:
    """The models in a text; raises `SettingsError`."""
    path = text.path
    if path is None:
        linter, name, form = Linter(), text.uri, FORMATS.get(text.language)
    else:
        linter, name, form = Linter.for_path(path), str(path), None
    linted = [linter.lint(one) for one in parse_documents(text.text, name, form, origin=path)]
    return tuple(Model(one.analysis, linter.shown(one)) for one in linted)
