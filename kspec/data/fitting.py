"""Fitting of data to the network: names, shapes, dtypes and encodings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.data.checks import check_finite, check_lengths
from kspec.data.errors import DataError
from kspec.data.layout import FILES, IMAGE
from kspec.data.samples import Samples
from kspec.data.stored import is_on_disk
from kspec.data.targets import TargetEncoding, fitted_target, in_shape
from kspec.data.weights import fitted_weights
from kspec.named_tuple import NamedTuple
from kspec.spec.shapes import show

if TYPE_CHECKING:
    from kspec.data.array import Array
    from kspec.data.model_io import ModelIO, Port
    from kspec.data.samples import Raw
    from kspec.spec.model import ModelSpec


MOST = 10
"""Number of columns that a message names."""


class Fitted(NamedTuple):
    """Samples that the network takes; ``classes`` by output name where texts were numbered."""

    samples: Samples
    classes: dict[str, tuple[str, ...]]


def fitted(
    raw: Raw, spec: ModelSpec, io: ModelIO, known: Mapping[str, Sequence[str]] | None = None
) -> Fitted:
    """Check everything that was read, and give it the network's names, shapes and encodings.

    ``known`` are the texts that are numbered already, by output name. Raises `DataError` with one
    sentence for the first thing that does not fit.
    """
    check_lengths(raw)
    x = {
        name: _fitted_input(array, raw, port)
        for name, port, array in _by_port(raw.x, io.inputs, "inputs", raw)
    }
    y, classes = {}, {}
    targets = raw.y if io.outputs else {}
    if io.outputs and not targets and spec.copies_input:
        targets = _copied(x, io)
    for name, port, array in _by_port(targets, io.outputs, "outputs", raw):
        encoding = TargetEncoding(
            raw.encoding or declared(spec, "target_encoding", name),
            declared(spec, "classes", name),
            tuple((known or {}).get(name, ())),
        )
        target = fitted_target(array, raw, port, encoding)
        y[name] = target.array
        if target.classes:
            classes[name] = target.classes
    return Fitted(Samples(x, y, fitted_weights(raw, y)), classes)


def _copied(x: dict[str, Array], io: ModelIO) -> dict[str, Array]:
    """The inputs as targets of an autoencoder, by name or in order."""
    if set(x) == set(io.outputs):
        return x
    if len(x) != len(io.outputs):
        raise DataError(
            "The task is autoencoding, and the network has "
            f'{len(x)} inputs and {len(io.outputs)} outputs: name the "target" of each.'
        )
    return dict(zip(io.outputs, x.values(), strict=True))


def declared(spec: ModelSpec, fact: str, name: str) -> Any:
    """A fact of ``data`` about one input or output; None where it is not declared."""
    value = getattr(spec.effective_data, fact)
    return value.get(name) if isinstance(value, Mapping) else value


def _by_port(
    arrays: Mapping[str, Array], ports: Mapping[str, Port], noun: str, raw: Raw
) -> list[tuple[str, Port, Array]]:
    if len(arrays) == 1 and len(ports) == 1:
        ((name, port),) = ports.items()
        return [(name, port, next(iter(arrays.values())))]
    if set(arrays) != set(ports):
        names = ", ".join(f'"{name}"' for name in ports)
        raise DataError(
            f"{raw.origin} must give an array for each of the network's {noun}: {names}."
        )
    return [(name, port, arrays[name]) for name, port in ports.items()]


def _fitted_input(array: Array, raw: Raw, port: Port) -> Array:
    if array.dtype.kind in "OUS" and port.dtype != "string":
        raise DataError(
            f'{raw.origin} holds texts ("{array[:1].flat[0]}"), '
            f'and the input "{port.name}" takes numbers.'
        )
    check_finite(array, raw, "input")
    if array.dtype == np.float64 and not is_on_disk(array):
        with np.errstate(over="ignore"):  # reported below, with the place
            array = array.astype(np.float32)
        check_finite(array, raw, "input (as float32)")
    sample_shape, shape = array.shape[1:], port.shape
    if shape is None:  # input of a stack that is built from its data: Keras takes no single numbers
        return array.reshape(-1, 1) if not sample_shape and not is_on_disk(array) else array
    shaped = in_shape(array, shape)
    if shaped is not None:
        return shaped
    raise DataError(
        f'The input "{port.name}" takes samples of shape {show(shape)}, '
        f"and those of {raw.origin} have {show(sample_shape)}.{_columns(raw, shape)}"
    )


def _columns(raw: Raw, shape: tuple[int | None, ...]) -> str:
    if raw.lines and len(shape) == IMAGE:
        return f" {FILES}"
    if not raw.lines or len(shape) != 1:
        return ""
    return (
        f" The feature columns are {', '.join(raw.columns[:MOST])}"
        f"{', ...' if len(raw.columns) > MOST else ''}: "
        'name those to use in "data": {"features": [...]}.'
    )
