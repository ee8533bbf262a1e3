"""Changes of layers: fields set, layers inserted, replaced or removed."""

from collections.abc import Mapping, Sequence

from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Edits, Fix
from kspec.spec.network import Node
from kspec.spec.problem import Path
from kspec.spec.unknown import any_unknown

POOLING = {3: "GlobalAveragePooling1D", 4: "GlobalAveragePooling2D", 5: "GlobalAveragePooling3D"}
"""Layer that pools a sample to one vector, by the rank of a batch."""


def unsafe(*changes: Edits, message: str = "") -> Fix | None:
    """Combine all changes to one fix that decides between readings; None where one of them cannot
    be made, or there is none.
    """
    return Fix.of(message, *changes, safe=False)


def put(path: Path, value: object, message: str = "") -> Fix:
    """Fix that sets a value that is written, as an unsafe fix."""
    return Fix((Edit.of(path, value),), safe=False, message=message)


def taken_out(path: Path, message: str = "") -> Fix:
    """Unsafe fix that removes an entry."""
    return Fix((Edit(path, "", action="remove"),), safe=False, message=message)


def set_field(model: Analysis, node: Node, field: str, value: object) -> Edits:
    """Edits that set a field of a layer."""
    if not isinstance(model.value_at(node.fields_path), Mapping):
        return None
    return (Edit.of_field(model, node.fields_path, field, value),)


def set_shape(model: Analysis, node: Node, shape: Sequence[int | None]) -> Edits:
    """Edits that set the shape of an input's samples; its batch size stays."""
    written = model.value_at(node.field("batch_shape"))
    if isinstance(written, list) and written:
        return set_field(model, node, "batch_shape", [written[0], *shape])
    return set_field(model, node, "shape", list(shape))


def set_inside(model: Analysis, node: Node, field: str, value: object) -> Edits:
    """Edits that set a field of the layer in a wrapper."""
    path = node.field("layer")
    fields = model.value_at(path)
    if not isinstance(fields, Mapping) or "type" not in fields:
        return None
    return (Edit.of_field(model, path, field, value),)


def set_activation_of(model: Analysis, node: Node, name: str = "relu") -> Edits:
    """Edits that set the activation of a layer that has the argument, or replace an activation
    layer.
    """
    if node.layer is None:
        return None
    if "activation" in type(node.layer).model_fields:
        return set_field(model, node, "activation", name)
    return replaced(model, node, {"type": "Activation", "activation": name})


def without_field(model: Analysis, node: Node, field: str) -> Edits:
    """Edits that remove a field of a layer, where it is written."""
    path = node.field(field)
    if model.value_at(path) is None:
        return None
    return (Edit(path, "", action="remove"),)


def before(model: Analysis, node: Node, layer: Mapping[str, object]) -> Edits:
    """Edits that insert a layer before another one: in a stack, or with the inputs of the other."""
    index = _place(model, node)
    if index is None:
        return None
    inputs = model.value_at((*node.path, "inputs"))
    new = dict(layer)
    rewired: tuple[Edit, ...] = ()
    if inputs is not None:
        joins = layer["type"] == "Concatenate"
        if not isinstance(inputs, list) or not (joins or len(inputs) == 1):
            return None
        new |= {"name": f"before_{node.name}", "inputs": inputs}
        rewired = (Edit.of((*node.path, "inputs"), [new["name"]]),)
    if index == 0:
        return (Edit.of(node.path, new, action="insert_before"), *rewired)
    where = (*node.path[:-1], index - 1)
    return (Edit.of(where, new, action="insert_after"), *rewired)


def on_way(model: Analysis, node: Node, index: int, layer: Mapping[str, object]) -> Edits:
    """Edits that insert a layer before one of the inputs of another layer, by its index."""
    if _place(model, node) is None:
        return None
    inputs = model.value_at((*node.path, "inputs"))
    source = inputs[index] if isinstance(inputs, list) and index < len(inputs) else None
    if not isinstance(inputs, list) or not isinstance(source, str):
        return None
    name = f"{source}_for_{node.name}"
    new = {**layer, "name": name, "inputs": [source]}
    others = [*inputs[:index], name, *inputs[index + 1 :]]
    return (
        Edit.of(node.path, new, action="insert_before"),
        Edit.of((*node.path, "inputs"), others),
    )


def after(model: Analysis, node: Node, layer: Mapping[str, object]) -> Edits:
    """Edits that insert a layer after another one of a stack, or after the last one of a graph."""
    index = _place(model, node)
    if index is None or model.spec is None:
        return None
    layers = model.spec.value_at(node.path[:-1])
    graph = not model.spec.network.sequential
    named = model.spec.value_at((*node.path[:-2], "outputs")) is not None
    if graph and (named or not isinstance(layers, list) or index != len(layers) - 1):
        return None
    return (Edit.of(node.path, layer, action="insert_after"),)


def without(model: Analysis, node: Node) -> Edits:
    """Edits that remove a layer, to which no other one refers by name."""
    if _place(model, node) is None or not (_in_stack(model, node) or _is_implied(model, node)):
        return None
    return (Edit(node.path, "", action="remove"),)


def _in_stack(model: Analysis, node: Node) -> bool:
    return any(
        flow.network.sequential and flow.network.nodes.get(node.name) is node
        for flow in model.flows
    )


def _is_implied(model: Analysis, node: Node) -> bool:
    """Whether a layer has neither a name nor inputs: it takes the output before it."""
    written = model.value_at(node.path)
    return isinstance(written, Mapping) and not {"name", "inputs"} & set(written)


def replaced(model: Analysis, node: Node, layer: Mapping[str, object]) -> Edits:
    """Edits that replace a layer of a stack, all of which is known."""
    if _place(model, node) is None or any_unknown(layer.values()):
        return None
    return (Edit.of(node.path, layer),)


def unwrapped(model: Analysis, node: Node) -> Edits:
    """Edits that replace a wrapper by the layer inside."""
    written = model.value_at(node.path)
    inner = written.get("layer") if isinstance(written, Mapping) else None
    return replaced(model, node, inner) if isinstance(inner, Mapping) else None


def _place(model: Analysis, node: Node) -> int | None:
    """The index of a layer in the list of layers, in kspec's own notation."""
    if len(node.path) < 2:
        return None
    written, index = model.value_at(node.path), node.path[-1]
    native = isinstance(written, Mapping) and "type" in written
    return index if native and isinstance(index, int) else None
