"""The table of losses: every cell of head, loss and target, linted here and fitted by Keras.

Keras raises: lint says error. Keras trains on something else than is meant (shapes stretched, a
constant, probabilities that are none): lint says warning or error. Right: lint is silent.
"""

from functools import cache
from typing import Any, NamedTuple

import pytest

import kspec
from tests.contract.refusal import refusal
from tests.seeded import seeded

# Keras warns of a few of these cells itself; what counts here is what it refuses.
pytestmark = [
    pytest.mark.contract,
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::SyntaxWarning"),
]

CLASSES = 3
BINARY = ("BinaryCrossentropy", "BinaryFocalCrossentropy")
CATEGORICAL = ("CategoricalCrossentropy", "CategoricalFocalCrossentropy")
SPARSE = ("SparseCategoricalCrossentropy",)
LOGITS = (*BINARY, *CATEGORICAL, *SPARSE)
PLAIN = ("MeanSquaredError", "Huber", "Hinge", "KLDivergence", "Dice", "Poisson", "LogCosh")
ACTIVATIONS = (None, "sigmoid", "softmax", "relu", "tanh")
INPUTS = {"vector": [6], "sequence": [4, 6], "image": [4, 4, 2]}
TASKS = {
    "vector": {
        "binary": "binary_classification",
        "integer": "multiclass_classification",
        "one_hot": "multiclass_classification",
        "multi_hot": "multilabel_classification",
        "continuous": "regression",
    },
    "sequence": dict.fromkeys(("binary", "integer", "one_hot"), "sequence_labeling"),
    "image": dict.fromkeys(("binary", "integer", "one_hot"), "segmentation"),
}


class Cell(NamedTuple):
    """Network: the place of its answer, its head, its loss, and its targets."""

    place: str
    loss: str
    from_logits: bool
    activation: str | None
    units: int
    encoding: str

    @property
    def classes(self) -> int:
        return 2 if self.encoding == "binary" else CLASSES

    @property
    def target_shape(self) -> list[int]:
        rows = self.encoding in {"one_hot", "multi_hot"}
        return [*INPUTS[self.place][:-1], *([CLASSES] if rows else [])]

    def spec(self, *, declared: bool = True) -> dict[str, Any]:
        """The native spec; without its task where it is not ``declared``."""
        loss: dict[str, Any] = {"type": self.loss}
        if self.from_logits:
            loss["from_logits"] = True
        data: dict[str, Any] = {
            "target_encoding": self.encoding,
            "target_shape": self.target_shape,
        }
        if self.encoding != "continuous":
            data["classes"] = self.classes
        task = {"task": TASKS[self.place][self.encoding]} if declared else {}
        head = {"type": "Dense", "units": self.units, "name": "head"}
        if self.activation is not None:
            head["activation"] = self.activation
        hidden = {"type": "Dense", "units": 5, "activation": "relu"}
        return {
            **task,
            "inputs": {"shape": INPUTS[self.place]},
            "layers": [hidden, head],
            "compile": {"loss": loss},
            "data": data,
        }


def cells() -> list[Cell]:
    """Every cell of the table."""
    return [
        Cell(place, loss, from_logits, activation, units, encoding)
        for place, tasks in TASKS.items()
        for loss in (*LOGITS, *PLAIN)
        for from_logits in ((False, True) if loss in LOGITS else (False,))
        for activation in ACTIVATIONS
        for units in (1, 2, 3)
        for encoding in tasks
    ]


ALL = cells()
SAMPLE = seeded(20).sample(ALL, 40)


def found(spec: dict[str, Any]) -> list[Any]:
    """Findings of lint on heads, losses and metrics."""
    return [finding for finding in kspec.lint(spec).findings if finding.code.startswith("KS3")]


def severity(spec: dict[str, Any]) -> str:
    """The worst that lint says: ``error``, ``warning`` or ``silent``."""
    said = {str(finding.severity) for finding in found(spec)}
    return "error" if "error" in said else "warning" if "warning" in said else "silent"


def fitted(cell: Cell) -> str | None:
    """Exception of Keras when it fits the network on such targets, None where it succeeds.

    Errors depend on shapes and labels; one of the activations is fitted for all.
    """
    return _fitted(cell._replace(activation="sigmoid"))


@cache
def _fitted(cell: Cell) -> str | None:
    import keras

    keras.backend.clear_session()
    model = keras.Sequential(
        [
            keras.Input(INPUTS[cell.place]),
            keras.layers.Dense(5, activation="relu"),
            keras.layers.Dense(cell.units, activation=cell.activation),
        ]
    )
    model.compile(loss=loss_of(cell), run_eagerly=True)
    data = inputs_of(cell), targets_of(cell)
    return refusal(model.fit, *data, batch_size=8, epochs=1, verbose=0)


def loss_of(cell: Cell) -> Any:
    import keras

    loss = getattr(keras.losses, cell.loss)
    return loss(from_logits=True) if cell.from_logits else loss()


def inputs_of(cell: Cell) -> Any:
    import numpy as np

    return np.random.default_rng(1).normal(size=(16, *INPUTS[cell.place]))


def targets_of(cell: Cell) -> Any:
    """Targets of 16 samples; of class numbers and one-hot rows every class is there."""
    import numpy as np

    generator = np.random.default_rng(0)
    places = (16, *INPUTS[cell.place][:-1])
    if cell.encoding in {"one_hot", "integer"}:
        ids = (np.arange(np.prod(places)) % CLASSES).reshape(places)
        y: Any = ids if cell.encoding == "integer" else np.eye(CLASSES)[ids]
    elif cell.encoding == "continuous":
        y = generator.normal(size=places)
    else:
        y = generator.integers(0, 2, size=(16, *cell.target_shape))
    return y.astype("float32")


def is_right(cell: Cell) -> bool:
    """Whether head and loss are what the literature pairs with such targets."""
    if cell.loss in BINARY:
        wanted = None if cell.from_logits else "sigmoid"
        units = CLASSES if cell.encoding == "multi_hot" else 1
        return cell.encoding in {"binary", "multi_hot"} and (cell.activation, cell.units) == (
            wanted,
            units,
        )
    if cell.loss in (*CATEGORICAL, *SPARSE):
        wanted = None if cell.from_logits else "softmax"
        held = {"one_hot"} if cell.loss in CATEGORICAL else {"integer", "binary"}
        return cell.encoding in held and (cell.activation, cell.units) == (wanted, cell.classes)
    quantity = cell.encoding == "continuous" and cell.loss in {
        "MeanSquaredError",
        "Huber",
        "LogCosh",
    }
    return quantity and cell.units == 1 and cell.activation is None


def is_wrong(cell: Cell) -> bool:
    """Whether Keras silently trains an objective without meaning: a constant output, probabilities
    that are none, activations applied twice, or a loss for another kind of answer.
    """
    classes = cell.encoding in {"integer", "one_hot"}
    if cell.activation == "softmax" and cell.units == 1:
        return True
    if cell.loss in (*CATEGORICAL, *SPARSE) and cell.units == 1:
        return True
    if cell.loss in LOGITS and cell.from_logits:
        return cell.activation in {"sigmoid", "softmax"}
    if cell.loss in LOGITS:
        fits = ("sigmoid",) if cell.loss in BINARY else ("softmax",)
        return cell.activation not in fits or (classes and cell.loss in BINARY)
    return cell.encoding == "multi_hot" and cell.activation == "softmax"


def check(cell: Cell, said: str) -> None:
    raised = fitted(cell)
    if raised is not None:
        assert said == "error", f"{cell}: Keras raises {raised}"
    elif is_right(cell):
        assert said == "silent", f"{cell}: right, and lint says {said}"
    elif is_wrong(cell):
        assert said != "silent", f"{cell}: trains on the wrong thing, and lint is silent"


@pytest.mark.one_in(40)
@pytest.mark.parametrize("cell", SAMPLE, ids=str)
def test_sample_of_the_table(cell: Cell) -> None:
    check(cell, severity(cell.spec()))


PLACES = (*("vector",) * 6, *("sequence",) * 4, *("image",) * 2)
PAIRS = [
    tuple(seeded(seed).sample([cell for cell in ALL if cell.place == place], 2))
    for seed, place in enumerate(PLACES)
]


def both(cells: tuple[Cell, Cell]) -> dict[str, Any]:
    """Network with a head for each cell, with all sections by the name of the output."""
    names = ("one", "two")
    specs = dict(zip(names, (cell.spec() for cell in cells), strict=True))
    body = {"type": "Dense", "units": 5, "activation": "relu", "name": "body"}
    heads = [spec["layers"][1] | {"name": name, "inputs": "body"} for name, spec in specs.items()]
    facts = {key for spec in specs.values() for key in spec["data"]}
    return {
        "task": {name: spec["task"] for name, spec in specs.items()},
        "inputs": {"shape": INPUTS[cells[0].place]},
        "layers": [body, *heads],
        "outputs": list(names),
        "compile": {"loss": {name: spec["compile"]["loss"] for name, spec in specs.items()}},
        "data": {
            key: {name: spec["data"][key] for name, spec in specs.items() if key in spec["data"]}
            for key in facts
        },
    }


def fitted_together(cells: tuple[Cell, Cell]) -> bool:
    """Whether Keras trains a network with both heads without raising."""
    import keras

    x = keras.Input(INPUTS[cells[0].place])
    body = keras.layers.Dense(5, activation="relu")(x)
    outputs = [
        keras.layers.Dense(cell.units, activation=cell.activation, name=name)(body)
        for name, cell in zip(("one", "two"), cells, strict=True)
    ]
    model = keras.Model(x, outputs)
    model.compile(loss=[loss_of(cell) for cell in cells], run_eagerly=True)
    data = inputs_of(cells[0]), [targets_of(cell) for cell in cells]
    return refusal(model.fit, *data, 8, verbose=0) is None


@pytest.mark.one_in(10)
@pytest.mark.parametrize("cells", PAIRS, ids=str)
def test_two_heads_are_judged_as_each_alone(cells: tuple[Cell, Cell]) -> None:
    alone = [(str(f.code), str(f.severity)) for cell in cells for f in found(cell.spec())]
    together = found(both(cells))
    assert sorted((str(f.code), str(f.severity)) for f in together) == sorted(alone)
    if not fitted_together(cells):
        assert "error" in {severity for _, severity in alone}


@pytest.mark.slow
@pytest.mark.parametrize("place", INPUTS)
def test_whole_table(place: str) -> None:
    wrong = []
    for cell in ALL:
        if cell.place != place:
            continue
        for declared in (True, False):
            try:
                check(cell, severity(cell.spec(declared=declared)))
            except AssertionError as error:
                wrong.append(f"declared={declared} {str(error).splitlines()[0]}")
    assert wrong == []
