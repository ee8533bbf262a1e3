"""Values of a spec as expressions of Python, in the style of the file that they are put into."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from kspec.named_tuple import NamedTuple
from kspec.spec.dialects.python_text import number
from kspec.spec.registry import CALLBACKS, LAYERS, LOSSES, METRICS, OPTIMIZERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kspec.linter.code_tree import CodeTree
    from kspec.spec.registry import Registry

_SECTIONS = (
    ("layers", LAYERS),
    ("losses", LOSSES),
    ("metrics", METRICS),
    ("optimizers", OPTIMIZERS),
    ("callbacks", CALLBACKS),
)
_QUOTES = re.compile(r"(?<![\w'\"])(['\"])(?!\1\1)(?:\\.|(?!\1)[^\\\r\n])*\1")
_ROOT = re.compile(r"^((?:tensorflow\.)?(?:python\.)?(?:keras|tf_keras|keras_core))(?=\.|$)")


class NoExpressionError(ValueError):
    """The value cannot be written for sure."""


class Import(NamedTuple):
    """A name to be imported: ``from module import name``."""

    module: str
    name: str


def _is_class(kinds: Registry, name: str) -> bool:
    cls = kinds.find(name)
    return cls is not None and cls.__name__ == name


class Writer:
    """Writes values for one file. ``imports`` collects the names that it has still to import."""

    def __init__(self, code: CodeTree) -> None:
        self.code = code
        self.imports: list[Import] = []

    def expression(self, value: object, *, as_tuple: bool = False, quote: str = "") -> str:
        """A value; raises `NoExpressionError`."""
        if isinstance(value, str):
            return self.string(value, quote)
        if value is None or isinstance(value, bool | int | float):
            return number(value)
        if isinstance(value, list):
            return self._sequence(value, as_tuple=as_tuple)
        if isinstance(value, dict):
            return self._object(value) if "type" in value else self._mapping(value)
        raise NoExpressionError

    def string(self, value: str, quote: str = "") -> str:
        """A string literal in the quotes that the file uses."""
        quote = quote or self._quote
        if quote in value or "\\" in value or not value.isprintable():
            return repr(value)
        return f"{quote}{value}{quote}"

    @property
    def _quote(self) -> str:
        quotes = [match[1] for match in _QUOTES.finditer(self.code.places.text)]
        return "'" if quotes.count("'") > quotes.count('"') else '"'

    def _sequence(self, items: Sequence[object], *, as_tuple: bool) -> str:
        inner = ", ".join(map(self.expression, items))
        if not as_tuple:
            return f"[{inner}]"
        return f"({inner},)" if len(items) == 1 else f"({inner})"

    def _mapping(self, value: Mapping[str, object]) -> str:
        pairs = (f"{self.string(key)}: {self.expression(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"

    def _object(self, value: Mapping[str, object]) -> str:
        arguments = [
            f"{key}={self.expression(item)}" for key, item in value.items() if key != "type"
        ]
        return f"{self.reference(str(value['type']))}({', '.join(arguments)})"

    def reference(self, name: str, beside: ast.expr | None = None) -> str:
        """Name of a Keras class in the file; with the prefix of the expression ``beside``."""
        section = next((word for word, kinds in _SECTIONS if _is_class(kinds, name)), None)
        if section is None:
            raise NoExpressionError
        target = f"keras.{section}.{name}"
        if isinstance(beside, ast.Attribute):
            dotted = self.code.imports.dotted(beside) or ""
            if dotted == f"keras.{section}.{beside.attr}":
                span = self.code.places.span(beside.value)
                return f"{self.code.places.text[span.start : span.end]}.{name}"
        by_name = isinstance(beside, ast.Name) and self._is_bound(beside.id)
        return self._by_import(target, section, name, by_name=by_name)

    def _by_import(self, target: str, section: str, name: str, *, by_name: bool) -> str:
        imports = self.code.imports
        dotted = {word: imports.dotted(ast.Name(word)) for word in imports.names}
        by_dotted = {text: word for word, text in dotted.items() if text}
        if target in by_dotted:
            return by_dotted[target]
        if by_name:
            return self._imported(section, name)
        if f"keras.{section}" in by_dotted:
            return f"{by_dotted[f'keras.{section}']}.{name}"
        for root, path in (("keras", section), ("tensorflow", f"keras.{section}")):
            if root in by_dotted and not self.code.is_bound(by_dotted[root]):
                return f"{by_dotted[root]}.{path}.{name}"
        return self._imported(section, name)

    def _imported(self, section: str, name: str) -> str:
        """A name that is still to be imported."""
        if self._is_bound(name):
            raise NoExpressionError
        self.imports.append(Import(f"{self._root()}.{section}", name))
        return name

    def _root(self) -> str:
        """Package that the file imports Keras from."""
        for full in self.code.imports.names.values():
            match = _ROOT.match(full)
            if match:
                return match[1]
        raise NoExpressionError

    def _is_bound(self, name: str) -> bool:
        return name in self.code.imports.names or self.code.is_bound(name)
