"""Arguments that methods of Keras do not have, and names that only former versions have."""

import pytest

import kspec
from kspec.code.reading import read_program
from tests.code.read import codes_of

PROGRAM = """import keras
import pandas as pd
from keras.preprocessing.image import ImageDataGenerator
model = keras.Sequential(
    [keras.Input((8, 8, 3)), keras.layers.Flatten(), keras.layers.Dense(2, activation="sigmoid")]
)
model.compile("adam", "binary_crossentropy")
flows = ImageDataGenerator(1 / 255)
frame = pd.read_csv("birds.csv")
{}
"""
CALLS = {
    "model.predict(x, workers=2)": ["KS102"],
    "model.predict(x, batch_size=2, steps=1)": [],
    "model.evaluate(x, y, sample_weights=w)": ["KS102"],
    "model.evaluate(x, y, sample_weight=w, return_dict=True)": [],
    "flows.flow_from_directory('birds', clases=['a', 'b'])": ["KS102"],
    "flows.flow_from_directory('birds', classes=['a', 'b'], follow_links=True)": [],
}


@pytest.mark.parametrize("call", CALLS)
def test_unknown_keywords_of_methods(call: str) -> None:
    assert codes_of(PROGRAM.format(call), {"KS102"}) == CALLS[call]


def test_argument_that_a_method_lacks_is_taken_out_or_renamed() -> None:
    code = PROGRAM.format("model.predict(x, batchsize=2, workers=3)")
    document = read_program(code, "a.py").document
    assert [mend for one in document.problems for _, mend in one.mends] == ["batch_size", ""]


def test_argument_with_another_name_keeps_the_facts_of_the_others() -> None:
    flow = "flows.flow_from_directory('birds', target_size=(9, 9), clases=['a'])"
    assert "KS603" in codes_of(PROGRAM.format(f"model.fit({flow})"))


@pytest.mark.parametrize(
    ("columns", "expected"), [("['a', 'b', 'c']", ["KS304"]), ("['a', 'b']", []), ("names", [])]
)
def test_targets_are_the_columns_of_a_frame(columns: str, expected: list[str]) -> None:
    flow = f"flows.flow_from_dataframe(frame, y_col={columns}, class_mode='raw')"
    size = "target_size=(8, 8)"
    call = f"from elsewhere import names\nmodel.fit({flow[:-1]}, {size}))"
    assert codes_of(PROGRAM.format(call), {"KS304"}) == expected


FLOWS = "from tensorflow.keras.preprocessing.image import ImageDataGenerator as G\nb = G()"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("keras.optimizers.legacy.Adam(0.01)", ["KS840"]),
        ("keras.optimizers.Adam(0.01)", []),
        ("if old:\n    keras.optimizers.legacy.Adam(0.01)", []),
        ("from keras.preprocessing.sequence import TimeseriesGenerator", ["KS839"]),
        ("from tensorflow.keras.preprocessing.sequence import TimeseriesGenerator", []),
        ("from keras.engine.saving import load_model", ["KS839"]),
        ("from keras.backend import clip, epsilon", ["KS839"]),
        ("from keras.backend import epsilon", []),
        ("from tensorflow.keras.backend import clip", []),
        ("from tensorflow.contrib.keras.layers import Dense", ["KS839"]),
        (
            "import tensorflow.contrib.keras.python.keras as k\nk.layers.Dense(2, unit=3)",
            ["KS839", "KS102"],
        ),
        ("from keras._tf_keras.keras.preprocessing.text import Tokenizer", []),
        ("from keras._tf_keras.keras.layers import Dense\nDense(2, unit=3)", ["KS102"]),
        ("from tensorflow.python.keras.layers import Dense, LSTM", ["KS839"]),
        ("from tensorflow.python.keras.utils.np_utils import to_categorical", []),
        ("from tensorflow.python.keras.preprocessing.image import load_img", ["KS839"]),
        ("from keras.preprocessing import image\ng = image.ImageDataGenerator", ["KS839"]),
        ("from keras.preprocessing import image\ng = image.img_to_array", []),
        ("if old:\n    f = keras.utils.np_utils.to_categorical", []),
        ("f = keras.utils.np_utils.to_categorical\ng = keras.utils.np_utils.normalize", ["KS839"]),
        ("from keras.preprocessing import text\nt = text.Tokenizer", ["KS839"]),
        ("from keras.applications import mobilenet\nf = mobilenet.relu6", ["KS839"]),
        ("from tensorflow import set_random_seed\nset_random_seed(2)\nimport keras", ["KS839"]),
        ("import keras, tensorflow as tf\ntf.set_random_seed(2)", ["KS839"]),
        ("import keras, tensorflow as tf\ntf.random.set_seed(2)", []),
        (f"{FLOWS}.flow_from_directory('a')\nx, y = b.next()", ["KS840"]),
        (f"{FLOWS}.flow(x, y)\nx, y = b.next()", ["KS840"]),
        (f"{FLOWS}.flow(x, y)\nx, y = next(b)", []),
        (f"{FLOWS}\nx, y = elsewhere(b).next()", []),
        ("if __name__ == '__main__':\n    keras.backend.mean(x)", ["KS840"]),
        ("if old:\n    keras.backend.mean(x)", []),
        ("keras.Sequential([keras.layers.RandomHeight(0.2)])", ["KS101"]),
        ("import tensorflow as tf\ntf.keras.Sequential([tf.keras.layers.RandomHeight(0.2)])", []),
    ],
)
def test_what_only_former_versions_have(code: str, expected: list[str]) -> None:
    settings = {"extend-select": ["advice"]}
    code = code if "tensorflow" in code else f"import keras\n{code}"
    report = kspec.lint_text(f"{code}\n", filename="a.py", settings=settings)
    codes = [one.code for one in report.findings]
    assert [one for one in codes if one in {"KS101", "KS102", "KS839", "KS840"}] == expected
