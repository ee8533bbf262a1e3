"""Models in Keras's eyes: their notation, and their outputs with given weights."""

import json
from typing import Any

from kspec.spec.dialects.defaults import says_nothing


def signature(model: Any) -> Any:
    """Notation of a model in Keras, without its build, and without missing masks."""
    dropped = {"build_config", "compile_config", "shared_object_id"}

    def clean(item: Any) -> Any:
        if isinstance(item, dict):
            kept = {key: value for key, value in item.items() if key not in dropped}
            return {
                key: clean(value) for key, value in kept.items() if not says_nothing(key, value)
            }
        return [clean(value) for value in item] if isinstance(item, list) else item

    return clean(json.loads(model.to_json()))


def layer_configs(model: Any) -> Any:
    """Parts of a signature that do not depend on the names of operations and the form of calls."""
    config = signature(model)["config"]
    layers = {item["config"]["name"]: item["config"] for item in config["layers"]}
    plain = [layer.name for layer in model.layers if not hasattr(layer, "layers")]
    return config.get("input_layers"), [layers[name] for name in sorted(plain)]


def same_outputs(one: Any, other: Any) -> bool:
    import keras
    import numpy as np

    other.set_weights(one.get_weights())
    rng = np.random.default_rng(0)
    given = {
        x.name: rng.integers(0, 9, [dim or 2 for dim in x.shape]).astype(x.dtype)
        for x in one.inputs
    }

    def outputs(model: Any) -> Any:
        # Structures of inputs may differ: a native spec has them by name.
        if isinstance(model, keras.Sequential):
            (feed,) = given.values()
        else:
            feed = keras.tree.map_structure(lambda x: given[x.name], model.input)
        return keras.tree.flatten(model(feed))

    results = [outputs(model) for model in (one, other)]
    return all(np.allclose(a, b, atol=1e-6) for a, b in zip(*results, strict=True))
