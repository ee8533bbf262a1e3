"""Files written by Keras: `model.to_json()`, the ``config.json`` of a ``.keras`` archive, and
`model.get_config()`.

Read as data: no class is looked up in Keras, no code inside is run.
"""

from collections.abc import Mapping
from typing import Any

from kspec.spec.dialects.class_lookup import locate
from kspec.spec.dialects.keras_2 import is_keras_2, keras_2_problem
from kspec.spec.dialects.keras_network import ModelReader, opaque
from kspec.spec.dialects.keras_object import is_config, of_config, whole
from kspec.spec.dialects.keras_unsafe import with_unsafe_parts
from kspec.spec.layers.models import Functional, is_model
from kspec.spec.model import ModelSpec, Reading
from kspec.spec.named import type_word
from kspec.spec.problem import Path, Problem


def read(value: Mapping[str, Any], path: Path = ()) -> Reading:
    """Read the spec of a file, with all its problems; ``path`` is its path in the document."""
    if is_keras_2(value):
        return Reading(None, with_unsafe_parts([keras_2_problem(value, path)], value, path))
    reader = ModelReader()
    network = None
    if is_config(value):
        network = reader.network(of_config(value, path))
    elif _is_readable(reader, value, path):
        network = reader.network(whole(value, path))
    elif _is_opaque(reader):
        network = opaque(value, path)
    spec = None
    if network is not None:
        spec = ModelSpec(name=network.name)
        if value.get("compile_config"):
            place = (*path, "compile_config")
            spec.compile = reader.compile_config(value["compile_config"], place)
        spec.place(network, _sections(path))
    return Reading(spec, with_unsafe_parts(reader.problems, value, path))


def read_model_layer(
    value: Mapping[str, Any], path: Path
) -> tuple[Functional | None, list[Problem]]:
    """Read a model as a layer; returns it with its problems."""
    reader = ModelReader()
    model = reader.model(value, path) if _is_readable(reader, value, path) else None
    return model, with_unsafe_parts(reader.problems, value, path)


def _is_readable(reader: ModelReader, value: Mapping[str, Any], path: Path) -> bool:
    """Whether a file's object can be read as a model; reports why not."""
    name, config = value.get("class_name"), value.get("config")
    if "class_name" not in value:
        message = 'The model has no "class_name"'
        reader.report("missing_field", path, message, help="model.to_json() writes a whole file.")
        return False
    if not isinstance(name, str):
        message = f'"class_name" must be a string, and is {type_word(name)}'
        reader.report("wrong_type", (*path, "class_name"), message)
        return False
    located = locate(value, legacy=False)
    if located.kind in {"custom", "unknown"} and not is_model(name):
        return _readable_custom(reader, value, located.problem, path)
    if located.problem is not None:
        reader.problems.append(located.problem.under(path))
    if located.kind in {"layer", "operation"}:
        message = f'This file holds one {located.kind}, "{name}", and no model'
        reader.report("not_a_model", (*path, "class_name"), message)
        return False
    if not isinstance(config, Mapping):
        where = path if config is None else (*path, "config")
        kind = "wrong_type" if "config" in value else "missing_field"
        message = '"config" is no object' if "config" in value else '"config" is missing'
        reader.report(kind, where, message)
        return False
    return True


def _readable_custom(
    reader: ModelReader, value: Mapping[str, Any], problem: Problem | None, path: Path
) -> bool:
    """A model of the user's own class: its layers are in the file only when it is a graph
    underneath.
    """
    name, config = value["class_name"], value.get("config")
    has_layers = isinstance(config, dict) and {"layers", "output_layers"} <= config.keys()
    if has_layers and problem is not None and problem.kind == "opaque_layer":
        reader.report(
            problem.kind,
            (*path, "class_name"),
            f'"{name}" is a model of its own class: kspec sees the layers that are in the file',
            help=problem.help,
        )
    elif problem is not None and problem.kind in {"unknown_layer", "missing_field", "wrong_type"}:
        reader.problems.append(problem.under(path))
    else:
        reader.report(
            "opaque_layer",
            (*path, "class_name"),
            f'"{name}" is a model of its own class: only its code knows its layers',
            help="Keras loads it only together with that class (custom_objects=, or "
            "--allow-import). Save a functional model to have its layers in the file.",
        )
    return has_layers


def _sections(path: Path) -> dict[str, Path]:
    return {"compile": (*path, "compile_config"), "data": path, "fit": path, "task": path}


def _is_opaque(reader: ModelReader) -> bool:
    """Whether the model is one that Keras loads with a class of the user's own."""
    return [problem.kind for problem in reader.problems] == ["opaque_layer"]
