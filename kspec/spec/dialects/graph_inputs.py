"""Whether Keras can make a functional model of a file between its inputs and its outputs."""

from kspec.spec.dialects.keras_object import ModelReader
from kspec.spec.network import Network, references
from kspec.spec.problem import Path, Related


def check_ends(reader: ModelReader, network: Network, path: Path) -> None:
    """Report outputs that come from an input which the model does not list, or from no input."""
    inputs = references(network.inputs)
    listed = {(ref.layer, ref.call) for ref in inputs}
    names = {ref.layer for ref in inputs}
    is_listed = names <= network.nodes.keys()  # A missing name is reported.
    waiting = [(ref.layer, ref.call, ref) for ref in references(network.outputs)]
    reached: set[tuple[str, int]] = set()
    while waiting:
        name, index, end = waiting.pop()
        node = network.nodes.get(name)
        if node is None or (name, index) in reached or (name, index) in listed:
            continue
        reached.add((name, index))
        if node.is_input and name not in names and is_listed:
            message = f'"input_layers" does not list "{name}", which the output "{end.layer}" needs'
            reader.report(
                "unreachable_output",
                (*path, "input_layers"),
                message,
                help=f'Add ["{name}", 0, 0] to "input_layers".',
                related=(Related(node.path, "this input"), Related(end.path, "this output")),
            )
        elif not node.calls and node.layer is not None and name == end.layer:
            message = f'The output "{name}" is a layer that takes no inputs'
            related = (Related(end.path, "this output"),)
            reader.report("unreachable_output", node.path, message, related=related)
        elif 0 <= index < len(node.calls):
            call = node.calls[index]
            waiting.extend((ref.layer, ref.call, end) for ref in call.references)
