"""The section ``data`` of a model that a program fits: its facts, and the lines that fix them."""

from typing import Any

import pytest

from kspec.code.reading import read_program

MODEL = """
model = keras.Sequential([keras.Input({shape}), keras.layers.Flatten(), keras.layers.Dense(10)])
model.compile("adam", "mse")
"""


def data_of(program: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The facts of the last model, and the line of each."""
    document = read_program(program, "x.py").models[-1].document
    assert isinstance(document.value, dict)
    data = document.value.get("data", {})
    lines = {name: document.position(document.span(("data", name)).start).line for name in data}
    return data, lines


def fitted(data: str, fit: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The facts of a fit after statements that make its data, numbered from 1."""
    return data_of(f"{data}\nimport keras\n{MODEL.format(shape=(4,))}\nmodel.fit({fit})")


def test_each_fact_is_at_the_statement_that_fixes_it() -> None:
    data, lines = fitted(
        "from keras.datasets import mnist; from keras.utils import to_categorical\n"
        "(x, y), (xt, yt) = mnist.load_data()\n"
        "x = x.reshape(-1, 784)\n"
        "x = x / 255\n"
        "y = to_categorical(y)",
        "x, y, validation_data=(xt, yt)",
    )
    assert data == {
        "samples": 60000,
        "input_shape": [784],
        "input_dtype": "float64",
        "input_range": [0, 1],
        "target_shape": [10],
        "target_range": [0, 1],
        "target_encoding": "one_hot",
        "classes": 10,
        "validation_range": [0, 255],
    }
    assert lines["input_shape"] == 3
    assert lines["input_dtype"] == lines["input_range"] == 4
    assert lines["target_encoding"] == lines["classes"] == 5
    assert lines["validation_range"] == 2


@pytest.mark.parametrize(
    ("data", "fit", "facts"),
    [
        ("x = y = load()", "x, y", {"validated": False}),
        (
            "import numpy, keras\ny = keras.utils.to_categorical(numpy.array([0, 1, 2] * 9) + 1)",
            "load(), y, validation_split=0.5",
            {
                "target_shape": [4],
                "target_range": [0, 1],
                "target_encoding": "one_hot",
                "classes": 4,
            },
        ),
        ("x = y = load()", "x, y, validation_split=0.1", {}),
        (
            "from sklearn.datasets import load_boston\nx, y = load_boston(return_X_y=True)",
            "x, y, validation_split=0.5",
            {
                "samples": 506,
                "input_shape": [13],
                "input_dtype": "float64",
                "input_range": [0, 711],
                "target_shape": [],
                "target_range": [5, 50],
                "target_encoding": "continuous",
            },
        ),
        ("x = y = load()", "*args", {}),
        (
            "import numpy as np\nx, y = np.zeros((8, 4)), np.zeros(8)",  # of one value each
            "x, y, validation_split=0.5",
            {"samples": 8, "input_shape": [4], "input_dtype": "float64", "target_shape": []},
        ),
        (
            "import numpy as np\nx, y = np.random.rand(8, 4), np.array([0, 1] * 4)",
            "x, y, validation_split=0.5",
            {
                "samples": 8,
                "input_shape": [4],
                "input_dtype": "float64",
                "input_range": [0, 1],
                "target_shape": [],
                "target_range": [0, 1],
                "target_encoding": "binary",
            },
        ),
        (
            (
                "from sklearn.preprocessing import LabelEncoder\n"
                "y = LabelEncoder().fit_transform(load())"
            ),  # of how many classes nobody knows
            "load(), y, validation_split=0.5",
            {"target_shape": []},
        ),
        (
            "from keras.datasets import imdb\n(x, y), _ = imdb.load_data(num_words=100)",
            "x, y, validation_split=0.5",
            {
                "samples": 25000,
                "input_shape": [None],
                "input_dtype": "object",
                "target_shape": [],
                "target_range": [0, 1],
                "target_encoding": "binary",
            },
        ),
    ],
)
def test_what_the_code_does_not_fix_is_left_out(data: str, fit: str, facts: dict[str, Any]) -> None:
    assert fitted(data, fit)[0] == facts


def test_several_inputs_have_their_facts_by_name() -> None:
    data, _ = data_of(
        "import keras\nimport numpy as np\n"
        "a, b = keras.Input((3,), name='a'), keras.Input((5,), name='b')\n"
        "out = keras.layers.Dense(1)(keras.layers.concatenate([a, b]))\n"
        "model = keras.Model([a, b], out)\nmodel.compile('adam', 'mse')\n"
        "model.fit([np.random.rand(9, 3), np.random.rand(9, 5)], np.random.rand(9), "
        "validation_split=0.1)"
    )
    assert data["input_shape"] == {"a": [3], "b": [5]}
    assert data["target_shape"] == []


def test_an_array_is_changed_under_all_of_its_names() -> None:
    data, _ = fitted(
        "import numpy as np\n"
        "def scale(pixels):\n    pixels /= 255\n"
        "x = np.random.uniform(0, 255, (20, 4)); kept = x\nscale(x)",
        "kept, load(), validation_split=0.1",
    )
    assert data["input_range"] == pytest.approx([0, 1])


def test_samples_without_batches_are_taken_for_batches() -> None:
    data, _ = fitted(
        "import tensorflow as tf\nimport numpy as np\n"
        "ds = tf.data.Dataset.from_tensor_slices((np.zeros((9, 4, 3)), np.zeros(9)))",
        "ds, validation_split=0.1",
    )
    assert data == {"input_shape": [3], "input_dtype": "float64"}


def test_the_first_batch_of_a_training_by_hand_shows_the_data() -> None:
    data, _ = data_of(
        "import keras\nimport numpy as np\n"
        "x, y = np.random.rand(90, 4), np.random.randint(0, 5, 90)\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(5)])\n"
        "model.compile('adam', 'mse')\n"
        "for step in range(10**6):\n"
        "    rows = np.random.choice(90, 16)\n"
        "    model.train_on_batch(x[rows], y[rows])"
    )
    assert data == {
        "input_shape": [4],
        "input_dtype": "float64",
        "input_range": [0, 1],
        "target_shape": [],
        "target_range": [0, 4],
    }


@pytest.mark.parametrize(
    ("change", "limits"),
    [
        ("tf.image.random_brightness(image, 0.1)", [-0.1, 255.1]),
        ("tf.image.random_brightness(image / 255, 0.1)", None),
        ("tf.image.adjust_contrast(image, contrast_factor=2)", [-255, 510]),
        ("tf.image.random_contrast(image, lower=0.2, upper=0.5)", [0, 255]),
        ("tf.image.random_hue(image, max_delta=0.1)", [0, 255]),
    ],
)
def test_range_of_colours_that_are_changed(change: str, limits: list[float] | None) -> None:
    data, _ = fitted(
        "import tensorflow as tf; from keras.datasets import cifar10\n"
        "(x, y), _ = cifar10.load_data()\nimages = tf.data.Dataset.from_tensor_slices((x, y))\n"
        "def changed(image, label):\n    image = tf.cast(image, tf.float32)\n"
        f"    return {change}, label",
        "images.map(changed).batch(8)",
    )
    assert (data["input_shape"], data.get("input_range")) == ([32, 32, 3], limits)


@pytest.mark.parametrize(
    ("writes", "limits"),
    [
        ("for row in range(9):\n    y[row] = row", [0, 8]),
        ("for row in range(9):\n    if load(row):\n        y[row] = 3\n    y[0] = 1", [1, 3]),
        ("y[:4], y[4:] = load(), 1", None),
        ("y[0][1] = 5\ny[1] = 1", [1, 5]),
        ("pass", None),
    ],
)
def test_an_empty_array_has_the_range_of_what_is_set(writes: str, limits: list[int] | None) -> None:
    data, _ = fitted(
        f"import numpy as np\nfrom elsewhere import load\ny = np.empty((9, 9))\n{writes}\n",
        "np.ones((9, 4)), y",
    )
    assert data.get("target_range") == limits


@pytest.mark.parametrize(
    ("numbers", "limits"),
    [
        ("np.random.randint(0, 10, 90) % 2", [0, 1]),
        ("np.mod(np.random.randint(-5, 10, 90), 3)", [0, 2]),
        ("np.random.randint(0, 5, 90) % 9", [0, 4]),
        ("(np.random.randint(0, 9, 90) + np.arange(90)) % 9", [0, 8]),
        ("10 * np.random.rand(90) % 2", [0, pytest.approx(2)]),
        ("7 % np.random.randint(1, 10, 90)", None),
        ("(np.random.rand(90) * 5).astype(int)", [0, 4]),
        ("np.floor(np.random.default_rng(1).random(90) * 3 + 10)", [10, 12]),
        ("np.random.uniform(2, 8, 90).astype('int32')", [2, 7]),
        ("np.round(np.random.rand(90) * 3)", [0, 3]),
        ("np.random.rand(90) * 255", [0, 255]),
        ("np.digitize(np.random.rand(90) * 9, [1, 2.5, 4])", [0, 3]),
        ("np.digitize(np.random.rand(90) * 9, bins=[0, 3, 6]) - 1", [0, 2]),
        ("np.digitize(np.random.randint(1, 10, 90), [1, 5, 9], right=True)", [0, 2]),
        ("np.digitize(np.load('a.npy'), [0, 20, 40]) - 1", None),
        ("np.random.randint(0, 10, 90) % -3", None),
    ],
)
def test_an_open_end_is_not_reached(numbers: str, limits: list[float] | None) -> None:
    data, _ = fitted(f"import numpy as np\ny = {numbers}\n", "np.ones((90, 4)), y")
    assert data.get("target_range") == limits


@pytest.mark.parametrize(
    ("rows", "encoding"),
    [("[:90]", "one_hot"), ("[[0, 4]]", "one_hot"), ("[:, 1]", None), ("[2]", None)],
)
def test_rows_of_labels_of_unknown_length_are_labels(rows: str, encoding: str | None) -> None:
    labels = "import keras, numpy\ny = keras.utils.to_categorical(numpy.load('y.npy'))"
    data, _ = fitted(labels, f"x, y{rows}")
    assert data.get("target_encoding") == encoding


@pytest.mark.parametrize(
    ("labels", "limits"),
    [
        ("[0] * 12500 + [1] * 12500", [0, 1]),
        ("[1] * 3000 + [2] * 3000 + [3] * 3000", [1, 3]),
        ("([0, 1] + [unknown]) * 5000", None),
    ],
)
def test_long_lists_of_labels_keep_their_range(labels: str, limits: list[float] | None) -> None:
    data, _ = fitted(f"import numpy as np\ny = np.array({labels})\n", "x, y")
    assert data.get("target_range") == limits
