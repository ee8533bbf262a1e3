"""A graph with one thing wrong in it: Keras refuses it, and kspec says so once, at its place."""

import json
from collections.abc import Callable
from typing import Any

import pytest

import kspec
from kspec.linter.finding import Finding
from tests.spec.dialects.keras_texts import INPUT, call, graph, layer, stack, tensor

pytestmark = pytest.mark.contract


def dense(name: str, *args: Any, **config: Any) -> Any:
    return layer("Dense", name, [call(*args)], units=2, **config)


def refused(document: dict[str, Any]) -> Finding:
    import keras

    with pytest.raises((IndexError, KeyError, RuntimeError, TypeError, ValueError)):
        keras.models.model_from_json(json.dumps(document))
    (finding,) = (one for one in kspec.lint(document).findings if one.severity == "error")
    return finding


def test_a_missing_layer_that_several_take() -> None:
    others = [dense("a", tensor("gone")), dense("b", tensor("gone"))]
    add = layer("Add", "d", [call([tensor("a"), tensor("b")])])
    finding = refused(graph(INPUT, *others, add))
    assert (finding.code, finding.layer) == ("KS205", "a")
    assert [related.message for related in finding.related] == ['"b" takes it too']


def test_several_outputs_that_a_layer_does_not_have() -> None:
    add = layer("Add", "d", [call([tensor("a", output=1), tensor("a", output=2)])])
    assert refused(graph(INPUT, dense("a", tensor("i")), add)).code == "KS205"


def test_a_layer_that_is_never_called() -> None:
    mute = layer("Dense", "a", [], units=2)
    adds = [
        layer("Add", name, [call([tensor("a", index), tensor("a")])])
        for index, name in enumerate("bd")
    ]
    finding = refused(graph(INPUT, mute, *adds))
    assert (finding.code, finding.path) == ("KS205", ("config", "layers", 1))
    assert len(finding.related) == 4
    alone = layer("Dense", "d", [], units=2)
    output = refused(graph(INPUT, alone, dense("a", tensor("d"))))
    assert (output.code, output.path) == ("KS208", ("config", "layers", 1))


def test_a_layer_without_its_config() -> None:
    entry = dense("d", tensor("i"))
    del entry["config"]
    assert refused(graph(INPUT, entry)).path == ("config", "layers", 1)


def test_an_input_that_is_not_there() -> None:
    finding = refused(graph(INPUT, dense("d", tensor("i")), inputs=["ii", 0, 0]))
    assert (finding.code, finding.path) == ("KS205", ("config", "input_layers"))


def test_what_is_not_known_refuses_no_product() -> None:
    """Keras would refuse an axis of unknown size: here it is the input that is not there."""
    swapped = layer("Permute", "a", [call(tensor("gone"))], dims=[2, 1])
    steps = layer("InputLayer", "i", [], batch_shape=[None, 7, 5])
    dot = layer("Dot", "d", [call([tensor("i"), tensor("a")])], axes=[2, 1])
    assert refused(graph(steps, swapped, dot)).code == "KS205"


def test_a_file_says_the_shape_of_the_first_call_only() -> None:
    """The second call is one of another rank, and takes what nothing gives."""
    calls = [call(tensor("i")), call(tensor("gone"), reverse=True)]
    tokens = layer("InputLayer", "i", [], batch_shape=[None, 7])
    embedding = layer("ReversibleEmbedding", "d", calls, input_dim=9, output_dim=8)
    embedding["build_config"] = {"input_shape": [None, 7]}
    assert refused(graph(tokens, embedding)).code == "KS205"


def test_a_layer_of_an_unknown_class() -> None:
    unknown = layer("Dens", "a", [], units=2)
    assert refused(graph(INPUT, unknown, dense("d", tensor("a")))).code == "KS101"


def test_fields_that_contradict_each_other_are_not_computed_with() -> None:
    permute = layer("Permute", "a", [call(tensor("i"))], dims=[7])
    finding = refused(graph(INPUT, permute, dense("d", tensor("a"))))
    assert finding.path == ("config", "layers", 1, "config", "dims")


def test_a_wrong_field_has_no_default_in_its_place() -> None:
    """A default for the padding would cause a misfit of the shapes behind."""
    images = layer("InputLayer", "i", [], batch_shape=[None, 4, 4, 4])
    conv = {"filters": 4, "kernel_size": 3, "padding": "full"}
    add = layer("Add", "d", [call([tensor("i"), tensor("a")])])
    finding = refused(graph(images, layer("Conv2D", "a", [call(tensor("i"))], **conv), add))
    assert finding.path == ("config", "layers", 1, "config", "padding")


@pytest.mark.parametrize(("left", "code"), [(None, "KS103"), ([], "KS205")])
def test_a_layer_that_is_not_called(left: list[Any] | None, code: str) -> None:
    alone = layer("Dense", "a", left, units=2) | {"name": "a"}
    assert refused(graph(INPUT, alone, dense("d", tensor("a")))).code == code


def test_groups_that_divide_neither_filters_nor_channels() -> None:
    images = layer("InputLayer", "i", [], batch_shape=[None, 4, 4, 4])
    conv = {"filters": 4, "kernel_size": 1, "groups": 3}
    assert refused(graph(images, layer("Conv2D", "d", [call(tensor("i"))], **conv))).code == "KS108"


def test_a_tensor_that_several_layers_refuse() -> None:
    images = layer("InputLayer", "i", [], batch_shape=[None, 4, 4])
    convs = [layer("Conv2D", n, [call(tensor("i"))], filters=2, kernel_size=1) for n in "ab"]
    add = layer("Add", "d", [call([tensor("a"), tensor("b")])])
    finding = refused(graph(images, *convs, add))
    assert (finding.code, finding.layer) == ("KS201", "a")


def nested(entry: dict[str, Any], name: str, calls: list[Any]) -> dict[str, Any]:
    config = {**entry["config"], "name": name}
    return {**entry, "config": config, "name": name, "inbound_nodes": calls}


def test_a_model_that_is_wrong_inside_and_called_twice() -> None:
    wrong = layer("InputLayer", "i", [], batch_shape=[None, 9])
    inner = stack(wrong, layer("Conv1D", "d", filters=2, kernel_size=2))
    twice = nested(inner, "a", [call(tensor("i")), call(tensor("i"))])
    add = layer("Add", "d", [call([tensor("a"), tensor("a", call=1)])])
    finding = refused(graph(INPUT, twice, add))
    assert finding.path == ("config", "layers", 1, "config", "layers", 1)


def test_a_model_that_is_called_twice_with_a_wrong_shape() -> None:
    inner = stack(layer("InputLayer", "i", [], batch_shape=[None, 9]), layer("Dense", "d", units=2))
    twice = nested(inner, "a", [call(tensor("i")), call(tensor("i"))])
    add = layer("Add", "d", [call([tensor("a"), tensor("a", call=1)])])
    assert refused(graph(INPUT, twice, add)).path == ("config", "layers", 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d["config"]["layers"][1]["inbound_nodes"][0]["args"].pop(), "KS105"),
        (
            lambda d: d["config"]["layers"][1]["inbound_nodes"][0]["args"].append(tensor("i")),
            "KS105",
        ),
        (lambda d: d["config"]["layers"][2].update(name="a"), "KS107"),
        (lambda d: d["config"]["input_layers"].__setitem__(1, 1), "KS205"),
    ],
    ids=["no argument", "one argument more", "a name twice", "a call that is not there"],
)
def test_a_call_or_a_name(change: Callable[[dict[str, Any]], None], code: str) -> None:
    document = json.loads(
        json.dumps(graph(INPUT, dense("a", tensor("i")), dense("d", tensor("a"))))
    )
    change(document)
    assert refused(document).code == code


@pytest.mark.parametrize(
    ("class_name", "config"),
    [
        ("Activation", {"activation": "relu"}),
        ("Dense", {"units": 2}),
        ("Dropout", {"rate": 0.5}),
        ("Flatten", {}),
    ],
)
def test_a_circle_that_the_output_comes_from(class_name: str, config: dict[str, Any]) -> None:
    """Whoever walks through the graph comes to an end."""
    first, second, end = (
        layer(class_name, name, [call(tensor(taken))], **config)
        for name, taken in ("ab", "ba", "db")
    )
    assert refused(graph(INPUT, first, second, end)).code == "KS206"
