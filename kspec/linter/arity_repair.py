"""Losses, weights and metrics in the structure of a network's outputs."""

import json
from typing import Any

from kspec.analysis.arity import Mispairing
from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Fix
from kspec.linter.head_repair import usual_loss
from kspec.linter.layer_fixes import put
from kspec.spec.suggest import nearest
from kspec.spec.unknown import holds_unknown

NEUTRAL = 1.0
"""The weight of a loss that has none."""


def arity_fix(model: Analysis, fault: Mispairing) -> Fix | None:
    """Unsafe fix of a part of `compile` that does not fit the outputs."""
    written: Any = model.value_at(fault.path)
    names = [output.head.name for output in model.outputs]
    if fault.part == "key":
        return _other_name(model, fault, names)
    if holds_unknown(written):
        return None
    section = str(fault.path[-1])
    if section == "loss":
        return _losses(model, fault, written, names)
    if section == "loss_weights" and isinstance(written, list):
        return _weights(model, fault, written, names)
    plain = isinstance(written, list) and not any(isinstance(one, list) for one in written)
    if section.endswith("metrics") and plain and None not in written:
        return put(fault.path, [written] * len(names), "Measure every output by all of them")
    return None


def _other_name(model: Analysis, fault: Mispairing, names: list[str]) -> Fix | None:
    """Fix that sets the output that is meant: the nearest name, or the only one that is left."""
    entries: Any = model.value_at(fault.path[:-1])
    free = [name for name in names if name not in (entries or {})]
    meant = free[0] if len(free) == 1 else nearest(str(fault.path[-1]), free)
    if meant is None:
        return None
    return Fix((Edit.of(fault.path, meant, part="key"),), safe=False)


def _losses(model: Analysis, fault: Mispairing, written: Any, names: list[str]) -> Fix | None:  # noqa: ANN401 - JSON
    if isinstance(written, dict) and len(written) == len(names) == 1:
        return put(fault.path, *written.values())
    missing = [name for name in names if name not in written]
    if isinstance(written, dict) and len(missing) + len(written) == len(names):
        losses = {name: json.dumps(_loss(model, name)) for name in missing}
        entries = ", ".join(f"{json.dumps(name)}: {loss}" for name, loss in losses.items())
        return Fix((Edit(fault.path, entries, action="insert_field"),), safe=False)
    if isinstance(written, list) and written and None not in written:
        spare = [_loss(model, name) for name in names[len(written) :]]
        return put(fault.path, [*written[: len(names)], *spare])
    return None


def _loss(model: Analysis, name: str) -> str | None:
    """The usual loss of an output; none, where its head leaves several."""
    return next(usual_loss(one) for one in model.outputs if one.head.name == name)


def _weights(
    model: Analysis, fault: Mispairing, written: list[Any], names: list[str]
) -> Fix | None:
    """Fix that extends or cuts the loss weights to the number of outputs; a single loss is written
    for each of them.
    """
    path = (*fault.path[:-1], "loss")
    loss = model.value_at(path)
    weights = [*written[: len(names)], *[NEUTRAL] * (len(names) - len(written))]
    fix = put(fault.path, weights, f"Weigh those without a weight by {NEUTRAL:g}")
    if isinstance(loss, list) and len(loss) == len(names):
        return fix
    if not isinstance(loss, str):
        return None
    return fix._replace(edits=(*fix.edits, *put(path, [loss] * len(names)).edits))
