"""The linter: settings and their rules, from a document to its findings to show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kspec.linter.engine import Parsed, lint_parsed, parse_document
from kspec.linter.selection import DEFAULT, Selection
from kspec.linter.settings import NO_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kspec.data.observing import DataToCheck
    from kspec.linter.engine import Linted
    from kspec.linter.file_ignores import FileIgnore
    from kspec.linter.report import Checked
    from kspec.linter.rules.index import RuleEntry
    from kspec.linter.settings import Settings
    from kspec.source.document import Document


class Linter:
    """Lints documents under some settings.

    ``selection`` is that of the settings by default. ``task`` is the task of a network, where its
    document has none. ``rules`` replace those of the selection. ``keras`` is the major version that
    programs are written for, else the one that files beside them pin.
    """

    def __init__(
        self,
        settings: Settings = NO_SETTINGS,
        selection: Selection | None = None,
        *,
        task: str | None = None,
        rules: Sequence[RuleEntry] | None = None,
        keras: int | None = None,
    ) -> None:
        if selection is None:
            selection = DEFAULT if settings is NO_SETTINGS else settings.selection()
        self.settings = settings
        self.selection = selection
        self.task = task
        self.keras = keras
        self.rules = selection.rules if rules is None else rules

    @classmethod
    def for_path(cls, path: Path, *, task: str | None = None) -> Linter:
        """The linter under the settings that are nearest to a file.

        Raises `SettingsError` for settings that cannot be used.
        """
        from kspec.linter.settings_files import SettingsFiles

        return cls(SettingsFiles().settings_for(path.absolute().parent), task=task)

    def parse(self, document: Document, unadapted: frozenset[str] = frozenset()) -> Parsed:
        """Parse and analyze a document; ``unadapted`` are the layers of a live model without
        ``adapt``. The first observation of a spec's data is included, unless the settings have
        ``read-source = false``.
        """
        parsed = parse_document(document, task=self.task, unadapted=unadapted)
        if not self.settings.read_source or parsed.analysis is None:
            return parsed
        if parsed.analysis.spec is None or parsed.analysis.spec.data is None:
            return parsed
        from kspec.linter.source_facts import with_source

        return parsed._replace(analysis=with_source(parsed.analysis, document))

    def lint(self, document: Document | Parsed) -> Linted:
        """All that the rules find in a document, or in an analysed one, silenced or not."""
        parsed = document if isinstance(document, Parsed) else self.parse(document)
        if parsed.document.format == "python":
            from kspec.linter.program import ProgramDocument
            from kspec.linter.program_findings import lint_program

            if isinstance(parsed.document, ProgramDocument):
                return lint_program(
                    parsed.document,
                    self.rules,
                    task=self.task,
                    options=self.settings.rules,
                    keras=self.version_for(parsed.document),
                )
        return lint_parsed(parsed, self.rules, self.settings.rules)

    def version_for(self, document: Document) -> int:
        """The major version of Keras that a program is written for."""
        from kspec.linter.keras_pin import NEWEST, installed_keras, pinned_keras

        if (version := self.keras or installed_keras(document.file_text)) is not None:
            return version
        origin = document.origin
        return NEWEST if origin is None else pinned_keras(origin.absolute().parent)

    def shown(self, linted: Linted) -> Checked:
        """Filter the findings of a document by its suppressions and those of the settings."""
        from kspec.linter.checking import checked

        return checked(linted, self.selection, self.ignores(linted.document))

    def check(self, document: Document, data: DataToCheck | None = None) -> Checked:
        """Check a document, and the data that it is to be trained on.

        Raises `UnreadableDataError` for data that is no array.
        """
        return self.shown(self.lint(self.parse(document).observing(data)))

    def check_text(
        self,
        text: str | bytes,
        name: str,
        format: str | None = None,  # noqa: A002 - the word of `lint_text`
        *,
        origin: Path | None = None,
    ) -> Checked:
        """Check a text, whose name gives the format.

        No file is opened, unless ``origin`` is the file of the text.
        """
        from kspec.linter.documents import parse_file

        return self.check(parse_file(text, name, format, origin=origin))

    def ignores(self, document: Document) -> tuple[FileIgnore, ...]:
        """The `per-file-ignores` of the settings that mean a document, by its place or name."""
        if not self.settings.per_file_ignores:
            return ()
        return self.settings.ignores_for(document.origin or Path(document.name))
