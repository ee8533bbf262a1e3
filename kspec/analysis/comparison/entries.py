"""The layers of a network as a comparison sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.analysis.comparison.values import counted, plain, stated
from kspec.analysis.graph import keras_order
from kspec.named_tuple import NamedTuple
from kspec.spec.layers.input import InputLayer
from kspec.spec.layers.models import Functional
from kspec.spec.shapes import Tensor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kspec.analysis.summary_table import Row
    from kspec.spec.network import Network, Node
    from kspec.spec.propagation import Trace

IGNORED = frozenset(("name",))
UNSAID = {"dtype": "float32", "activation": "linear", "data_format": "channels_last"}
"""Values that Keras writes for a default that it has taken from its settings."""


class Entry(NamedTuple):
    """A layer with its stated fields, the layers that feed it, and its size.

    ``shape`` is as in the summary: a shape, or several, or None; ``params`` is None where the
    weights cannot be known. ``named`` is whether the name is the author's, and not an automatic one
    of Keras.
    """

    node: Node
    fields: dict[str, Any]
    sources: tuple[str, ...]
    named: bool
    shape: object
    params: int | None
    inner: tuple[Row, ...]

    @property
    def name(self) -> str:
        """The layer's name."""
        return self.node.name

    @property
    def kind(self) -> str:
        """Class of the layer."""
        return self.node.class_name

    @property
    def content(self) -> tuple[str, str]:
        """Class and fields, in a comparable form."""
        return self.kind, repr(sorted(self.fields.items()))

    @property
    def nested(self) -> tuple[Network, Trace] | None:
        """Network and trace inside a nested model; None for other layers."""
        layer = self.node.layer
        return (layer.network, layer.trace) if isinstance(layer, Functional) else None


def entries(network: Network, trace: Trace, rows: Sequence[Row]) -> list[Entry]:
    """All layers in Keras's order, inputs too, and those that no output needs at the end; ``rows``
    are those of the network's summary.
    """
    by_name = {row.name: row for row in rows}
    nodes = {node.name: node for node in keras_order(network)} | network.nodes
    return [_entry(node, trace, by_name.get(node.name)) for node in nodes.values()]


def _entry(node: Node, trace: Trace, row: Row | None) -> Entry:
    named = not counted(node.name, node.class_name)
    sources = tuple(ref.layer for call in node.calls for ref in call.references)
    if row is None:
        params = 0 if node.is_input else None
        return Entry(node, fields_of(node), sources, named, _shape(node, trace), params, ())
    counts = (row.trainable_params, row.non_trainable_params)
    params = None if None in counts else sum(count or 0 for count in counts)
    return Entry(node, fields_of(node), sources, named, row.output_shape, params, row.inner)


def _shape(node: Node, trace: Trace) -> object:
    result = trace.results.get((node.name, 0))
    if result is None or not isinstance(result.output, Tensor) or result.output.shape is None:
        return None
    return list(result.output.shape)


def fields_of(node: Node) -> dict[str, Any]:
    """Fields of a layer that differ from Keras's defaults, as JSON; of an input, its whole
    shape.
    """
    if isinstance(node.layer, Functional):
        return {}
    if node.layer is None:
        return _opaque(node.given or {})
    if isinstance(node.layer, InputLayer):
        return _input(node.layer)
    unsaid = UNSAID | {"dtype": node.layer.usual_policy}
    fields = {name: plain(value) for name, value in stated(node.layer).items()}
    return {
        name: value
        for name, value in fields.items()
        if name not in IGNORED and unsaid.get(name) != value
    }


def _opaque(config: Mapping[str, object]) -> dict[str, Any]:
    """Arguments of a class outside Keras, without the fields of all layers."""
    fields = {name: plain(value) for name, value in config.items() if name not in IGNORED}
    if fields.get("trainable") is True:
        del fields["trainable"]
    dtype = fields.get("dtype")
    policy = dtype.get("config") if isinstance(dtype, dict) else {"name": dtype}
    if policy == {"name": UNSAID["dtype"]}:
        del fields["dtype"]
    return fields


def _input(layer: InputLayer) -> dict[str, Any]:
    """Shape with the batch, in either notation, and arguments that differ from the defaults."""
    whole = layer.__dict__["shape"] if "shape" in layer.unknown_fields else layer.full_shape
    shape = plain(whole)
    values = layer.__dict__  # of unknown ones, too
    flags = {name: True for name in ("sparse", "ragged", "optional") if values[name] is True}
    dtype = plain(values["dtype"])
    dtypes = {} if dtype in (None, UNSAID["dtype"]) else {"dtype": dtype}
    return {"shape": shape, **dtypes, **flags}
