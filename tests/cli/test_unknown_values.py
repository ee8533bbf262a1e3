"""Commands on scripts whose values the code does not fix: an answer, or a refusal with words."""

import pytest

from tests.cli.conftest import Folder

SCRIPT = """import keras
from elsewhere import unknown

def own(*values):
    return unknown(*values)

inputs = keras.Input({input})
x = inputs
for _ in range({depth}):
    x = keras.layers.Dense(4{dense})(x)
model = keras.Model(inputs, keras.layers.Dropout({rate})(x))
model.compile({optimizer}, "mse")
model.fit(epochs=3, callbacks=[keras.callbacks.ModelCheckpoint("a.keras", save_best_only={best})])
"""
KNOWN = {
    "input": "(4,)",
    "depth": "2",
    "dense": "",
    "rate": "0.5",
    "optimizer": "'adam'",
    "best": "True",
}
CHANGES = {
    "nothing": {},
    "a size behind many layers": {"depth": "20", "rate": "unknown"},
    "a function for a number": {"rate": "lambda a, b: a - b"},
    "a list with an own function": {"best": "[own, 'mse']"},
    "a list for a rate": {"optimizer": "keras.optimizers.SGD([unknown])"},
    "an initializer": {"dense": ", kernel_initializer=own"},
    "a name": {"rate": "0.5, name=unknown"},
    "a name of a schedule": {
        "optimizer": "keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.1, 9, "
        "0.5, name=unknown))"
    },
    "functions and texts for tensors": {"depth": "1", "dense": ")([own, 'mse']"},
    "a type of the input": {"input": "(4,), dtype=(unknown, 3)"},
    "a shape of the input": {"input": "batch_shape=[unknown]"},
}
COMMANDS = (
    *("lint a.py", "summary a.py", "summary a.py --output-format json", "plot a.py -o a.svg"),
    *("convert a.py --to native", "convert a.py --to python", "convert a.py --to keras"),
    *("diff a.py a.py", "lint a.py --fix --unsafe-fixes --diff"),
)


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_commands_on_unknown_values(folder: Folder, changes: dict[str, str]) -> None:
    folder.write("a.py", SCRIPT.format(**KNOWN | changes))
    for command in COMMANDS:
        ran = folder.run(*command.split())
        assert ran.code in {0, 1, 2}, command
        assert "internal error" not in ran.err, command


def test_null_stands_for_a_size_behind_many_layers(folder: Folder) -> None:
    folder.write("a.py", SCRIPT.format(**KNOWN | {"depth": "20", "rate": "unknown"}))
    assert folder.run("convert", "a.py", "--to", "native").json["layers"][-1]["rate"] is None
