"""Objects of Keras's classes, with their arguments by name, and the optimizers of models."""

from kspec.code.journal import BORN
from kspec.code.keras.arguments import arguments
from kspec.code.keras.events import CHANNELS_LAST
from kspec.code.keras.spelling import translated
from kspec.code.keras.values import Argument, Described, Layer
from kspec.code.reader import Reader
from kspec.code.values import Call
from kspec.spec import registry
from kspec.spec.registry import Registry

REGISTRIES: dict[str, Registry] = {
    "layers": registry.LAYERS,
    "optimizers": registry.OPTIMIZERS,
    "optimizers.schedules": registry.SCHEDULES,
    "losses": registry.LOSSES,
    "metrics": registry.METRICS,
    "callbacks": registry.CALLBACKS,
    "initializers": registry.INITIALIZERS,
    "regularizers": registry.REGULARIZERS,
    "constraints": registry.CONSTRAINTS,
}
"""Registry of the classes in a section of Keras."""
KINDS_BY_NOUN = {kinds.noun: kinds for kinds in REGISTRIES.values()}
"""Registries by the noun that an object keeps."""


def make(reader: Reader, kinds: Registry, name: str, call: Call) -> Described:
    """The object that a call of a class makes."""
    cls = kinds.find(name)
    spelt = name if cls is None else cls.__name__
    fields = arguments(call, kinds.positions(spelt))
    fields = translated(reader.log, cls, name, fields, call)
    if call.unsure is not None and cls is not None:
        for field in cls.written():
            fields.setdefault(field, Argument(call.unsure.called(field), call.place))
    other_order = reader.log.data_format != CHANNELS_LAST and "data_format" not in fields
    if other_order and cls is not None and "data_format" in cls.written():
        fields["data_format"] = Argument(reader.log.data_format, call.place)
    kind = Layer if kinds is registry.LAYERS else Described
    object_ = kind(kinds.noun, spelt, fields, call)
    object_.state[BORN] = reader.journal.branch
    if call.unsure is None and not reader.trying and reader.outside is None:
        reader.log.objects.append(object_)
    return object_


def make_layer(reader: Reader, name: str, call: Call) -> Layer:
    """The layer that a call of its class makes."""
    layer = make(reader, registry.LAYERS, name, call)
    assert isinstance(layer, Layer)  # noqa: S101 - what the registry of layers makes
    return layer
