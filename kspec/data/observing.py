"""Look at arrays with a spec's network in mind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.analysis.observations import Observations
from kspec.analysis.outputs import trained
from kspec.analysis.verdicts.kinds import loss_kind
from kspec.data.answers import answers_in
from kspec.data.arrays import paired
from kspec.data.batches import first_batches, gives_batches
from kspec.data.declared import contradictions, facts_of
from kspec.data.errors import UnreadableDataError
from kspec.data.facts import values_of
from kspec.data.overlap import overlap
from kspec.named_tuple import NamedTuple
from kspec.spec.network import references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kspec.analysis.model import Analysis
    from kspec.analysis.observations import ArrayFacts
    from kspec.data.array import Array
    from kspec.data.arrays import Paired


MOST = 4
"""Largest number of items in a caller's data: x, y, validation and test data."""


class DataToCheck(NamedTuple):
    """Data of a caller to observe.

    ``x`` and ``y`` are arrays, lists of them in Keras's order, or mappings by the names of inputs
    and outputs, or ``x`` gives batches of both; ``validation`` is ``(x, y)`` again. ``split`` is
    the share that Keras holds out itself, ``adapts`` is true where kspec fits the data to the
    network before it trains, ``weighted`` where samples have weights, and ``handed`` where Keras's
    own ``fit`` gets these very arrays.
    """

    x: object
    y: object = None
    validation: tuple[object, object] | None = None
    split: float | None = None
    adapts: bool = False
    weighted: bool = False
    partial: bool = False
    """Whether the data is a part, whose samples are not counted."""
    handed: bool = False
    encoding: str | None = None
    """Encoding of the target for the training, where the source fixes it."""
    test: tuple[object, object] | None = None
    """Test data as ``(x, y)``."""


def data_to_check(data: object) -> DataToCheck:
    """The data of ``(x, y)``, ``(x,)``, ``(x, y, (x_val, y_val))`` or with ``(x_test, y_test)``
    after these.

    Raises `UnreadableDataError` for anything else.
    """
    if isinstance(data, DataToCheck):
        return data
    if gives_batches(data):
        return DataToCheck(data)
    if isinstance(data, tuple | list) and 1 <= len(data) <= MOST:
        x, y, validation, test = (*data, None, None, None)[:MOST]
        return DataToCheck(x, y, validation_of(validation), test=validation_of(test))
    message = f"data is a pair of arrays (x, y), and not {type(data).__name__}"
    raise UnreadableDataError(message)


def validation_of(data: object) -> tuple[object, object] | None:
    """The first two of ``(x, y)`` or, as in Keras, ``(x, y, sample_weight)``."""
    if data is None:
        return None
    if gives_batches(data):
        return first_batches(data)[:2]
    if isinstance(data, tuple | list) and len(data) in {2, 3}:
        return data[0], data[1]
    message = f"validation_data is a pair of arrays (x, y), and not {type(data).__name__}"
    raise UnreadableDataError(message)


def observe(model: Analysis, data: DataToCheck) -> Observations:
    """Observe the data of an analyzed model.

    Raises `UnreadableDataError` for a value that is no array.
    """
    data = _opened(data)
    (x, y), (x_held, y_held), (x_test, y_test) = _pairs(model, data)
    trained, parts, tested = _both(x, y), _both(x_held, y_held), _both(x_test, y_test)
    count = _of_part if data.partial else _as_it_is
    seen_x = {name: count(values_of(array)) for name, array in x.arrays.items()}
    seen_y = {name: count(values_of(array, target=True)) for name, array in y.arrays.items()}
    return Observations(
        seen_x,
        seen_y,
        {name: values_of(array) for name, array in x_held.arrays.items()},
        {name: values_of(array, target=True) for name, array in y_held.arrays.items()},
        _facts(model, data, seen_x, seen_y),
        () if model.spec is None else tuple(contradictions(model.spec, seen_x, seen_y)),
        None if data.partial else overlap(trained, parts),
        (
            *(one.complaint for one in (x, y, x_held, y_held) if one.complaint),
            *_uneven("data", x, y),
            *_uneven("validation data", x_held, y_held),
        ),
        data.split,
        data.adapts,
        data.weighted,
        data.handed and not data.partial,
        None if data.partial else overlap(trained, tested),
        overlap(parts, tested),
        tuple(answers_in(x.arrays, y.arrays)),
    )


def _facts(
    model: Analysis, data: DataToCheck, x: Mapping[str, ArrayFacts], y: Mapping[str, ArrayFacts]
) -> dict[str, dict[str, Any]]:
    facts = facts_of(x, y, {output.head.name: loss_kind(output) for output in model.outputs})
    if data.encoding is not None:
        facts["target_encoding"] = dict.fromkeys(y, data.encoding) if len(y) == 1 else {}
    return facts


def _pairs(model: Analysis, data: DataToCheck) -> Iterator[tuple[Paired, Paired]]:
    """Yield training, validation and test data, by the names of inputs and outputs."""
    if model.spec is None:
        return
    inputs = [ref.layer for ref in references(model.spec.network.inputs)]
    targets = [output.head.name for output in model.outputs]
    needed = trained(model.spec, targets)
    for x, y in ((data.x, data.y), data.validation or (None, None), data.test or (None, None)):
        yield paired(x, inputs, "input"), paired(y, targets, "output", needed)


def _opened(data: DataToCheck) -> DataToCheck:
    """The data as arrays, where it gives batches."""
    if data.y is not None or not gives_batches(data.x):
        return data
    x, y, weighted = first_batches(data.x)
    return data._replace(x=x, y=y, weighted=data.weighted or weighted, partial=True)


def _as_it_is(values: ArrayFacts) -> ArrayFacts:
    return values


def _of_part(values: ArrayFacts) -> ArrayFacts:
    """Facts of all samples from the first batches: without their number and their order."""
    return values._replace(samples=0, counts=None, constants=(), grouped=False)


def _uneven(whose: str, x: Paired, y: Paired) -> Iterator[str]:
    sizes = {f'"{name}"': len(array) for name, array in (x.arrays | y.arrays).items()}
    if len(set(sizes.values())) > 1:
        listed = ", ".join(f"{name} {size}" for name, size in sizes.items())
        yield f"The arrays of the {whose} have different numbers of samples: {listed}"


def _both(x: Paired, y: Paired) -> dict[str, Array]:
    arrays = {f"x {name}": array for name, array in x.arrays.items()}
    return {**arrays, **{f"y {name}": array for name, array in y.arrays.items()}}
