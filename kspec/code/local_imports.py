"""Modules next to a program that it imports, by its text alone: the files, and the names."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from kspec.named_tuple import NamedTuple

_FROM = r"(?m)^[ \t]*from[ \t]+\.?([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]*)"
_IMPORT = r"(?m)^[ \t]*import[ \t]+([\w., \t]+)"
_NAME = r"([\w.]+)(?:[ \t]+as[ \t]+(\w+))?"


class LocalImport(NamedTuple):
    """Module beside the program, and the program's names for it or its members."""

    file: Path
    names: frozenset[str]


def module_file(folder: Path, module: str) -> Path | None:
    """The file of a module in a folder, None for one that is elsewhere."""
    place = os.path.join(folder, *module.split("."))  # noqa: PTH118 - quick: for each import of a file
    for file in (f"{place}.py", f"{place}/__init__.py"):
        if os.path.isfile(file):  # noqa: PTH113 - as above
            return Path(file)
    return None


def local_imports(text: str, folder: Path) -> Iterator[LocalImport]:
    """The imports of modules in the folder of a program."""
    for match in re.finditer(_FROM, text):
        file = module_file(folder, match[1])
        if file is not None:
            yield LocalImport(file, frozenset(alias for _, alias in _aliases(match[2])))
    for match in re.finditer(_IMPORT, text):
        for module, alias in _aliases(match[1]):
            file = module_file(folder, module)
            if file is not None:
                yield LocalImport(file, frozenset((alias.partition(".")[0],)))


def _aliases(listed: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(_NAME, listed):
        yield match[1], match[2] or match[1]
