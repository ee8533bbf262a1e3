"""Models inside a Keras file: each ``config`` into a network, nested ones included."""

from collections.abc import Mapping
from typing import Any

from kspec.spec.dialects import keras_graph, keras_sequential
from kspec.spec.dialects.keras_layer import model_around
from kspec.spec.dialects.keras_object import ModelObject
from kspec.spec.layers.input import InputLayer
from kspec.spec.layers.models import Functional
from kspec.spec.named import type_word
from kspec.spec.naming import snake_case
from kspec.spec.network import Call, Network, Node, TensorRef
from kspec.spec.problem import Path, Problem


class ModelReader:
    """Reads models; appends to ``problems``."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(self, kind: str, path: Path, message: str, **more: Any) -> None:
        """Add a problem."""
        self.problems.append(Problem(kind, path, message, **more))

    def network(self, model: ModelObject) -> Network:
        """The network of a model."""
        read = (
            keras_sequential.read if model.value["class_name"] == "Sequential" else keras_graph.read
        )
        return read(self, model)

    def model(self, value: Mapping[str, Any], path: Path) -> Functional:
        """Read a model that is a layer of another one, and its ``compile_config``."""
        if value.get("compile_config"):
            self.compile_config(value["compile_config"], (*path, "compile_config"))
        return model_around(self, value, path)

    def compile_config(self, value: object, path: Path) -> Any:
        """Read ``compile_config``; Keras compiles with it when it loads the file."""
        from kspec.spec.training.compile import Compile
        from kspec.spec.validation import validate

        if not isinstance(value, dict):
            message = f'"compile_config" must be an object, and is {type_word(value)}'
            self.report("wrong_type", path, message)
            return None
        compiled, problems = validate(Compile, value, path, path)
        self.problems.extend(problems)
        return compiled


def opaque(value: Mapping[str, Any], path: Path) -> Network:
    """Network of a model whose layers are in code: one opaque layer."""
    config = value.get("config")
    named = config.get("name") if isinstance(config, dict) else None
    name = named if isinstance(named, str) else snake_case(value["class_name"])
    network = Network(name, path=path, sequential=True)
    network.implicit_input = True
    start = Node(
        f"{name}_input", "InputLayer", InputLayer(), path=path, fields_path=path, name_path=path
    )
    start.calls.append(Call((), {}, path))
    model = Node(
        name, value["class_name"], None, path=path, fields_path=(*path, "config"), name_path=path
    )
    model.calls.append(Call((TensorRef(start.name),), {}, path))
    network.add(start)
    network.add(model)
    network.inputs, network.outputs = [TensorRef(start.name)], TensorRef(model.name)
    return network
