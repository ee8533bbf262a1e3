"""Outputs with their head, loss, metrics, target and task, matched as Keras's `compile` matches
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.analysis.effects import effect
from kspec.analysis.head import heads
from kspec.analysis.target import Target, target_of
from kspec.analysis.task import Task, task_of
from kspec.named_tuple import NamedTuple
from kspec.spec.layers.models import Functional
from kspec.spec.network import Network, references
from kspec.spec.training.structures import leaves

if TYPE_CHECKING:
    from kspec.analysis.facts import Facts
    from kspec.analysis.head import Head
    from kspec.spec.model import ModelSpec
    from kspec.spec.problem import Path
    from kspec.spec.propagation import Trace
    from kspec.spec.training.loss import Loss
    from kspec.spec.training.metrics.metric import Metric


class Assigned(NamedTuple):
    """A loss or a metric of one output, and where the document names it."""

    value: Any
    path: Path
    written: object
    """The document's own value there: a string, or an object of either dialect."""

    @property
    def name(self) -> str:
        """Name in the users' words: the string that they wrote, or the class."""
        return self.written if isinstance(self.written, str) else type(self.value).__name__


class Output(NamedTuple):
    """Output with its loss, metrics, target and task. ``loss`` is None where there is none, or it
    is not one of Keras's.
    """

    head: Head
    loss: Assigned | None
    metrics: tuple[Assigned, ...]
    target: Target
    task: Task | None
    shared: bool = False
    """Whether the network has other outputs too."""


def outputs(spec: ModelSpec, trace: Trace, facts: Facts) -> list[Output]:
    """List the network's outputs, in Keras's order."""
    found_heads = heads(spec.network, trace)
    names = [head.name for head in found_heads]
    losses = _by_output(_losses(spec), names)
    metrics = _metrics(spec, names)
    result = []
    for head, loss, measured in zip(found_heads, losses, metrics, strict=True):
        target = target_of(facts, head.name, alone=len(found_heads) == 1)
        task = task_of(facts, head.name, target, alone=len(found_heads) == 1)
        if len(found_heads) == 1 and task is not None and task.name == "autoencoding":
            target = _of_input(spec, facts, target)
        kept = tuple(metric for metric in measured if is_of_keras(metric))
        known = loss[0] if len(loss) == 1 and is_of_keras(loss[0]) else None
        result.append(Output(head, known, kept, target, task, len(found_heads) > 1))
    return result


def _of_input(spec: ModelSpec, facts: Facts, target: Target) -> Target:
    """The target of an autoencoder: its input, where nobody says another one, and the network has
    no layer of its own that scales it.
    """
    names = [ref.layer for ref in references(spec.network.inputs)]
    limits = facts.of("input_range", names[0], alone=True) if len(names) == 1 else None
    if limits is None or target.paths or target.range is not None or _scales(spec.network):
        return target
    low, high = limits.value
    if low >= -NOISE and high <= 1 + NOISE:  # perhaps with noise that the target is without
        return target
    paths = {"range": limits.declared} if limits.declared else {}
    return target._replace(range=(low, high), paths=paths, is_input=True)


def _scales(network: Network) -> bool:
    """Whether a network has a layer that scales its input, or may do so."""
    layers = [node.layer for node in network.nodes.values() if not node.is_input]
    return any(
        effect(layer) in {"rescales", "unknown"}
        or (layer is not None and layer.adapt is not None)
        or (isinstance(layer, Functional) and _scales(layer.network))
        for layer in layers
    )


NOISE = 0.5
"""Distance from 0 and 1 that noise may add to an input."""


def trained(spec: ModelSpec, names: list[str]) -> list[str]:
    """The names of the outputs that need a target: where some have a loss, those without one go
    without.
    """
    losses = _by_output(_losses(spec), names)
    return [name for name, loss in zip(names, losses, strict=True) if loss] or names


def is_of_keras(assigned: Assigned) -> bool:
    """Whether a loss or metric is a class of Keras, and not the user's own."""
    value: Loss | Metric | object = assigned.value
    return hasattr(value, "kind")


def _losses(spec: ModelSpec) -> object:
    return _of_compile(spec, "loss")


def _metrics(spec: ModelSpec, names: list[str]) -> list[tuple[Assigned, ...]]:
    metrics: list[tuple[Assigned, ...]] = [()] * len(names)
    for section in ("metrics", "weighted_metrics"):
        by_output = _by_output(_of_compile(spec, section), names)
        metrics = [old + new for old, new in zip(metrics, by_output, strict=True)]
    return metrics


def _of_compile(spec: ModelSpec, field: str) -> object:
    """A field of ``compile`` with every leaf as an `Assigned`; None where it is unknown."""
    section = spec.compile
    known = section is not None and field not in section.unknown_fields
    return _assign(spec, getattr(section, field), (field,)) if known else None


def _assign(spec: ModelSpec, structure: object, path: Path) -> object:
    """The structure with every leaf as an `Assigned`."""
    if isinstance(structure, list | tuple) and not hasattr(structure, "_fields"):
        if isinstance(spec.value_at(spec.path("compile", *path)), str):  # one without its list
            return [_assign(spec, item, path) for item in structure]
        return [_assign(spec, item, (*path, index)) for index, item in enumerate(structure)]
    if isinstance(structure, dict):
        return {key: _assign(spec, item, (*path, key)) for key, item in structure.items()}
    if structure is None:
        return None
    place = spec.path("compile", *path)
    return Assigned(structure, place, spec.value_at(place))


def _by_output(structure: object, names: list[str]) -> list[tuple[Assigned, ...]]:
    """Assign a loss or metrics to each output; empty where Keras would refuse the structure."""
    if len(names) == 1:
        return [_assigned(structure)]
    if isinstance(structure, Assigned):
        return [(structure,)] * len(names)
    if isinstance(structure, dict) and set(structure) <= set(names):
        return [_assigned(structure.get(name)) for name in names]
    if isinstance(structure, list) and len(structure) == len(names):
        return [_assigned(item) for item in structure]
    return [()] * len(names)


def _assigned(structure: object) -> tuple[Assigned, ...]:
    return tuple(leaf for _, leaf in leaves(structure))
