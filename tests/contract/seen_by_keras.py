"""What Keras can see of a model: what it writes of it, and what it computes with given weights."""

from __future__ import annotations

import json
from typing import Any

from kspec.spec.dialects.defaults import says_nothing


def signature(model: Any) -> Any:
    """What Keras writes of a model, without where it was built, and masks that there are not."""
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
    """Of a signature, what does not hang on the names of operations and on how calls are put."""
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
