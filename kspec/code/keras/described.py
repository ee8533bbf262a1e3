"""Values as a native spec writes them, each with its place in the code."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, get_args

from kspec.code.keras.arguments import made_with
from kspec.code.keras.values import Argument, Described, Layer, Model, Opaque
from kspec.code.library import OF_DATA, kind_of, settled
from kspec.code.names import nodes_in, words
from kspec.code.values import (
    MADE_WITH,
    Bound,
    Class,
    Dict,
    External,
    Function,
    List,
    Object,
    Partial,
    Unknown,
)
from kspec.spec import registry
from kspec.spec.unknown import (
    MOST_SIZES,
    Elementwise,
    OwnCode,
    OwnFunction,
    OwnObject,
    UnknownText,
)

if TYPE_CHECKING:
    from kspec.code.values import Place, Value
    from kspec.source.outline import Key
    from kspec.spec.spec_object import SpecObject

_FUNCTIONS = (
    *("keras.activations.", "keras.losses.", "keras.metrics.", "keras.ops.", "keras.backend."),
    *("keras.initializers.", "keras.regularizers.", "tensorflow.nn.", "tensorflow.math."),
)
"""Modules of functions that Keras knows by their names too."""
_CLASSES = {
    "keras.initializers": registry.INITIALIZERS,
    "keras.regularizers": registry.REGULARIZERS,
    "keras.constraints": registry.CONSTRAINTS,
}
"""Sections of which Keras takes a class, or an old name of it, for an object of it."""
_DTYPES = ("tensorflow.", "numpy.", "jax.numpy.", "tensorflow.dtypes.")
_KINDS = words("float int uint bool bfloat string double half")
"""Names of dtypes without the number of bits."""
_RENAMED = {"swish": "silu", "float": "float32"}


_WITH_NUMBERS = {one.noun: one for one in (registry.LAYERS, registry.CALLBACKS)}
"""The registries of the classes that refuse None for some of their fields."""
_FLAG = "trainable"
_HOLD_WEIGHTS = words("ConvLSTM1D ConvLSTM2D ConvLSTM3D GroupQueryAttention MultiHeadAttention RNN")
"""Layers with weights that their own argument does not freeze, and the attribute does."""

DEEPEST = 8
"""Levels of lists and dictionaries in the argument of a layer."""


class Placed:
    """Position of a value of a spec: its expression, the ``name=value`` around it, its items."""

    __slots__ = ("children", "key", "place")

    def __init__(self, place: Place | None, key: Place | None = None) -> None:
        self.place = place
        self.key = key
        self.children: dict[Key, Placed] = {}


def described(value: Value, place: Place | None, depth: int = 0) -> tuple[Any, Placed]:
    """A value in a native spec."""
    if isinstance(value, str) and ">" in value and re.fullmatch(r"\w+>\w+", value):
        return Unknown("a name that the program registers", value, place), Placed(place)
    if value is None or isinstance(value, bool | int | float | str):
        return value, Placed(place)
    if depth > DEEPEST:
        return Unknown("nested deeper than kspec follows", "?", place), Placed(place)
    if isinstance(value, List) or type(value) is tuple:
        return _list(value, place, depth)
    if isinstance(value, Dict):
        return _dict(value, place, depth)
    if isinstance(value, Described):
        return described_object(value, place)
    if isinstance(value, Object) and MADE_WITH in value.state and _is_of_keras(value.cls):
        placed = Placed(place)
        entry: dict[str, Any] = {}
        add_fields(entry, placed, made_with(value))
        own = _single(value, place)
        return ({"type": own, **entry} if entry else own), placed
    if isinstance(value, Opaque):
        return Unknown("a layer of the program's own", value.name, place), Placed(place)
    if isinstance(value, Model):
        name = value.variable or "a model"
        return OwnCode("a model of the program", name, place), Placed(place)
    return _single(value, place), Placed(place)


def _is_of_keras(cls: Class) -> bool:
    """Whether a class of the program is below one of Keras's, as that of a callback."""
    return any(
        base.name.startswith("keras.") if isinstance(base, External) else _is_of_keras(base)
        for base in cls.bases
        if isinstance(base, External | Class)
    )


def _is_elementwise(node: ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function returns arithmetic of its one argument and of numbers alone."""
    result: ast.AST | None = node.body if isinstance(node, ast.Lambda) else node.body[0]
    if isinstance(result, ast.Return):
        result = result.value
    nodes = [] if result is None else nodes_in(result)
    names = {one.id for one in nodes if isinstance(one, ast.Name)}
    arguments = {one.arg for one in node.args.args}
    is_of_one = names == arguments and len(names) == 1
    return is_of_one and all(isinstance(one, _ARITHMETIC) for one in nodes)


_ARITHMETIC = (
    *(ast.Add, ast.BinOp, ast.Constant, ast.Div, ast.Load, ast.Mult, ast.Name, ast.Pow, ast.Sub),
    *(ast.UAdd, ast.USub, ast.UnaryOp),
)


def _single(value: Value, place: Place | None) -> Any:
    if isinstance(value, PurePosixPath):
        return str(value)
    if isinstance(value, Unknown):
        is_placed = value.place is not None or isinstance(value, UnknownText)
        return value if is_placed else Unknown(value.reason, value.name, place)
    if isinstance(value, External):
        return _external(value.name, place)
    if isinstance(value, Function):
        own = Elementwise if _is_elementwise(value.node) else OwnFunction
        name = value.state.get("name", value.own_name)
        if not isinstance(name, str):
            return OwnCode("a function of the program", value.name, place)
        return own("a function of the program", name, place)
    if isinstance(value, Class):
        return OwnCode("an object of a class of the program", value.name, place)
    if isinstance(value, Object):
        own_object = OwnObject("an object of a class of the program", value.cls.name, place)
        own_object.logs = _logged(value.cls.node)
        return own_object
    if isinstance(value, Partial):
        if isinstance(value.function, Function) and isinstance(value.call.get(0, ""), Object):
            return OwnFunction("a method of the program", value.function.own_name, place)
        return Unknown("a function with some arguments fixed", "?", place)
    if isinstance(value, Bound) and place is not None:
        value = settled(value, place)
        if isinstance(value, Unknown):
            return Unknown(value.reason, value.name, place)
    if kind_of(value) is not None:
        number = getattr(value, "number", None)
        why = OF_DATA if not getattr(value, "shape", None) else "the values of an array"
        return number if number is not None else Unknown(why, "?", place)
    return Unknown("a value that no spec holds", "?", place)


def _logged(cls: ast.ClassDef) -> frozenset[str] | None:
    """Names of the items of ``logs`` that a class sets: ``logs["val_f1"] = f1``."""
    names: set[str] = set()
    for node in nodes_in(cls):
        match node:
            case ast.Subscript(ast.Name("logs"), ast.Constant(str(name)), ast.Store()):
                names.add(name)
            case ast.Subscript(ast.Name("logs"), ctx=ast.Store()):
                return None
            case ast.Attribute(ast.Name("logs"), "setdefault" | "update"):
                return None
    return frozenset(names)


def _external(name: str, place: Place | None) -> Any:
    """A function of Keras or TensorFlow, or a dtype, by the string that means the same."""
    section, _, last = name.rpartition(".")
    kinds = _CLASSES.get(section)
    cls = None if kinds is None else kinds.find(last)
    if cls is not None:
        return {"type": cls.__name__}
    if name.startswith(_FUNCTIONS) and last[:1].islower():
        return last
    is_dtype = last.rstrip("0123456789_") in _KINDS
    if is_dtype and name.startswith(_DTYPES) and name.count(".") <= 2:
        return _RENAMED.get(last, last)
    if name.startswith("keras.applications.") and last[:1].islower():
        return OwnCode("a function of Keras", last, place)
    return Unknown(f"{name} is in code that kspec does not read", last, place)


def _list(value: Value, place: Place | None, depth: int) -> tuple[Any, Placed]:
    items = value.items if isinstance(value, List) else value
    rest = value.rest if isinstance(value, List) else None
    placed = Placed(place)
    if rest is not None:
        return Unknown(rest.reason, "?", place), placed
    result = []
    for index, item in enumerate(items):
        where = value.place_of(index) if isinstance(value, List) else None
        native, child = described(item, where or place, depth + 1)
        result.append(native)
        placed.children[index] = child
    if len(result) > MOST_SIZES:
        unknown = next((item for item in result if isinstance(item, Unknown)), None)
        if unknown is not None:
            return unknown.called("?"), Placed(place)
    return result, placed


def _dict(value: Dict, place: Place | None, depth: int) -> tuple[Any, Placed]:
    placed = Placed(place)
    if value.rest is not None:
        return Unknown(value.rest.reason, "?", place), placed
    result = {}
    for key, item in value.items.items():
        if not isinstance(key, str | int):
            return Unknown("a dictionary with other keys than names", "?", place), placed
        key_place, where = value.state["places"].get(key, (place, place))
        result[key], child = described(item, where, depth + 1)
        child.key = key_place
        placed.children[key] = child
    return result, placed


def described_object(value: Described, place: Place | None) -> tuple[dict[str, Any], Placed]:
    """An object of one of Keras's classes."""
    placed = Placed(place if place is not None else value.place)
    native: dict[str, Any] = {"type": value.name}
    placed.children["type"] = Placed(getattr(value.place, "func", None) or value.place)
    kinds = _WITH_NUMBERS.get(value.noun)
    cls = None if kinds is None else kinds.find(value.name)
    add_fields(native, placed, value.current(), cls)
    if isinstance(value, Layer) and _FLAG in value.state:
        add_flag(native, placed, value)
    return native, placed


def add_flag(native: dict[str, Any], placed: Placed, layer: Layer | Model) -> None:
    """Add to a layer or a model among the layers whether it is trained, where the program says."""
    flag = layer.fields.get(_FLAG) if isinstance(layer, Layer) else None
    place = layer.place or placed.place
    if _FLAG in layer.state and place is not None and _takes_flag(layer):
        flag = Argument(layer.state[_FLAG], layer.state.get("<trainable>", place))
        if isinstance(layer, Layer) and layer.name in _HOLD_WEIGHTS and flag.value is False:
            flag = flag._replace(value=Unknown("a flag that is set later", _FLAG, place))
    if flag is None or (isinstance(layer, Model) and flag.value is True):
        native.pop(_FLAG, None)
    else:
        add_fields(native, placed, {_FLAG: flag})


def _takes_flag(layer: Layer | Model) -> bool:
    """Whether a class takes the flag as an argument, which all others have as an attribute."""
    cls = registry.LAYERS.find(layer.name) if isinstance(layer, Layer) else None
    arguments_ = None if cls is None else cls.serialization.base_fields
    return arguments_ is None or _FLAG in arguments_


def add_fields(
    native: dict[str, Any],
    placed: Placed,
    fields: dict[str, Argument],
    cls: type[SpecObject] | None = None,
) -> None:
    """Add fields to an object of a spec, which is of a class."""
    for name, argument in fields.items():
        value, place = argument.value, argument.place
        if value is None and isinstance(place, ast.Name) and _refuses_none(cls, name):
            value = Unknown("a None for which callers give a value", place.id, place)
        native[name], child = described(value, place)
        child.key = argument.key_place
        placed.children[name] = child


def _refuses_none(cls: type[SpecObject] | None, name: str) -> bool:
    """Whether a field of a class takes no None, so that a parameter's default is not its value."""
    _, field = cls.written().get(name, (None, None)) if cls is not None else (None, None)
    if field is None or field.default is None:
        return False
    return not {Any, type(None)}.intersection((field.annotation, *get_args(field.annotation)))
