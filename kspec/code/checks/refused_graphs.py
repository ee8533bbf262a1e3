"""Functional models that Keras refuses to make."""

from kspec.code.keras.graph import graph_of
from kspec.code.keras.values import Model
from kspec.code.reader import Reader
from kspec.code.values import Place


def check_graph(reader: Reader, model: Model, inputs: Place) -> None:
    """Report names that two layers have, and an input that the outputs need and no list names."""
    graph = graph_of(model)
    if not graph.certain:
        return
    for layer in graph.repeated:
        argument = layer.fields["name"]
        message = f'The name "{argument.value}" is given twice'
        reader.refuse("duplicate_layer_name", message, argument.place, "Give each layer its own.")
    for layer in graph.unlisted:
        name = layer.constant("name", default=None) or layer.state.get("<name>")
        message = f'The outputs need the input "{name}", which is not among the inputs of the model'
        help_ = "Add it to the inputs, or build the outputs on those that are there."
        reader.refuse("unreachable_output", message, inputs, help_)
