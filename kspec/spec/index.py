"""Index of classes: the generated table, by the names that documents use."""

from collections.abc import Iterable, Mapping

from kspec.spec import class_table


def _meant(text: str) -> dict[str, str]:
    """The class that each name of a text means: itself, or the one behind the equals sign."""
    pairs = (name.partition("=") for name in text.split())
    return {name: cls or name for name, _, cls in pairs}


CLASSES = {
    kind: {
        name: (module, cls) for module, text in rows.items() for name, cls in _meant(text).items()
    }
    for kind, rows in class_table.MODULES.items()
}
"""The module and the name of each class of a kind, by its name and its aliases."""
STRINGS = {kind: _meant(text) for kind, text in class_table.STRINGS.items()}
"""The classes that Keras makes an object of for a string, by the string."""
PARTS: Mapping[str, Iterable[str]] = {
    part: fields.split() for part, fields in class_table.PARTS.items()
}
"""The fields of each part of a spec."""
