"""Classes of Keras that a program calls and neither imports nor defines."""

import ast
from collections.abc import Mapping

from kspec.code.keras.exports import exports_of
from kspec.code.names import MAY_BIND
from kspec.code.source import Source

SECTIONS = ("layers", "models", "optimizers", "callbacks", "regularizers", "initializers")
_UNSEEN = frozenset(("exec", "globals", "__import__"))


def undefined_classes(source: Source) -> Mapping[str, tuple[str, ast.Name]]:
    """The module and the first call of each such class; none where names come from unknown code."""
    called = {
        call.func.id: call.func
        for call in reversed(source.calls)
        if isinstance(call.func, ast.Name) and call.func.id[0].isupper()
    }
    bound = {alias.asname or alias.name for one in source.of(ast.ImportFrom) for alias in one.names}
    missing = [one for one in called if one not in bound and not source.is_bound(one)]
    unseen = "*" in bound or not _UNSEEN.isdisjoint(source.reads)
    if not missing or unseen or MAY_BIND.search(source.places.text):
        return {}
    imported = source.imports.names
    if not any(name.startswith(("keras", "tensorflow")) for name in imported.values()):
        return {}
    return {
        name: (homes[0], called[name])
        for name in reversed(missing)
        if name not in imported
        and (homes := [one for one in SECTIONS if name in exports_of(f"keras.{one}")])
    }
