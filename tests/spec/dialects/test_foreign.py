"""Documents that are no model: each is one problem that says what it is instead."""

import json
from typing import Any

import pytest

from kspec.spec.parse import parse
from tests.spec.dialects.keras_texts import DENSE, INPUT, graph, layer, network_of, stack

JS = {"format": "layers-model", "modelTopology": {"model_config": stack()}, "weightsManifest": []}
GRAPH_OF_JS = {**JS, "format": "graph-model"}
TWICE = json.dumps(graph(INPUT, DENSE), indent=1)

KNOWN = {
    "twice": (TWICE, "JSON twice", "json.load"),
    "layers of TensorFlow.js": (JS, "TensorFlow.js", "tensorflowjs_converter"),
    "graph of TensorFlow.js": (GRAPH_OF_JS, "TensorFlow.js", "no layers"),
}


@pytest.mark.parametrize(("document", "message", "help_"), KNOWN.values(), ids=KNOWN)
def test_what_is_known_is_named(document: Any, message: str, help_: str) -> None:
    whole = parse(document)
    assert whole.spec is None
    (problem,) = whole.problems
    assert (problem.kind, problem.path) == ("not_a_model", ())
    assert message in problem.message
    assert help_ in str(problem.help)
    (beside,) = parse({"kspec": 1, "model": document}).problems
    assert beside == problem._replace(path=("model",))


@pytest.mark.parametrize("document", ["a text", 3, ["{"], {"epochs": 10}, {}])
def test_anything_else_is_told_what_a_model_has(document: Any) -> None:
    (problem,) = parse(document).problems
    assert problem.kind == "not_a_model"
    assert '"class_name"' in str(problem.help)


def test_a_path_that_was_not_read_is_no_model_that_was_written_twice() -> None:
    (problem,) = parse({"kspec": 1, "model": "network.json"}).problems
    assert problem.kind == "unreadable_model"


def test_a_model_that_gives_a_list_of_one_is_named_as_the_cause() -> None:
    entry = layer("InputLayer", "into", batch_shape=[None, 4])
    head = layer("Dense", "head", units=1)
    plain, listed = (
        network_of(stack(entry, graph(INPUT, DENSE, outputs=outputs), head))[1].results["head", 0]
        for outputs in (["d", 0, 0], [["d", 0, 0]])
    )
    assert plain.fault is None
    assert listed.fault is not None
    assert listed.fault.kind == "input_count"
    assert '"output_layers"' in str(listed.fault.help)
