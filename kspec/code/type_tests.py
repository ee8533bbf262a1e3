"""Python's tests of types: `isinstance`, `callable`, `type`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.code.keras.objects import KINDS_BY_NOUN
from kspec.code.keras.values import Layer, Model
from kspec.code.operators import is_plain
from kspec.code.values import Class, Dict, External, Function, List, Native, Object

if TYPE_CHECKING:
    from collections.abc import Callable

    from kspec.code.reader import Reader
    from kspec.code.values import Call, Value


def _isinstance(reader: Reader, call: Call) -> Value:
    value, cls = call.get(0, "object"), call.get(1, "class")
    names = {one.name for one in _each(cls) if isinstance(one, Native)}
    kinds = {"int": int, "float": float, "str": str, "bool": bool, "tuple": tuple, "list": List}
    if len(names) == len(_each(cls)) and names <= kinds.keys() | {"dict"}:
        classes = tuple(kinds.get(name, Dict) for name in names)
        if is_plain(value) or isinstance(value, List | Dict):
            return isinstance(value, classes)
    own = _type(reader, call)
    if isinstance(own, External) and all(isinstance(one, External | Native) for one in _each(cls)):
        return own in _each(cls)
    if isinstance(value, Layer | Model):
        return _is_of_keras(reader, value, _each(cls), call)
    if isinstance(cls, Class) and isinstance(value, Object):
        from kspec.code.classes import lineage

        return any(one is cls for one in lineage(value.cls))
    return reader.unknown("kspec does not follow this test", call.place)


_LIBRARY_TYPES = {
    ("Array", "numpy"): "numpy.ndarray",
    ("Array", "pandas"): "pandas.Series",
    ("Frame", None): "pandas.DataFrame",
}
_BASES = {
    "Layer": None,
    "RNN": {"LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"},
    "Wrapper": {"Bidirectional", "TimeDistributed", "SpectralNormalization"},
}
"""Layers that others derive from; None: all do."""


def _is_of_keras(
    reader: Reader, value: Layer | Model, classes: tuple[Value, ...], call: Call
) -> Value:
    """Whether a layer or a model is of one of Keras's classes."""
    if not all(isinstance(one, External) and one.name.startswith("keras.") for one in classes):
        return reader.unknown("kspec does not follow this test", call.place)
    names = {one.name.rpartition(".")[2] for one in classes}
    if isinstance(value, Model):
        of_model = {"Sequential": {"Sequential"}, "Functional": {"Functional"}}.get(value.kind)
        return bool(names & {"Layer", "Model", *(of_model or ())})
    return any(
        value.name == name or (name in _BASES and (_BASES[name] or {value.name}) >= {value.name})
        for name in names
    )


FIELDS = frozenset(
    (
        *("activation", "activity_regularizer", "bias_initializer", "bias_regularizer", "filters"),
        *("kernel_constraint", "kernel_initializer", "kernel_regularizer", "kernel_size", "layers"),
        *("rate", "units"),
    )
)
"""Attributes by which programs tell layers apart."""


def has_field(owner: Layer | Model, name: str) -> bool:
    """Whether a layer or a model has one of `FIELDS` as an attribute."""
    if isinstance(owner, Model) or name == "layers":
        return isinstance(owner, Model) and name == "layers"
    cls = KINDS_BY_NOUN[owner.noun].find(owner.name)
    # it keeps those of its parts under private names
    return cls is not None and name in cls.written() and owner.name != "MultiHeadAttention"


def _each(cls: Value) -> tuple[Value, ...]:
    return cls if type(cls) is tuple else (cls,)


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
    kind = _LIBRARY_TYPES.get((type(value).__name__, getattr(value, "library", None)))
    if kind is not None:
        return External(kind)
    return reader.unknown("kspec does not follow this test", call.place)


TYPE_TESTS: dict[str, Callable[[Reader, Call], Value]] = {
    "callable": _callable,
    "isinstance": _isinstance,
    "type": _type,
}
