"""Python's tests of types: `isinstance`, `callable`, `type`."""

from collections.abc import Callable

from kspec.code.classes import has_unknown_base, lineage, outside_bases
from kspec.code.keras.values import Described, Layer, Model, Tensor
from kspec.code.operators import is_plain
from kspec.code.reader import Reader
from kspec.code.values import (
    Call,
    Class,
    Dict,
    External,
    Function,
    List,
    Native,
    Object,
    Partial,
    Value,
)


def _isinstance(reader: Reader, call: Call) -> Value:
    value, cls = call.get(0, "object"), call.get(1, "class")
    classes = cls if type(cls) is tuple else (cls,)
    answers = [_is_of(reader, value, one, call) for one in classes]
    if True in answers or None not in answers:
        return True in answers
    return reader.unknown("kspec does not follow this test", call.place)


def _is_of(reader: Reader, value: Value, cls: Value, call: Call) -> bool | None:
    """Whether a value is of a class; None where that is not known."""
    kind = _python_type(value)
    if isinstance(cls, Native):
        known = None if kind is None else _PYTHON_TYPES.get(cls.name)
        return None if kind is None or known is None else issubclass(kind, known)
    own = _type(reader, call)
    if isinstance(own, External) and isinstance(cls, External):
        return own == cls
    if isinstance(value, Layer | Model):
        return _is_of_keras(value, cls)
    if isinstance(cls, Class) and isinstance(value, Object):
        return any(one is cls for one in lineage(value.cls))
    if isinstance(cls, Class):
        return None if kind is None else False
    is_keras = isinstance(cls, External) and cls.name.startswith("keras.")
    return False if is_keras and kind not in {None, object} else None


_PYTHON_TYPES: dict[str, type] = {
    one.__name__: one
    for one in (bool, bytes, complex, dict, float, int, list, range, set, str, tuple, type)
}


def _python_type(value: Value) -> type | None:
    """Built-in type of a value, `object` for one of none of `_PYTHON_TYPES`; None if unknown."""
    if isinstance(value, List):
        return {"list": list, "set": set}.get(value.kind, object)
    if isinstance(value, Object):
        plain = set(outside_bases(value.cls)) <= {"builtins.object", "abc.ABC"}
        return object if plain and not has_unknown_base(value.cls) else None
    if _library_type(value) is not None:
        return object if getattr(value, "shape", True) else None  # a number may be a float
    for kinds, known in _KINDS:
        if isinstance(value, kinds):
            return known
    return type(value) if is_plain(value) or type(value) in {tuple, range} else None


_KINDS: tuple[tuple[tuple[type, ...], type], ...] = (
    ((Dict,), dict),
    ((Class,), type),
    ((Function, Partial, Described, Model, Tensor), object),
)


_LIBRARY_TYPES = {
    ("Array", "numpy"): "numpy.ndarray",
    ("Array", "pandas"): "pandas.Series",
    ("Frame", None): "pandas.DataFrame",
}


def _library_type(value: Value) -> str | None:
    """Class of an array or a frame."""
    return _LIBRARY_TYPES.get((type(value).__name__, getattr(value, "library", None)))


_BASES = {
    "Layer": None,
    "RNN": {"LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"},
    "Wrapper": {"Bidirectional", "TimeDistributed", "SpectralNormalization"},
}
"""Layers that others derive from; None: all do."""


def _is_of_keras(value: Layer | Model, cls: Value) -> bool | None:
    """Whether a layer or a model is of one of Keras's classes."""
    if not isinstance(cls, External) or not cls.name.startswith("keras."):
        return None
    name = cls.name.rpartition(".")[2]
    if isinstance(value, Model):
        return name in {"Layer", "Model"} or (name == value.kind and name != "Own")
    return value.name == name or (name in _BASES and value.name in (_BASES[name] or {value.name}))


def _callable(reader: Reader, call: Call) -> Value:
    value = call.get(0, "object")
    if isinstance(value, Function | Class | Native):
        return True
    if is_plain(value):
        return False
    return reader.unknown("kspec does not follow this test", call.place)


def _type(reader: Reader, call: Call) -> Value:
    value = call.get(0, "object")
    if isinstance(value, Object):
        return value.cls
    name = value.kind if isinstance(value, List) else type(value).__name__
    if isinstance(value, Dict):
        name = "dict"
    if name in reader.builtins and (is_plain(value) or isinstance(value, List | Dict | tuple)):
        return reader.builtins[name]
    kind = _library_type(value)
    if kind is not None:
        return External(kind)
    return reader.unknown("kspec does not follow this test", call.place)


TYPE_TESTS: dict[str, Callable[[Reader, Call], Value]] = {
    "callable": _callable,
    "isinstance": _isinstance,
    "type": _type,
}
