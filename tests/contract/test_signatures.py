"""The arguments of Keras's own ``call``: their names, and their order."""

import inspect

import pytest

from kspec.spec.layers.base import Layer
from kspec.spec.registry import LAYERS

pytestmark = pytest.mark.contract


def names_of_keras(name: str) -> list[str]:
    import keras

    parameters = list(inspect.signature(getattr(keras.layers, name).call).parameters.values())
    named = [x.name for x in parameters[1:] if x.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    # Keras takes "training" for every layer, and drops it where ``call`` has no such argument.
    return named[1:] if "training" in named else [*named[1:], "training"]


def names_of_kspec(name: str) -> list[str]:
    cls = LAYERS.find(name)
    assert cls is not None
    assert issubclass(cls, Layer)
    operands = ["value", "key"] if cls.call_spec.inputs_are_arguments else []
    return [*operands, *cls.call_spec.arguments]


ANYTHING = {"Layer", "Wrapper", "TorchModuleWrapper"}
"""Layers whose ``call`` is ``(*args, **kwargs)``."""

OTHERWISE = {
    *("InputLayer", "Functional", "Model", "Sequential"),
    *("CustomScaleLayer", "LayerScale", "TFDConcat", "TFDIdentity"),
}
"""Classes without a ``call`` of a layer, or outside of ``keras.layers``."""


def test_call_arguments() -> None:
    names = sorted({*LAYERS.names()} - ANYTHING - OTHERWISE)
    assert {name: names_of_kspec(name) for name in names} == {
        name: names_of_keras(name) for name in names
    }
