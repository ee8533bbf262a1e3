"""Objects of Keras's classes that no model of the program shows."""

import pytest

from tests.code.read import codes_of

HEAD = "import keras\nfrom keras import layers as L\nimport other\n"
LOOP = (
    "def build(n):\n    model = keras.Sequential()\n    for _ in range(n):\n        model.add({})\n"
)
TRAIN = (
    "def train(model, x, y):\n    model.compile({}, 'mse')\n    model.fit(x, y, callbacks=[{}])\n"
)
FAULTS = {
    LOOP.format("L.Dense(8, activaton='relu')"): ["KS102"],
    LOOP.format("L.Dense(8, activation='rellu')"): ["KS106"],
    LOOP.format("L.Dropout(50)"): ["KS105"],
    LOOP.format("L.Dropout(0.99)"): ["KS505"],
    LOOP.format("L.Dense(0)"): ["KS105"],
    LOOP.format("L.LSTM()"): ["KS103"],
    TRAIN.format("keras.optimizers.Adam(-0.1)", ""): ["KS401"],
    TRAIN.format("keras.optimizers.SGD(momentun=0.9)", ""): ["KS102"],
    TRAIN.format("'adam'", "keras.callbacks.EarlyStopping(patiance=3)"): ["KS102"],
    TRAIN.format("'adam'", "keras.callbacks.EarlyStopping(mode='max')"): ["KS410"],
    TRAIN.format("'adam'", "keras.callbacks.ModelCheckpoint('a.hdf5')"): ["KS411"],
    "def prepare(model):\n    model.compile(optimizer='adm', loss='mse')\n": ["KS106"],
    (
        "old = keras.models.load_model('a.keras')\nold.compile('adm', loss='mse', "
        "metrics=['acuracy'])\nold.fit(x, y, epochs=9, "
        "callbacks=[keras.callbacks.EarlyStopping(patience=20)])\n"
    ): ["KS106", "KS106", "KS406"],
    (
        "net = keras.Sequential([L.Dense(1)])\nnet.compile('adam', 'mse')\nnet.fit(x, y, epochs=9, "
        "callbacks=[*other.some, keras.callbacks.EarlyStopping(patience=20)])\n"
    ): ["KS406"],
    "def train(model, x):\n    model.fit(x, epochs=3.5)\n": ["KS104"],
    "def train(model, x):\n    model.fit(x, epochs=3, batch_size=-1)\n": ["KS105"],
    "x = keras.Input(shap=(4,))\n": ["KS102"],
}
RIGHT = (
    LOOP.format("L.Dense(n, activation='relu')"),
    LOOP.format("L.Dense(8, input_shape=(4,))"),
    LOOP.format("L.Embedding(input_dim=9, output_dim=4)"),
    LOOP.format("L.Dense(**other.fields)"),
    LOOP.format("L.Dense(8, kernel_initializer='other>spread')"),
    LOOP.format("other.Dense(activaton='relu')"),
    TRAIN.format("keras.optimizers.Adam(other.rate)", "keras.callbacks.TerminateOnNaN()"),
    TRAIN.format("other.optimizer", "*other.callbacks"),
    TRAIN.format("'adam'", "keras.callbacks.EarlyStopping('val_f1', mode='max')"),
    TRAIN.format("'adam'", "keras.callbacks.ModelCheckpoint(other.path)"),
    "other.trainer.fit(x, speed='high', steps=-1)\nother.trainer.compile(target='gpu')\n",
    "import re\npattern = re.compile('a')\n",
    "try:\n    layer = L.Dense(8, kernel='x')\nexcept TypeError:\n    layer = None\n",
    "x = keras.Input(shape=(4,), batch_size=2, dtype='int32', sparse=True, name='x')\n",
)


@pytest.mark.parametrize(("code", "expected"), FAULTS.items())
def test_the_arguments_of_an_object_are_judged_without_a_model(
    code: str, expected: list[str]
) -> None:
    rules = "KS102 KS103 KS104 KS105 KS106 KS401 KS406 KS410 KS411 KS505"
    assert codes_of(HEAD + code, set(rules.split())) == expected


@pytest.mark.parametrize("code", RIGHT)
def test_right_objects_have_no_findings(code: str) -> None:
    assert not {one[:3] for one in codes_of(HEAD + code)} & {"KS1", "KS4", "KS5"}


def test_an_object_of_a_model_has_its_finding_once() -> None:
    code = f"{HEAD}net = keras.Sequential([keras.Input((4,)), L.Dense(8, activation='rellu')])\n"
    assert codes_of(code) == ["KS106"]
