"""Index of classes: the generated table, by the names that documents use."""

from collections.abc import Iterable, Mapping

from kspec.spec import class_table

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
"""The classes that Keras makes an object of for a string, by the string."""
PARTS: Mapping[str, Iterable[str]] = {
    part: fields.split() for part, fields in class_table.PARTS.items()
}
"""The fields of each part of a spec."""
