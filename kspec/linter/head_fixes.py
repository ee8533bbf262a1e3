"""Changes of a head or its loss, in the notation of the document's own dialect."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kspec.linter.finding import Edit, Fix
from kspec.spec.registry import LOSSES

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis
    from kspec.analysis.outputs import Output

Edits = tuple[Edit, ...] | None
"""The edits of one change, None where it cannot be made by an edit."""


def fix(message: str, *changes: Edits) -> Fix | None:
    """All changes as one safe fix; None where one of them cannot be made."""
    edits = [edit for change in changes if change is not None for edit in change]
    complete = len([change for change in changes if change is not None]) == len(changes)
    return Fix(tuple(edits), message=message) if edits and complete else None


def set_activation(model: Analysis, output: Output, name: str) -> Edits:
    """Another activation in the place of the last one, where that is written as a string; or one
    for a layer that has none.
    """
    last, node = output.head.last, output.head.trail.source
    if model.spec is None:
        return None
    if last is not None:
        written = model.spec.value_at(last.path)
        if isinstance(written, Mapping) and last.path == last.node.path and "type" in written:
            return (Edit(last.path, json.dumps({"type": "Activation", "activation": name})),)
        return (Edit(last.path, json.dumps(name)),) if isinstance(written, str) else None
    if node is None or node.layer is None or "activation" not in type(node.layer).model_fields:
        return None
    fields = model.spec.value_at(node.fields_path)
    if isinstance(fields, Mapping) and "activation" in fields:
        return (Edit(node.field("activation"), json.dumps(name)),)
    return (Edit(node.fields_path, f'"activation": {json.dumps(name)}', action="insert_field"),)


def set_loss(output: Output, class_name: str) -> Edits:
    """Another loss in the place of one that is named by a string or by ``type``."""
    if output.loss is None or (output.shared and output.loss.path[-1:] == ("loss",)):
        return None
    written = output.loss.written
    if isinstance(written, str):
        return (Edit(output.loss.path, json.dumps(_string(class_name))),)
    if isinstance(written, Mapping) and "type" in written and _same_fields(written, class_name):
        return (Edit((*output.loss.path, "type"), json.dumps(class_name)),)
    return None


def set_logits(model: Analysis, output: Output, *, on: bool) -> Edits:
    """``from_logits`` of the loss set to true or false."""
    loss = output.loss
    if loss is None or (output.shared and loss.path[-1:] == ("loss",)):
        return None
    value = "true" if on else "false"
    written = loss.written
    if isinstance(written, str) and "from_logits" in type(loss.value).model_fields:
        return (Edit(loss.path, json.dumps(_object(model, type(loss.value).__name__, on))),)
    if not isinstance(written, Mapping):
        return None
    inside = "config" in written and "class_name" in written
    fields = written["config"] if inside else written
    path = (*loss.path, "config") if inside else loss.path
    if isinstance(fields, Mapping) and "from_logits" in fields:
        return (Edit((*path, "from_logits"), value),)
    return (Edit(path, f'"from_logits": {value}', action="insert_field"),)


def _string(class_name: str) -> str:
    """The snake_case string that Keras resolves to a class."""
    cls = LOSSES.find(class_name)
    known = [] if cls is None else cls.strings
    return next((text for text in known if text.islower()), class_name)


def _same_fields(written: Mapping[str, object], class_name: str) -> bool:
    cls = LOSSES.find(class_name)
    return cls is not None and set(written) - {"type", "lint"} <= set(cls.model_fields)


def _object(model: Analysis, class_name: str, on: bool) -> dict[str, object]:  # noqa: FBT001
    if model.spec is not None and model.spec.path("compile")[-1] == "compile_config":
        config = {"from_logits": on}
        return {"module": "keras.losses", "class_name": class_name, "config": config}
    return {"type": class_name, "from_logits": on}
