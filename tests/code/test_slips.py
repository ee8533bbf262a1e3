"""Slips of Python that only show when the program runs: classes, tuples, parts, results."""

import pytest

from tests.code.read import codes_of, layers_of
from tests.linter.test_python_fixes import changed

HEAD = """import keras
import numpy as np
from keras import layers
from keras.callbacks import TerminateOnNaN
from sklearn.model_selection import train_test_split

x, y = np.random.rand(90, 4), np.random.rand(90)
model = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
"""
CODES = {
    "KS420",
    "KS104",
    "KS106",
    "KS301",
    "KS108",
    "KS110",
    "KS307",
    "KS603",
    "KS604",
    "KS851",
    "KS852",
}
BUILD = (
    "def build():\n    net = keras.Sequential([layers.Dense(1)])\n    net.compile('adam', 'mse')\n"
)

BATCHES = (
    "import tensorflow as tf\ndata = tf.data.Dataset.from_tensor_slices((x, y)).batch(9)\n"
    "model.compile('adam', 'mse')\n"
)
PAIR = (
    "a, b = keras.Input((4,)), keras.Input((4,))\n"
    "net = keras.Model([a, b], layers.Dense(1)(layers.Add()([a, b])))\n"
)

FAULTS = {
    "the class of an optimizer": ("model.compile(keras.optimizers.Adam, 'mse')", "KS104"),
    "the class of a layer": ("keras.Sequential([keras.Input((4, 2)), layers.Flatten])", "KS104"),
    "None for a number of units": (
        "keras.Sequential([keras.Input((4,)), layers.Dense(None)])",
        "KS104",
    ),
    "the class of a layer that is added": ("model.add(layers.Dropout)", "KS104"),
    "a function in a list of layers": (
        "keras.Sequential([keras.Input((4, 2)), keras.applications.vgg16.preprocess_input])",
        "KS104",
    ),
    "a function of the program among layers": (
        "keras.Sequential([keras.Input((4, 2)), lambda x: x / 2])",
        "KS104",
    ),
    "a function of activation that is added": (
        "m = keras.Sequential([layers.Dense(2)])\nm.add(keras.activations.relu)",
        "KS104",
    ),
    "the name of a function of activation among layers": (
        "keras.Sequential([layers.Dense(2), 'relu'])",
        "KS104",
    ),
    "labels from 1 beside a head of another scale": (
        (
            "net = keras.Sequential([keras.Input((4,)), layers.Dense(6, 'relu')])\n"
            "net.compile('adam', 'sparse_categorical_crossentropy')\n"
            "net.fit(x, np.random.randint(1, 7, 90), validation_split=0.1)"
        ),
        "KS604",
    ),
    "scaled labels as classes": (
        "(a, b), _ = keras.datasets.mnist.load_data()\nrows = keras.utils.to_categorical(b / 255)",
        "KS604",
    ),
    "the class of a callback": (
        "model.compile('adam', 'mse')\nmodel.fit(x, y, callbacks=[TerminateOnNaN])",
        "KS104",
    ),
    "a class in small letters": ("net = keras.models.sequential([layers.Dense(1)])", "KS106"),
    "a layer in small letters": ("model.add(layers.flatten())", "KS106"),
    "epochs for the size of a batch": (
        "model.compile('adam', 'mse')\nEPOCHS = 9\nmodel.fit(x, y, EPOCHS, 32)",
        "KS110",
    ),
    "a shape without its comma": (
        "keras.Sequential([layers.Dense(3, input_shape=(4))])",
        "KS104",
    ),
    "an input with a number": ("i = keras.layers.Input(shape=784)", "KS104"),
    "a quotient for a number of steps": (
        (
            "model.compile('adam', 'mse')\nflow = make(x, y)\n"
            "model.fit(flow, steps_per_epoch=flow.n / flow.batch_size)"
        ),
        "KS104",
    ),
    "a multiple of a quotient": (
        (
            "model.compile('adam', 'mse')\nsteps = len(read()) / 32 * 3\n"
            "model.fit(read(), validation_data=read(), validation_steps=steps)"
        ),
        "KS104",
    ),
    "a quotient that is known": (
        "model.compile('adam', 'mse')\nn = 90\nmodel.fit(x, y, steps_per_epoch=n / 30)",
        "KS104",
    ),
    "a share that is no number": (
        "model.compile('adam', 'mse')\nmodel.fit(x, y, validation_split=float('nan'))",
        "KS420",
    ),
    "the greatest of an array's values": ("n = y.max() + 1\nlayers.Dense(n)", "KS104"),
    "the logarithms of quantities as classes": (
        (
            "net = keras.Sequential([keras.Input((4,)), layers.Dense(6, 'softmax')])\n"
            "net.compile('adam', 'sparse_categorical_crossentropy')\n"
            "net.fit(x, np.log1p(np.load('sums.npy')), validation_split=0.1)"
        ),
        "KS301",
    ),
    "parts in the order of load_data": (
        "x_train, y_train, x_test, y_test = train_test_split(x, y)",
        "KS851",
    ),
    "a model that is not returned": (f"{BUILD}m = build()\nm.fit(x, y)", "KS852"),
    "an autoencoder that is trained on the classes": (
        (
            "a, b = keras.datasets.mnist.load_data()[0]\na = a.reshape(-1, 784) / 255\n"
            "net = keras.Sequential([keras.Input((784,)), layers.Dense(9), layers.Dense(784)])\n"
            "net.compile('adam', 'mse')\nnet.fit(a, b)"
        ),
        "KS307",
    ),
    "a part of a data set": (f"{BATCHES}model.fit(data, validation_split=0.2)", "KS108"),
    "one array for two inputs": (f"{PAIR}net.compile('adam', 'mse')\nnet.fit(x, y)", "KS603"),
    "three arrays for two inputs": (f"{PAIR}net.predict([x, x, x])", "KS603"),
    "one sample for a batch": ("model.predict(x[0])", "KS603"),
    "targets of another part": (
        (
            "(a, b), (c, d) = keras.datasets.boston_housing.load_data()\n"
            "net = keras.Sequential([keras.Input((13,)), layers.Dense(1)])\n"
            "net.compile('adam', 'mse')\nnet.fit(a, d)"
        ),
        "KS603",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_slip_is_found(name: str) -> None:
    code, expected = FAULTS[name]
    assert codes_of(HEAD + code, CODES) == [expected]


RIGHT = {
    "the greatest as an int": "n = int(y.max()) + 1\nlayers.Dense(n)\nlayers.Dense(max(3, n))",
    "logarithms that are cut to whole numbers": (
        "net = keras.Sequential([keras.Input((4,)), layers.Dense(6, 'softmax')])\n"
        "net.compile('adam', 'sparse_categorical_crossentropy')\n"
        "net.fit(x, np.log1p(np.load('sums.npy')).round(), validation_split=0.1)"
    ),
    "functions of layers": "layers.add([keras.Input((3,)), keras.Input((3,))])",
    "quotients that are made whole": (
        "model.compile('adam', 'mse')\nn = len(read())\n"
        "model.fit(read(), steps_per_epoch=n // 32, validation_steps=int(n / 32))"
    ),
    "an autoencoder that is trained on its input": (
        "a, b = keras.datasets.mnist.load_data()[0]\na = a.reshape(-1, 784) / 255\n"
        "net = keras.Sequential([keras.Input((784,)), layers.Dense(9), layers.Dense(784)])\n"
        "net.compile('adam', 'mse')\nnet.fit(a, a)"
    ),
    "functions inside of layers": (
        "keras.Sequential([layers.Lambda(lambda x: x), layers.Activation(keras.activations.relu)])"
    ),
    "None in parameters that callers give": (
        "def train(x, y, units=None, epochs=None, path=None):\n"
        "    net = keras.Sequential([keras.Input((4,)), layers.Dense(units)])\n"
        "    net.compile('sgd', 'mse')\n"
        "    net.fit(x, y, epochs=epochs, callbacks=[keras.callbacks.TensorBoard(log_dir=path)])"
    ),
    "objects": "model.compile(keras.optimizers.Adam(), 'mse')\nmodel.add(layers.Flatten())",
    "classes that Keras takes": (
        "model.compile('adam', loss=keras.losses.MeanSquaredError, "
        "metrics=[keras.metrics.MeanAbsoluteError])"
    ),
    "the size of a batch": (
        "model.compile('adam', 'mse')\nbatch_per_epoch = 9\nmodel.fit(x, y, batch_per_epoch, 3)"
    ),
    "tuples": "layers.Dense(3, input_shape=(4,))\nlayers.Dense(3, input_shape=x.shape[1:])",
    "parts in their order": "x_train, x_test, y_train, y_test = train_test_split(x, y)",
    "parts of one array": "a, b = train_test_split(x)\nx_train, y_train, x_test, y_test = load()",
    "a model that is returned": f"{BUILD}    return net\nm = build()\nm.fit(x, y)",
    "a model in a global name": (
        "def build():\n    global net\n    net = keras.Sequential([layers.Dense(1)])\n"
        "m = build()\nm.fit(x, y)"
    ),
    "a part of arrays": (
        f"{BATCHES}model.fit(x, y, validation_split=0.2)\n"
        "model.fit(data, validation_split=0.2, validation_data=data)"
    ),
    "as many arrays as inputs": (
        f"{PAIR}net.compile('adam', 'mse')\nnet.fit([x, x], y)\nnet.fit((x, x), y)\n"
        "net.fit(dict(zip(net.input_names, [x, x])), y)\nnet.predict(pairs(x))"
    ),
    "as many targets as samples": "model.compile('adam', 'mse')\nmodel.fit(x, y)",
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_runs_is_passed_over(name: str) -> None:
    assert codes_of(HEAD + RIGHT[name], CODES) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "x_train, y_train, x_test, y_test = train_test_split(x, y)",
            "x_train, x_test, y_train, y_test = train_test_split(x, y)",
        ),
    ],
)
def test_a_slip_is_mended(before: str, after: str) -> None:
    assert changed(f"{HEAD}{before}\n", unsafe=True) == [after]


def test_a_class_that_is_not_imported_is_read_as_it_is_meant() -> None:
    code = "from keras import Sequential\nmodel = Sequential([Dense(3), Activation('relu')])"
    assert layers_of(code)[0] == {"type": "Dense", "units": 3}
    assert codes_of(code) == ["KS821", "KS821"]
