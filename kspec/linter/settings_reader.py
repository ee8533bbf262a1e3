"""Reads settings strictly: an unknown key, rule or value is refused, with a suggestion."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kspec.linter.finding import Severity
from kspec.linter.selection import Choice, UnknownRuleError, resolve, rule_named
from kspec.linter.settings import Settings, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kspec.linter.file_ignores import FileIgnore
    from kspec.linter.rules.index import RuleEntry


def read_settings_text(text: str, name: str, file: Path | None = None) -> Settings:
    """The settings of a text of TOML; `[tool.kspec]` where it is a `pyproject.toml`.

    Raises `SettingsError` for a text that is not TOML, and for an unknown key, rule or value.
    """
    import tomllib

    try:
        table: Any = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, and int() for too many digits
        raise SettingsError("KS902", name, f"this is not TOML: {error}") from error
    except RecursionError as error:
        raise SettingsError("KS902", name, "this is nested too deeply") from error
    place = name
    if name.endswith("pyproject.toml"):
        tool = table.get("tool", {})
        table = tool.get("kspec", {}) if isinstance(tool, dict) else {}
        place = f"{name}: [tool.kspec]"
    return _read(table, place, name, file)


def settings_from(table: Mapping[str, Any], name: str = "settings") -> Settings:
    """The settings of a mapping with the keys of `kspec.toml`; errors are those of a text."""
    return _read(table, name, name, Path(name))


def _read(table: object, place: str, name: str, file: Path | None) -> Settings:
    if not isinstance(table, dict):
        raise SettingsError("KS902", place, "this must be a table")
    reader = _Reader(place, name)
    values: dict[str, Any] = {}
    for key, value in table.items():
        read = READERS.get(key)
        if read is None:
            raise reader.unknown(key, READERS, "setting")
        values[key.replace("-", "_")] = read(reader, value, key)
    chosen = {field: values.pop(field) for field in Choice._fields if field in values}
    return Settings(file=file, choice=Choice(**chosen), **values)


class _Reader:
    """Reads values strictly; ``place`` is the subject of messages."""

    def __init__(self, place: str, name: str) -> None:
        self.place = place
        self.name = name

    def wrong(self, key: str, expected: str) -> SettingsError:
        return SettingsError("KS902", self.place, f'"{key}" must be {expected}')

    def unknown(self, word: str, known: Mapping[str, object], noun: str) -> SettingsError:
        from kspec.spec.suggest import nearest

        meant = nearest(word, known)
        hint = f'did you mean "{meant}"?' if meant else f"there are {', '.join(known)}"
        return SettingsError("KS902", self.place, f'"{word}" is no {noun}; {hint}')

    def texts(self, value: object, key: str) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, "a list of strings")
        return tuple(value)

    def selectors(self, value: object, key: str) -> tuple[str, ...]:
        try:
            return resolve(self.texts(value, key))
        except UnknownRuleError as error:
            raise SettingsError("KS903", self.place, f'in "{key}", {error}') from error

    def rule(self, word: str, key: str) -> RuleEntry:
        try:
            return rule_named(word)
        except UnknownRuleError as error:
            raise SettingsError("KS903", self.place, f'in "{key}", {error}') from error

    def level(self, value: object, key: str) -> Severity:
        if not isinstance(value, str):
            raise self.wrong(key, "error, warning or advice")
        levels = {str(level): None for level in Severity}
        if value not in levels:
            raise self.unknown(value, levels, f'value of "{key}"')
        return Severity(value)

    def flag(self, value: object, key: str) -> bool:
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def text(self, value: object, key: str) -> str:
        if not isinstance(value, str):
            raise self.wrong(key, "a string")
        return value

    def table(self, value: object, key: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.wrong(key, "a table")
        return value

    def severities(self, value: object, key: str) -> dict[str, Severity]:
        items = self.table(value, key).items()
        return {
            self.rule(word, key).code: self.level(level, f"{key}.{word}") for word, level in items
        }

    def file_ignores(self, value: object, key: str) -> tuple[FileIgnore, ...]:
        from kspec.linter.file_ignores import file_ignore

        return tuple(
            file_ignore(place, self.selectors(words, f"{key}.{place}"), self.name)
            for place, words in self.table(value, key).items()
        )

    def rule_options(self, value: object, key: str) -> dict[str, dict[str, Any]]:
        from kspec.linter.engine import load

        by_rule = {}
        for word, options in self.table(value, key).items():
            entry = self.rule(word, key)
            known = load(entry).options
            for name, option in self.table(options, f"{key}.{word}").items():
                if name not in known:
                    raise self.no_option(entry, name, known)
                if not _alike(option, known[name]):
                    raise self.wrong(f"{key}.{word}.{name}", f"like {known[name]!r}")
            by_rule[entry.name] = options
        return by_rule

    def no_option(self, entry: RuleEntry, name: str, known: Mapping[str, object]) -> SettingsError:
        if known:
            return self.unknown(name, known, f"option of {entry.name}")
        return SettingsError("KS902", self.place, f'{entry.name} has no options, so no "{name}"')


def _alike(value: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    return isinstance(value, str) if isinstance(default, str) else isinstance(value, int | float)


READERS: Mapping[str, Callable[[_Reader, object, str], object]] = {
    "select": _Reader.selectors,
    "extend-select": _Reader.selectors,
    "ignore": _Reader.selectors,
    "fail-on": _Reader.level,
    "exclude": _Reader.texts,
    "per-file-ignores": _Reader.file_ignores,
    "severity": _Reader.severities,
    "baseline": _Reader.text,
    "preview": _Reader.flag,
    "read-source": _Reader.flag,
    "rules": _Reader.rule_options,
}
