from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule
from kspec.spec.registry import CONSTRAINTS, INITIALIZERS, REGULARIZERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.flow import Flow
    from kspec.analysis.model import Analysis
    from kspec.linter.finding import Finding
    from kspec.spec.layers.base import Layer
    from kspec.spec.layers.weight import Weight
    from kspec.spec.network import Node
    from kspec.spec.registry import Registry
    from kspec.spec.training.ranks import OfWeights

COMMON = frozenset(("float16", "float32", "float64"))
"""Dtypes in which everything has its defaults."""

rule = Rule("KS218", "wrong-rank-for-weight", Severity.ERROR, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node, layer, field, setting in _picky(flow):
            for weight in flow.trace.weights.get(node.name) or ():
                message = _misfit(setting, weight, layer) if _is_for(field, weight) else None
                if message is not None:
                    yield rule.at(
                        node.field(field),
                        f'"{weight.name}" of "{node.name}": {type(setting).__name__} {message}',
                        help=f"Choose another {field.rpartition('_')[2]}, or remove it.",
                    )


def _picky(flow: Flow) -> Iterator[tuple[Node, Layer, str, OfWeights]]:
    """Yield the fields with an object that does not take weights of every rank."""
    for cls, placed in flow.by_class.items():
        fields = _fields(cls)  # type: ignore[arg-type] # a class has a hash
        for node, layer in placed if fields else ():
            named = set(fields)
            if layer.variable_dtype in COMMON:  # in which every default is right
                named &= layer.model_fields_set
            for field in sorted(named):
                value = layer.__dict__.get(field)
                if value is None or getattr(value, "takes_all", False):
                    continue
                setting: Any = fields[field].instance(value)
                if not getattr(setting, "takes_all", True):
                    yield node, layer, field, setting


def _misfit(setting: OfWeights, weight: Weight, layer: Layer) -> str | None:
    dtype = weight.dtype or layer.variable_dtype
    if dtype in setting.not_in:
        return f"cannot be computed in {dtype}"
    return setting.misfit(weight.shape)


KINDS = {"initializer": INITIALIZERS, "regularizer": REGULARIZERS, "constraint": CONSTRAINTS}


@cache
def _fields(cls: type[Layer]) -> dict[str, Registry]:
    """Registries of the class's fields about a weight, by field."""
    words = {field: field.rpartition("_")[::2] for field in cls.model_fields}
    return {
        field: KINDS[word]
        for field, (weight, word) in words.items()
        if word in KINDS and weight != "activity"
    }


def _is_for(field: str, weight: Weight) -> bool:
    """Whether a field is about a weight: ``kernel_initializer`` about ``kernel``,
    ``depthwise_initializer`` about ``depthwise_kernel``.
    """
    name, word = weight.name.rpartition("/")[2], field.rpartition("_")[0]
    # Keras calls the kernel of a depthwise convolution just "kernel".
    return word in {name, name.removesuffix("_kernel")} or (word, name) == ("depthwise", "kernel")
