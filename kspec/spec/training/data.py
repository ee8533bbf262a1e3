"""Data of a training: its source, and facts about it."""

import sys
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from kspec.spec.dtypes import DataDType
from kspec.spec.fields import Bool, Int, NonNegativeInt, Number, PositiveInt, Str
from kspec.spec.markers import Before, Ge, Gt, Len, Lt
from kspec.spec.problem import Problem
from kspec.spec.spec_object import SpecObject

Encoding = Literal["integer", "one_hot", "multi_hot", "binary", "continuous"]
Dim = NonNegativeInt | None
Shape = list[Dim]
"""The shape of one sample, without the batch."""


def _measurable(value: object) -> object:
    """A number that a float can hold: sizes of targets are computed in floats."""
    if isinstance(value, int) and abs(value) > sys.float_info.max:
        message = "must be a number that a float can hold"
        raise ValueError(message)
    return value


Range = Annotated[list[Annotated[Number, Before(_measurable)]], Len(2, 2)]
"""The least and the greatest value."""
Classes = Annotated[Int, Ge(1)]
Part = Annotated[Number, Gt(0), Lt(1)]
"""A part of the samples, as a fraction of all."""


class Data(SpecObject):
    """The data of a training: its source, and facts about it.

    ``source`` names a ready data set (``"sklearn:digits"``), a file (``.npz``, ``.csv``
    ...) or a folder; ``validation`` and ``test`` name others of the same kind, and ``test`` may be
    a fraction that is held out to the end. ``features``, ``target`` and ``sample_weight`` choose
    columns or arrays. What is held out is never of a ``group`` that is trained on, or is the latest
    by ``time``, or is stratified (by the target, or by the column ``stratify``). All else are facts
    that checks go by; each may be an object by the names of inputs or outputs where there are
    several.
    """

    source: Str | None = None
    features: Str | list[Str] | dict[str, Str | list[Str]] | None = None
    target: Str | list[Str] | dict[str, Str | list[Str]] | None = None
    sample_weight: Str | dict[str, Str] | None = None
    separator: Str | None = None
    validation: Str | None = None
    validated: Bool | None = None
    test: Str | Part | None = None
    group: Str | None = None
    time: Str | None = None
    stratify: Bool | Str = True
    samples: PositiveInt | None = None
    classes: Classes | dict[str, Classes] | None = None
    target_encoding: Encoding | dict[str, Encoding] | None = None
    target_shape: Shape | dict[str, Shape] | None = None
    target_range: Range | dict[str, Range] | None = None
    input_shape: Shape | dict[str, Shape] | None = None
    input_dtype: DataDType | dict[str, DataDType] = None
    input_range: Range | dict[str, Range] | None = None
    validation_range: Range | dict[str, Range] | None = None

    renamed: ClassVar[Mapping[str, str]] = {
        "path": "source",
        "file": "source",
        "dataset": "source",
        "num_classes": "classes",
        "n_classes": "classes",
        "nb_classes": "classes",
        "num_samples": "samples",
        "n_samples": "samples",
        "label": "target",
        "labels": "target",
        "targets": "target",
        "x": "features",
        "y": "target",
        "delimiter": "separator",
        "sep": "separator",
        "encoding": "target_encoding",
        "label_mode": "target_encoding",
        "shape": "input_shape",
        "dtype": "input_dtype",
        "validation_data": "validation",
        "val": "validation",
        "weight": "sample_weight",
        "weights": "sample_weight",
        "sample_weights": "sample_weight",
        "groups": "group",
        "stratified": "stratify",
        "range": "input_range",
    }

    def fact(self, name: str, place: str | None = None) -> Any:
        """Fact, for one input or output by name where it is written so; None where there is
        none.
        """
        value = getattr(self, name)
        if isinstance(value, dict):
            return value.get(place) if place is not None else None
        return value

    def conflicts(self) -> Iterator[Problem]:
        if self.separator is not None and len(self.separator) != 1:
            message = f'"separator" is one character, and this has {len(self.separator)}'
            yield Problem("invalid_value", ("separator",), message, 'For example ";" or "\\t".')
        if self.group is not None and self.time is not None:
            message = '"group" and "time" both say how the data is split'
            yield Problem("conflicting_fields", ("time",), message, "Take one away.", "entry")
        for name in ("target_range", "input_range", "validation_range"):
            value = getattr(self, name)
            for key, (low, high) in (value or {}).items() if isinstance(value, dict) else ():
                if low > high:
                    yield _upside_down((name, key), low, high)
            if isinstance(value, list) and value[0] > value[1]:
                yield _upside_down((name,), *value)


def _upside_down(path: tuple[str, ...], low: float, high: float) -> Problem:
    message = f'"{path[0]}" goes from {low} to {high}: the least value comes first'
    return Problem("invalid_value", path, message, f"Write [{high}, {low}].")
