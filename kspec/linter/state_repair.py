"""Fixes of initial states that a recurrent layer cannot take."""

from typing import Any

from kspec.analysis.model import Analysis, Place
from kspec.linter.finding import Fix
from kspec.linter.layer_fixes import put, set_field, unsafe
from kspec.spec.shapes import tensors

PAIR = 2
"""The output and the memory of an LSTM."""


def state_fix(model: Analysis, place: Place) -> Fix | None:
    """Fix that removes the sequences of states, passes both of an LSTM, or sets their units."""
    node, layer = place.node, place.layer
    path = (*node.path, "call", "initial_state")
    written = model.value_at(path)
    results = place.results
    if not isinstance(written, list) or not results:
        return None
    states = list(tensors(results[0].kwargs.get("initial_state")))
    shapes = [state.shape for state in states if state.shape is not None]
    if not shapes or len(shapes) != len(written):
        return None
    vectors = [one for one, shape in zip(written, shapes, strict=True) if len(shape) == 2]
    if len(vectors) < len(written):
        return put(path, vectors) if vectors else None
    if len(written) == 1 and type(layer).__name__ == "LSTM":
        return _both_states(model, place, written[0])
    widths = {shape[1] for shape in shapes}
    units = widths.pop()
    return unsafe(set_field(model, node, "units", units)) if units and not widths else None


def _both_states(model: Analysis, place: Place, state: Any) -> Fix | None:  # noqa: ANN401 - JSON
    """Edits that pass the output and the memory of the LSTM that passes only the first of them."""
    name = str(state.get("tensor") if isinstance(state, dict) else state)
    source = place.network.nodes.get(name)
    flow = model.flow_of[id(place.network)]
    if source is None or type(source.layer).__name__ != "LSTM" or flow.next(source) is None:
        return None
    pair = [{"tensor": name, "output": index} for index in range(1, PAIR + 1)]
    returns = set_field(model, source, "return_state", value=True)
    states = put((*place.node.path, "call", "initial_state"), pair).edits
    return unsafe(returns, states)
