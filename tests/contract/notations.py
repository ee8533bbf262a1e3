"""A native spec in the other notations that kspec reads."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml

MODULES = {
    "loss": "keras.losses",
    "metrics": "keras.metrics",
    "weighted_metrics": "keras.metrics",
    "optimizer": "keras.optimizers",
    "learning_rate": "keras.optimizers.schedules",
}
OF_LAYERS = {
    "regularizer": "keras.regularizers",
    "initializer": "keras.initializers",
    "constraint": "keras.constraints",
}
OUTSIDE = ("task", "data", "fit")


def notations(spec: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The spec in each notation, with the name of a file; a stack also in Keras's own, alone and
    inside of a spec.
    """
    yield json.dumps(spec), "on-one-line.json"
    lines = json.dumps(spec, indent=2).splitlines()
    yield "\n".join(f"{line} // {at}" for at, line in enumerate(lines)), "commented.jsonc"
    yield yaml.safe_dump(spec, sort_keys=False), "block.yaml"
    yield yaml.safe_dump(spec, sort_keys=False, default_flow_style=True), "flow.yaml"
    of_keras = keras_config(spec)
    if of_keras is not None:
        inline = {"model": of_keras, **{key: spec[key] for key in OUTSIDE if key in spec}}
        yield json.dumps(of_keras, indent=2), "keras.json"
        yield json.dumps(inline, indent=2), "inline.json"
        yield yaml.safe_dump(inline, sort_keys=False), "inline.yaml"


def keras_config(spec: dict[str, Any]) -> dict[str, Any] | None:
    """A stack as `model.to_json()` writes it, with only the fields that are given; None for what
    is no stack of Keras's layers.
    """
    layers, given = spec.get("layers"), spec.get("inputs")
    wired = {"inputs", "layers", "outputs"}
    if not isinstance(layers, list) or "outputs" in spec or not isinstance(given, dict):
        return None
    if (
        any(wired & layer.keys() or ":" in layer["type"] for layer in layers)
        or not isinstance(given.get("shape"), list)  # a number in its place is a fault of its own
    ):
        return None
    fields = {key: value for key, value in given.items() if key == "dtype"}
    shape = [given.get("batch_size"), *given["shape"]]
    entries = [entry({"type": "InputLayer", "batch_shape": shape, "name": "input", **fields})]
    numbers: Counter[str] = Counter()
    for layer in layers:
        written = entry(layer)
        numbers[layer["type"]] += 1
        name = f"{layer['type'].lower()}_{numbers[layer['type']]}"
        written["config"].setdefault("name", name)
        entries.append(written)
    config = {"name": "stack", "layers": entries}
    model = {"module": "keras", "class_name": "Sequential", "config": config}
    if "compile" in spec:
        compiled = {key: described(value, key) for key, value in spec["compile"].items()}
        model["compile_config"] = {"optimizer": "rmsprop", **compiled}
    return model


def entry(layer: dict[str, Any]) -> dict[str, Any]:
    """A layer, and the one inside of it, with its fields under ``config``."""
    inside = {"layer", "backward_layer"}
    config = {}
    for key, value in layer.items():
        kind = key.rpartition("_")[2]
        if key in inside and isinstance(value, dict):
            config[key] = entry(value)
        elif kind in OF_LAYERS:
            config[key] = described(value, kind)
        elif key != "type":
            config[key] = value
    return {"module": "keras.layers", "class_name": layer["type"], "config": config}


def described(value: Any, section: str) -> Any:
    """A loss, metric or optimizer, or a structure of them."""
    if isinstance(value, list):
        return [described(item, section) for item in value]
    if not isinstance(value, dict):
        return value
    if "type" not in value:
        return {key: described(item, section) for key, item in value.items()}
    config = {key: item for key, item in value.items() if key != "type"}
    if "learning_rate" in config:
        config["learning_rate"] = described(config["learning_rate"], "learning_rate")
    return {"module": (MODULES | OF_LAYERS)[section], "class_name": value["type"], "config": config}
