"""The ends of a network, as data has to fit them: inputs and outputs with shapes and losses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from kspec.executor.data.samples import end_name
from kspec.spec.network import references
from kspec.spec.propagation import propagate, when_run
from kspec.spec.registry import LOSSES
from kspec.spec.training.loss import Loss

if TYPE_CHECKING:
    from kspec.spec.model import ModelSpec
    from kspec.spec.shapes import Shape


class End(NamedTuple):
    """An input or output: its shape without the batch (None where unknown), dtype, and loss."""

    name: str
    shape: Shape | None
    dtype: str | None = None
    loss: type[Loss] | None = None


class Ends(NamedTuple):
    """The inputs and outputs by name, in Keras's order."""

    inputs: dict[str, End]
    outputs: dict[str, End]


def ends_of(spec: ModelSpec, *, targets: bool = True) -> Ends:
    """The ends of a spec's network; without ``targets``, no outputs are asked of the data."""
    trace = when_run(spec.network, propagate(spec.network))
    inputs, outputs = {}, {}
    for ref in references(spec.network.inputs):
        x = trace.tensor(ref)
        inputs[end_name(ref)] = End(end_name(ref), x.shape and x.shape[1:], x.dtype)
    if targets:
        for index, ref in enumerate(references(spec.network.outputs)):
            name, x = end_name(ref), trace.tensor(ref)
            shape = None if x.shape is None else x.shape[1:]
            outputs[name] = End(name, shape, x.dtype, _loss(spec, name, index))
    return Ends(inputs, outputs)


def _loss(spec: ModelSpec, name: str, index: int) -> type[Loss] | None:
    loss = None if spec.compile is None else spec.compile.loss
    if isinstance(loss, Mapping):
        loss = loss.get(name)
    elif isinstance(loss, list | tuple):
        loss = loss[index] if index < len(loss) else None
    if isinstance(loss, str):
        found = LOSSES.find(LOSSES.resolve(loss) or "")
        return found if found is not None and issubclass(found, Loss) else None
    return type(loss) if isinstance(loss, Loss) else None
