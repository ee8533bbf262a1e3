"""JSON Schema of native specs, made from the classes, for editors.

Every class is a definition with its docstring as description; the ``type`` of an object selects its
definition, so that an editor completes the fields of that class and no others.
"""

import inspect
from collections.abc import Iterator
from typing import Any

from kspec.spec import activation_table, registry
from kspec.spec.checking import pydantic_model_of
from kspec.spec.dialects.operation_functions import functions
from kspec.spec.glossary import meaning
from kspec.spec.layers.models import is_model
from kspec.spec.model import ModelSpec
from kspec.spec.registry import Registry
from kspec.spec.spec_object import SpecObject
from kspec.spec.training.compile import Compile
from kspec.spec.training.data import Data
from kspec.spec.training.fit import Fit
from kspec.spec.training.sweep import Swept

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: tuple[Registry, ...] = (
    registry.LOSSES,
    registry.METRICS,
    registry.OPTIMIZERS,
    registry.SCHEDULES,
    registry.INITIALIZERS,
    registry.REGULARIZERS,
    registry.CONSTRAINTS,
    registry.CALLBACKS,
)
MANY = {"losses": "loss", "metrics": "metric", "callbacks": "callback", "layers": "layer"}
"""Fields that hold several of a kind."""

_WIRING: dict[str, Schema] = {
    "type": {"type": "string", "description": "The class of the layer."},
    "inputs": {
        "description": "What it takes: names of layers or inputs. Without it, the layer before."
    },
    "call": {"type": "object", "description": 'Call arguments; tensors are {"tensor": "name"}.'},
    "lint": {"$ref": "#/$defs/lint"},
}
_LINT: Schema = {
    "type": "object",
    "description": "Findings to pass over, here and below, and why.",
    "properties": {
        "ignore": {"type": "array", "items": {"type": "string"}},
        "reason": {"type": "string"},
    },
    "required": ["ignore"],
    "additionalProperties": False,
}


def spec_schema() -> Schema:
    """The schema of a whole native spec (JSON Schema 2020-12)."""
    return _Builder().spec()


class _Builder:
    """Collects the definitions while it writes references to them."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {"lint": _LINT}

    def spec(self) -> Schema:
        top = self._fields(ModelSpec)
        for name, cls in (("compile", Compile), ("data", Data), ("fit", Fit)):
            self.definitions[name] = {**self._object(cls), "title": name}
            top[name] = {"$ref": f"#/$defs/{name}"}
        top["inputs"] = self._inputs()
        top["layers"] = {"type": "array", "items": {"$ref": "#/$defs/layer"}, "minItems": 1}
        top["model"] = {
            "type": ["string", "object"],
            "description": "In the place of inputs and layers: a Keras model file, or its content.",
        }
        top["input_layers"] = {"description": meaning(ModelSpec, "input_layers")}
        top["outputs"] = {"description": "Names of the layers that give the network's outputs."}
        top["sweep"] = {
            "type": "object",
            "description": meaning(ModelSpec, "sweep"),
            "additionalProperties": self._object(Swept),
        }
        top["lint"] = {"$ref": "#/$defs/lint"}
        self.definitions["layer"] = self._layer()
        return {
            "$schema": DIALECT,
            "$id": "urn:kspec:schema:v1:model",
            "title": "kspec model",
            "description": "A Keras model: its network, and how it is compiled and trained.",
            "type": "object",
            "properties": top,
            "additionalProperties": False,
            "anyOf": [{"required": ["layers"]}, {"required": ["model"]}],
            "$defs": self.definitions,
        }

    def _inputs(self) -> Schema:
        self.definitions["input"] = {
            "type": "object",
            "title": "input",
            "description": "One input: its shape without the batch.",
            "properties": {
                **self._fields(_class(registry.LAYERS, "InputLayer")),
                "lint": {"$ref": "#/$defs/lint"},
            },
            "additionalProperties": False,
        }
        one = {"$ref": "#/$defs/input"}
        return {
            "description": "One input, or several by name.",
            "anyOf": [
                one,
                {"type": "object", "additionalProperties": one},
                {"type": "array", "items": one},
            ],
        }

    def _layer(self) -> Schema:
        names = registry.LAYERS.names()
        models = [name for name in names if is_model(name)]
        cases: list[Schema] = []
        for name in names:
            if not is_model(name):
                key = self._define(registry.LAYERS, name, _WIRING)
                cases.append(_case(name, key))
        cases.append(
            {
                "if": {"properties": {"type": {"enum": models}}, "required": ["type"]},
                "then": {
                    "required": ["layers"],
                    "properties": {"layers": {"items": {"$ref": "#/$defs/layer"}}},
                },
            }
        )
        return {
            "type": "object",
            "description": "A layer, or with `layer` one more call of one that has a name.",
            "properties": {
                "type": {
                    "description": "Its class; one of your own is `package.module:Class`, an "
                    "operation is `keras.ops.add`.",
                    "anyOf": [
                        {"enum": names},
                        {"enum": sorted(functions())},
                        {"type": "string", "pattern": ":"},
                    ],
                }
            },
            "anyOf": [{"required": ["type"]}, {"required": ["layer", "inputs"]}],
            "allOf": cases,
        }

    def _define(self, kinds: Registry, name: str, extra: dict[str, Schema]) -> str:
        cls = _class(kinds, name)
        key = f"{kinds.noun.replace(' ', '-')}.{cls.__name__}"
        if key not in self.definitions:
            self.definitions[key] = {}
            self.definitions[key] = self._object(cls, extra)
        return key

    def _object(self, cls: type[SpecObject], extra: dict[str, Schema] | None = None) -> Schema:
        required = [name for name, (_, field) in cls.written().items() if field.is_required()]
        return {
            "type": "object",
            "title": cls.__name__,
            "description": inspect.cleandoc(cls.__doc__ or ""),
            "properties": {**(extra or {}), **self._fields(cls)},
            "additionalProperties": False,
            **({"required": required} if required else {}),
        }

    def _fields(self, cls: type[SpecObject]) -> dict[str, Schema]:
        written = pydantic_model_of(cls).model_json_schema(
            by_alias=True, ref_template="#/$defs/{model}"
        )
        properties: dict[str, Schema] = written.get("properties", {})
        return {
            name: {"description": meaning(cls, name), **self._resolved(schema)}
            for name, schema in properties.items()
        }

    def _resolved(self, schema: Any) -> Any:
        if isinstance(schema, list):
            return [self._resolved(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        rest = {key: self._resolved(item) for key, item in schema.items() if key != "x-kind"}
        rest.pop("title", None)
        if "x-kind" in schema:
            rest.update(self._named(schema["x-kind"]))
        return rest

    def _named(self, noun: str) -> Schema:
        """A name or an object of a kind, defined once."""
        key = f"any-{noun.replace(' ', '-')}"
        if key not in self.definitions:
            self.definitions[key] = {}
            self.definitions[key] = {"anyOf": [{"type": "null"}, *self._choices(noun)]}
        return {"$ref": f"#/$defs/{key}"}

    def _choices(self, noun: str) -> Iterator[Schema]:
        if noun == "activation":
            yield {"enum": sorted({*activation_table.FACTS, *activation_table.ALIASES})}
            yield {"$ref": "#/$defs/layer"}
        elif noun == "layer":
            yield {"$ref": "#/$defs/layer"}
        elif noun in MANY:
            yield from self._by_output(noun, MANY[noun])
        else:
            kinds = next(kinds for kinds in KINDS if kinds.noun == noun)
            yield from self._kind(kinds)

    def _by_output(self, plural: str, noun: str) -> Iterator[Schema]:
        """A list, and for losses and metrics also one by the name of an output, or nested."""
        one = self._named(noun)
        if plural == "metrics":
            one = {"anyOf": [{"enum": ["accuracy", "acc", "crossentropy", "ce"]}, one]}
        if plural == "losses":
            yield one
        several = {"anyOf": [one, {"type": "array", "items": one}]}
        yield {"type": "array", "items": one if noun in {"callback", "layer"} else several}
        if plural in {"losses", "metrics"}:
            yield {
                "type": "object",
                "not": {"anyOf": [{"required": ["type"]}, {"required": ["class_name"]}]},
                "additionalProperties": several,
            }

    def _kind(self, kinds: Registry) -> Iterator[Schema]:
        if kinds.ignore_case:
            yield {"type": "string", "examples": kinds.strings()}
        elif kinds.strings():
            yield {"enum": kinds.strings()}
        names = kinds.names()
        extra: dict[str, Schema] = {"type": {"type": "string"}}
        yield {
            "type": "object",
            "properties": {"type": {"enum": names}},
            "required": ["type"],
            "allOf": [_case(name, self._define(kinds, name, extra)) for name in names],
        }
        yield {"type": "object", "required": ["class_name"]}


def _case(name: str, key: str) -> Schema:
    return {
        "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
        "then": {"$ref": f"#/$defs/{key}"},
    }


def _class(kinds: Registry, name: str) -> type[SpecObject]:
    cls = kinds.find(name)
    if cls is None:
        message = f"the index has no {kinds.noun} {name}"
        raise LookupError(message)
    return cls
