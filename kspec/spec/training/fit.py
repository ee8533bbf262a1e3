"""Arguments of `Model.fit` besides the data."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from kspec.spec import registry
from kspec.spec.fields import Bool, Int, NonNegativeInt, Number, Seed, Str
from kspec.spec.markers import Json, Plain
from kspec.spec.named import Custom, read_object, type_word
from kspec.spec.problem import Nested, Problem
from kspec.spec.spec_object import SpecObject
from kspec.spec.training.callbacks.callback import Callback
from kspec.spec.training.distribution import Distribute
from kspec.spec.training.structures import read_structure

DEFAULT_BATCH_SIZE = 32
"""Default batch size of Keras."""


def _read_callbacks(value: object) -> object:
    if value is None or isinstance(value, list):
        return read_structure(value, lambda item: read_object(item, registry.CALLBACKS))
    message = f"Callbacks are a list, and this is {type_word(value)}"
    raise Nested(
        [Problem("wrong_type", (), message, help='For example [{"type": "EarlyStopping"}].')]
    )


Callbacks = Annotated[Any, Plain(_read_callbacks), Json({"x-kind": "callbacks"})]


class Fit(SpecObject):
    """Settings of the training loop: epochs, batches, callbacks.

    Ranges are those that Keras checks. Two fields are kspec's own: ``seed`` makes a run repeatable,
    ``distribute`` names a strategy to train on several devices or machines.
    """

    batch_size: NonNegativeInt | None = None
    epochs: Int = 1
    verbose: Literal["auto"] | Int | Bool = "auto"
    callbacks: Callbacks = None
    validation_split: Number | None = 0.0
    shuffle: Bool | Literal["batch"] | None = True
    class_weight: dict[Int | Str, Number] | None = None
    initial_epoch: Int = 0
    steps_per_epoch: NonNegativeInt | None = None
    validation_steps: NonNegativeInt | None = None
    validation_batch_size: NonNegativeInt | None = None
    validation_freq: Int | list[Int] = 1
    seed: Seed = None
    distribute: Distribute = None

    renamed: ClassVar[Mapping[str, str]] = {
        "nb_epoch": "epochs",
        "epoch": "epochs",
        "num_epochs": "epochs",
        "max_epochs": "epochs",
        "batch": "batch_size",
        "class_weights": "class_weight",
        "random_state": "seed",
        "val_split": "validation_split",
    }

    @property
    def validates(self) -> bool:
        """Whether ``validation_freq`` lets any of the epochs end with a validation."""
        every = self.validation_freq
        if isinstance(every, list):
            return any(self.initial_epoch < epoch <= self.epochs for epoch in every)
        return every < 1 or self.epochs // every > self.initial_epoch // every

    @property
    def class_weights(self) -> dict[int, float]:
        """Weights by class number: a document's keys are strings, which Keras itself would pass
        over in silence.
        """
        weights = self.class_weight or {}
        return {int(key): weight for key, weight in weights.items() if is_class(key)}

    def all_callbacks(self) -> Iterator[tuple[int, SpecObject | Custom]]:
        """Every callback with its place in the list."""
        yield from ((at, item) for at, item in enumerate(self.callbacks or ()) if item is not None)

    def described_callbacks(self) -> Iterator[tuple[int, Callback]]:
        """Yield the callbacks of Keras, with their positions."""
        yield from ((at, item) for at, item in self.all_callbacks() if isinstance(item, Callback))

    def conflicts(self) -> Iterator[Problem]:
        if self.validation_split == 1:
            message = '"validation_split" is 1: no samples are left to train on'
            yield Problem("invalid_value", ("validation_split",), message, "For example 0.2.")
        if self.validation_freq == 0:
            message = '"validation_freq" counts epochs between validations, and is 0'
            yield Problem(
                "invalid_value", ("validation_freq",), message, "Write 1 for every epoch."
            )
        for key in self.class_weight or {}:
            if not is_class(key):
                path = ("class_weight", key)
                yield Problem("class_weight_keys", path, NO_CLASS.format(key), AS_NUMBERS, "key")


NO_CLASS = '"class_weight" is by class number, and "{}" is none'
AS_NUMBERS = 'For example {"0": 1.0, "1": 5.0}.'


def is_class(key: int | str) -> bool:
    """Whether a key of ``class_weight`` is the number of a class."""
    return isinstance(key, int) or (key.isascii() and key.isdigit())
