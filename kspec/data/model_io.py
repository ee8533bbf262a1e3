"""Inputs and outputs of a network, which data has to fit: shapes, dtypes and losses by name."""

from kspec.analysis.model import Analysis
from kspec.named_tuple import NamedTuple
from kspec.spec.network import references
from kspec.spec.propagation import when_run
from kspec.spec.shapes import Shape
from kspec.spec.training.loss import Loss


class Port(NamedTuple):
    """An input or output: its shape without the batch (None where unknown), dtype, and loss."""

    name: str
    shape: Shape | None
    dtype: str | None = None
    loss: type[Loss] | None = None


class ModelIO(NamedTuple):
    """The inputs and outputs by the names of their layers, in Keras's order."""

    inputs: dict[str, Port]
    outputs: dict[str, Port]


def model_io(analysis: Analysis, *, targets: bool = True) -> ModelIO:
    """Inputs and outputs of a network; without ``targets``, no outputs are required of the data."""
    if analysis.spec is None:
        return ModelIO({}, {})
    network = analysis.spec.network
    # A resumed run has to fit its data as before: by the spec, and not by the arrays.
    trace = when_run(network, analysis.stated)
    losses = {
        output.head.name: None if output.loss is None else type(output.loss.value)
        for output in (analysis.outputs if targets else ())
    }
    inputs, outputs = {}, {}
    for ref in references(network.inputs):
        x = trace.tensor(ref)
        inputs[ref.layer] = Port(ref.layer, x.shape and x.shape[1:], x.dtype)
    for ref in references(network.outputs) if targets else ():
        x = trace.tensor(ref)
        shape = None if x.shape is None else x.shape[1:]
        outputs[ref.layer] = Port(ref.layer, shape, x.dtype, losses.get(ref.layer))
    return ModelIO(inputs, outputs)
