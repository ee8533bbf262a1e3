"""Names of the files that models are saved under, and the callbacks that choose what is kept."""

import pytest

import kspec

HEAD = """import keras
from keras.callbacks import EarlyStopping

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
"""
KEPT = "keep = keras.callbacks.ModelCheckpoint('a.keras', save_best_only=True)\n"
FAULTS = {
    "model.save_weights('a.h5')": "KS411:6",
    "model.load_weights('run/a.ckpt')": "KS411:6",
    "name = 'net'\nmodel.save(f'{name}_1')": "KS411:7",
    "def run(name='net'):\n    model.save(name)": "KS411:7",
    "stop = EarlyStopping()\nmodel.fit(x, y, validation_data=(x_test, z), callbacks=stop)\n"
    "model.evaluate(x_test, z)": "KS835:7",
    f"{KEPT}model.fit(x, y, validation_data=(x_test, z), callbacks=[keep, EarlyStopping()])\n"
    "model.evaluate(x_test, z)": "KS835:7",
}
SAVED = """import sys, os
from pathlib import Path
name, n = sys.argv[1], len(sys.argv)
model.{}
"""
ENDS = (
    "save(f'{name}_1')",
    "save(name + '_1')",
    "save('%s_1' % name)",
    "save('{}_{}'.format(name, n))",
    "save(os.path.join(name, 'net'))",
    "save(Path(name) / 'net')",
    "save_weights(f'{name}_{n}.h5')",
    "save_weights(name + str(n) + '.h5')",
    "save_weights('{}_{:.2f}.h5'.format(name, name))",
    "save_weights('%s_%02d.h5' % (name, n))",
    "save_weights('{0}/w.h5'.format(name))",
)
FAULTS |= {SAVED.format(call): "KS411:9" for call in ENDS}
KEPT_BY_FIT = "fit(x, y, callbacks=[keras.callbacks.ModelCheckpoint({})])"
for path in ("f'{name}/best.hdf5'", "name + '/{epoch}.h5', save_weights_only=True"):
    FAULTS[SAVED.format(KEPT_BY_FIT.format(path))] = "KS411:9"
AGENT = """class Agent:
    def __init__(self):
        self.memory, self.rounds = [], 0
        self.net = keras.Sequential([keras.layers.Dense(1)])
    def remember(self, one):
        self.memory.append(one)
    def train(self):
        self.rounds += 1
        {}
        self.net.save_weights("a.h5")
"""
FAULTS[AGENT.format("if len(self.memory) < 64: return")] = "KS411:15"
FAULTS[AGENT.format("if self.rounds % 5: return")] = "KS411:15"
SWITCH = """import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--train", action="store_true")
if parser.parse_args().train:
    model.{}
    model.save_weights("a.h5")
"""
FAULTS[SWITCH.format("fit(x, y)")] = "KS411:11"
KNOWN_END = (
    "save(name + '.keras')",
    "save(f'{name}')",
    "save('a' + name)",
    "save('%s.h5' % name)",
    "save(name + 's')",  # "kera" and "s"
    "save(Path(name) / 'net.keras')",
    "save_weights(f'{name}.h5')",  # the name may be "a.weights"
    "save_weights('%s.h5' % name)",
    "save_weights('{}.h5'.format(name))",
    "save_weights(os.path.join(name, '{}.weights.h5'.format(n)))",
    "save_weights('{n}_{}.{}'.format(n, 'weights.h5', n=name))",
    KEPT_BY_FIT.format("name + '.h5', save_weights_only=True"),
    KEPT_BY_FIT.format("f'{name}.keras'"),
    KEPT_BY_FIT.format("name"),
)
RIGHT = (
    *map(SAVED.format, KNOWN_END),
    SWITCH.format("summary()"),
    (
        f"{KEPT}model.fit(x, y, validation_data=(x_test, z), callbacks=[keep])\n"
        "model.evaluate(x_test, z)"
    ),
    "model.save('a.h5')",
    "model.save('a.hdf5')",
    "model.save('a.keras')",
    "model.save('a', zipped=False)",
    "model.save(path)",
    "model.save_weights('a.weights.h5')",
    AGENT.format("if self.net is not None: return"),
    "model.save_weights('a.weights.json', max_shard_size=1)",
)


def said(code: str) -> list[str]:
    """The codes that are found, each with its line."""
    findings = kspec.lint_text(HEAD + code, filename="train.py").to_dict()["findings"]
    return [f"{one['code']}:{one['start']['line']}" for one in findings]


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_found_at_its_line(code: str) -> None:
    assert said(code) == [FAULTS[code]]


@pytest.mark.parametrize("code", RIGHT)
def test_what_keras_takes_is_right(code: str) -> None:
    assert said(code) == []


@pytest.mark.parametrize(
    ("data", "later", "codes"),
    [
        ("([x_test[:, 0], x_test[:, 1]], z)", "[x_test[:, 0], x_test[:, 1]], z", ["KS835"]),
        ("([x_test[:, 0], x_test[:, 1]], z)", "[x_new[:, 0], x_new[:, 1]], z", []),
        ("([u, v], z)", "[u, v], z", []),
        ("()", "x_test, z", []),
    ],
)
def test_inputs_of_a_test_in_a_list(data: str, later: str, codes: list[str]) -> None:
    code = (
        f"{HEAD}model.fit(x, y, validation_data={data}, callbacks=[EarlyStopping()])\n"
        f"model.evaluate({later})\n"
    )
    report = kspec.lint_text(code, filename="a.py", settings={"select": ["KS835"]})
    assert [one.code for one in report.findings] == codes


@pytest.mark.parametrize(
    ("scored", "codes"),
    [("testY", ["KS835"]), ("trainY", []), ("right", ["KS835"]), ("other", [])],
)
def test_a_metric_of_predictions_reports_the_test_set(scored: str, codes: list[str]) -> None:
    code = (
        "import keras\nfrom sklearn.metrics import r2_score\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "model.compile('adam', 'mse')\nstop = keras.callbacks.EarlyStopping()\n"
        "model.fit(x, y, validation_data=(testX, testY), callbacks=[stop])\n"
        "right, other = testY.argmax(axis=-1), y.argmax(axis=-1)\n"
        f"print(r2_score({scored}, model.predict(testX)))\n"
    )
    report = kspec.lint_text(code, filename="a.py", settings={"select": ["KS835"]})
    assert [one.code for one in report.findings] == codes


def test_a_list_of_targets_is_named_by_what_it_holds() -> None:
    code = (
        f"{HEAD}x, y = [], []\nfor row in rows:\n    x.append(row)\n    y.append(row[0])\n"
        "model.fit(x, y)\n"
    )
    report = kspec.lint_text(code, filename="a.py", settings={"select": ["KS842"]})
    nouns = [one.message.rpartition(" ")[2] for one in report.findings]
    assert nouns == ["samples", "targets"]


def test_keras_2_takes_any_name_of_a_file() -> None:
    kept = KEPT_BY_FIT.format("'a.ckpt', save_weights_only=True")
    code = f"{HEAD}model.{kept}"
    assert [one.code for one in kspec.lint_text(code, filename="a.py").findings] == ["KS411"]
    code = code.replace("keras", "tf_keras")
    assert [one.code for one in kspec.lint_text(code, filename="a.py").findings] == []
