"""Index of classes: the generated table, by the names that documents use."""

from collections.abc import Iterable, Mapping
from functools import cache

from kspec.spec import class_table
from kspec.spec.naming import strings_of

Table = Mapping[str, Mapping[str, str]]


def _by_name(table: Table) -> dict[str, dict[str, str]]:
    """Invert a table of names by key: key by name, for each kind."""
    by_kind: dict[str, dict[str, str]] = {}
    for kind, rows in table.items():
        names = by_kind[kind] = {}
        for key, text in rows.items():
            names.update(dict.fromkeys(text.split(), key))
    return by_kind


MODULES = _by_name(class_table.MODULES)
"""The module of each class of a kind, by its name and its aliases."""
ALIASES = _by_name(class_table.ALIASES)
"""The classes that have an alias, by the alias."""
STRINGS = _by_name(class_table.STRINGS)
"""The classes by those of their strings that do not follow from their names."""
IGNORES_CASE = "optimizer"
"""The kind of which Keras takes the strings in any case."""
PARTS: Mapping[str, Iterable[str]] = {
    part: fields.split() for part, fields in class_table.PARTS.items()
}
"""The fields of each part of a spec."""


@cache
def strings(noun: str) -> Mapping[str, str]:
    """The classes of a kind that Keras makes an object of for a string, by the string."""
    by_string = STRINGS.get(noun, {}).copy()
    for name in class_table.RESOLVED.get(noun, "").split():
        texts = strings_of(name, ignore_case=noun == IGNORES_CASE)
        by_string.update(dict.fromkeys(texts, name))
    return by_string
