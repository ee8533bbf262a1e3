"""Input of a stack without a shape: Keras builds it from the first batch."""

from collections.abc import Mapping

from kspec.analysis.observations import Observations
from kspec.spec.network import Network
from kspec.spec.shapes import Tensor


def input_of_stack(network: Network, observed: Observations) -> Mapping[str, Tensor] | None:
    """Input tensor of a stack by the arrays' samples, in the dtype kind of the first layer; None
    where there are none.
    """
    layers = (node.layer for node in network.nodes.values() if not node.is_input)
    first = next(layers, None)
    dtype = None if first is None or first.own_runtime.values != "text" else "string"
    feeds: dict[str, Tensor] = {}
    for name, values in observed.inputs.items():
        node = network.nodes.get(name)
        if node is not None and node.layer is not None:
            facts = {"shape": list(values.shape or (1,)), "dtype": dtype}
            tensor = node.layer.model_copy(update=facts)()
            if isinstance(tensor, Tensor):
                feeds[name] = tensor
    return feeds or None
