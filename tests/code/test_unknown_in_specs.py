"""Specs with unknown values: whatever the value is, a finding must hold for the one that it was."""

from collections.abc import Iterator
from typing import Any

import pytest

from kspec.analysis.summary import summarize
from kspec.linter.engine import lint_document
from kspec.linter.rules.index import RULES
from kspec.source.document import Document
from kspec.source.outline import Node, Outline, Scan, Span
from kspec.source.parsing import parse_text
from kspec.spec.unknown import Unknown
from tests.code.read import codes_of, models_of
from tests.rule_pages import examples_of

SECTIONS = ("inputs", "layers", "compile", "fit")


def examples() -> Iterator[tuple[str, Any]]:
    """The native specs of all rule pages, bad ones and good ones."""
    for entry in RULES:
        both = (*examples_of(entry, "Bad"), *examples_of(entry, "Good"))
        for number, example in enumerate(both):
            value = parse_text(example.text, "x", example.language).value
            if isinstance(value, dict) and isinstance(value.get("layers"), list):
                yield f"{entry.name}-{number}", value


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The places of all numbers, texts and lists of these that code may leave unknown."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    elif path[0] in SECTIONS and not set(path) & {"type", "layer", "name", "inputs"} - {path[0]}:
        yield path
    for key, item in items:
        yield from leaves(item, (*path, key))


def blanked(value: Any, path: tuple[str | int, ...]) -> Any:
    """A copy with an unknown at one place."""
    if not path:
        return Unknown("a test", "n")
    key, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {one: blanked(item, rest) if one == key else item for one, item in value.items()}
    return [blanked(item, rest) if at == key else item for at, item in enumerate(value)]


def found(value: Any) -> set[tuple[str, tuple[str | int, ...]]]:
    whole = Outline(Node(Span(0, 0)))
    document = Document("x", "", "python", Scan(value, (), lambda: whole))
    report = lint_document(document)
    if report.analysis is not None:
        summarize(report.analysis)
    return {(one.code, one.path) for one in report.findings}


EXAMPLES = dict(examples())
OTHER_WORDS = {
    ("head-rank-mismatch-0", "KS210"),
    ("loss-task-mismatch-0", "KS302"),
    ("loss-task-mismatch-1", "KS302"),
    ("multilabel-softmax-1", "KS301"),
    ("saturating-stack-0", "KS509"),
    ("softmax-axis-1", "KS304"),
    ("softmax-single-unit-0", "KS302"),
}
"""The same fault, which another rule says where the one that explains it does not know enough."""


@pytest.mark.one_in(5)
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_finding_beside_an_unknown_value_holds_for_the_value(name: str) -> None:
    value = EXAMPLES[name]
    everything = found(value)
    for path in leaves(value):
        more = found(blanked(value, path)) - everything
        assert {(name, code) for code, _ in more} <= OTHER_WORDS, (path, more)


def test_summary_of_what_is_not_known() -> None:
    code = """
import keras
from keras import layers

settings = dict(units=5)
settings[input()] = 4
model = keras.Sequential([
    keras.Input((8, 4)),
    layers.TimeDistributed(other),
    layers.Dense(**settings),
])
for layer in model.layers:
    layer.trainable = bool(input())
model.compile(keras.optimizers.SGD(0.1, momentum=float(input())), "mse")
part = keras.Model(model.inputs, model.layers[-1].output)
"""
    for model in models_of(code):
        analysis = lint_document(model.document).analysis
        assert analysis is not None
        summary = summarize(analysis)
        assert summary is not None
        assert summary.trainable_params is None


def test_rule_passes_over_the_layer_with_the_unknown_field_alone() -> None:
    code = """
import keras
from keras import layers

n = int(input())
model = keras.Sequential([
    keras.Input((8,)),
    layers.Dropout(n),
    layers.Dense(n, activation="relu"),
    layers.Dropout(0.97),
    layers.Dense(1),
])
"""
    [model] = models_of(code)
    linted = lint_document(model.document)
    assert [finding.code for finding in linted.findings] == ["KS505"]
    assert linted.analysis is not None
    assert all(place.node.layer is not None for place in linted.analysis.places)


def test_no_fix_writes_an_unknown_value() -> None:
    code = """
import keras

n = int(input())
model = keras.Sequential([keras.Input((8, 28, 28, 1)), keras.layers.Conv2D(n, 3)])
"""
    [model] = models_of(code)
    [finding] = lint_document(model.document).findings
    assert (finding.code, finding.fix) == ("KS201", None)


def test_unknown_sizes_are_not_open_ones() -> None:
    code = (
        "import keras\nfrom keras import layers\ndef make(count, size):\n"
        "    x = keras.Input((64,))\n"
        "    return keras.Model(x, layers.Reshape((count, size))(x))\n"
    )
    [model] = models_of(code)
    report = lint_document(model.document)
    assert model.complete
    assert report.findings == []


def test_rate_that_is_not_known_leaves_the_shape_known() -> None:
    code = """
import keras
from keras import layers

rate = float(input())
noise = [layers.Dropout(rate), layers.GaussianNoise(rate), layers.SpatialDropout1D(rate)]
model = keras.Sequential([keras.Input((6, 4)), *noise, layers.Dense(2)])
"""
    [model] = models_of(code)
    analysis = lint_document(model.document).analysis
    assert analysis is not None
    shapes = [tensor.shape for place in analysis.places for tensor in place.outputs]
    assert shapes[-4:] == [(None, 6, 4), (None, 6, 4), (None, 6, 4), (None, 6, 2)]


@pytest.mark.parametrize("one", ["Own()", "LambdaCallback(on_epoch_end=print)", "load()"])
def test_an_unknown_callback_hides_no_fault_of_another(one: str) -> None:
    program = (
        "import keras\nfrom keras.callbacks import *\nfrom elsewhere import load\n"
        "class Own(Callback):\n    pass\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "model.compile('adam', 'mse')\n"
        f"model.fit(a, b, epochs=4, callbacks=[{one}, ModelCheckpoint('best.hdf5'), "
        "EarlyStopping('loss', patience=9)])\n"
    )
    assert codes_of(program, {"KS406", "KS411"}) == ["KS411", "KS406"]


def test_an_unknown_field_hides_no_field_that_there_is_not() -> None:
    program = (
        "import keras\nfrom elsewhere import path\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "model.compile('adam', 'mse')\nlogs = path()\n"
        "board = keras.callbacks.TensorBoard(log_dir=logs, write_grads=True)\n"
        "model.fit(a, b, callbacks=[board])\n"
    )
    assert codes_of(program, {"KS102"}) == ["KS102"]


def test_cells_of_a_class_of_the_program_are_no_null() -> None:
    program = (
        "import keras\nclass Cell(keras.layers.Layer):\n    state_size = 3\n"
        "    def call(self, x, states):\n        return x, states\n"
        "x = keras.Input((None, 3))\n"
        "model = keras.Model(x, keras.layers.RNN([Cell(), Cell()])(x))\n"
    )
    assert codes_of(program, {"KS104"}) == []


@pytest.mark.parametrize(
    ("layers", "loss", "expected"),
    [
        ("Dense(n, activation='softmax')", "logits", ["KS306"]),
        ("Dense(n)", "logits", []),
        ("Dense(1), layers.Dense(1)", "'mse'", ["KS501"]),
        ("Dense(1), layers.Dense(4)", "'mse'", []),
        ("Dense(n), layers.Dense(1)", "'mse'", []),
        ("Dense(1, activation='relu'), layers.Dense(1)", "'mse'", []),
    ],
)
def test_faults_that_need_no_shape(layers: str, loss: str, expected: list[str]) -> None:
    code = "import keras\nfrom keras import layers\nfrom elsewhere import n\n"
    code += "logits = keras.losses.SparseCategoricalCrossentropy(from_logits=True)\n"
    code += f"model = keras.Sequential([layers.{layers}])\nmodel.compile('adam', {loss})\n"
    assert codes_of(code, {"KS306", "KS501"}) == expected


WATCHED = "import keras\nfrom keras import callbacks, layers\nfrom elsewhere import n, some\n"
WATCHED += "model = keras.Sequential([layers.{}])\nmodel.compile({})\n"
WATCHED += "model.fit(a, b, epochs={}, validation_data=c, callbacks=[{}])\n"
STOP = "callbacks.EarlyStopping({})"
SLOWER = f"{STOP.format('patience=3')}, callbacks.ReduceLROnPlateau(patience=5)"


@pytest.mark.parametrize(
    ("layer", "compiled", "epochs", "watch", "expected"),
    [
        ("Dense(1, 'softmax')", "'mse', metrics=some", "9", "", ["KS303"]),
        ("Dense(1, 'softmax')", "some", "9", "", ["KS303"]),
        ("Dense(4, 'sigmoid')", "'categorical_crossentropy', some", "9", "", ["KS302"]),
        ("Dense(4, 'sigmoid')", "'binary_crossentropy', metrics=some", "9", "", []),
        ("Dense(1)", "'categorical_crossentropy'", "9", "", ["KS301"]),
        ("Dense(1)", "'mse', metrics=some", "9", STOP.format("mode='max'"), ["KS410"]),
        ("Dense(1)", "'mse', metrics=some", "9", STOP.format("'val_mae', mode='max'"), []),
        ("Dense(1)", "'mse'", "n", SLOWER, ["KS406"]),
        ("Dense(1)", "'mse'", "n", STOP.format("patience=90"), []),
        ("Dense(1)", "keras.optimizers.Adam(9.0), 'mse'", "n", "", ["KS402"]),
    ],
)
def test_an_unknown_value_hides_no_fault_of_others(
    layer: str, compiled: str, epochs: str, watch: str, expected: list[str]
) -> None:
    compiled = compiled.replace(", some", ", metrics=some")
    if "Adam" not in compiled:
        compiled = f"'adam', {compiled}"
    code = WATCHED.format(layer, compiled, epochs, watch)
    rules = "KS301 KS302 KS303 KS305 KS402 KS406 KS410"
    assert codes_of(code, set(rules.split())) == expected


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ("{'good': 1.0, 'bad': n}", ["KS407", "KS407"]),
        ("{0: 1.0, 1: n}", []),
        ("{'0': 1.0, '1': n}", []),
        ("n", []),
    ],
)
def test_names_of_classes_with_unknown_weights(weights: str, expected: list[str]) -> None:
    code = "import keras\nfrom elsewhere import a, b, n\n"
    code += "model = keras.Sequential([keras.layers.Dense(1, 'sigmoid')])\n"
    code += (
        f"model.compile('adam', 'binary_crossentropy')\nmodel.fit(a, b, class_weight={weights})\n"
    )
    assert codes_of(code, {"KS407"}) == expected
