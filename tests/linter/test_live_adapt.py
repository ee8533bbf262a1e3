"""Live models whose layers learn by `adapt`: what is found of those that did not, and what Keras
does with them.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec

pytestmark = [pytest.mark.contract, pytest.mark.one_in(3)]

X = np.random.default_rng(0).normal(5000, 2000, size=(40, 3))
WORDS = np.array([["red"], ["green"], ["blue"], ["red"]] * 10)
CODES = np.array([[11], [12], [13], [11]] * 10)
Y = np.linspace(0, 1, 40).reshape(40, 1)
DATA = {"Normalization": X, "Discretization": X, "IntegerLookup": CODES}
LOOKUPS = ("StringLookup", "IntegerLookup", "TextVectorization")


def layer(kind: str, *, adapted: bool = False, **arguments: Any) -> Any:
    import keras

    made = getattr(keras.layers, kind)(**arguments)
    if adapted:
        made.adapt(data(kind))
    return made


def data(kind: str) -> Any:
    return DATA.get(kind, WORDS)


def network(first: Any, x: Any) -> Any:
    """A compiled model that begins with a layer: of what it numbers it takes vectors."""
    import keras

    dtype = {"f": "float32", "i": "int64"}.get(x.dtype.kind, "string")
    layers = [keras.Input(x.shape[1:], dtype=dtype), first]
    if "int" in str(keras.Sequential(layers).outputs[0].dtype):
        layers += [keras.layers.Embedding(50, 2), keras.layers.GlobalAveragePooling1D()]
    return compiled(keras.Sequential([*layers, keras.layers.Dense(1)]))


def compiled(model: Any) -> Any:
    model.compile("sgd", "mse", run_eagerly=True)
    return model


def severities(model: Any, x: Any) -> list[str]:
    """Severities of the findings on layers without ``adapt``; there is no other error."""
    import tensorflow as tf

    try:
        report = kspec.check(model, tf.nest.map_structure(tf.constant, x), Y)
    except kspec.CheckError as error:
        report = error.report
    found = [one for one in report.findings if one.severity == "error" or one.code == "KS619"]
    assert {one.code for one in found} <= {"KS619"}
    return [str(one.severity) for one in found]


def runs(model: Any, x: Any) -> bool:
    import tensorflow as tf

    try:
        model.fit(tf.constant(x), Y, verbose=0)
    except (ValueError, AttributeError, tf.errors.FailedPreconditionError):
        return False
    return True


def modes(kind: str) -> list[dict[str, Any]]:
    padded = {"max_tokens": 9, "pad_to_max_tokens": True}
    names = ["multi_hot", "count", "tf_idf"]
    if kind != "TextVectorization":
        names.append("one_hot")
    return [{}, {"max_tokens": 9}, *({"output_mode": name, **padded} for name in names)]


FAILING = [
    *((kind, arguments) for kind in LOOKUPS for arguments in modes(kind)),
    *((kind, {"num_oov_indices": 0}) for kind in LOOKUPS[:2]),
    *((kind, {"num_oov_indices": 3}) for kind in LOOKUPS[:2]),
    ("StringLookup", {"mask_token": ""}),
    *(("Discretization", {"num_bins": 3, "output_mode": mode}) for mode in ("int", "multi_hot")),
]


@pytest.mark.one_in(30)
@pytest.mark.parametrize(("kind", "arguments"), FAILING)
def test_keras_stops_where_a_layer_that_was_not_adapted_is_an_error(
    kind: str, arguments: dict[str, Any]
) -> None:
    x = data(kind)
    for adapted in (False, True):
        model = network(layer(kind, adapted=adapted, **arguments), x)
        assert severities(model, x) == ([] if adapted else ["error"])
        assert runs(model, x) is adapted


@pytest.mark.slow
@pytest.mark.parametrize("kind", LOOKUPS)
def test_vectors_of_a_length_that_nobody_knows(kind: str) -> None:
    """A stack without an input is built by the first batch: what then fails has this cause."""
    import keras

    x = data(kind)
    for adapted in (False, True):
        first = layer(kind, adapted=adapted, output_mode="multi_hot")
        model = compiled(keras.Sequential([first, keras.layers.Dense(1)]))
        assert severities(model, x) == ([] if adapted else ["error"])
        assert runs(model, x) is adapted


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("StringLookup", {"vocabulary": ["red"]}),
        ("StringLookup", {"vocabulary": ["red"], "num_oov_indices": 3, "mask_token": ""}),
        ("IntegerLookup", {"vocabulary": [11], "num_oov_indices": 2}),
        ("TextVectorization", {"vocabulary": ["red"]}),
        ("Discretization", {"bin_boundaries": [1.0, 4.0]}),
        ("Normalization", {"mean": 0.0, "variance": 1.0}),
    ],
)
def test_values_that_are_given_need_no_data(kind: str, arguments: dict[str, Any]) -> None:
    x = data(kind)
    model = network(layer(kind, **arguments), x)
    assert severities(model, x) == []
    assert runs(model, x)


@pytest.mark.parametrize("arguments", [{}, {"axis": None}, {"invert": True}])
def test_a_normalization_that_was_not_adapted_is_run_in_silence(arguments: dict[str, Any]) -> None:
    import keras

    first = layer("Normalization", **arguments)
    model = network(first, X)
    assert severities(model, X) == ["warning"]
    assert runs(model, X)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(first(X)), X, rtol=1e-5)
    first.adapt(X)
    assert severities(model, X) == []


def test_a_model_that_was_never_built() -> None:
    import keras

    for adapted in (False, True):
        first = layer("Normalization", adapted=adapted)
        model = compiled(keras.Sequential([first, keras.layers.Dense(1)]))
        assert severities(model, X) == ([] if adapted else ["warning"])


@pytest.mark.parametrize("kind", ["Normalization", "StringLookup", "Discretization"])
def test_copies_and_archives(kind: str, tmp_path: Path) -> None:
    """A copy has what its config says: boundaries, and neither averages nor a vocabulary."""
    import keras

    arguments = {"num_bins": 3} if kind == "Discretization" else {}
    model, x = network(layer(kind, adapted=True, **arguments), data(kind)), data(kind)
    model.save(tmp_path / "model.keras")
    assert severities(keras.models.load_model(tmp_path / "model.keras"), x) == []
    found = severities(compiled(keras.models.clone_model(model)), x)
    assert found == {"Normalization": ["warning"], "StringLookup": ["error"]}.get(kind, [])


@pytest.mark.slow
def test_reset_state_forgets_no_vocabulary() -> None:
    for kind, arguments in (("StringLookup", {}), ("Discretization", {"num_bins": 3})):
        first, x = layer(kind, adapted=True, **arguments), data(kind)
        first.reset_state()
        model = network(first, x)
        assert severities(model, x) == []
        assert runs(model, x)


@pytest.mark.slow
def test_layers_in_wrappers() -> None:
    import keras

    steps = np.stack([X, X + 1], axis=1)
    for first in (layer("Normalization"), layer("Discretization", num_bins=3)):
        wrapped = keras.layers.TimeDistributed(first)
        layers = [keras.Input((2, 3)), wrapped, keras.layers.Rescaling(0.1)]
        layers += [keras.layers.Flatten(), keras.layers.Dense(1)]
        model = compiled(keras.Sequential(layers))
        normalizes = isinstance(first, keras.layers.Normalization)
        assert severities(model, steps) == (["warning"] if normalizes else ["error"])
        assert runs(model, steps) is normalizes
        wrapped.layer.adapt(X)
        assert severities(compiled(model), steps) == []
        assert runs(model, steps)


def test_models_in_models_and_branches() -> None:
    import keras

    for adapted in (False, True):
        inner = keras.Sequential([keras.Input((3,)), layer("Normalization", adapted=adapted)])
        words = keras.Input((1,), dtype="string", name="words")
        numbers = keras.Input((3,), name="numbers")
        one_hot = {"output_mode": "multi_hot", "max_tokens": 9, "pad_to_max_tokens": True}
        first = layer("StringLookup", adapted=adapted, **one_hot)
        joined = keras.layers.Concatenate()([first(words), inner(numbers)])
        model = compiled(keras.Model([words, numbers], keras.layers.Dense(1)(joined)))
        assert severities(model, [WORDS, X]) == ([] if adapted else ["error", "warning"])


def test_a_feature_space_makes_no_model_before_it_is_adapted() -> None:
    import keras
    import tensorflow as tf

    space = keras.utils.FeatureSpace({"size": "float_normalized", "kind": "string_categorical"})
    with pytest.raises(ValueError, match="adapt"):
        space.get_encoded_features()
    columns = {"size": X[:, 0], "kind": WORDS[:, 0]}
    space.adapt(tf.data.Dataset.from_tensor_slices(columns))
    outputs = keras.layers.Dense(1)(space.get_encoded_features())
    model = compiled(keras.Model(space.get_inputs(), outputs))
    given = {name: values.reshape(-1, 1) for name, values in columns.items()}
    assert severities(model, given) == []


def scaled_before(first: Any) -> Any:
    import keras

    layers = [keras.Input((3,)), keras.layers.Rescaling(1 / 9000), first, keras.layers.Dense(1)]
    return compiled(keras.Sequential(layers))


def of_hidden_values(first: Any) -> Any:
    import keras

    layers = [keras.Input((3,)), keras.layers.BatchNormalization(), keras.layers.Dense(3), first]
    return compiled(keras.Sequential([*layers, keras.layers.Dense(1)]))


def of_own_class(_: Any) -> Any:
    import keras

    class Own(keras.layers.Normalization):  # type: ignore[misc]
        def adapt(self, data: Any) -> None:
            self.own_mean = data.mean()

    return network(Own(), X)


SILENT: list[tuple[Callable[[Any], Any], Any]] = [
    (partial(network, x=X), X / 5000 - 1),
    (partial(network, x=X), np.sign(X - np.median(X, axis=0))),
    (scaled_before, X),
    (of_hidden_values, X),
    (of_own_class, X),
]


@pytest.mark.parametrize(("make", "x"), SILENT)
def test_a_normalization_that_does_no_harm(make: Callable[[Any], Any], x: Any) -> None:
    assert severities(make(layer("Normalization")), x) == []


def test_tiny_values_need_to_be_scaled_too() -> None:
    assert severities(network(layer("Normalization"), X), X / 1e7) == ["warning"]


@pytest.mark.slow
def test_a_network_of_keras_with_a_normalization_of_its_own() -> None:
    import keras

    images = np.random.default_rng(0).uniform(0, 255, size=(40, 32, 32, 3))
    arguments = {"weights": None, "include_top": False, "pooling": "avg"}
    base = keras.applications.EfficientNetB0(input_shape=(32, 32, 3), **arguments)
    model = compiled(keras.Sequential([base, keras.layers.Dense(1)]))
    assert severities(model, images) == []


def test_only_what_is_to_be_trained_is_asked() -> None:
    """A network without data may be adapted later, as kspec does by itself with a file."""
    model = network(layer("Normalization"), X)
    assert [one.code for one in kspec.lint(model, data=(X, Y)).findings] == ["KS619"]
    assert [one.code for one in kspec.check(model).findings] == ["KS619"]
    assert kspec.lint(model).findings == []
    assert kspec.lint(model.to_json(), data=(X, Y)).findings == []


def test_training_from_a_file_adapts(tmp_path: Path) -> None:
    for first in (layer("Normalization"), layer("Discretization", num_bins=3)):
        config = tmp_path / "model.json"
        config.write_text(network(first, X).to_json())
        run = kspec.fit(config, X, Y, epochs=1, run_dir=tmp_path / first.name)
        assert severities(run.model, X) == []
