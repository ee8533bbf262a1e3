"""Which settings file holds for a file: the nearest one above it, within its repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.lint.settings import NO_SETTINGS, Settings, SettingsError

if TYPE_CHECKING:
    from pathlib import Path


def read_settings(path: Path) -> Settings:
    """The settings of one file.

    Raises `SettingsError` where it cannot be used, and `OSError` where it cannot be read.
    """
    from kspec.lint.settings_reader import read_settings_text

    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise SettingsError("KS902", str(path), "this is not UTF-8") from error
    return read_settings_text(text, str(path), path)


class SettingsFiles:
    """Finds settings, and reads each file once.

    The nearest of `kspec.toml` and `pyproject.toml` with `[tool.kspec]` wins; files are not merged.
    The search ends at the root of the repository.
    """

    def __init__(self) -> None:
        self._by_folder: dict[Path, Settings] = {}

    def settings_for(self, folder: Path) -> Settings:
        """The settings that hold in an absolute folder."""
        walked = []
        found = NO_SETTINGS
        for parent in (folder, *folder.parents):
            known = self._by_folder.get(parent) or _here(parent)
            walked.append(parent)
            if known is not None:
                found = known
                break
            if (parent / ".git").exists():
                break
        for parent in walked:
            self._by_folder[parent] = found
        return found


def _here(folder: Path) -> Settings | None:
    own = folder / "kspec.toml"
    if own.is_file():
        return read_settings(own)
    project = folder / "pyproject.toml"
    if project.is_file() and b"kspec" in project.read_bytes():
        import tomllib

        try:
            tool = tomllib.loads(project.read_text("utf-8")).get("tool")
            if not isinstance(tool, dict) or "kspec" not in tool:
                return None
        except (ValueError, RecursionError):  # read_settings says what is wrong
            pass
        return read_settings(project)
    return None
