"""Outline of a model whose layers are in Python code: the shapes of its inputs and outputs, and its
``compile``, as a document of Keras in which the whole model is a layer.
"""

from collections.abc import Mapping
from typing import Any

import keras

from kspec.named_tuple import NamedTuple

Shape = tuple[int | None, ...]
Ends = dict[str, Shape]
"""The shapes of inputs or outputs by their names."""

WHOLE = "model"
OWN_TRAINING = ("train_step", "compute_loss", "compute_metrics")
VECTORS = 2
"""The rank of a batch of vectors; Keras gives one of single numbers another shape."""
OF_LOSSES = ("loss", "loss_weights", "metrics", "weighted_metrics")


class Outline(NamedTuple):
    """Document of a model in Keras's notation, and whether its inputs and outputs are in it."""

    config: dict[str, Any]
    has_ends: bool


def outline(model: object, x: object = None) -> Outline | None:
    """Document of the model in Keras's notation, as if its own class were a layer; None for a value
    that is no model. ``x`` is data for its input, where it is not built yet.

    Losses and metrics are left out where the class has a training of its own, in which they may
    judge other values than the outputs.
    """
    if not isinstance(model, keras.Model):
        return None
    inputs_ = _inputs_of(model, x)
    takes = _named(inputs_, "input")
    gives = None if takes is None else _named(_outputs_of(model, inputs_), "output")
    whole = {"module": _module(model), "class_name": type(model).__name__}
    if takes is None or gives is None:
        document = _stack({**whole, "config": {"name": WHOLE}})
    else:
        document = _graph({**whole, "name": WHOLE, "config": {"name": WHOLE}}, takes, gives)
    compiled = _compiled(model)
    if (gives is None and _is_structure(compiled.get("loss"))) or _trains_itself(model):
        compiled = {key: value for key, value in compiled.items() if key not in OF_LOSSES}
    config = {**document, "compile_config": compiled} if compiled else document
    return Outline(config, gives is not None)


def _module(model: keras.Model) -> str:
    """Module of the class: a class of Keras has layers that Keras cannot write, and is as opaque as
    another.
    """
    module = type(model).__module__
    return WHOLE if module.partition(".")[0] == "keras" else module


def _stack(whole: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "module": "keras",
        "class_name": "Sequential",
        "config": {"name": "outline", "layers": [whole]},
    }


def _graph(whole: Mapping[str, Any], takes: Ends, gives: Ends) -> dict[str, Any]:
    """Inputs, the layer that is the model, and a layer for each output, which it does not change.

    A description of the tensors is between them, for the outputs of the model.
    """
    inputs = [
        {
            "module": "keras.layers",
            "class_name": "InputLayer",
            "name": name,
            "config": {"name": name, "batch_shape": shape},
            "inbound_nodes": [],
        }
        for name, shape in takes.items()
    ]
    inputs_ = [_tensor(name, 0, shape) for name, shape in takes.items()]
    argument = inputs_[0] if len(inputs_) == 1 else inputs_
    middle = {**whole, "inbound_nodes": [{"args": [argument], "kwargs": {}}]}
    outputs = [
        {
            "module": "keras.layers",
            "class_name": "Identity",
            "name": name,
            "config": {"name": name},
            "inbound_nodes": [{"args": [_tensor(WHOLE, index, shape)], "kwargs": {}}],
        }
        for index, (name, shape) in enumerate(gives.items())
    ]
    config = {
        "name": "outline",
        "layers": [*inputs, middle, *outputs],
        "input_layers": [[name, 0, 0] for name in takes],
        "output_layers": [[name, 0, 0] for name in gives],
    }
    return {
        "module": "keras.src.models.functional",
        "class_name": "Functional",
        "config": config,
        "registered_name": "Functional",
    }


def _tensor(layer: str, index: int, shape: Shape) -> dict[str, Any]:
    config = {"shape": shape, "dtype": "float32", "keras_history": [layer, 0, index]}
    return {"class_name": "__keras_tensor__", "config": config}


def _named(tensors: object, noun: str) -> Ends | None:
    """Tensors by the names of a mapping, or by number; None where they are nested deeper."""
    if isinstance(tensors, dict):
        named = {str(key): x for key, x in tensors.items()}
    elif isinstance(tensors, list | tuple):
        named = {f"{noun}_{index}": x for index, x in enumerate(tensors)}
    else:
        named = {noun: tensors}
    if WHOLE in named or not named or not all(hasattr(x, "shape") for x in named.values()):
        return None
    return {name: tuple(x.shape) for name, x in named.items()}


def _is_shape(value: object) -> bool:
    return isinstance(value, list | tuple) and all(
        axis is None or isinstance(axis, int) for axis in value
    )


def _inputs_of(model: keras.Model, x: object) -> object:
    """Tensors of the shapes that the model was built for, or else of those of the data; None where
    neither is known.
    """
    if inputs := getattr(model, "inputs", None):
        return inputs if len(inputs) > 1 else inputs[0]
    if x is not None:
        return _like(x)
    shapes = (model.get_build_config() or {}).get("input_shape") if model.built else None
    return None if shapes is None else _of_shapes(shapes)


def _like(x: object) -> object:
    """Convert each array to a tensor with a batch axis; None for other values."""
    if isinstance(x, dict | list | tuple):
        items = x.items() if isinstance(x, dict) else enumerate(x)
        tensors = {key: _like(item) for key, item in items}
        if not tensors or None in tensors.values():
            return None
        return tensors if isinstance(x, dict) else list(tensors.values())
    shape, dtype = getattr(x, "shape", None), str(getattr(x, "dtype", ""))
    if shape is None or len(shape) < VECTORS or not dtype.startswith(("int", "uint", "float")):
        return None
    floating = dtype.startswith("float")
    return keras.KerasTensor((None, *shape[1:]), keras.config.floatx() if floating else dtype)


def _of_shapes(shapes: object) -> object:
    if _is_shape(shapes):
        return keras.KerasTensor(tuple(shapes))  # type: ignore[arg-type]  # just checked
    if isinstance(shapes, dict):
        return {key: _of_shapes(shape) for key, shape in shapes.items()}
    return [_of_shapes(shape) for shape in shapes]  # type: ignore[attr-defined]  # a structure


def _outputs_of(model: keras.Model, inputs_: object) -> object:
    """Output tensors of the model; None where its code needs data for them.

    A model that is not built is built here, as it would be by the first batch.
    """
    try:
        return model.compute_output_spec(inputs_)
    except Exception:  # noqa: BLE001 - whatever the user's code raises
        return None


def _compiled(model: keras.Model) -> dict[str, Any]:
    try:
        return dict(model.get_compile_config() or {})
    except Exception:  # noqa: BLE001 - Keras cannot write what it is compiled with
        return {}


def _is_structure(loss: object) -> bool:
    """Whether each of several outputs has a loss."""
    return isinstance(loss, list) or (isinstance(loss, dict) and "class_name" not in loss)


def _trains_itself(model: keras.Model) -> bool:
    return any(
        getattr(type(model), name) is not getattr(keras.Model, name) for name in OWN_TRAINING
    )
