"""Scopes: the names of a module, a function or a class body, and where others are looked up."""

from __future__ import annotations

from typing import Any

from kspec.code.journal import MISSING


class Scope:
    """The names that are bound here, and the scope around (that of the definition)."""

    __slots__ = ("globals", "outer", "state")

    def __init__(self, outer: Scope | None = None, names: dict[str, Any] | None = None) -> None:
        self.state: dict[str, Any] = {} if names is None else names
        self.outer = outer
        self.globals: dict[str, Scope] = {}
        """Names that ``global`` and ``nonlocal`` declare, and where they are bound."""

    def find(self, name: str) -> Any:
        """The value of a name, `MISSING` where it is bound nowhere."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.state:
                return scope.state[name]
            scope = scope.outer
        return MISSING

    @property
    def module(self) -> Scope:
        """The scope of the module: outside of it are the builtins alone."""
        scope = self
        while scope.outer is not None and scope.outer.outer is not None:
            scope = scope.outer
        return scope
