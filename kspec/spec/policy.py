"""Dtype policy of a whole spec: that of every layer without its own."""

from collections.abc import Iterator, Mapping

from kspec.spec.layers.base import Layer
from kspec.spec.layers.models import Functional
from kspec.spec.network import Network
from kspec.spec.spec_object import SpecObject


def spread(policy: str, network: Network) -> None:
    """Give the policy to every layer of a network, those inside others too."""
    for node in network.nodes.values():
        for layer in _layers(node.layer):
            layer.usual_policy = policy


def _layers(value: object) -> Iterator[Layer]:
    """A layer, and all in its fields and in the network that it may be."""
    if isinstance(value, Functional):
        for node in value.network.nodes.values():
            yield from _layers(node.layer)
    if isinstance(value, Layer):
        yield value
    if isinstance(value, SpecObject):
        yield from _layers([vars(value).get(name) for name in value.model_fields_set])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _layers(item)
    elif isinstance(value, Mapping):
        yield from _layers(list(value.values()))
