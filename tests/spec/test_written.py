"""Tensors of opaque layers in a Keras file."""

from typing import Any

from kspec.analysis.model import Analysis
from kspec.analysis.summary import summarize
from kspec.spec.dialects import keras_config


def tensor(name: str, shape: list[int | None], output: int = 0) -> dict[str, Any]:
    config = {"shape": shape, "dtype": "float32", "keras_history": [name, 0, output]}
    return {"class_name": "__keras_tensor__", "config": config}


def layer(name: str, cls: str, config: dict[str, Any], *taken: dict[str, Any]) -> dict[str, Any]:
    calls = [{"args": list(taken), "kwargs": {}}] if taken else []
    is_own = cls == "Own"
    return {
        "module": "own" if is_own else "keras.layers",
        "class_name": cls,
        "config": {"name": name, **config},
        "registered_name": "own>Own" if is_own else None,
        "name": name,
        "inbound_nodes": calls,
    }


def document(config: dict[str, Any]) -> dict[str, Any]:
    return {
        "module": "keras.src.models.functional",
        "class_name": "Functional",
        "config": config,
        "registered_name": "Functional",
    }


def shapes(size: int, *, seen: int = 4, output: int = 0) -> dict[str, Any]:
    """The output shapes of a graph with a layer of its own between an input of ``size`` and a
    Dense; ``seen`` is the size of the input when the file was written.
    """
    layers = [
        layer("i", "InputLayer", {"batch_shape": [None, size]}),
        layer("own", "Own", {}, tensor("i", [None, seen])),
        layer("dense", "Dense", {"units": 2}, tensor("own", [None, 5, 3], output)),
    ]
    config = {
        "name": "m",
        "layers": layers,
        "input_layers": [["i", 0, 0]],
        "output_layers": [["dense", 0, 0], ["own", 0, output]],
    }
    analysis = Analysis(keras_config.read(document(config)))
    summary = summarize(analysis)
    assert summary is not None
    return {row.name: row.output_shape for row in summary.rows}


def test_an_opaque_layer_gives_what_the_file_says_that_it_gave() -> None:
    assert shapes(4) == {"i": [None, 4], "own": [None, 5, 3], "dense": [None, 5, 2]}


def test_it_gives_something_unknown_when_it_takes_something_else() -> None:
    assert shapes(6) == {"i": [None, 6], "own": None, "dense": None}


def test_outputs_of_which_the_file_says_nothing_are_unknown() -> None:
    assert shapes(4, output=1)["own"] == [None, [None, 5, 3]]
