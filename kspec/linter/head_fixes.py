"""Changes of a head or its loss, in the notation of the document's own dialect."""

from collections.abc import Mapping

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Assigned, Output
from kspec.linter.finding import Edit, Edits, Fix
from kspec.spec.registry import LOSSES
from kspec.spec.spec_object import Resolved


def fix(message: str, *changes: Edits) -> Fix | None:
    """Combine all changes to one safe fix; None where one of them cannot be made."""
    return Fix.of(message, *changes, safe=True)


def set_activation(model: Analysis, output: Output, name: str) -> Edits:
    """Edits that set the last activation, written as a string, or that of a layer without one."""
    last, node = output.head.last, output.head.trail.source
    if last is not None:
        written = model.value_at(last.path)
        if isinstance(written, Mapping) and last.path == last.node.path and "type" in written:
            return (Edit.of(last.path, {"type": "Activation", "activation": name}),)
        return (Edit.of(last.path, name),) if isinstance(written, str) else None
    if node is None or node.layer is None or "activation" not in type(node.layer).model_fields:
        return None
    return (Edit.of_field(model, node.fields_path, "activation", name),)


def set_loss(output: Output, class_name: str) -> Edits:
    """Edits that set a loss that is named by a string or by ``type``."""
    loss = _own_loss(output)
    if loss is None:
        return None
    written = loss.written
    if isinstance(written, str):
        return other_loss(output, class_name)
    if isinstance(written, Mapping) and "type" in written and _same_fields(written, class_name):
        return (Edit.of((*loss.path, "type"), class_name),)
    return None


def other_loss(output: Output, class_name: str) -> Edits:
    """Edits that set the loss by its string, in the place of one with other arguments."""
    loss = _own_loss(output)
    return None if loss is None else (Edit.of(loss.path, _string(class_name)),)


def set_logits(model: Analysis, output: Output, *, on: bool) -> Edits:
    """Edits that set ``from_logits`` of the loss."""
    loss = _own_loss(output)
    if loss is None:
        return None
    written = loss.written
    if isinstance(written, str) and "from_logits" in type(loss.value).model_fields:
        return (Edit.of(loss.path, _object(model, type(loss.value).__name__, on)),)
    if not isinstance(written, Mapping):
        return None
    inside = "config" in written and "class_name" in written
    path = (*loss.path, "config") if inside else loss.path
    return (Edit.of_field(model, path, "from_logits", on),)


def _own_loss(output: Output) -> Assigned | None:
    """The loss of an output, where it is not one for several."""
    shared = output.loss is not None and output.shared and output.loss.path[-1:] == ("loss",)
    return None if shared else output.loss


def _string(class_name: str) -> str:
    """The snake_case string that Keras resolves to a class."""
    cls = LOSSES.find(class_name)
    known = cls.strings if cls is not None and issubclass(cls, Resolved) else ()
    return next((text for text in known if text.islower()), class_name)


def _same_fields(written: Mapping[str, object], class_name: str) -> bool:
    cls = LOSSES.find(class_name)
    return cls is not None and set(written) - {"type", "lint"} <= set(cls.model_fields)


def _object(model: Analysis, class_name: str, on: bool) -> dict[str, object]:  # noqa: FBT001
    if model.spec is not None and model.spec.path("compile")[-1] == "compile_config":
        config = {"from_logits": on}
        return {"module": "keras.losses", "class_name": class_name, "config": config}
    return {"type": class_name, "from_logits": on}
