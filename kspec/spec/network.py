"""A network as written: nodes, the calls that wire them, inputs and outputs. Both dialects are
read into this.
"""

from collections.abc import Iterator, Mapping

from kspec.named_tuple import NamedTuple
from kspec.spec.layers.base import Layer
from kspec.spec.layers.input import InputLayer
from kspec.spec.problem import Path
from kspec.spec.shapes import Structure, Tensor

NO_NAME = "/"
"""Name of a reference that could not be read and was reported: no layer can have it."""


Application = tuple[str, int]
"""A layer's name and which of its calls."""


class TensorRef(NamedTuple):
    """An output of a call: of which layer, by which of its calls, which of its outputs; and
    where that is written.
    """

    layer: str
    call: int = 0
    output: int = 0
    path: Path = ()


class Call:
    """Application of a layer: arguments as Keras's ``call`` takes them, tensors as `TensorRef`;
    ``references`` are all of these.

    ``path`` is where the inputs are written; the layer itself where they follow from its place.
    """

    __slots__ = ("args", "kwargs", "path", "references")

    def __init__(
        self, args: tuple[Structure, ...], kwargs: Mapping[str, Structure], path: Path
    ) -> None:
        self.args = args
        self.kwargs = kwargs
        self.path = path
        self.references = references((args, kwargs) if kwargs else args)

    def entry(self, node: "Node") -> Path:
        """Path of the call: that of its node, or of the entry where a native spec calls the layer
        again.
        """
        if self.path[: len(node.path)] == node.path:
            return node.path
        return self.path[:-1] if self.path[-1:] == ("inputs",) else self.path


class Node:
    """Layer in a network, with its calls.

    ``layer`` is None when its class is unknown or its fields are invalid: it is opaque then.
    ``given`` has the fields of an opaque layer, and of an operation in a file of Keras, in their
    notation.
    """

    __slots__ = (
        "build_config",
        "calls",
        "class_name",
        "fields_path",
        "given",
        "layer",
        "name",
        "name_path",
        "path",
    )

    def __init__(  # noqa: PLR0913 - a record
        self,
        name: str,
        class_name: str,
        layer: Layer | None,
        *,
        path: Path,
        fields_path: Path,
        name_path: Path,
        build_config: object = None,
    ) -> None:
        self.name = name
        self.class_name = class_name
        self.layer = layer
        self.path = path
        self.fields_path = fields_path
        self.name_path = name_path
        self.build_config = build_config
        self.given: Mapping[str, object] | None = None
        self.calls: list[Call] = []

    def field(self, *keys: str | int) -> Path:
        """The path of one of the layer's fields."""
        return (*self.fields_path, *keys)

    @property
    def stated_fields(self) -> set[str]:
        """The names of the layer's fields that the document states."""
        return set() if self.layer is None else self.layer.model_fields_set

    @property
    def is_input(self) -> bool:
        """Whether the node is an input of the network."""
        return isinstance(self.layer, InputLayer)

    @property
    def may_add_loss(self) -> bool:
        """Whether the layer may have a loss of its own; true where the layer is unknown."""
        return self.layer is None or self.layer.opaque or self.layer.adds_loss

    @property
    def is_operation(self) -> bool:
        """Whether the node is an operation of ``keras.ops``, which Keras does not count as a
        layer.
        """
        return self.layer is not None and not self.layer.is_layer


class Network:
    """Nodes by name in document order, with the network's inputs and outputs.

    ``sequential`` is how Keras makes it: a stack without an ``InputLayer`` in its list of layers,
    or a graph. ``implicit_input`` is true for a stack without the shape of its input. ``written``
    are the tensors between its layers in a Keras file, by application and by the number of the
    output.
    """

    __slots__ = (
        "implicit_input",
        "inputs",
        "name",
        "name_path",
        "nodes",
        "outputs",
        "path",
        "sequential",
        "trainable",
        "written",
    )

    def __init__(self, name: str, *, path: Path, sequential: bool) -> None:
        self.name = name
        self.path = path
        self.name_path = path
        self.sequential = sequential
        self.implicit_input = False
        self.trainable = True
        self.nodes: dict[str, Node] = {}
        self.inputs: Structure = []
        self.outputs: Structure = []
        self.written: dict[tuple[str, int], dict[int, Tensor]] = {}

    def add(self, node: Node) -> None:
        """Put a node at the end."""
        self.nodes[node.name] = node

    def has(self, application: Application) -> bool:
        """Whether a layer with this call exists."""
        node = self.nodes.get(application[0])
        return node is not None and 0 <= application[1] < len(node.calls)

    def needs(self, application: Application) -> Iterator[Application]:
        """The applications that one takes tensors of."""
        for ref in self.nodes[application[0]].calls[application[1]].references:
            yield ref.layer, ref.call

    def waits_for(self, application: Application) -> Iterator[Application]:
        """The applications that Keras makes before one: those it takes tensors of, and the call
        of its layer that is listed before it.
        """
        yield from self.needs(application)
        name, index = application
        if index:
            yield name, index - 1

    @property
    def classes(self) -> set[type[Layer]]:
        """Classes of the known layers, for properties that depend on the class alone."""
        return {type(node.layer) for node in self.nodes.values() if node.layer is not None}

    @property
    def used(self) -> list[Node]:
        """The nodes on a path to an output, in document order: those that Keras keeps."""
        names = {name for name, _ in self.computed}
        return [node for name, node in self.nodes.items() if name in names]

    @property
    def computed(self) -> set[Application]:
        """The calls on a path to an output: those that Keras makes when the model runs."""
        computed: set[Application] = set()
        waiting: list[Application] = [(ref.layer, ref.call) for ref in references(self.outputs)]
        while waiting:
            application = waiting.pop()
            if application not in computed and self.has(application):
                computed.add(application)
                waiting.extend(self.needs(application))
        return computed

    @property
    def layers(self) -> list[Node]:
        """The nodes that Keras lists in ``model.layers``, in document order."""
        return [node for node in self.nodes.values() if not (self.sequential and node.is_input)]


def references(structure: Structure) -> list[TensorRef]:
    """All references of a structure, in Keras's order (dictionaries by sorted key)."""
    refs: list[TensorRef] = []
    _collect(structure, refs)
    return refs


def _collect(structure: Structure, refs: list[TensorRef]) -> None:
    if isinstance(structure, TensorRef):
        refs.append(structure)
    elif isinstance(structure, (list, tuple)):
        for item in structure:
            _collect(item, refs)
    elif isinstance(structure, dict):
        for key in sorted(structure, key=str):
            _collect(structure[key], refs)
