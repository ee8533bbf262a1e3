"""Writer of Keras's own config: `model.to_json()` of a network, with only the fields that were
given.
"""

from collections.abc import Mapping
from typing import Any

from kspec.spec.dialects import module_index
from kspec.spec.dialects.integrity import check_whole
from kspec.spec.dtypes import PolicyMap
from kspec.spec.layers.base import Layer
from kspec.spec.layers.input import InputLayer
from kspec.spec.layers.models import Functional
from kspec.spec.model import ModelSpec
from kspec.spec.named import Custom
from kspec.spec.network import Network, Node, TensorRef
from kspec.spec.propagation import Trace, propagate
from kspec.spec.shapes import Array, Structure, Tensor, inside
from kspec.spec.spec_object import SpecObject

MODULES = {
    "kspec.spec.layers": "keras.layers",
    "kspec.spec.training.losses": "keras.losses",
    "kspec.spec.training.metrics": "keras.metrics",
    "kspec.spec.training.optimizers": "keras.optimizers",
    "kspec.spec.training.schedules": "keras.optimizers.schedules",
    "kspec.spec.training.initializers": "keras.initializers",
    "kspec.spec.training.regularizers": "keras.regularizers",
    "kspec.spec.training.constraints": "keras.constraints",
    "kspec.spec.training.callbacks": "keras.callbacks",
}
"""Module of Keras that exports the classes in a package of kspec."""


def spec_config(spec: ModelSpec) -> dict[str, Any]:
    """Network of a spec in Keras's notation: unchanged where Keras wrote it, else written by kspec.
    Raises `ValueError` for a layer that kspec does not know.
    """
    for written in (spec.document, spec.model):
        if isinstance(written, dict) and "class_name" in written:
            return {key: value for key, value in written.items() if key != "compile_config"}
    check_whole(spec.network)
    return network_config(spec.network)


def network_config(network: Network, trace: Trace | None = None) -> dict[str, Any]:
    """The config of a model: ``{"module", "class_name", "config", ...}``, ready for
    ``model_from_json``.

    Raises `ValueError` for a network with a layer that is opaque: there is nothing to write for it.
    """
    result = trace or propagate(network)  # which also gives the models inside their inputs
    return _sequential(network) if network.sequential else _functional(network, result)


def object_config(described: SpecObject) -> dict[str, Any]:
    """The config of one object: a layer, an optimizer, an initializer ..."""
    if isinstance(described, Functional):
        return network_config(described.network, described.trace)
    cls = type(described)
    return {
        "module": keras_module(cls),
        "class_name": cls.__name__,
        "config": fields_config(described),
        "registered_name": None,
    }


def keras_module(cls: type[SpecObject]) -> str:
    """Module of Keras that exports a class: a public one, or the module that the class itself
    names.
    """
    own = vars(cls).get("module")
    if isinstance(own, str):
        return own
    for package, module in MODULES.items():
        if cls.__module__ == package or cls.__module__.startswith(package + "."):
            return module
    message = f"{cls.__name__} is no class of Keras"
    raise ValueError(message)


def fields_config(described: SpecObject) -> dict[str, Any]:
    """The fields that were given, nested objects written in Keras's notation."""
    needed = described.model_fields_set.union(described.serialization.config_always)
    config = {
        written: value_config(getattr(described, name))
        for written, (name, _) in type(described).written().items()
        if name in needed
    }
    if isinstance(described, Layer) and described.policy != described.dtype:
        config["dtype"] = described.policy
    return config


def value_config(value: object) -> object:
    """A field's value, with the objects in it in Keras's notation."""
    if isinstance(value, Custom):
        return _custom(value)
    if isinstance(value, SpecObject):
        return object_config(value)
    if isinstance(value, PolicyMap):
        return value.written
    return inside(value, value_config)


def _custom(custom: Custom) -> object:
    """Write a custom object: its name, with the fields that the document has for it."""
    written = custom.written
    if written is None or "class_name" in written:
        return written or custom.name
    fields = {key: value for key, value in written.items() if key not in {"type", "lint"}}
    name = custom.name
    return {"module": None, "class_name": name, "config": fields, "registered_name": name}


def _sequential(network: Network) -> dict[str, Any]:
    layers = [
        _layer(node)
        for node in network.nodes.values()
        if not (node.is_input and network.implicit_input)
    ]
    return {
        "module": "keras",
        "class_name": "Sequential",
        "config": {"name": network.name, "trainable": network.trainable, "layers": layers},
        "registered_name": None,
    }


def _functional(network: Network, trace: Trace) -> dict[str, Any]:
    layers = []
    for node in network.nodes.values():
        calls = (
            [] if node.is_input else [_call(call.args, call.kwargs, trace) for call in node.calls]
        )
        written = _layer(node)
        if node is next(iter(network.nodes.values())) and network.implicit_input:
            written["config"] |= _known_input(trace.tensor(TensorRef(node.name, 0, 0)))
        layers.append({**written, "name": node.name, "inbound_nodes": calls})
    return {
        "module": "keras.src.models.functional",
        "class_name": "Functional",
        "config": {
            "name": network.name,
            "trainable": network.trainable,
            "layers": layers,
            "input_layers": _end_references(network, network.inputs),
            "output_layers": _end_references(network, network.outputs),
        },
        "registered_name": "Functional",
    }


def _known_input(x: Tensor) -> dict[str, Any]:
    """Shape and dtype of an input, if known, for a document that leaves them out."""
    return {} if x.shape is None else {"batch_shape": list(x.shape), "dtype": x.dtype}


def _layer(node: Node) -> dict[str, Any]:
    layer = node.layer
    if layer is None and node.given is not None and ":" in node.class_name:
        return _foreign(node, node.given)
    if layer is None:
        message = f'"{node.name}" is a {node.class_name}, which kspec does not know'
        raise ValueError(message)
    if node.given is not None:
        return _operation(node, node.given)
    written = object_config(layer)
    written["config"] = {**written["config"], "name": node.name}
    if isinstance(layer, InputLayer) and layer.batch_shape is None and layer.shape is not None:
        written["config"].pop("shape", None)
        written["config"].pop("batch_size", None)
        written["config"]["batch_shape"] = [layer.batch_size, *layer.shape]
    return written


def _foreign(node: Node, config: Mapping[str, object]) -> dict[str, Any]:
    """Write a layer of the user's own: Keras looks its class up by this name in
    ``custom_objects``.
    """
    return {
        "module": None,
        "class_name": node.class_name,
        "config": {**config, "name": node.name},
        "registered_name": node.class_name,
    }


def _operation(node: Node, arguments: Mapping[str, object]) -> dict[str, Any]:
    """An operation of ``keras.ops``, which has the config that it was read with."""
    return {
        "module": operation_module(node.class_name),
        "class_name": node.class_name,
        "config": {**arguments, "name": node.name},
        "registered_name": node.class_name,
    }


def operation_module(name: str) -> str:
    """The module in which Keras keeps the class of an operation."""
    places = module_index.OPERATIONS.items()
    return "keras.src." + next(place for place, names in places if name in names.split())


def _call(args: Structure, kwargs: Structure, trace: Trace) -> dict[str, Any]:
    return {"args": _tensors(args, trace), "kwargs": _tensors(kwargs, trace)}


def _tensors(structure: Structure, trace: Trace) -> Any:
    if isinstance(structure, TensorRef):
        x = trace.tensor(structure)
        shape = list(x.shape) if x.shape is not None else []
        return {
            "class_name": "__keras_tensor__",
            "config": {
                "shape": shape,
                "dtype": x.dtype or "float32",
                "keras_history": [structure.layer, structure.call, structure.output],
            },
        }
    if isinstance(structure, Array):
        return structure.written
    if isinstance(structure, slice):
        bounds = {key: getattr(structure, key) for key in ("start", "stop", "step")}
        return {"class_name": "__slice__", "config": _tensors(bounds, trace)}
    if structure is ...:
        return {"class_name": "__ellipsis__", "config": {}}
    return inside(structure, lambda item: _tensors(item, trace))


def _end_references(network: Network, structure: Structure) -> Any:
    """Inputs and outputs as triples; Keras numbers the calls of a nested graph from 1 here, and
    only here.
    """
    if isinstance(structure, TensorRef):
        layer = network.nodes[structure.layer].layer
        nested = isinstance(layer, Functional) and not layer.sequential
        return [structure.layer, structure.call + nested, structure.output]
    return inside(structure, lambda item: _end_references(network, item))
