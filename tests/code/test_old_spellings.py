"""Keras 1 and 2: what Keras 3 refuses or drops is said, and read as it was meant."""

from textwrap import dedent

import pytest

import kspec
from kspec.code.reading import read_program
from tests.code.read import codes_of, layers_of, specs_of

LAYERS: dict[str, dict[str, object]] = {
    "Dense(output_dim=8, init='uniform')": {"units": 8, "kernel_initializer": "uniform"},
    "Dropout(p=0.5)": {"rate": 0.5},
    "Convolution2D(8, 3, 5)": {"filters": 8, "kernel_size": [3, 5]},
    "Convolution2D(8, 3, 3, subsample=(2, 2))": {"kernel_size": [3, 3], "strides": [2, 2]},
    "Convolution2D(8, (3, 3), border_mode='same')": {"kernel_size": [3, 3], "padding": "same"},
    "Conv2D(8, 3, 3)": {"kernel_size": 3, "strides": 3},
    "MaxPooling2D(dim_ordering='th')": {"data_format": "channels_first"},
    "LSTM(8, inner_activation='sigmoid')": {"recurrent_activation": "sigmoid"},
    "GaussianNoise(sigma=0.1)": {"stddev": 0.1},
    "BatchNormalization(gamma_init='ones')": {"gamma_initializer": "ones"},
}


@pytest.mark.parametrize("code", LAYERS)
def test_layers_are_read_as_they_were_meant(code: str) -> None:
    (layer,) = layers_of(
        f"from keras.layers import *\nimport keras\nm = keras.Sequential([{code}])"
    )
    assert {key: layer[key] for key in LAYERS[code]} == LAYERS[code]


def problems(code: str) -> list[tuple[str, str, list[str]]]:
    """The kind of each problem, what is underlined, and what is put in its place."""
    text = "from keras.layers import *\nfrom keras.optimizers import *\nimport keras\n" + dedent(
        code
    )
    document = read_program(text, "train.py").document
    return [
        (one.kind, text[one.span.start : one.span.end], [mend for _, mend in one.mends])
        for one in document.problems
    ]


SAID = {
    "Adam(lr=0.1)": [("unknown_field", "lr", ["learning_rate"])],
    "Dropout(p = 0.5)": [("unknown_field", "p", ["rate"])],
    "keras.regularizers.l2(l=0.1)": [("unknown_field", "l", ["l2"])],
    "Conv2D(8, 3, border_mode='same')": [("unknown_field", "border_mode", ["padding"])],
    "Convolution2D(8, 3, 5)": [("wrong_type", "3, 5", ["(3, 5)"])],
    "Embedding(9, 4, input_length=7)": [("deprecated-argument", "input_length", [""])],
    "LeakyReLU(alpha=0.1)": [("deprecated-argument", "alpha", ["negative_slope"])],
    "Dense(3, batch_input_shape=(2, 4))": [("unknown_field", "batch_input_shape", [])],
    "Dense(3, input_shape=(4,))": [],
    "keras.Sequential([LSTM(3, input_dim=4)])": [("unknown_field", "input_dim", [])],
    "keras.Sequential([Dense(3, input_dim=4), LSTM(3, input_dim=4)])": [],
    "keras.Sequential([LSTM(3, input_shape=(5, 4))])": [],
    "Input(shape=(4))": [("wrong_type", "4", [])],
    "Conv2D(8, 3, 3)": [("deprecated-argument", "3", [])],
    "Conv2D(8, 4, 4)": [],
    "Conv2D(8, 3, strides=3)": [],
    "Dense(3, activaton='relu')": [],
}


@pytest.mark.parametrize("code", SAID)
def test_what_keras_3_refuses_or_drops_is_said(code: str) -> None:
    assert problems(f"x = {code}") == SAID[code]


def test_a_place_is_said_once_however_often_it_is_read() -> None:
    code = "def f():\n    return Adam(lr=0.1)\nfor i in range(5):\n    f()\n"
    assert problems(code) == [("unknown_field", "lr", ["learning_rate"])]


def test_fit_is_translated() -> None:
    code = """
        import keras
        model = keras.Sequential([keras.layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(x, y, nb_epoch=7)
    """
    (spec,) = specs_of(code)
    assert spec["fit"] == {"epochs": 7}
    assert [one[0] for one in problems(code)] == ["unknown_field"]


def test_functions_that_made_objects_are_read_as_the_classes_that_are_left() -> None:
    program = """
import keras
from keras.constraints import maxnorm
model = keras.Sequential([keras.layers.Dense(3, kernel_constraint=maxnorm(2))])
model.compile(keras.optimizers.adam(0.01), "mse")
"""
    (spec,) = specs_of(program)
    assert spec["layers"][0]["kernel_constraint"] == {"type": "MaxNorm", "max_value": 2}
    assert spec["compile"]["optimizer"] == {"type": "Adam", "learning_rate": 0.01}
    problems = read_program(program, "train.py").document.problems
    assert [one.message for one in problems] == [
        "Keras 3 has no `keras.constraints.maxnorm`",
        "Keras 3 has no `keras.optimizers.adam`",
    ]


BACKEND = """from keras import backend as K
import keras

def error(y, z):
    return K.sqrt(K.mean(K.square(y - z)))

size = K.epsilon() if K.image_data_format() == "channels_last" else K.floatx()
"""


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (BACKEND, [5]),
        (BACKEND.replace("from keras import", "from tensorflow.keras import"), []),
        (BACKEND.replace("K.", "keras.backend."), [5]),
        (f"try:\n    import tensorflow.keras\nexcept ImportError:\n    pass\n{BACKEND}", []),
    ],
)
def test_functions_that_the_backend_has_lost(program: str, expected: list[int]) -> None:
    report = kspec.lint_text(program, filename="a.py").to_dict()
    found = [one for one in report["findings"] if one["code"] == "KS840"]
    assert [one["start"]["line"] for one in found] == expected


REFUSED = {
    "predict([10.0])": ["KS842"],
    "predict([[0.5, 2, float(input())]])": ["KS842"],
    "predict(np.array([[10.0]]))": [],
    "predict([np.zeros((1, 3))])": [],
    "evaluate(np.zeros((2, 3)), [0, 1])": ["KS842"],
}


@pytest.mark.parametrize("call", REFUSED)
def test_predict_and_evaluate_refuse_lists(call: str) -> None:
    program = f"""
import keras
import numpy as np
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.{call}
"""
    assert codes_of(program, {"KS842"}) == REFUSED[call]


def test_fit_refuses_a_list_that_is_split() -> None:
    program = """
import keras
import numpy as np
from sklearn.model_selection import train_test_split
x, y = np.load("x.npy"), []
for name in open("names"):
    y.append(int(name[0]))
a, b, c, d = train_test_split(x, y)
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(a, c)
"""
    assert codes_of(program, {"KS842"}) == ["KS842"]
    assert codes_of(program.replace("(a, c)", "(a, np.array(c))"), {"KS842"}) == []


def test_a_layer_inside_of_another_one_may_say_its_input() -> None:
    code = """
from keras import Sequential
from keras.layers import LSTM, Bidirectional, Dense, TimeDistributed
model = Sequential([
    Bidirectional(LSTM(8, return_sequences=True, input_shape=(5, 4))),
    TimeDistributed(TimeDistributed(Dense(3, input_dim=4))),
])
"""
    first, second = layers_of(code)
    assert first["layer"] == {"type": "LSTM", "units": 8, "return_sequences": True}
    assert second["layer"]["layer"] == {"type": "Dense", "units": 3}
    assert "KS102" not in [one.code for one in kspec.lint_text(code, filename="a.py").findings]


def test_fit_generator_is_read_as_the_fit_that_it_became() -> None:
    (spec,) = specs_of(
        "import keras\n"
        "m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "m.compile('adam', 'mse')\n"
        "m.fit_generator(batches(), 100, 5, workers=4, max_queue_size=9)\n"
    )
    assert spec["fit"] == {"steps_per_epoch": 100, "epochs": 5}


def test_the_ends_of_a_model_had_names_in_the_singular() -> None:
    model = "a = Input((4,))\nb = Dense(1)(a)\nm = keras.Model({}=a, {}=b)"
    assert problems(model.format("input", "output")) == [
        ("unknown_field", "input", ["inputs"]),
        ("unknown_field", "output", ["outputs"]),
    ]
    assert problems(model.format("inputs", "outputs")) == []


def test_a_clip_of_tensorflow_is_the_one_of_keras() -> None:
    code = SYMBOLIC.format("model = keras.Model(a, tf.clip_by_value(a, 0.0, 1.0))")
    [clip] = layers_of(code)
    assert (clip["type"], clip["x_min"], clip["x_max"]) == ("keras.ops.clip", 0, 1)


def test_arguments_that_no_operation_of_keras_has_are_not_its_faults() -> None:
    code = SYMBOLIC.format("model = keras.Model(a, tf.matmul(a, b, transpose_b=True))")
    report = kspec.lint_text(code, filename="a.py").to_dict()
    assert [one["code"] for one in report["findings"] if one["code"] == "KS102"] == []


def test_layers_that_were_experimental_are_mended() -> None:
    code = (
        "import tensorflow as tf\nfrom tensorflow.keras.layers.experimental import preprocessing\n"
        "a = tf.keras.layers.experimental.preprocessing.Rescaling(1 / 255)\n"
        "b = preprocessing.RandomFlip()\nc = tf.keras.layers.Rescaling(1 / 255)\n"
    )
    [first, second] = [
        one
        for one in kspec.lint_text(code, filename="a.py").to_dict()["findings"]
        if one["code"] == "KS109"
    ]
    assert (first["start"]["line"], second["start"]["line"]) == (3, 4)
    assert first["fix"] is not None
    edit = first["fix"]["edits"][0]
    assert code[edit["start"]["offset"] : edit["end"]["offset"]] == ".experimental.preprocessing"
    assert (edit["text"], second["fix"]) == ("", None)


SYMBOLIC = """import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

a, b = keras.Input((3,)), keras.Input((3,))
{}
"""


def functions_of_tensorflow(code: str) -> list[int]:
    """The lines below the inputs on which such a function refuses a symbolic tensor."""
    report = kspec.lint_text(SYMBOLIC.format(dedent(code)), filename="a.py").to_dict()
    found = [one for one in report["findings"] if one["code"] == "KS853"]
    return [one["start"]["line"] - 5 for one in found]


def test_functions_of_tensorflow_refuse_symbolic_tensors() -> None:
    code = """
    both = tf.concat([a, layers.Dense(2)(b)], axis=-1)
    model = keras.Model([a, b], layers.Dense(1)(tf.nn.relu(both)))
    count = tf.shape(a)[0]
    """
    assert functions_of_tensorflow(code) == [2, 3, 4]
    (spec,) = specs_of(SYMBOLIC.format(dedent(code)))
    types = [layer["type"] for layer in spec["layers"]]
    assert types == ["Dense", "keras.ops.concatenate", "keras.ops.relu", "Dense"]


def test_functions_on_images_refuse_symbolic_tensors() -> None:
    code = """
    image = keras.Input((8, 8, 9))
    large = tf.nn.depth_to_space(layers.Conv2D(9, 3)(image), 3)
    small = tf.image.resize(image, (4, 4))
    inside = layers.Lambda(lambda x: tf.image.resize(x, (4, 4)))(image)
    known = tf.image.resize(tf.zeros((1, 8, 8, 9)), (4, 4))
    """
    assert functions_of_tensorflow(code) == [3, 4]


def test_functions_of_the_old_backend_refuse_symbolic_tensors() -> None:
    code = """
    from tensorflow.keras import backend as K
    size = K.int_shape(a)
    c = layers.Lambda(lambda x: K.square(x))(a)
    kl = K.sum(K.square(a) - K.exp(b))
    model = keras.Model([a, b], c)
    """
    assert functions_of_tensorflow(code) == [5]
    assert functions_of_tensorflow(f"{dedent(code)}import keras") == []


def test_losses_metrics_and_shapes_of_keras_2_are_gone() -> None:
    code = """
    model = keras.Model(a, layers.Dense(1)(a))
    model.add_loss(keras.ops.mean(model.output))
    model.add_metric(model.output, name="mean")
    class Own(keras.Model):
        def call(self, x):
            self.add_loss(keras.ops.mean(x))
            self.add_metric(x.get_shape()[0])
            return x
    own = Own()(a)
    size = a.get_shape()
    size = layers.Dense(1).kernel.get_shape()
    """
    report = kspec.lint_text(SYMBOLIC.format(dedent(code)), filename="a.py").to_dict()
    found = [one for one in report["findings"] if one["code"] == "KS840"]
    assert [one["start"]["line"] - 5 for one in found] == [3, 4, 8, 11, 12]


def test_functions_of_tensorflow_take_values_and_what_a_layer_gets() -> None:
    code = """
    class Both(layers.Layer):
        def call(self, x):
            return tf.concat(x, axis=-1)

    model = keras.Model([a, b], Both()([a, layers.Lambda(lambda x: tf.square(x))(b)]))
    rows = np.zeros((5, 3), "float32")
    error = tf.reduce_mean(tf.square(model([rows, rows])))

    @tf.function
    def step(x, y):
        return tf.reduce_mean(tf.abs(y - model(x)))
    """
    assert functions_of_tensorflow("import numpy as np\n" + dedent(code)) == []
    assert functions_of_tensorflow("d = keras.ops.square(a)") == []


def test_the_handler_of_a_removed_import_is_read() -> None:
    code = """import keras
try:
    from keras.layers import CuDNNLSTM as LSTM
except ImportError:
    from keras.layers import LSTM

model = keras.Sequential([keras.Input((5, 4)), LSTM(8), keras.layers.Dense(1)])
"""
    assert [layer["type"] for layer in layers_of(code)] == ["LSTM", "Dense"]
    assert [one.code for one in kspec.lint_text(code, filename="a.py").findings] == []
    removed = (
        code.replace("try:", "if True:").partition("except")[0] + "model" + code.split("model")[1]
    )
    codes = [one.code for one in kspec.lint_text(removed, filename="a.py").findings]
    assert "KS101" in codes


@pytest.mark.parametrize(
    ("made", "codes"),
    [
        ("keras.Sequential([keras.layers.LSTM(4, stateful=True)])", ["KS840"]),
        ("keras.metrics.Mean()", ["KS840"]),
        ("keras.layers.LSTM(4, stateful=True)", []),
        ("elsewhere()", []),
    ],
)
def test_layers_alone_still_have_reset_states(made: str, codes: list[str]) -> None:
    text = f"import keras\none = {made}\none.reset_states()\n"
    found = kspec.lint_text(text, filename="a.py").findings
    assert [one.code for one in found if one.code == "KS840"] == codes
