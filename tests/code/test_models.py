"""Models as programs make them: what is compiled, and what is sure of it."""

import pytest

from kspec.spec.unknown import Unknown
from tests.code.read import layers_of, models_of, specs_of

HEAD = "import keras, numpy\nfrom keras import layers, Sequential, Model, Input\n"


def specs(code: str) -> list[dict[str, object]]:
    return specs_of(HEAD + code)


def shape(code: str) -> list[list[str]]:
    """The classes of the layers of each model; "?" for what is not known."""
    found = []
    for spec in specs(code):
        layers = spec["layers"]
        assert isinstance(layers, list)
        types = [layer["type"] for layer in layers if isinstance(layer, dict) and "type" in layer]
        found.append(["?" if isinstance(one, Unknown) else one for one in types])
    return found


TWO = """
if n:
    m = Sequential([layers.Dense(1)])
else:
    m = Sequential([layers.Flatten()])
"""
SHAPES = {
    "a list": ("m = Sequential([layers.Dense(1), layers.Flatten()])", [["Dense", "Flatten"]]),
    "the outputs of all layers, the input among them": (
        (
            "i = Input((4,))\nm = Model(i, layers.Dense(1)(i))\n"
            "o = Model(m.input, [layer.output for layer in m.layers])"
        ),
        [["Dense"], ["Dense"]],
    ),
    "a list that may hold more": (
        "m = Sequential([layers.Dense(1)] + others)\nm.add(layers.Flatten())",
        [["?", "Flatten"]],
    ),
    "an unknown tensor beside a known one": (
        "i = Input((4,))\nx = layers.Add()([i, other])\nm = Model([i, more], [x, last])",
        [["?", "Add", "?"]],
    ),
    "an array": ("i = Input((4,))\nm = Model(i, layers.Add()([i, numpy.ones(4)]))", [["?", "Add"]]),
    "add": ("m = Sequential()\nm.add(layers.Dense(1))", [["Dense"]]),
    "pop": ("m = Sequential([layers.Dense(1), layers.Flatten()])\nm.pop()", [["Dense"]]),
    "an alias": ("m = Sequential()\na = m.add\na(layers.Dense(1))", [["Dense"]]),
    "bound again": (
        "m = Sequential()\nm.add(layers.Dense(1))\nm = Sequential()\nm.add(layers.Flatten())",
        [["Dense"], ["Flatten"]],
    ),
    "a loop": ("m = Sequential()\nfor i in range(3):\n    m.add(layers.Dense(i))", [["Dense"] * 3]),
    "an attribute with a name of Keras's": (
        (
            "class Net:\n    def __init__(self, given):\n        self.layers = []\n"
            "        if given:\n            self.layers = given\n"
            "net = Net(x)\nm = Sequential([layers.Dense(1)])\nm.phase = net.layers"
        ),
        [["Dense"]],
    ),
    "an unknown first layer": (
        "def make(layer):\n    return Sequential([layer])\nmake(f())",
        [["?"]],
    ),
    "an unknown loop": (
        (
            "m = Sequential([layers.Dense(1)])\nfor i in range(n):\n    m.add(layers.Dense(i))\n"
            "m.add(layers.Flatten())"
        ),
        [["Dense", "?", "Flatten"]],
    ),
    "an unknown branch": (
        (
            "m = Sequential([layers.Dense(1)])\nif n:\n    m.add(layers.Dropout(0.1))\n"
            "m.add(layers.Flatten())"
        ),
        [["Dense", "?", "Flatten"]],
    ),
    "arms that build alike": (
        "m = Sequential()\nif n:\n    m.add(layers.Dense(1))\nelse:\n    m.add(layers.Dense(1))",
        [["?"]],
    ),
    "a model in each arm": (
        TWO,
        [["Dense"], ["Flatten"]],
    ),
    "a graph": (
        "x = Input((3,))\ny = layers.Dense(2)(x)\nm = Model(x, layers.Dense(1)(y))",
        [["Dense", "Dense"]],
    ),
    "old names of its ends": (
        "x = Input((3,))\nm = Model(input=x, output=layers.Dense(1)(x))",
        [["Dense"]],
    ),
    "what is not on the way": (
        "x = Input((3,))\ny = layers.Dense(2)(x)\nm = Model(x, layers.Flatten()(x))",
        [["Flatten"]],
    ),
    "an operator": (
        "x = Input((3,))\nm = Model(x, layers.Dense(3)(x) + x)",
        [["Dense", "keras.ops.add"]],
    ),
    "a function of another library": (
        "import tensorflow as tf\nx = Input((3,))\nm = Model(x, layers.Dense(1)(tf.square(x)))",
        [["keras.ops.square", "Dense"]],
    ),
    "a layer of one's own": (
        "class Mine(layers.Layer):\n    pass\nm = Sequential([Mine(), layers.Dense(1)])",
        [["?", "Dense"]],
    ),
    "a function that nobody calls": (
        "def build(n, act='relu'):\n    return Sequential([layers.Dense(n, act)])",
        [["Dense"]],
    ),
    "a method that nobody calls": (
        (
            "class A:\n    def build(self):\n        self.m = Sequential()\n"
            "        self.m.add(layers.Dense(1))"
        ),
        [["Dense"]],
    ),
    "a function that is called twice": (
        "def build(n):\n    return Sequential([layers.Dense(n)])\na = build(1)\nb = build(2)",
        [["Dense"], ["Dense"]],
    ),
    "a stack of stacks": (
        "a = Sequential([layers.Dense(1)])\nm = Sequential([a, layers.Flatten()])",
        [["Dense"], ["Sequential", "Flatten"]],
    ),
    "a shared layer": (
        (
            "x, y, d = Input((3,)), Input((3,)), layers.Dense(1)\n"
            "m = Model([x, y], layers.add([d(x), d(y)]))"
        ),
        [["Dense", "Add"]],
    ),
}


@pytest.mark.parametrize("case", SHAPES)
def test_layers(case: str) -> None:
    code, expected = SHAPES[case]
    assert shape(code) == expected


def test_the_state_at_compile_counts() -> None:
    first, second = specs(
        "m = Sequential([layers.Dense(1)])\n"
        "m.layers[0].trainable = False\nm.compile('sgd', 'mse')\n"
        "m.layers[0].trainable = True\nm.compile('adam', 'mse')"
    )
    assert first["layers"] == [{"type": "Dense", "units": 1, "trainable": False}]
    assert second["layers"] == [{"type": "Dense", "units": 1, "trainable": True}]
    assert [first["compile"], second["compile"]] == [
        {"optimizer": "sgd", "loss": "mse"},
        {"optimizer": "adam", "loss": "mse"},
    ]


def test_what_is_done_to_one_of_two_models_is_done_to_each() -> None:
    for spec in specs(f"{TWO}\nm.compile('adam', 'mse')\nm.fit(x, y, epochs=3)"):
        assert spec["compile"] == {"optimizer": "adam", "loss": "mse"}
        assert spec["fit"] == {"epochs": 3}


def test_fit_in_a_loop_is_one_fit() -> None:
    code = (
        "m = Sequential([layers.Dense(1)])\nm.compile('adam', 'mse')\n"
        "for i in range(9):\n    m.fit(x, y, epochs=1)"
    )
    (spec,) = specs(code)
    assert spec["fit"] == {"epochs": 1}


def test_positional_arguments_and_objects() -> None:
    code = (
        "opt = keras.optimizers.Adam(0.1, beta_2=0.9)\n"
        "m = Sequential([layers.Dense(1)])\n"
        "m.compile(opt, keras.losses.mean_squared_error, metrics=[keras.metrics.AUC()])\n"
        "stop = keras.callbacks.EarlyStopping('val_loss', 0.1)\n"
        "m.fit(x, y, 32, 7, callbacks=[stop])"
    )
    (spec,) = specs(code)
    assert spec["compile"] == {
        "optimizer": {"type": "Adam", "learning_rate": 0.1, "beta_2": 0.9},
        "loss": "mean_squared_error",
        "metrics": [{"type": "AUC"}],
    }
    assert spec["fit"] == {
        "batch_size": 32,
        "epochs": 7,
        "callbacks": [{"type": "EarlyStopping", "monitor": "val_loss", "min_delta": 0.1}],
    }


def test_every_value_has_its_place() -> None:
    code = (
        "opt = keras.optimizers.Adam(lr := 0.1)\n"
        "m = Sequential([layers.Dense(units=1)])\nm.compile(opt, loss='mse')\n"
    )
    (model,) = models_of(HEAD + code)
    text = HEAD + code
    document = model.document

    def at(*path: str | int) -> str:
        return text[slice(*document.span(path))]

    assert at("layers", 0) == "layers.Dense(units=1)"
    assert at("layers", 0, "units") == "1"
    assert text[slice(*document.span(("layers", 0, "units"), "key"))] == "units=1"
    assert at("compile") == "m.compile(opt, loss='mse')"
    assert at("compile", "loss") == "'mse'"
    assert at("compile", "optimizer") == "opt"
    assert at("compile", "optimizer", "learning_rate") == "lr := 0.1"
    assert text[slice(*model.span)] == "Sequential([layers.Dense(units=1)])"


def test_places_count_characters_and_not_bytes() -> None:
    code = "größe = 'ä'; m = Sequential([layers.Dense(1, name='é')])\n"
    (model,) = models_of(HEAD + code)
    span = model.document.span(("layers", 0, "name"))
    assert (HEAD + code)[slice(*span)] == "'é'"


def test_an_embedding_that_runs_both_ways_has_its_own_input_dim() -> None:
    (spec,) = specs("m = Sequential([Input((4,)), layers.ReversibleEmbedding(10, 16)])")
    assert spec["layers"] == [{"type": "ReversibleEmbedding", "input_dim": 10, "output_dim": 16}]


def test_a_method_that_nothing_calls_is_read_of_the_last_object() -> None:
    (spec,) = specs_of(
        """
        import keras
        class Agent:
            def __init__(self, size):
                self.size = size
            def build(self):
                model = keras.Sequential([keras.Input((self.size,)), keras.layers.Dense(2)])
                model.compile("adam", "mse")
        agent = Agent(5)
        """
    )
    assert spec["inputs"] == {"shape": [5]}
    assert spec["compile"] == {"optimizer": "adam", "loss": "mse"}


def test_objects_of_tensorflow_itself_are_keras_s() -> None:
    (spec,) = specs_of(
        """
        import tensorflow as tf
        model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
        model.compile(tf.optimizers.SGD(0.1), tf.losses.mean_squared_error)
        """
    )
    assert spec["compile"] == {
        "optimizer": {"type": "SGD", "learning_rate": 0.1},
        "loss": "mean_squared_error",
    }


@pytest.mark.parametrize("fit", ["model.fit(load(), load())", ""])
def test_a_program_is_shown_as_it_is_trained(fit: str) -> None:
    from kspec.linter.documents import parse_file
    from kspec.linter.linter import Linter
    from kspec.service.models import program_models

    text = (
        "import keras\nmodel = keras.Sequential([keras.layers.Dense(1)])\n"
        f"model.compile('sgd', 'mse')\nmodel.compile('adam', 'mae')\n{fit}\n"
    )
    document = parse_file(text, "a.py")
    (one,) = program_models((linter := Linter()).lint(document), linter)
    assert isinstance(one.model.document.value, dict)
    assert one.model.document.value["compile"] == {"optimizer": "adam", "loss": "mae"}


def test_a_compile_in_each_arm_is_trained_by_the_fit_behind_them() -> None:
    both = specs(
        "m = Sequential([Input((4,)), layers.Dense(1)])\n"
        "if n:\n    m.compile('adam', 'mse')\nelse:\n    m.compile('sgd', 'mae')\n"
        "m.fit(x, y, epochs=3)"
    )
    assert [one["compile"] for one in both] == [
        {"optimizer": "adam", "loss": "mse"},
        {"optimizer": "sgd", "loss": "mae"},
    ]
    assert [one["fit"] for one in both] == [{"epochs": 3}, {"epochs": 3}]
    (one,) = specs(
        "m = Sequential([Input((4,)), layers.Dense(1)])\n"
        "if n:\n    m.compile('adam', 'mse')\nm.fit(x, y, epochs=3)"
    )
    assert one["fit"] == {"epochs": 3}


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("kernel_initializer=keras.initializers.HeNormal", {"type": "HeNormal"}),
        ("kernel_initializer=keras.initializers.he_normal", {"type": "HeNormal"}),
        (
            "kernel_initializer=tf.random_normal_initializer(0.0, 0.02)",
            {"type": "RandomNormal", "mean": 0.0, "stddev": 0.02},
        ),
        ("kernel_constraint=keras.constraints.max_norm", {"type": "MaxNorm"}),
        (
            "kernel_regularizer=keras.regularizers.l1_l2(0.1, 0.2)",
            {"type": "L1L2", "l1": 0.1, "l2": 0.2},
        ),
    ],
)
def test_objects_of_layers(argument: str, expected: object) -> None:
    imports = "import keras\nimport tensorflow as tf"
    (layer,) = layers_of(f"{imports}\nkeras.Sequential([keras.layers.Dense(2, {argument})])")
    assert layer[argument.partition("=")[0]] == expected


@pytest.mark.parametrize("outputs", ["{'a': a, unknown(): b}", "{**unknown(), 'a': a}"])
def test_a_model_with_outputs_that_are_not_known_is_not_complete(outputs: str) -> None:
    (model,) = models_of(f"""
import keras
from keras import layers

i = keras.Input((3,))
a, b = layers.Dense(2)(i), layers.Dense(1)(i)
m = keras.Model(i, {outputs})
""")
    assert not model.complete


def test_a_model_with_a_layer_whose_name_is_not_known_is_not_complete() -> None:
    (model,) = models_of("""
import keras
i = keras.Input((3,), name=unknown())
m = keras.Model(i, keras.layers.Dense(2)(i))
""")
    assert not model.complete
