"""The gate for code that is not Keras's: nothing is imported unless its module is allowed by name.

A spec names a class ``package.module:Class``; a file of Keras names it together with its module.
Either a caller hands the class over, or allows a package from which it may be imported.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from kspec.analysis.model import Analysis
from kspec.executor.errors import ExecutorError
from kspec.named_tuple import NamedTuple
from kspec.spec.dialects.keras_unsafe import unsafe_parts
from kspec.spec.layers.models import Functional
from kspec.spec.model import ModelSpec
from kspec.spec.named import Custom
from kspec.spec.network import Network
from kspec.spec.spec_object import SpecObject


class Allowed(NamedTuple):
    """Permissions of a run: modules that it may import, objects by name (as the spec writes it, or
    the class's own), folders outside its project, and servers that it sends to.
    """

    imports: tuple[str, ...] = ()
    objects: Mapping[str, Any] = {}
    paths: tuple[Path, ...] = ()
    addresses: tuple[str, ...] = ()

    def covers(self, custom: Custom) -> bool:
        """Whether an object is given, or its module or a package around it is allowed."""
        if self.object_of(custom) is not None:
            return True
        module = custom.module or ""
        return any(module == one or module.startswith(f"{one}.") for one in self.imports)

    def object_of(self, custom: Custom) -> Any:
        """Object that was passed for a custom class; None where there is none."""
        full = f"{custom.module}:{custom.name}" if custom.module else custom.name
        return self.objects.get(full, self.objects.get(custom.name))


NOTHING = Allowed()


def check_allowed(analysis: Analysis, allowed: Allowed) -> None:
    """Raises `ExecutorError` for the first class or function outside Keras that is not allowed, and
    for code inside of the spec, which nothing allows: no version of Keras is trusted to refuse it.
    """
    spec = analysis.known_spec
    _refuse_others(custom_parts(spec), allowed)
    try:
        config = analysis.keras_config
    except ValueError as error:
        raise ExecutorError(f"This network cannot be made: {error}.") from error
    _refuse_code(spec.document)
    check_config(config, allowed)


def check_config(config: object, allowed: Allowed) -> None:
    """Raise `ExecutorError` as `check_allowed` does, for a config that Keras is given or has
    saved.
    """
    _refuse_others(_foreign_parts(config), allowed)
    _refuse_code(config)


def _refuse_code(value: object) -> None:
    for problem in unsafe_parts(value, ()):
        raise ExecutorError(
            f"{problem.message}. kspec trains no network that does, silenced or not."
        )


def _refuse_others(parts: Iterator[tuple[Custom, str]], allowed: Allowed) -> None:
    for custom, place in parts:
        if not allowed.covers(custom):
            module = custom.module or "its_package.module"
            raise ExecutorError(
                f"{place} is a custom class ({written(custom)}), and kspec imports no code that a "
                f"spec names unless it is told to: --allow-import {module}, or in Python "
                f'allow_import=["{module}"] or custom_objects={{"{custom.name}": {custom.name}}}.'
            )


def custom_objects(analysis: Analysis, allowed: Allowed) -> dict[str, Any]:
    """Custom objects of a spec, by the names that Keras looks for: those of the spec, and those
    that it saves.

    Raises `ExecutorError` for an object that is not allowed, or that cannot be imported.
    """
    import keras

    check_allowed(analysis, allowed)
    objects = dict(allowed.objects)
    for custom, _ in custom_parts(analysis.known_spec):
        value = allowed.object_of(custom)
        if value is None:
            value = imported(custom)
        objects |= {written(custom): value, custom.name: value}
        if isinstance(value, type):
            objects[keras.saving.get_registered_name(value)] = value
    return objects


def written(custom: Custom) -> str:
    """A custom object as a native spec names it."""
    return f"{custom.module}:{custom.name}" if custom.module else custom.name


def imported(custom: Custom) -> Any:
    """Import a class or function; modules of the working directory are found too.

    Raises `ExecutorError`, with the exception of its own code.
    """
    if os.getcwd() not in sys.path:  # noqa: PTH109 - entries of sys.path are texts
        sys.path.insert(0, os.getcwd())  # noqa: PTH109
    try:
        module = import_module(custom.module or "")
    except Exception as error:
        raise ExecutorError(
            f"The module {custom.module} cannot be imported: {type(error).__name__}: {error}."
        ) from error
    if not hasattr(module, custom.name):
        raise ExecutorError(f"The module {custom.module} has no {custom.name}.")
    return getattr(module, custom.name)


def split_name(custom: Custom) -> Custom:
    """A custom object with its module apart, however it was written."""
    module, colon, name = custom.name.rpartition(":")
    return Custom(name, module) if colon else custom


def custom_parts(spec: ModelSpec) -> Iterator[tuple[Custom, str]]:
    """Every class and function outside Keras that a spec names, with words for its place."""
    yield from _of_network(spec.network, spec)
    if spec.compile is not None:
        yield from _of_value(spec.compile, "what it is compiled with")
    if spec.fit is not None:
        yield from _of_value(spec.fit.callbacks, "a callback")


def _foreign_parts(value: object) -> Iterator[tuple[Custom, str]]:
    """Yield every class of another module in a config for Keras: in fields that only the class
    itself reads too.
    """
    if isinstance(value, Mapping):
        name, module = value.get("class_name"), value.get("module")
        root = module.partition(".")[0] if isinstance(module, str) else None
        if isinstance(name, str) and root not in {None, "keras", "builtins"}:
            yield Custom(name, module), f'"{name}"'
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _foreign_parts(item)


def _of_network(network: Network, spec: ModelSpec) -> Iterator[tuple[Custom, str]]:
    for node in network.nodes.values():
        place = f'"{node.name}"'
        if isinstance(node.layer, Functional):
            yield from _of_network(node.layer.network, spec)
        elif node.layer is None:
            yield split_name(Custom(node.class_name, _module(node.path, spec))), place
        else:
            yield from _of_value(node.layer, place)


def _module(path: tuple[str | int, ...], spec: ModelSpec) -> str | None:
    """Module of a class in a file of Keras."""
    value = spec.value_at(path)
    module = value.get("module") if isinstance(value, Mapping) else None
    return module if isinstance(module, str) else None


def _of_value(value: object, place: str) -> Iterator[tuple[Custom, str]]:
    """Yield the custom objects in a value and in the fields of its spec objects."""
    if isinstance(value, Custom):
        yield split_name(value), place
    elif isinstance(value, SpecObject):
        for name in value.model_fields_set:
            yield from _of_value(getattr(value, name), place)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _of_value(item, place)
    elif isinstance(value, Mapping):
        yield from _of_value(list(value.values()), place)
