"""Check that a network can be written again: problems that lint reports, where they are
silenced.
"""

from collections.abc import Iterator

from kspec.spec.layers.models import Functional
from kspec.spec.network import Network, TensorRef, references
from kspec.spec.propagation import Trace, propagate
from kspec.spec.spec_object import SpecObject


def check_whole(network: Network) -> None:
    """Raise `ValueError` for a network without an input, in a circle, or wired to nothing, and for
    one that has such a network in it.
    """
    outputs = references(network.outputs)
    if not outputs or not (network.implicit_input or references(network.inputs)):
        message = f'"{network.name}" has no {"input" if outputs else "output"}'
        raise ValueError(message)
    trace = propagate(network)
    wrong = [ref for _, ref in trace.dangling]
    wrong += [ref for ref in (*references(network.inputs), *outputs) if not _gives(trace, ref)]
    for ref in wrong:
        message = f'"{network.name}" takes what nothing gives: "{ref.layer}"'
        raise ValueError(message)
    for node, _ in trace.stuck:
        message = f'"{node.name}" waits for itself'
        raise ValueError(message)
    for node in network.nodes.values():
        for inner in models_in(node.layer):
            check_whole(inner.network)


def _gives(trace: Trace, ref: TensorRef) -> bool:
    return (ref.layer, ref.call) in trace.results and trace.has(ref)


def models_in(value: object) -> Iterator[Functional]:
    """Yield the models in a layer: itself, or those in its fields."""
    if isinstance(value, Functional):
        yield value
    elif isinstance(value, SpecObject):
        for name in value.model_fields_set - value.unknown_fields:
            yield from models_in(getattr(value, name, None))
