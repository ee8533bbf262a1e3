"""Every loss on targets of every shape and kind, for one answer, a sequence and an image: what
Keras refuses is an error where the targets are declared, and an error of shapes is refused by
Keras, or contradicts what is declared of the targets.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest

import kspec
from tests.contract.refusal import refusal
from tests.seeded import seeded

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]

ACTIVATIONS = {
    "BinaryCrossentropy": "sigmoid",
    "BinaryFocalCrossentropy": "sigmoid",
    "CategoricalCrossentropy": "softmax",
    "CategoricalFocalCrossentropy": "softmax",
    "SparseCategoricalCrossentropy": "softmax",
    "KLDivergence": "softmax",
    "Poisson": "exponential",
    "Dice": "sigmoid",
    "Tversky": "sigmoid",
}
LOSSES = (
    *ACTIVATIONS,
    "CategoricalHinge",
    "CosineSimilarity",
    "Hinge",
    "Huber",
    "LogCosh",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "SquaredHinge",
)
INPUTS = {"vector": [6], "sequence": [4, 6], "image": [4, 4, 2]}
OF_SHAPES = frozenset(("KS304", "KS307", "KS310", "KS312"))
CLASSES = 3


class Cell(NamedTuple):
    """A head of so many units, its loss, and targets of a kind and shape."""

    place: str
    loss: str
    units: int
    encoding: str
    shape: tuple[int, ...]

    @property
    def activation(self) -> str | None:
        found = ACTIVATIONS.get(self.loss)
        return "sigmoid" if found == "softmax" and self.units == 1 else found

    @property
    def is_contradicted(self) -> bool:
        """Whether the loss or the head is for another kind of targets than is declared."""
        classes = self.encoding in {"integer", "one_hot"} and self.units < CLASSES
        return classes or (self.encoding in {"integer", "binary"} and self.units > 1)

    def spec(self) -> dict[str, Any]:
        head: dict[str, Any] = {"type": "Dense", "units": self.units, "name": "head"}
        data: dict[str, Any] = {"target_encoding": self.encoding, "target_shape": [*self.shape]}
        if self.encoding != "continuous":
            data["classes"] = 2 if self.encoding == "binary" else CLASSES
        return {
            "inputs": {"shape": INPUTS[self.place]},
            "layers": [head | ({"activation": self.activation} if self.activation else {})],
            "compile": {"loss": {"type": self.loss}},
            "data": data,
        }


def targets(place: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Targets for every place of an answer, with an axis more or less, and of another length."""
    base = tuple(INPUTS[place][:-1])
    for encoding in ("integer", "binary", "continuous"):
        yield encoding, base
        yield encoding, (*base, 1)
    for encoding in ("one_hot", "multi_hot", "continuous"):
        yield encoding, (*base, CLASSES)
    if base:
        yield from (
            ("integer", ()),
            ("one_hot", (CLASSES,)),
            ("binary", (1,)),
            ("continuous", (1,)),
        )
        yield "integer", (5, *base[1:])
        yield "continuous", (5, *base[1:], CLASSES)
    else:
        yield from (("integer", (4,)), ("one_hot", (4, CLASSES)), ("continuous", (2,)))


def cells() -> list[Cell]:
    return [
        Cell(place, loss, units, encoding, shape)
        for place in INPUTS
        for loss in LOSSES
        for units in (1, 2, CLASSES)
        for encoding, shape in targets(place)
    ]


def refused(cell: Cell) -> str | None:
    """Exception of Keras for the loss of such targets, None where it computes one."""
    import keras
    import numpy as np

    generator = np.random.default_rng(0)
    shape = (8, *cell.shape)
    if cell.encoding == "one_hot":
        y: Any = np.eye(CLASSES)[generator.integers(0, CLASSES, shape[:-1])]
    elif cell.encoding == "continuous":
        y = generator.normal(size=shape)
    else:
        y = generator.integers(0, CLASSES if cell.encoding == "integer" else 2, shape)
    model, given = network(cell.place, cell.units, cell.activation)
    model.compile(loss=getattr(keras.losses, cell.loss)())
    y = keras.ops.convert_to_tensor(y, "float32")
    return refusal(model.compute_loss, y=y, y_pred=given)


@cache
def network(place: str, units: int, activation: str | None) -> tuple[Any, Any]:
    """A network and what it gives for a batch."""
    import keras

    head = keras.layers.Dense(units, activation=activation)
    model = keras.Sequential([keras.Input(INPUTS[place]), head])
    return model, model(keras.ops.ones((8, *INPUTS[place])))


def disagreement(cell: Cell) -> str | None:
    findings = kspec.lint(cell.spec()).findings
    errors = {str(finding.code) for finding in findings if finding.severity == "error"}
    raised = refused(cell)
    if raised is not None and not errors:
        return f"{cell}: Keras raises {raised}"
    if raised is None and errors & OF_SHAPES and not cell.is_contradicted:
        return f"{cell}: Keras trains, and lint says {errors}"
    return None


SAMPLE = seeded(4).sample(cells(), 60)


def test_sample_of_targets() -> None:
    assert [said for cell in SAMPLE if (said := disagreement(cell)) is not None] == []


@pytest.mark.slow
@pytest.mark.parametrize("place", INPUTS)
def test_targets(place: str) -> None:
    chosen = [cell for cell in cells() if cell.place == place]
    assert [said for cell in chosen if (said := disagreement(cell)) is not None] == []
