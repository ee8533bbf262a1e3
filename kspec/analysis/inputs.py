"""Inputs of a network with the facts of their data."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kspec.analysis.facts import Facts
from kspec.named_tuple import NamedTuple
from kspec.spec.model import ModelSpec
from kspec.spec.network import Node, references
from kspec.spec.problem import Path
from kspec.spec.propagation import Trace
from kspec.spec.shapes import Shape, Tensor

if TYPE_CHECKING:
    from kspec.analysis.observations import ArrayFacts, Observations

FACTS = ("input_shape", "input_dtype", "input_range")


class Input(NamedTuple):
    """Input of the network: its tensor, and the facts of its data, None where unknown.

    ``shape`` is that of one sample; ``range`` the least and the greatest value; ``values`` the
    facts of arrays. ``paths`` are the paths of the facts in the document.
    """

    name: str
    node: Node
    tensor: Tensor
    paths: Mapping[str, Path]
    shape: Shape | None
    dtype: str | None
    range: tuple[float, float] | None
    values: "ArrayFacts | None"


def inputs(
    spec: ModelSpec, trace: Trace, facts: Facts, observed: "Observations | None"
) -> list[Input]:
    """The inputs in Keras's order."""
    refs = references(spec.network.inputs)
    values = {} if observed is None else observed.inputs
    rows = []
    for ref in refs:
        node = spec.network.nodes.get(ref.layer)
        if node is None:
            continue
        known = {name: facts.of(name, ref.layer, alone=len(refs) == 1) for name in FACTS}
        paths = {name: fact.declared for name, fact in known.items() if fact and fact.declared}
        shape, dtype, limits = (None if fact is None else fact.value for fact in known.values())
        rows.append(
            Input(
                ref.layer,
                node,
                trace.tensor(ref),
                paths,
                None if shape is None else tuple(shape),
                dtype,
                None if limits is None else tuple(limits),
                values.get(ref.layer),
            )
        )
    return rows


def place_of_part(spec: ModelSpec | None, feeds: list[Input], part: str) -> Path:
    """Path of the source of a part (``validation`` or ``test``) in the document, or else of the
    first input.
    """
    if spec is not None:
        path = spec.path("data", part)
        if isinstance(spec.value_at(path), str):
            return path
    return next((feed.node.path for feed in feeds), ())
