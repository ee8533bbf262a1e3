"""Documents in other formats than those of kspec and Keras 3."""

from collections.abc import Mapping

from kspec.spec.named import type_word
from kspec.spec.problem import Path, Problem

_SPECS = 'A spec has "inputs" and "layers"; a Keras file, "class_name" and "config".'
_TWICE = (
    "model.to_json() gives text already: write it with file.write(model.to_json()), without "
    "json.dump. Of a file that exists, json.load(file) gives the text to write."
)
_LAYERS_OF_JS = (
    "tensorflowjs_converter --input_format tfjs_layers_model --output_format keras turns it into "
    "an HDF5 file of Keras."
)
_GRAPH_OF_JS = "It holds a graph of operations, and no layers."


def foreign(value: object, path: Path = ()) -> Problem | None:
    """Problem of a document, or of a part of one, in a format that is known and not Keras's; None
    for others.
    """
    if isinstance(value, str) and value.lstrip().startswith("{"):
        message = "A string with the JSON of a model inside: it was turned into JSON twice"
        return Problem("not_a_model", path, message, help=_TWICE)
    if isinstance(value, Mapping) and "modelTopology" in value:
        message = "This is a model of TensorFlow.js, and Keras does not read it"
        is_graph = value.get("format") == "graph-model"
        return Problem(
            "not_a_model", path, message, help=_GRAPH_OF_JS if is_graph else _LAYERS_OF_JS
        )
    return None


def not_a_model(value: object) -> Problem:
    """Problem of a document that is in neither dialect."""
    if (known := foreign(value)) is not None:
        return known
    if not isinstance(value, Mapping):
        message = f"A model is an object, and this document is {type_word(value)}"
    else:
        keys = ", ".join(f'"{key}"' for key in list(value)[:5]) or "nothing"
        message = f"This is neither a kspec spec nor a Keras model: it has {keys}"
    return Problem("not_a_model", (), message, help=_SPECS)
