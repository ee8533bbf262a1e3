"""Native specs of people, read into a `ModelSpec`."""

from collections.abc import Mapping
from typing import Any

from kspec.spec.dialects.keras_object import is_of_keras
from kspec.spec.dialects.keras_unsafe import with_unsafe_parts
from kspec.spec.dialects.native_network import NETWORK_KEYS, read_network
from kspec.spec.model import ModelSpec, Reading
from kspec.spec.named import type_word
from kspec.spec.naming import slash_problems
from kspec.spec.problem import Path, Problem
from kspec.spec.training.compile import Compile
from kspec.spec.training.data import Data
from kspec.spec.training.fit import Fit
from kspec.spec.validation import validate

SECTIONS: Mapping[str, type[Compile | Data | Fit]] = {"compile": Compile, "data": Data, "fit": Fit}


def is_native(value: Mapping[str, Any]) -> bool:
    """Whether a document is (meant as) a native spec."""
    return "layers" in value or "model" in value or "kspec" in value


def read(value: Mapping[str, Any], path: Path = ()) -> Reading:
    """Read the spec, with all its problems; ``path`` is its path in the document."""
    version = value.get("kspec", 1)
    if type(version) is int and version != 1:
        message = f"This spec is of version {version}, and this kspec reads version 1"
        help_ = "Update kspec, or write the spec in version 1."
        return Reading(
            None, [Problem("unsupported_version", (*path, "kspec"), message, help=help_)]
        )
    problems: list[Problem] = []
    top = {key: item for key, item in value.items() if key not in SECTIONS and key != "sweep"}
    spec, model_problems = validate(ModelSpec, top, path, path)
    problems.extend(model_problems)
    if spec is None:
        return Reading(None, problems)
    for section, cls in SECTIONS.items():
        if value.get(section) is not None:
            setattr(spec, section, _section(cls, value[section], (*path, section), problems))
    if value.get("sweep") is not None:
        from kspec.spec.training.sweep import read_sweep

        spec.sweep = read_sweep(value, path, problems)
    paths = {section: (*path, section) for section in SECTIONS} | {"task": (*path, "task")}
    network = _network(value, path, paths, spec, problems)
    own = {key: item for key, item in value.items() if key != "model"}
    problems = with_unsafe_parts(problems, own, path)
    return Reading(None if network is None else spec, problems)


def _section(
    cls: type[Compile | Data | Fit], value: object, path: Path, problems: list[Problem]
) -> Any:
    if not isinstance(value, dict):
        message = f'"{path[-1]}" must be an object, and is {type_word(value)}'
        problems.append(Problem("wrong_type", path, message))
        return None
    fields = {key: item for key, item in value.items() if key != "lint"}
    section, section_problems = validate(cls, fields, path, path)
    problems.extend(section_problems)
    return section


def _network(
    value: Mapping[str, Any],
    path: Path,
    paths: dict[str, Path],
    spec: ModelSpec,
    problems: list[Problem],
) -> object:
    if value.get("model") is not None:
        return _foreign_network(value, path, paths, spec, problems)
    if "layers" not in value:
        help_ = 'Write "layers": [...], or "model": the path of a Keras file.'
        problems.append(Problem("missing_field", path, "The spec has no layers", help=help_))
        return None
    network = read_network(value, path, spec.name or "model", problems)
    network.name_path = (*path, "name") if spec.name else path
    problems.extend(slash_problems(spec.name, network.name_path))
    spec.place(network, paths)
    return network


def _not_of_keras(model: object, path: Path) -> Problem | None:
    """Problem of the field ``model`` with anything but a Keras model."""
    from kspec.spec.dialects.foreign import foreign

    if (known := foreign(model, path)) is not None:
        return known
    if not isinstance(model, dict):
        word = type_word(model)
        message = f'"model" must be the path of a Keras file or its content, and is {word}'
        kind = "unreadable_model" if isinstance(model, str) else "wrong_type"
        return Problem(kind, path, message)
    if is_native(model) and not is_of_keras(model):
        message = 'This is a kspec spec, and "model" takes what Keras wrote'
        return Problem("not_a_model", path, message)
    return None


def _foreign_network(
    value: Mapping[str, Any],
    path: Path,
    paths: dict[str, Path],
    spec: ModelSpec,
    problems: list[Problem],
) -> object:
    from kspec.spec.dialects import keras_config

    for key in NETWORK_KEYS:
        if key in value:
            message = f'"{key}" and "model" both describe the network'
            problems.append(Problem("conflicting_fields", (*path, key), message, part="key"))
    model = value["model"]
    if (problem := _not_of_keras(model, (*path, "model"))) is not None:
        problems.append(problem)
        return None
    reading = keras_config.read(model, (*path, "model"))
    problems.extend(reading.problems)
    if reading.spec is None:
        return None
    if spec.compile is None and reading.spec.compile is not None:
        spec.compile = reading.spec.compile
        paths = paths | {"compile": reading.spec.path("compile")}
    spec.place(reading.spec.network, paths)
    return reading.spec.network
