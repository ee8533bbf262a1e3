"""Settings of `kspec.toml` and `[tool.kspec]`."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kspec.linter.finding import Severity
from kspec.linter.selection import Choice, Selection
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from kspec.linter.file_ignores import FileIgnore


NO_CHOICE = Choice()


class SettingsError(ValueError):
    """Error of settings that cannot be used, with its code: KS902, or KS903 for a rule."""

    def __init__(self, code: str, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.code = code


class Settings(NamedTuple):
    """Settings of a file; the defaults are those without one.

    ``file`` is the settings file, and globs are relative to its folder.
    """

    file: Path | None = None
    choice: Choice = NO_CHOICE
    fail_on: Severity | None = None
    exclude: tuple[str, ...] = ()
    per_file_ignores: "tuple[FileIgnore, ...]" = ()
    severity: Mapping[str, Severity] = {}
    baseline: str | None = None
    preview: bool = False
    read_source: bool = True
    rules: Mapping[str, Mapping[str, Any]] = {}

    def selection(
        self,
        choice: Choice = NO_CHOICE,
        severity: Mapping[str, Severity] | None = None,
        *,
        preview: bool = False,
    ) -> Selection:
        """Selection of rules; ``choice`` and ``severity`` override the settings."""
        return Selection(
            (self.choice, choice),
            {**self.severity, **(severity or {})},
            preview=self.preview or preview,
        )

    def ignores_for(self, path: Path) -> "tuple[FileIgnore, ...]":
        """The entries of `per-file-ignores` that mean a file."""
        if self.file is None or not self.per_file_ignores:
            return ()
        relative = relative_to(path, self.file.parent)
        return tuple(ignore for ignore in self.per_file_ignores if ignore.means(relative))


NO_SETTINGS = Settings()


def absolute(path: str | Path) -> Path:
    """An absolute path without ``..``, of which links stay links."""
    import os

    return Path(os.path.abspath(path))  # noqa: PTH100 - `Path` has no such method


def relative_to(path: Path, folder: Path) -> str:
    """A path as globs and baselines write it: relative to a folder, with forward slashes."""
    import os

    try:
        return os.path.relpath(absolute(path), absolute(folder)).replace(os.sep, "/")
    except ValueError:
        return path.as_posix()
