"""Files of Keras, written in few words."""

from typing import Any

from kspec.spec.dialects import keras_config
from kspec.spec.network import Network
from kspec.spec.propagation import Trace, propagate


def layer(class_name: str, name: str, inbound: list[Any] | None = None, **config: Any) -> Any:
    entry: dict[str, Any] = {
        "module": "keras.layers",
        "class_name": class_name,
        "config": {"name": name, **config},
    }
    if inbound is not None:
        entry |= {"name": name, "inbound_nodes": inbound}
    return entry


def tensor(name: str, call: int = 0, output: int = 0) -> dict[str, Any]:
    config = {"shape": [None, 4], "dtype": "float32", "keras_history": [name, call, output]}
    return {"class_name": "__keras_tensor__", "config": config}


def call(*args: Any, **kwargs: Any) -> dict[str, Any]:
    return {"args": list(args), "kwargs": kwargs}


def graph(*layers: Any, inputs: Any = None, outputs: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "module": "keras.src.models.functional",
        "class_name": "Functional",
        "config": {
            "name": "model",
            "layers": list(layers),
            "input_layers": ["i", 0, 0] if inputs is None else inputs,
            "output_layers": ["d", 0, 0] if outputs is None else outputs,
        },
        **more,
    }


def stack(*layers: Any, **config: Any) -> dict[str, Any]:
    config = {"name": "stack", "layers": list(layers), **config}
    return {"module": "keras", "class_name": "Sequential", "config": config}


INPUT = layer("InputLayer", "i", [], batch_shape=[None, 4])
DENSE = layer("Dense", "d", [call(tensor("i"))], units=2)


def network_of(document: dict[str, Any]) -> tuple[Network, Trace]:
    reading = keras_config.read(document)
    assert reading.problems == []
    assert reading.spec is not None
    return reading.spec.network, propagate(reading.spec.network)


def kinds(document: dict[str, Any]) -> list[str]:
    return [problem.kind for problem in keras_config.read(document).problems]


def shapes(trace: Trace) -> dict[str, Any]:
    return {name: result.output.shape for (name, _), result in trace.results.items()}  # type: ignore[attr-defined]
