"""Arguments of a call: text, object or file, validated against the schema of a tool."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kspec.named_tuple import NamedTuple
from kspec.service.errors import AnswerError
from kspec.source.limits import MAX_BYTES

LONGEST = 2**20
"""Characters of a text."""
LARGEST = 2**29
"""Largest size of an archive in bytes, of which only the configuration is read."""
SUFFIXES = (".py", ".ipynb", ".json", ".jsonc", ".yaml", ".yml", ".keras")
KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


class Source(NamedTuple):
    """A document: its content, the name that it is called by, and its file if it is one."""

    content: str | bytes
    name: str
    origin: Path | None = None


class Roots:
    """Folders that files may be read from; none for a remote server."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.folders = tuple(folder.resolve() for folder in folders)

    def read(self, path: str) -> Source:
        """A file in one of the folders; raises `AnswerError`."""
        if not self.folders:
            raise AnswerError("No files are read here: give the text of the file as `spec`.")
        try:
            file = (self.folders[0] / path).resolve()
            inside = any(file.is_relative_to(folder) for folder in self.folders)
            content = _read(file) if inside else b""
        except (OSError, ValueError) as error:  # a name that no file can have
            reason = getattr(error, "strerror", None) or "it is no path of a file"
            raise AnswerError(
                f"{path} cannot be read ({reason}): give its text as `spec`."
            ) from error
        if not inside:
            folders = ", ".join(map(str, self.folders))
            raise AnswerError(
                f"{path} is outside of {folders}: give its text as `spec`, or start the server "
                "with --root for its folder."
            )
        return Source(content, path, file)


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise OSError(2, "there is no such file")
    if path.stat().st_size > (LARGEST if path.suffix == ".keras" else MAX_BYTES):
        raise OSError(27, "it is too large")
    with path.open("rb") as file:
        return file.read()


def check(arguments: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    """Validate arguments against a tool's schema; raises `AnswerError`."""
    takes = schema["properties"]
    for name, value in arguments.items():
        if name not in takes:
            raise AnswerError(f"There is no argument `{name}`: this takes {', '.join(takes)}.")
        allowed = takes[name].get("type", [])
        kinds = [allowed] if isinstance(allowed, str) else allowed
        if not any(_is(value, kind) for kind in kinds):
            raise AnswerError(f"`{name}` must be of type {' or '.join(kinds)}.")
    missing = [name for name in schema.get("required", ()) if name not in arguments]
    if missing:
        raise AnswerError(f"Give {' and '.join(f'`{name}`' for name in missing)} too.")


def _is(value: object, kind: str) -> bool:
    return isinstance(value, KINDS[kind]) and isinstance(value, bool) == (kind == "boolean")


def source_of(
    arguments: Mapping[str, Any], roots: Roots, name: str = "spec", path_name: str = "path"
) -> Source:
    """The document of a call: a text or an object, or else a file; raises `AnswerError`. A text
    goes by the name of its argument: its beginning tells the format.
    """
    value, path = arguments.get(name), arguments.get(path_name)
    if (value is None) == (path is None):
        raise AnswerError(f"Give either `{name}` (a text or an object) or `{path_name}`.")
    if isinstance(path, str):
        return roots.read(path)
    if isinstance(value, dict):
        from kspec.spec.dialects.layout import laid_out

        return Source(laid_out(value), name)
    text = str(value)
    if len(text) > LONGEST:
        raise AnswerError(f"The text has more than {LONGEST:,} characters: lint it with the shell.")
    if "\n" not in text and text.endswith(SUFFIXES):  # no model is such a line, and a path is
        return roots.read(text)
    return Source(text, name)


def shown(value: object) -> str:
    """A value as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
