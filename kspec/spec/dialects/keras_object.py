"""A model as a file of Keras holds it: its object, or its config alone."""

from collections.abc import Mapping
from typing import Any, Protocol

from kspec.named_tuple import NamedTuple
from kspec.spec.layers.models import Functional
from kspec.spec.named import type_word
from kspec.spec.naming import slash_problems
from kspec.spec.network import Network
from kspec.spec.problem import Path, Problem

_OF_SPECS = frozenset(("kspec", "$schema", "inputs", "model", "compile", "fit", "data", "task"))
"""Keys that only a native spec has."""


class ModelObject(NamedTuple):
    """Model in a file: the object with its ``class_name``, its path, and that of its config."""

    value: Mapping[str, Any]
    path: Path
    config_path: Path

    @property
    def config(self) -> Mapping[str, Any]:
        """Config of the model, empty where it is no mapping."""
        config = self.value.get("config")
        if isinstance(config, list):
            # Keras 1 wrote the layers alone.
            return {"name": None, "layers": config}
        return config if isinstance(config, dict) else {}

    @property
    def name_path(self) -> Path:
        """Path of the model's name."""
        return (*self.config_path, "name") if "name" in self.config else self.path


class ModelReader(Protocol):
    """Interface of the reader of models (`kspec.spec.dialects.keras_network`), which appends to
    ``problems``.
    """

    problems: list[Problem]

    def report(self, kind: str, path: Path, message: str, **more: Any) -> None:
        """Add a problem."""

    def network(self, model: ModelObject) -> Network:
        """The network of a model."""

    def model(self, value: Mapping[str, Any], path: Path) -> Functional:
        """A model that is a layer of another one."""


def whole(value: Mapping[str, Any], path: Path) -> ModelObject:
    """Model in a file with its class, as `model.to_json()` writes it."""
    return ModelObject(value, path, (*path, "config"))


def of_config(config: Mapping[str, Any], path: Path) -> ModelObject:
    """A model of which a file holds the config alone, as `model.get_config()` gives it."""
    class_name = "Functional" if "input_layers" in config else "Sequential"
    return ModelObject({"class_name": class_name, "config": config}, path, path)


def is_of_keras(value: Mapping[str, Any]) -> bool:
    """Whether a document is written by Keras, or meant to be, and no native spec."""
    return (
        "class_name" in value or ("config" in value and "layers" not in value) or is_config(value)
    )


def is_config(value: Mapping[str, Any]) -> bool:
    """Whether a document is the config of a model."""
    layers = value.get("layers")
    if "class_name" in value or _OF_SPECS & value.keys() or not isinstance(layers, list):
        return False
    return bool(layers) and all(_is_layer(layer) for layer in layers)


def _is_layer(value: object) -> bool:
    return isinstance(value, dict) and "class_name" in value and "config" in value


def model_name(reader: ModelReader, model: ModelObject, default: str) -> str:
    """A model's name; Keras requires the key, and gives a name itself where it is null."""
    name = model.config.get("name")
    where = (*model.config_path, "name")
    if "name" not in model.config:
        reader.report("missing_field", model.config_path, 'This model\'s config has no "name"')
    elif name is not None and not isinstance(name, str):
        reader.report("wrong_type", where, f"A name is a string, and not {type_word(name)}")
    reader.problems.extend(slash_problems(name, where))
    return name if isinstance(name, str) else default
