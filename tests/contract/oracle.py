"""Outcomes of one layer in Keras and in kspec, in the same words, to compare them."""

import warnings
from collections.abc import Mapping
from typing import Any, NamedTuple

from kspec.spec.layers.base import Layer
from kspec.spec.layers.positional import bind_positional
from kspec.spec.layers.weight import Weight
from kspec.spec.problem import Fault
from kspec.spec.registry import LAYERS
from kspec.spec.shapes import Shape, Tensor, tensors
from kspec.spec.validation import validate
from tests.contract.tally import tallied


class Outcome(NamedTuple):
    """Outcome of a call: the refusal, or shapes, dtypes and counts."""

    refused: str | None
    shapes: tuple[Shape | None, ...] = ()
    dtypes: tuple[str | None, ...] = ()
    trainable: int = 0
    non_trainable: int = 0


def by_kspec(name: str, config: Mapping[str, Any], *inputs: Any, **named: Any) -> Outcome:
    """kspec's word; the arguments are structures of `Tensor` (batch included)."""
    cls = LAYERS.find(name)
    assert cls is not None, f"kspec has no layer {name}"
    layer, found = validate(cls, config, (), ())
    # Of a value that Keras reads otherwise, or passes over, kspec only warns.
    problems = [problem for problem in found if problem.kind != "coerced_value"]
    if problems:
        return Outcome("; ".join(problem.message for problem in problems))
    assert isinstance(layer, Layer)
    args, kwargs = bind_positional(layer, inputs, named)
    try:
        output = layer(*args, **kwargs)
        weights = list(layer.weights(*args, **kwargs))
    except Fault as fault:
        return Outcome(fault.message)
    outputs = list(tensors(output))
    return Outcome(
        None,
        tuple(x.shape for x in outputs),
        tuple(x.dtype for x in outputs),
        count(weights, trainable=True) if layer.trainable else 0,
        count(weights, trainable=False)
        if layer.trainable
        else count(weights, trainable=True) + count(weights, trainable=False),
    )


def count(weights: list[Weight], *, trainable: bool) -> int:
    total = 0
    for weight in weights:
        if weight.trainable == trainable:
            size = 1
            for dim in weight.shape:
                assert dim is not None
                size *= dim
            total += size
    return total


def by_keras(name: str, config: Mapping[str, Any], *args: Any, **kwargs: Any) -> Outcome:
    """Keras's word on the same call: constructed from the config, called symbolically."""
    import keras

    def symbolic(item: Any) -> Any:
        if isinstance(item, Tensor):
            return keras.KerasTensor(item.shape, dtype=item.dtype)
        if isinstance(item, list | tuple):
            return type(item)(symbolic(inner) for inner in item)
        if isinstance(item, Mapping):
            return {key: symbolic(inner) for key, inner in item.items()}
        return item

    home = getattr(LAYERS.find(name), "module", "keras.layers")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            layer = keras.layers.deserialize(
                {"module": home, "class_name": name, "config": dict(config)}
            )
            output = layer(
                *(symbolic(item) for item in args),
                **{key: symbolic(item) for key, item in kwargs.items()},
            )
    except Exception as error:  # noqa: BLE001 - whatever Keras raises is its refusal
        return Outcome(f"{type(error).__name__}: {error}"[:300])
    found = keras.tree.flatten(output)
    return Outcome(
        None,
        tuple(tuple(x.shape) for x in found),
        tuple(x.dtype for x in found),
        sum(weight.value.numpy().size for weight in layer.trainable_weights),
        sum(weight.value.numpy().size for weight in layer.non_trainable_weights),
    )


def difference(name: str, config: Mapping[str, Any], *args: Any, **kwargs: Any) -> str | None:
    """Outcomes of kspec and Keras where they differ, else None."""
    ours = by_kspec(name, config, *args, **kwargs)
    theirs = by_keras(name, config, *args, **kwargs)
    if (ours.refused is None) != (theirs.refused is None) or (
        ours.refused is None and ours != theirs
    ):
        return f"{name} {dict(config)} on {args} {kwargs}\n  kspec: {ours}\n  Keras: {theirs}"
    return None


disagreement = tallied(difference)
