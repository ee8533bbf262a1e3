"""Lookup of the settings file for a file: the nearest one above it, within its repository."""

from pathlib import Path

from kspec.linter.settings import NO_SETTINGS, Settings, SettingsError
from kspec.source.plain_files import read_plain

MOST = 2**20
"""Bytes of a settings file."""


def read_settings(path: Path) -> Settings:
    """The settings of one file.

    Raises `SettingsError` where it cannot be used, and `OSError` where it cannot be read.
    """
    from kspec.linter.settings_reader import read_settings_text

    try:
        text = read_plain(path, MOST)
    except UnicodeDecodeError as error:
        raise SettingsError("KS902", str(path), "this is not UTF-8") from error
    except ValueError as error:
        raise SettingsError("KS902", str(path), str(error)) from error
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
        settings = NO_SETTINGS
        for parent in (folder, *folder.parents):
            known = self._by_folder.get(parent) or _here(parent)
            walked.append(parent)
            if known is not None:
                settings = known
                break
            if (parent / ".git").exists():
                break
        for parent in walked:
            self._by_folder[parent] = settings
        return settings


def _here(folder: Path) -> Settings | None:
    own = folder / "kspec.toml"
    if own.is_file():
        return read_settings(own)
    project = folder / "pyproject.toml"
    return read_settings(project) if project.is_file() and _is_ours(project) else None


def _is_ours(project: Path) -> bool:
    """Whether a `pyproject.toml` has settings of kspec, or may: `read_settings` reports errors."""
    try:
        text = read_plain(project, MOST)
        if "kspec" not in text:
            return False
        import tomllib

        tool = tomllib.loads(text).get("tool")
    except (ValueError, RecursionError):
        return True
    return isinstance(tool, dict) and "kspec" in tool
