"""Models of the program's own classes: the graph of their ``call``, judged as any other."""

from typing import Any

import pytest

from kspec.linter.engine import lint_document
from kspec.linter.program_summary import without_unknown
from tests.code.read import models_of, specs_of

HEAD = """
import keras
import numpy as np
import tensorflow as tf
from keras import layers

x, y = np.random.rand(100, 8), np.random.randint(0, 3, (100,))
"""
NET = """
class Net(keras.Model):
    def __init__(self, classes, **kwargs):
        super().__init__(**kwargs)
        self.hidden = [layers.Dense(6, activation="relu") for _ in range(2)]
        self.head = layers.Dense(classes)

    def call(self, inputs):
        for layer in self.hidden:
            inputs = layer(inputs)
        return self.head(tf.nn.relu(inputs))
"""


def spec_of(code: str) -> Any:
    [model] = models_of(HEAD + code)
    return without_unknown(model.document.value)


def codes(code: str) -> list[str]:
    [model] = models_of(HEAD + code)
    return [finding.code for finding in lint_document(model.document).findings]


def test_call_is_the_network() -> None:
    spec = spec_of(f"""{NET}
net = Net(3)
net.compile("adam", "sparse_categorical_crossentropy")
net.fit(x, y)
""")
    kinds = [layer["type"] for layer in spec["layers"]]
    assert kinds == ["Dense", "Dense", "keras.ops.relu", "Dense"]
    assert spec["inputs"] == {"input_layer": {"batch_shape": [None, 8], "dtype": "float64"}}


PARTED = """
class Parted(keras.Model):
    def __init__(self):
        super().__init__()
        self.joined, self.one, self.two = layers.Concatenate(), layers.Dense(1), layers.Dense(2)

    def call(self, inputs):
        {unpack}
        both = self.joined([a, b])
        return self.one(both), self.two(both)

net = Parted()
net.compile("adam", ["mse", "mae"])
net.fit({data}, [np.zeros((100, 1)), np.zeros((100, 2))])
"""


@pytest.mark.parametrize(
    ("unpack", "data", "names"),
    [
        ('a, b = inputs["a"], inputs["b"]', '{"a": x, "b": x[:, :2]}', ["a", "b"]),
        ("a, b = inputs", "[x, x[:, :2]]", ["input_1", "input_2"]),
    ],
)
def test_call_may_take_and_give_several(unpack: str, data: str, names: list[str]) -> None:
    spec = spec_of(PARTED.replace("{unpack}", unpack).replace("{data}", data))
    assert list(spec["inputs"]) == names
    assert [layer["type"] for layer in spec["layers"]] == ["Concatenate", "Dense", "Dense"]
    assert spec["data"]["input_shape"] == dict(zip(names, ([8], [2]), strict=True))
    assert len(spec["outputs"]) == 2


def test_its_head_is_judged() -> None:
    assert codes(f"""{NET}
net = Net(3)
net.compile("adam", "sparse_categorical_crossentropy")
net.fit(x, y)
""") == ["KS305"]


@pytest.mark.parametrize("metrics", ["", ", metrics=['mae']"])
def test_logs_of_a_model_that_trains_in_its_own_way_are_not_known(metrics: str) -> None:
    """A callback may watch what the model's own `train_step` gives."""
    text = f"""{NET}
    def train_step(self, data):
        return {{"noise": 0.0}}

net = Net(3)
net.compile("adam", "mse"{metrics})
best = keras.callbacks.ModelCheckpoint("a.keras", "noise", save_best_only=True)
net.fit(x, y, callbacks=[best])
"""
    assert "KS403" not in codes(text)
    assert "KS403" in codes(text.replace("train_step", "step"))


@pytest.mark.parametrize(
    "method",
    [
        "def train_step(self, data):\n        return {}",
        "def compute_loss(self, x, y, y_pred, sample_weight):\n        return 0.0",
    ],
)
def test_model_that_trains_in_its_own_way_is_not_judged(method: str) -> None:
    assert (
        codes(f"""{NET}
    {method}

net = Net(3)
net.compile("adam", "sparse_categorical_crossentropy")
net.fit(x, y)
""")
        == []
    )


def test_losses_that_call_adds_are_losses() -> None:
    assert (
        codes("""
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.head = layers.Dense(1)

    def call(self, inputs):
        made = self.head(inputs)
        self.add_loss(tf.reduce_mean(made))
        return made

net = Net()
net.compile("adam")
net.fit(x, y)
""")
        == []
    )


def test_loss_that_a_program_adds_is_no_missing_loss() -> None:
    [model] = models_of(
        HEAD
        + """
a = keras.Input((8,))
model = keras.Model(a, layers.Dense(1)(a))
model.add_loss(keras.ops.mean(model.output))
model.compile("adam")
model.fit(x)
"""
    )
    assert lint_document(model.document).findings == []
    assert not model.unknown
    spec: Any = without_unknown(model.document.value)
    assert spec["compile"] == {"optimizer": "adam"}


def test_names_of_six_are_those_of_python() -> None:
    [spec] = specs_of("""
import keras
from six.moves import xrange

model = keras.Sequential([keras.Input((4,))])
for _ in xrange(2):
    model.add(keras.layers.Dense(3))
""")
    assert len(spec["layers"]) == 2


def test_batch_size_of_a_first_layer_is_that_of_its_input() -> None:
    [spec] = specs_of("""
import keras

model = keras.Sequential()
model.add(keras.layers.LSTM(3, input_shape=(4, 5), batch_size=7, stateful=True))
""")
    assert spec["inputs"] == {"shape": [4, 5], "batch_size": 7}
    assert "batch_size" not in spec["layers"][0]


def test_model_that_is_made_of_inputs_and_outputs_is_their_graph() -> None:
    spec = spec_of("""
class Own(keras.Model):
    def train_step(self, data):
        return {}

a = keras.Input((8,))
own = Own(a, layers.Dense(3)(a))
own.compile("adam")
own.fit(x, y)
""")
    assert [layer["type"] for layer in spec["layers"]] == ["Dense"]
    assert spec["compile"] == {"optimizer": "adam"}


def test_constructor_may_hand_the_graph_on() -> None:
    spec = spec_of("""
class Own(keras.Model):
    def __init__(self, units):
        a = keras.Input((8,))
        super().__init__(inputs=a, outputs=layers.Dense(units)(a))

own = Own(4)
""")
    assert spec["layers"][0]["units"] == 4


def test_stack_of_the_program_s_own_has_its_layers() -> None:
    spec = spec_of("""
class Own(keras.Sequential):
    def __init__(self, units):
        super().__init__()
        self.add(keras.Input((8,)))
        self.add(layers.Dense(units))

own = Own(4)
own.compile("adam", "mse")
""")
    assert spec["layers"] == [{"type": "Dense", "units": 4}]


def test_stacks_are_built_inside_of_a_stack() -> None:
    encoder, decoder, _ = specs_of(
        HEAD
        + """
encoder = keras.Sequential([layers.Dense(3)])
decoder = keras.Sequential([layers.Dense(8)])
both = keras.Sequential([encoder, decoder])
both.compile("adam", "mse")
both.fit(x, x)
"""
    )
    assert encoder["inputs"] == {"batch_shape": [None, 8]}
    assert decoder["inputs"] == {"batch_shape": [None, 3]}


def test_stack_is_built_by_hand() -> None:
    spec = spec_of("""
stack = keras.Sequential([layers.Dense(3)])
stack.build((None, 5))
""")
    assert spec["inputs"] == {"batch_shape": [None, 5]}


def test_stack_that_nothing_is_given_has_no_input() -> None:
    [model] = models_of(HEAD + "stack = keras.Sequential([layers.Dense(3)])")
    spec: Any = without_unknown(model.document.value)
    assert "inputs" not in spec
    assert not model.unknown


def test_metrics_of_outputs_that_nobody_knows_are_not_compared() -> None:
    assert (
        codes("""
class Two(keras.Model):
    def call(self, inputs):
        left, right = inputs
        return somewhere(left), somewhere(right)

two = Two()
two.compile("adam", loss=["mse", "mse"], metrics=["mae", "mae"])
two.fit((x, x), (y, y))
""")
        == []
    )


def test_a_size_that_only_the_data_knows_is_no_size_that_changes() -> None:
    code = f"""{NET}
x = np.loadtxt("a.csv", delimiter=",")[:, 1:]
net = Net(3)
net.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
net.fit(x, y)
"""
    assert codes(code) == []


def test_training_loop_of_its_own_shows_the_network() -> None:
    """Elements of a data set fix the input of the first call."""
    spec = spec_of(f"""{NET}
net = Net(3)
batches = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(100).batch(8)
for inputs, targets in batches:
    with tf.GradientTape() as tape:
        outputs = net(inputs, training=True)
""")
    assert [layer.get("units") for layer in spec["layers"]] == [6, 6, None, 3]
    assert spec["inputs"] == {"input_layer": {"batch_shape": [None, 8], "dtype": "float64"}}
    assert "fit" not in spec


def test_batches_of_a_model_with_its_own_step_are_not_those_of_its_input() -> None:
    text = """import keras
import numpy as np

class Pairs(keras.Model):
    def train_step(self, data):
        first, second = data[0], data[1]
        return {}

x = keras.Input((4,))
model = Pairs(x, keras.layers.Dense(2)(x))
model.compile("adam", "mse")
model.fit(np.zeros((20, 2, 4)), epochs=2)
"""
    assert "KS603" not in codes(text)
    assert "KS603" in codes(text.replace("train_step", "step"))


STEPPED = f"""{NET}
    def train_step(self, data):
        return {{}}

net = Net(3)
net.compile("adam", "sparse_categorical_crossentropy")
"""


def test_call_is_the_network_beside_a_step_of_its_own() -> None:
    """The step may compute the loss of other things, so that the head is not judged by it."""
    code = f"{STEPPED}net.fit(x, y)"
    assert [layer.get("units") for layer in spec_of(code)["layers"]] == [6, 6, None, 3]
    assert codes(code) == []


def test_step_of_its_own_may_give_call_other_things_than_the_data() -> None:
    code = (
        f"{STEPPED}net.fit(np.zeros((20, 5)))".replace(
            "self.head = ",
            "self.inner = keras.Sequential([keras.Input((8,)), layers.Dense(8)])\n"
            "        self.head = ",
        )
        .replace("tf.nn.relu(inputs)", "inputs")
        .replace("for layer in self.hidden:", "if True:")
    )
    code = code.replace("inputs = layer(inputs)", "inputs = self.inner(inputs)")
    *_, model = models_of(HEAD + code)
    assert not model.complete
    assert not lint_document(model.document).findings
