"""Whether Keras can make a functional model of a file between its inputs and its outputs."""

from kspec.spec.dialects.keras_object import ModelReader
from kspec.spec.network import Network, Node, TensorRef, references
from kspec.spec.problem import Path, Related


def check_ends(reader: ModelReader, network: Network, path: Path) -> None:
    """Report layers that the inputs do not lead to, and wrong ends of the model."""
    _EndChecks(reader, network, path).check()


class _EndChecks:
    def __init__(self, reader: ModelReader, network: Network, path: Path) -> None:
        self.reader = reader
        self.network = network
        self.path = path
        self.inputs = references(network.inputs)
        self.outputs = references(network.outputs)

    def check(self) -> None:
        self._check_outputs()
        if any(self._is_inner(ref) for ref in self.inputs):
            self._check_cut()

    def _check_outputs(self) -> None:
        """An output that comes from an input which the model does not list is one that Keras
        refuses.
        """
        listed = {(ref.layer, ref.call) for ref in self.inputs}
        names = {ref.layer for ref in self.inputs}
        is_listed = names <= self.network.nodes.keys()  # A missing name is reported.
        waiting = [(ref.layer, ref.call, ref) for ref in self.outputs]
        targets: set[tuple[str, int]] = set()
        while waiting:
            name, index, end = waiting.pop()
            node = self.network.nodes.get(name)
            if node is None or (name, index) in targets or (name, index) in listed:
                continue
            targets.add((name, index))
            if node.is_input and name not in names and is_listed:
                self._unlisted(node, end)
            elif not node.calls and node.layer is not None and name == end.layer:
                message = f'The output "{name}" is a layer that takes no inputs'
                related = (Related(end.path, "this output"),)
                self.reader.report("unreachable_output", node.path, message, related=related)
            elif 0 <= index < len(node.calls):
                call = node.calls[index]
                waiting.extend((ref.layer, ref.call, end) for ref in call.references)

    def _unlisted(self, node: Node, end: TensorRef) -> None:
        self.reader.report(
            "unreachable_output",
            (*self.path, "input_layers"),
            f'"input_layers" does not list "{node.name}", which the output "{end.layer}" needs',
            help=f'Add ["{node.name}", 0, 0] to "input_layers".',
            related=(Related(node.path, "this input"), Related(end.path, "this output")),
        )

    def _is_inner(self, ref: TensorRef) -> bool:
        """Whether a tensor comes out of a layer: Keras cuts the model there."""
        node = self.network.nodes.get(ref.layer)
        return node is not None and not node.is_input

    def _check_cut(self) -> None:
        """Keras puts new inputs where a model is cut, each with a name of its own, and none of its
        listed inputs is an output any more.
        """
        first: dict[TensorRef, TensorRef] = {}
        for ref in self.inputs:
            tensor = ref._replace(path=())
            other = first.setdefault(tensor, ref)
            if other is not ref and self._is_inner(ref):
                message = f'The input "{ref.layer}" is listed twice, and Keras cuts the model there'
                related = (Related(other.path, "first listed here"),)
                self.reader.report("invalid_value", ref.path, message, related=related)
        for ref in self.outputs:
            source = first.get(ref._replace(path=()))
            if source is not None:
                message = f'The output "{ref.layer}" is an input of a model that is cut there'
                related = (Related(source.path, "this input"),)
                self.reader.report("unreachable_output", ref.path, message, related=related)
