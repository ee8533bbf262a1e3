"""Request of a `kspec lint`: its options, and the rules that they choose for each file."""

from pathlib import Path
from typing import TYPE_CHECKING

from kspec.cli.terminal import CommandError
from kspec.linter.finding import Severity
from kspec.linter.linter import Linter
from kspec.linter.selection import Choice, severity_of
from kspec.linter.settings import NO_SETTINGS, absolute
from kspec.linter.settings_files import SettingsFiles, read_settings
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from kspec.linter.file_ignores import FileIgnore
    from kspec.linter.report import Checked
    from kspec.linter.selection import Selection
    from kspec.linter.settings import Settings
    from kspec.outputs.settings import SettingsOutput
    from kspec.source.document import Document


NO_NAME = "<stdin>"


class Request(NamedTuple):
    """The arguments and options of one run, as click gives them."""

    paths: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    extend_select: tuple[str, ...]
    severity: tuple[str, ...]
    preview: bool
    task: str | None
    keras_version: str | None
    data: str | None
    allow_path: tuple[Path, ...]
    fail_on: str | None
    exit_zero: bool
    output_format: tuple[str, ...]
    output_file: tuple[str, ...]
    color: str
    statistics: bool
    exclude: tuple[str, ...]
    force_exclude: bool
    stdin_filename: str | None
    config: str | None
    isolated: bool
    show_settings: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool
    baseline: str | None
    write_baseline: str | None
    watch: bool


def _major(version: str | None) -> int | None:
    """Major version of Keras in an option."""
    if version is None:
        return None
    from kspec.linter.keras_pin import NEWEST

    first = version.partition(".")[0]
    if not first.isdecimal() or not 1 <= int(first) <= NEWEST:
        message = f'"{version}" is no version of Keras: write 1, 2 or 3, or 2.15'
        raise CommandError(message)
    return int(first)


class Job(NamedTuple):
    """File to lint (a path, or `-`), with its shown name and its rules."""

    path: str
    name: str
    linter: Linter
    ignores: "tuple[FileIgnore, ...]"
    data: str | None
    allow_path: tuple[Path, ...]
    fail_on: Severity
    baseline: Path | None

    @property
    def origin(self) -> Path | None:
        """The file that is linted; None for a text on standard input without a name."""
        return None if self.name == NO_NAME else Path(self.name)

    def check(self, document: "Document") -> "Checked":
        """Check a document under the rules of the job."""
        parsed = self.linter.parse(document)
        if self.data is not None:
            from kspec.cli.how_far import Waiting
            from kspec.cli.lint_data import with_data

            with Waiting(f"{self.name}: reading its data"):
                parsed = with_data(parsed, self.data, self.name, self.allow_path)
        return self.linter.shown(self.linter.lint(parsed))

    def fails(self, checked: "Checked") -> bool:
        """Whether a file has findings that fail the run."""
        return any(one.severity.rank <= self.fail_on.rank for one in checked.findings)


class Jobs:
    """Makes the job of each file, with the settings that are nearest to it.

    Raises `SelectionError` for an unknown rule on the command line, and `SettingsError` for
    settings that cannot be used.
    """

    def __init__(self, request: Request) -> None:
        self.request = request
        self.choice = Choice.of(request.select, request.extend_select, request.ignore)
        self.severities = dict(map(severity_of, request.severity))
        self.fixed = NO_SETTINGS if request.isolated else None
        if request.config is not None:
            self.fixed = _settings_at(Path(request.config))
        self._files = SettingsFiles()
        self._selections: dict[Path | None, Selection] = {}

    def settings_for(self, folder: Path) -> "Settings":
        """The settings that hold in an absolute folder."""
        return self.fixed if self.fixed is not None else self._files.settings_for(folder)

    def job(self, path: str) -> Job:
        """The job of a file."""
        name = (self.request.stdin_filename or NO_NAME) if path == "-" else path
        place = absolute("." if name == NO_NAME else name)
        settings = self.settings_for(place if name == NO_NAME else place.parent)
        return Job(
            path,
            name,
            Linter(
                settings,
                self.selection(settings),
                task=self.request.task,
                keras=_major(self.request.keras_version),
            ),
            settings.ignores_for(place),
            self.request.data,
            self.request.allow_path,
            self.fail_on(settings),
            None if settings.baseline is None else _beside(settings, settings.baseline),
        )

    def selection(self, settings: "Settings") -> "Selection":
        """The rules that hold under some settings; the command line has the last word."""
        selection = self._selections.get(settings.file)
        if selection is None:
            selection = self._selections[settings.file] = settings.selection(
                self.choice, self.severities, preview=self.request.preview
            )
        return selection

    def fail_on(self, settings: "Settings") -> Severity:
        """The severity that fails the run under some settings."""
        if self.request.fail_on is not None:
            return Severity(self.request.fail_on)
        return settings.fail_on or Severity.ERROR


def _settings_at(path: Path) -> "Settings":
    try:
        return read_settings(path)
    except OSError as error:
        message = f"{path}: the settings cannot be read: {error.strerror}"
        raise CommandError(message) from error


def _beside(settings: "Settings", name: str) -> Path:
    """A path that is written in settings, which is relative to their folder."""
    return Path(name) if settings.file is None else settings.file.parent / name


def shown_settings(jobs: Jobs, folder: Path) -> "SettingsOutput":
    """Output of `--show-settings`: the settings in force in a folder, and the chosen rules."""
    settings = jobs.settings_for(folder)
    selection = jobs.selection(settings)
    return {
        "version": 1,
        "settings-file": None if settings.file is None else str(settings.file),
        "fail-on": jobs.fail_on(settings).value,
        "preview": selection.preview,
        "read-source": settings.read_source,
        "exclude": [*settings.exclude, *jobs.request.exclude],
        "baseline": jobs.request.baseline or settings.baseline,
        "per-file-ignores": {
            f"{one.glob}{'#' * bool(one.pointer)}{one.pointer}": list(one.words)
            for one in settings.per_file_ignores
        },
        "severity": {code: level.value for code, level in selection.severities.items()},
        "rule-options": {name: dict(options) for name, options in settings.rules.items()},
        "rules": [f"{entry.code} {entry.name}" for entry in selection.rules],
    }
