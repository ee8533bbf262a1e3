"""Search space of `kspec sweep`: places in the spec, with the values to try."""

from collections.abc import Iterator, Mapping
from typing import Any

from kspec.source.outline import keys_of
from kspec.spec.fields import Anything, Bool, Number, PositiveNumber
from kspec.spec.named import type_word
from kspec.spec.problem import Path, Problem
from kspec.spec.spec_object import SpecObject
from kspec.spec.validation import validate


class Swept(SpecObject):
    """The values to try at one place: ``choices``, or all from ``min`` to ``max``, in steps of
    ``step`` or on a scale of logarithms (``log``).

    Two integers give integers. ``when`` are the drawn values of other places, by their pointers, on
    which this one depends.
    """

    choices: Anything = None
    min: Number | None = None
    max: Number | None = None
    step: PositiveNumber | None = None
    log: Bool = False
    when: Anything = None

    @property
    def whole(self) -> bool:
        """Whether integers are drawn."""
        bounds = (self.min, self.max, 1 if self.step is None else self.step)
        return all(isinstance(bound, int) for bound in bounds)

    def conflicts(self) -> Iterator[Problem]:
        if self.choices is not None:
            if not isinstance(self.choices, list) or not self.choices:
                yield _invalid('"choices" is a list of the values to try', "choices")
            if self.min is not None or self.max is not None:
                yield _invalid('"choices" and a range cannot both be tried', "choices")
            return
        if self.min is None or self.max is None:
            yield _invalid('needs "choices", or "min" and "max"')
        elif self.min >= self.max:
            yield _invalid(f'"min" is {self.min:g}, and "max" must be above it', "max")
        elif self.log and self.min <= 0:
            yield _invalid('"log" needs a "min" above 0', "min")
        if self.log and self.step is not None:
            yield _invalid('"log" and "step" cannot both be set', "step")
        if not isinstance(self.when, Mapping | None):
            yield _invalid(f'"when" is an object, and not {type_word(self.when)}', "when")


def _invalid(message: str, *path: str) -> Problem:
    help_ = 'For example {"choices": [16, 32]} or {"min": 1e-4, "max": 1e-2, "log": true}.'
    return Problem("invalid_value", path, message, help=help_)


def read_sweep(
    document: Mapping[str, Any], path: Path, problems: list[Problem]
) -> dict[str, Swept]:
    """Read the swept values of a spec by their pointers; adds to ``problems``."""
    written = document["sweep"]
    if not isinstance(written, dict):
        message = f'"sweep" must be an object, and is {type_word(written)}'
        help_ = 'For example {"/layers/0/units": {"choices": [16, 32]}}.'
        problems.append(Problem("wrong_type", (*path, "sweep"), message, help=help_))
        return {}
    swept = {}
    for pointer, value in written.items():
        here = (*path, "sweep", pointer)
        if not pointer.startswith("/") or keys_of(pointer, document) is None:
            problems.append(_nowhere(pointer, here))
            continue
        one, faults = validate(Swept, value, here, here)
        problems.extend(faults)
        if one is None or faults:
            continue
        swept[pointer] = one
        for other in one.when or ():
            if other not in written:
                message = f'"{other}" is not drawn, so nothing can depend on it'
                place = (*here, "when", other)
                problems.append(Problem("invalid_value", place, message, part="key"))
    return swept


def _nowhere(pointer: str, here: Path) -> Problem:
    message = f'"{pointer}" leads to nothing in this spec'
    help_ = (
        "Name a value that is there, by its JSON pointer: write the value that the first run is to "
        'have, then for example "/layers/0/units" or "/compile/optimizer/learning_rate".'
    )
    return Problem("invalid_value", here, message, help=help_, part="key")
