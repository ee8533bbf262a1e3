"""JSON Schemas of outputs for programs, made from the types in `kspec.outputs`."""

import ast
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType, NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, is_typeddict

import kspec.outputs
from kspec.outputs.misfit import keys_of

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
MARK = "Output"
"""Suffix of the types of whole outputs; the other types are parts."""
PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    Any: {},
    object: {},
}


def schemas() -> dict[str, Schema]:
    """The schema of every output by its name: `lint`, `run` ..."""
    return dict(_schemas())


def _schemas() -> Iterator[tuple[str, Schema]]:
    for info in pkgutil.iter_modules(kspec.outputs.__path__, "kspec.outputs."):
        module = import_module(info.name)
        for name, kind in vars(module).items():
            imported = is_typeddict(kind) and kind.__module__ != module.__name__
            if name.endswith(MARK) and not imported:
                kebab = re.sub("(?<!^)(?=[A-Z])", "-", name.removesuffix(MARK)).lower()
                yield kebab, _whole(kebab, kind, module)


def _whole(name: str, kind: Any, module: ModuleType) -> Schema:  # noqa: ANN401 - a type or several
    parts: dict[str, Schema] = {}
    description = inspect.getdoc(module if _body(kind, module) is None else kind)
    head = {"$schema": DIALECT, "title": f"kspec {name}", "description": description}
    top = _object(kind, parts) if is_typeddict(kind) else _schema(kind, parts)
    return head | top | ({"$defs": dict(sorted(parts.items()))} if parts else {})


def _schema(kind: Any, parts: dict[str, Schema]) -> Schema:  # noqa: ANN401 - any annotation
    """The schema of a type; objects go to ``parts``, by their names."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in PLAIN:
        return dict(PLAIN[kind])
    if origin is Literal:
        return {"const": arguments[0]} if len(arguments) == 1 else {"enum": list(arguments)}
    if origin in (UnionType, Union):
        return {"anyOf": [_schema(one, parts) for one in arguments]}
    if origin is list:
        return {"type": "array", "items": _schema(arguments[0], parts)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1], parts)}
    if kind.__name__ not in parts:
        parts[kind.__name__] = {}
        parts[kind.__name__] = {"description": inspect.getdoc(kind), **_object(kind, parts)}
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _object(kind: Any, parts: dict[str, Schema]) -> Schema:  # noqa: ANN401 - a type
    notes, properties, required = dict(_notes(kind)), {}, []
    for name, one, optional in keys_of(kind):
        properties[name] = _schema(one, parts)
        if name in notes:
            properties[name]["description"] = notes[name]
        if not optional and name in kind.__required_keys__:
            required.append(name)
    return {"type": "object", "properties": properties, "required": required}


def _notes(kind: type) -> Iterator[tuple[str, str]]:
    """Descriptions of the keys of a type, and of its base types."""
    module = sys.modules[kind.__module__]
    body = _body(kind, module)
    if body is None:
        return
    for base in body.bases:
        above = getattr(module, ast.unparse(base))
        if is_typeddict(above):
            yield from _notes(above)
    for key, note in zip(body.body, body.body[1:], strict=False):
        if isinstance(key, ast.AnnAssign) and isinstance(note, ast.Expr):
            yield ast.unparse(key.target), inspect.cleandoc(ast.literal_eval(note.value))


def _body(kind: object, module: ModuleType) -> ast.ClassDef | None:
    """The class of a type; None for several types, and where keys are no names."""
    name = getattr(kind, "__name__", None)
    tree = ast.parse(inspect.getsource(module))
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
    return next((node for node in classes if node.name == name), None)
