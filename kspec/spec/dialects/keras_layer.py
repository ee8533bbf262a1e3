"""Layers of a Keras file: ``{"module", "class_name", "config", ...}`` into a node without its
calls.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kspec.named_tuple import NamedTuple
from kspec.spec.dialects.class_lookup import locate
from kspec.spec.dialects.keras_object import ModelObject, ModelReader, whole
from kspec.spec.layers.base import Layer
from kspec.spec.layers.models import Functional, Sequential
from kspec.spec.named import type_word
from kspec.spec.naming import slash_problems
from kspec.spec.network import Node
from kspec.spec.problem import Path
from kspec.spec.registry import LAYERS, OPERATIONS
from kspec.spec.spec_object import SpecObject
from kspec.spec.validation import validate

_INPUT_SHAPES = ("input_shape", "input_dim")
"""Keras's base layer takes these (with a warning); the first layer of a Sequential gives them a
meaning.
"""


_SHAPE_KEYS = ("batch_shape", "batch_input_shape", "shape", "input_shape")


class Entry(NamedTuple):
    """The parts of a layer that could be read, and the layer that they make (None when opaque)."""

    value: Mapping[str, Any]
    path: Path
    kind: str
    class_name: str
    config: Mapping[str, Any]
    layer: Layer | None

    @property
    def own_name(self) -> str | None:
        """Name in the config, which Keras gives to the layer."""
        name = self.config.get("name")
        return name if isinstance(name, str) else None

    def node(self, name: str) -> Node:
        """The entry in a network."""
        config_path = (*self.path, "config")
        node = Node(
            name,
            self.class_name,
            self.layer,
            path=self.path,
            fields_path=config_path,
            name_path=self.path if self.own_name is None else (*config_path, "name"),
            build_config=self.value.get("build_config"),
        )
        if self.layer is None or self.kind == "operation":
            node.given = self.config
        return node


def read_entries(reader: ModelReader, model: ModelObject) -> Iterator[Entry]:
    """Read the layers of a model as far as possible."""
    layers = model.config.get("layers")
    where = (*model.config_path, "layers")
    if "layers" not in model.config:
        reader.report("missing_field", model.config_path, 'This model\'s config has no "layers"')
    elif not isinstance(layers, list):
        reader.report("wrong_type", where, f'"layers" must be a list, and is {type_word(layers)}')
    for index, item in enumerate(layers if isinstance(layers, list) else []):
        entry = _entry(reader, item, (*where, index))
        if entry is not None:
            yield entry


def _entry(reader: ModelReader, value: object, path: Path) -> Entry | None:
    """Read the layer of a model as far as possible; None for a value that is no layer."""
    if not isinstance(value, dict):
        reader.report("wrong_type", path, f"A layer is an object, and not {type_word(value)}")
        return None
    name, config_value = value.get("class_name"), value.get("config")
    for key in ("class_name", "config"):
        if key not in value:
            reader.report("missing_field", path, f'This layer has no "{key}"')
    if "class_name" in value and not isinstance(name, str):
        message = f'"class_name" must be a string, and is {type_word(name)}'
        reader.report("wrong_type", (*path, "class_name"), message)
    config = config_value if isinstance(config_value, dict) else {}
    if config_value is not None and config_value is not config:
        message = f'"config" must be an object, and is {type_word(config_value)}'
        reader.report("wrong_type", (*path, "config"), message)
    reader.problems.extend(slash_problems(config.get("name"), (*path, "config", "name")))
    is_whole = "config" in value and (config_value is None or config_value is config)
    if not isinstance(name, str) or not is_whole:
        return Entry(value, path, "unknown", name if isinstance(name, str) else "?", config, None)
    return _located(reader, value, path, name, config)


def _located(
    reader: ModelReader, value: Mapping[str, Any], path: Path, name: str, config: Mapping[str, Any]
) -> Entry:
    located = locate(value, legacy=True)
    if located.problem is not None:
        reader.problems.append(located.problem.under(path))
        return Entry(value, path, located.kind, name, config, None)
    if located.kind == "model":
        return Entry(value, path, "model", name, config, reader.model(value, path))
    if located.kind == "operation":
        layer = operation(reader, name, config, path)
        return Entry(value, path, "operation", name, config, layer)
    layer = _layer(reader, name, value, config, path)
    called = name if layer is None else LAYERS.canonical(name)
    return Entry(value, path, "layer", called, config, layer)


def _layer(
    reader: ModelReader, name: str, value: Mapping[str, Any], config: Mapping[str, Any], path: Path
) -> Layer | None:
    cls = LAYERS.find(name)
    if cls is None:
        return None
    if name == "InputLayer":
        fields = _input_fields(reader, cls, config, path)
    else:
        fields = dict(config)
        for key in _INPUT_SHAPES if _takes_input_shape(cls) else ():
            if key in fields and key not in cls.model_fields:
                del fields[key]
        if "module" not in value:
            _of_keras_2(fields)
    layer, problems = validate(cls, fields, (*path, "config"), (*path, "class_name"))
    reader.problems.extend(problems)
    for key in cls.serialization.config_always:
        if key not in config:
            message = f'{name} needs the field "{key}" in a file of Keras'
            help_ = "Keras gives it a default in code, and none when it loads a file."
            reader.report("missing_field", (*path, "class_name"), message, help=help_)
    return layer if isinstance(layer, Layer) else None


def _takes_input_shape(cls: type[SpecObject]) -> bool:
    """Whether Keras passes unknown fields of the class to the base of all layers."""
    base_fields = cls.serialization.base_fields
    return base_fields is None or "autocast" in base_fields


def _of_keras_2(fields: dict[str, Any]) -> None:
    """Convert the fields of a layer without a module as Keras does before it reads them."""
    fields.pop("batch_input_shape", None)
    axis = fields.pop("axis", None)
    if isinstance(axis, list) and len(axis) == 1:
        axis = axis[0]
    if isinstance(axis, int | float):
        fields["axis"] = int(axis)


def _input_fields(
    reader: ModelReader, cls: type[SpecObject], config: Mapping[str, Any], path: Path
) -> dict[str, Any]:
    """Fields of a config that ``InputLayer`` takes (Keras ignores the rest); reports a missing
    shape.
    """
    fields = cls.prepared(dict(config))
    if fields.get("shape") is fields.get("batch_shape") is fields.get("input_tensor") is None:
        message = 'InputLayer needs the field "batch_shape"'
        reader.report("missing_field", (*path, "class_name"), message)
    known = {*cls.model_fields, *_SHAPE_KEYS} - {"trainable", "autocast", "activity_regularizer"}
    return {key: item for key, item in config.items() if key in known}


def operation(
    reader: ModelReader, name: str, config: Mapping[str, Any], path: Path
) -> Layer | None:
    """An operation of ``keras.ops``: one that kspec describes, or one that it lets pass."""
    from kspec.spec.operations.base import Undescribed

    cls = OPERATIONS.find(name) or Undescribed
    layer, problems = validate(cls, config, (*path, "config"), (*path, "class_name"))
    reader.problems.extend(problems)
    return layer if isinstance(layer, Layer) else None


def implied_shape(entry: Entry) -> tuple[Path, list[Any]] | None:
    """The batch shape that the first layer of a Sequential states in the way of Keras 2."""
    dim, shape = entry.config.get("input_dim"), entry.config.get("input_shape")
    cls = None if entry.layer is None else type(entry.layer)
    fields = {} if cls is None else cls.model_fields
    where = (*entry.path, "config")
    if "module" not in entry.value and isinstance(entry.config.get("batch_input_shape"), list):
        # As Keras reads it: `batch_input_shape` becomes `input_shape`, its batch size included.
        return (*where, "batch_input_shape"), [None, *entry.config["batch_input_shape"]]
    if isinstance(dim, int) and "input_dim" not in fields:
        return (*where, "input_dim"), [None, dim]
    if isinstance(shape, list) and "input_shape" not in fields:
        return (*where, "input_shape"), [None, *shape]
    return None


def model_around(
    reader: ModelReader, value: Mapping[str, Any], path: Path
) -> Functional | Sequential:
    """The layer that a nested model is."""
    is_sequential = value["class_name"] == "Sequential"
    network = reader.network(whole(value, path))
    cls = Sequential if is_sequential else Functional
    return cls.of(network, {"name": network.name, "trainable": network.trainable})
