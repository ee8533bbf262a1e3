"""Outcomes of a case in Keras and in kspec, in the same words."""

from typing import Any, NamedTuple

Output = tuple[tuple[int | None, ...] | None, str | None]
Row = tuple[str, tuple[Output, ...], int | None, int | None]


class Word(NamedTuple):
    """A refusal and where it is, or the outputs and counts of the layers.

    ``stage`` of Keras: ``construction``, ``call``, ``batch`` (the first real one), ``values`` (a
    batch of other values runs), ``load`` (it makes the layer, and does not read its notation), or
    one that says why nothing can be told (``own class``, ``too large``, ``ends the process``).
    Of kspec: ``there`` (at the layer that the case is about), ``elsewhere`` or ``crash``.
    """

    stage: str = ""
    message: str = ""
    rows: tuple[Row, ...] = ()
    real: tuple[Output, ...] = ()
    """The shapes and dtypes of a real batch, of Keras only."""

    traced: str | None = None
    """Outcome of Keras inside of a ``tf.function``, where it was tried."""


def row(name: str, shapes: Any, dtypes: Any, trainable: Any, non_trainable: Any) -> Row:
    """A row of one layer, from flat lists of shapes and dtypes."""
    sizes = [None if shape is None else tuple(shape) for shape in shapes]
    return name, tuple(zip(sizes, dtypes, strict=True)), trainable, non_trainable
