"""Files of Keras: what kspec reads from them is what Keras loads from them, and what it
refuses, Keras refuses.
"""

import copy
import importlib
import json
import warnings
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import kspec
from kspec.analysis.model import Analysis
from kspec.spec.dialects import keras_config
from kspec.spec.dialects.class_lookup import locate
from kspec.spec.dialects.native_writer import native_document
from tests.contract.graphs import Draw, random_model
from tests.contract.test_applications import by_kspec

pytestmark = pytest.mark.contract


def by_keras(model: Any) -> tuple[list[Any], tuple[int, int]]:
    import keras

    def count(weights: list[Any]) -> int:
        return sum(weight.value.shape.num_elements() for weight in weights)

    rows = []
    for layer in model.layers:
        outputs = keras.tree.flatten(layer._inbound_nodes[0].outputs)  # noqa: SLF001
        shapes, dtypes = [list(x.shape) for x in outputs], [x.dtype for x in outputs]
        counts = (count(layer.trainable_weights), count(layer.non_trainable_weights))
        rows.append((layer.name, shapes, dtypes, *counts))
    return rows, (count(model.trainable_weights), count(model.non_trainable_weights))


@given(data=st.data())
def test_a_random_graph_is_read_as_keras_loads_it(data: st.DataObject) -> None:
    import keras

    model = random_model(data.draw)
    document = json.loads(model.to_json())
    loaded = keras.models.model_from_json(json.dumps(document))
    ours, theirs = by_kspec(document), by_keras(loaded)
    assert ours[1] == theirs[1]
    assert [row[0] for row in ours[0]] == [row[0] for row in theirs[0]]
    for one, other in zip(ours[0], theirs[0], strict=True):
        assert one == other


@pytest.mark.parametrize("kind", ["Sequential", "Functional"])
def test_a_config_alone_is_what_keras_makes_of_it(kind: str) -> None:
    import keras

    inputs = keras.Input((5, 3), name="steps")
    layers = [keras.layers.Flatten(), keras.layers.Dense(2)]
    model = keras.Sequential([inputs, *layers])
    if kind == "Functional":
        model = keras.Model(inputs, layers[1](layers[0](inputs)))
    config = json.loads(json.dumps(model.get_config()))
    assert kspec.lint(config).findings == []
    ours, theirs = by_kspec(config), by_keras(type(model).from_config(copy.deepcopy(config)))
    assert ours == theirs
    assert kspec.build(config).get_config() == model.get_config()
    around = {"model": config, "fit": {"epochs": 2}}
    assert kspec.build(around).get_config() == model.get_config()


def test_a_model_of_its_own_class_is_a_warning_and_keras_builds_it_with_the_class() -> None:
    import keras

    class Own(keras.Model):  # type: ignore[misc]  # Keras is not typed
        def __init__(self, units: int = 3, **options: Any) -> None:
            super().__init__(**options)
            self.units = units
            self.dense = keras.layers.Dense(units)

        def call(self, x: Any) -> Any:
            return self.dense(x)

        def get_config(self) -> dict[str, Any]:
            return {"units": self.units, "name": self.name}

    model = Own(units=2)
    model(keras.ops.ones((1, 4)))
    model.compile("sgd", "mse")
    document = json.loads(model.to_json())
    report = kspec.lint(document)
    assert [(one.code, one.severity) for one in report.findings] == [("KS112", "warning")]
    assert [row.output_shape for row in kspec.summarize(document).rows] == [None]
    for spec in (document, native_document(kspec.load(document))):
        with pytest.raises(ValueError, match="custom class"):
            kspec.build(spec)
        again = kspec.build(spec, custom_objects={"Own": Own})
        assert again.count_params() == model.count_params()
        assert again.compiled


def test_models_are_found_in_every_module_that_has_them() -> None:
    inside = ("cloning", "functional", "model", "sequential", "variable_mapping")
    modules = ["keras", "keras.models", "keras.src", "keras.src.models"]
    modules += [f"keras.src.models.{name}" for name in inside]
    for module in modules:
        for name in ("Functional", "Model", "Sequential"):
            found = locate({"class_name": name, "module": module}, legacy=False).kind == "model"
            assert found == hasattr(importlib.import_module(module), name), (module, name)


# ---- mutations

PLAIN = [None, 0, -1, 99, "x", [], ["i", 0, 0], {"a": 1}, "a/b", "keras.layers", "Dense"]
LENIENT = frozenset(
    (
        *("sparse", "ragged", "optional", "trainable", "quantization_config", "dtype", "seed"),
        *("noise_shape", "mask", "shape"),
        *("kernel_initializer", "bias_initializer", "recurrent_initializer"),
        *("build_config", "compile_config"),
    )
)
"""Fields where Keras ignores values without meaning: kspec is stricter by design, or other tests
cover the fields.
"""


@cache
def documents() -> list[dict[str, Any]]:
    import keras
    from keras import layers, ops

    stack = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(8, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(1),
        ]
    )
    unbuilt = keras.Sequential([layers.Dense(3), layers.Dense(2)])
    images = keras.Sequential([layers.Conv2D(4, 3), layers.MaxPooling2D(), layers.Flatten()])
    images.build((None, 8, 8, 1))
    i = keras.Input((4,), name="i")
    shared = layers.Dense(4, name="d")
    inside = keras.Input((4,), name="a")
    inner = keras.Model(inside, layers.Dense(3, name="b")(inside), name="inner")
    once, twice = inner(shared(i)), inner(shared(shared(i)))
    parts = ops.split(once, [1], axis=-1)
    joined = ops.concatenate([parts[0], twice], axis=-1)[:, 1:]
    graph = keras.Model({"i": i}, [once, ops.relu(joined * 2.0)])
    q = keras.Input((5, 2), name="q")
    states = layers.LSTM(3, return_state=True, name="lstm")(q)
    many = keras.Model(q, {"out": layers.Concatenate()(states), "aux": states[0]})
    return [json.loads(m.to_json()) for m in (stack, unbuilt, images, graph, many)]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if set(path) & LENIENT:
        return []
    items: list[Any] = []
    if isinstance(value, dict | list):
        items = list(value.items() if isinstance(value, dict) else enumerate(value))
    inner = [place for key, item in items for place in places(item, (*path, key))]
    return [path, *inner] if path else inner


def mutate(document: dict[str, Any], draw: Draw) -> None:
    *above, key = draw(st.sampled_from(places(document)))
    holder: Any = document
    for step in above:
        holder = holder[step]
    kind = draw(st.sampled_from(["delete", "replace", "nudge", "rename"]))
    value = holder[key]
    if kind == "delete":
        del holder[key]
    elif kind == "replace":
        holder[key] = draw(st.sampled_from(PLAIN))
    elif kind == "rename" and isinstance(holder, dict):
        holder[f"{key}_"] = holder.pop(key)
    elif isinstance(value, int):
        holder[key] = value + draw(st.sampled_from([-1, 1, 5]))
    elif isinstance(value, str):
        holder[key] = value + "x"
    elif isinstance(value, list):
        holder[key] = value[:-1]
    # Keras takes an input without any elements, and a text for no layers; no data fits these.
    assume(not ("batch_shape" in above and 0 in holder))
    assume(key != "layers" or holder.get(key, 1))


def without_build_configs(value: Any) -> Any:
    """A file without the shapes that its layers were built for, which an edit leaves as they were
    and which only Keras compares.
    """
    if isinstance(value, dict):
        return {
            key: without_build_configs(one) for key, one in value.items() if key != "build_config"
        }
    return [*map(without_build_configs, value)] if isinstance(value, list) else value


def refusals(document: dict[str, Any]) -> tuple[str | None, str | None]:
    """Refusals of a file in Keras when it loads it, and when the model runs on zeros."""
    import keras
    import numpy as np

    def zeros(x: Any) -> Any:
        return np.zeros([2 if dim is None else dim for dim in x.shape], x.dtype)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = keras.models.model_from_json(json.dumps(document))
    except (Exception, RecursionError) as error:  # noqa: BLE001 - whatever Keras raises
        return f"{type(error).__name__}: {error}"[:300], None
    if not isinstance(model, keras.Model):
        return f"{type(model)} is no model", None
    graph = getattr(model, "_functional", model)
    if graph is None:
        return None, None
    try:
        graph(keras.tree.map_structure(zeros, graph.input))
    except Exception as error:  # noqa: BLE001 - whatever Keras raises
        return None, f"{type(error).__name__}: {error}"[:300]
    return None, None


@given(data=st.data())
def test_a_broken_file_is_refused_where_keras_refuses_it(data: st.DataObject) -> None:
    """A file that Keras does not load has problems, and Keras does not load or run a file with
    problems.
    """
    document = copy.deepcopy(data.draw(st.sampled_from(documents())))
    mutate(document, data.draw)
    document = without_build_configs(document)
    found = Analysis(keras_config.read(document)).problems
    problems = [problem for problem in found if problem.kind != "coerced_value"]
    at_load, at_run = refusals(document)
    if problems:
        assert at_load or at_run, problems
    else:
        assert at_load is None


def test_a_layer_is_called_in_the_order_of_its_calls() -> None:
    import keras
    from keras import layers

    x, dense = keras.Input((4,), name="x"), layers.Dense(4, name="dense")
    first = dense(x)
    document = json.loads(keras.Model(x, dense(layers.ReLU(name="relu")(first))).to_json())
    entries = {entry["name"]: entry["inbound_nodes"] for entry in document["config"]["layers"]}
    entries["dense"].reverse()
    entries["relu"][0]["args"][0]["config"]["keras_history"][1] = 1
    document["config"]["output_layers"] = ["dense", 0, 0]
    with pytest.raises(ValueError, match="loops or disconnected"):
        keras.models.model_from_json(json.dumps(document))
    (found,) = kspec.lint(document).findings
    assert found.code == "KS206"
    assert found.path == ("config", "layers", 1, "inbound_nodes", 0, "args")


ARRAYS = [
    *(([1.0, 2.0, 3.0], dtype) for dtype in ("float32", "int8", None, "floatt", 3)),
    *((value, "float32") for value in ([[1], [2, 3]], [[1, 2, 3], 4], [1, "x"], [None], {"a": 1})),
    *((value, "float32") for value in (2, [True], [[[1], [2], [3]]])),
]


@pytest.mark.parametrize("class_name", ["__numpy__", "__tensor__"])
@pytest.mark.parametrize(("value", "dtype"), ARRAYS, ids=str)
def test_an_array_in_a_call_is_refused_where_keras_refuses_it(
    class_name: str, value: Any, dtype: Any
) -> None:
    import keras

    x = keras.Input((3, 1))
    document = json.loads(keras.Model(x, keras.ops.add(x, 1.0)).to_json())
    array = {"class_name": class_name, "config": {"value": value, "dtype": dtype}}
    document["config"]["layers"][1]["inbound_nodes"][0]["args"][1] = array
    refused = refusals(document)[0]
    found = kspec.lint(document).findings
    assert len(found) == (refused is not None), (found, refused)
