"""Do losses, their weights and metrics match the outputs, as Keras pairs them in the first step?

Source: ``keras.src.trainers.compile_utils`` (Keras 3.15), which a contract test calls.
"""

from collections.abc import Iterator
from typing import Any

from kspec.named_tuple import NamedTuple
from kspec.spec.model import ModelSpec
from kspec.spec.network import TensorRef, references
from kspec.spec.problem import Part, Path
from kspec.spec.training.compile import Compile
from kspec.spec.type_words import listed
from kspec.spec.unknown import Unknown


class Mispairing(NamedTuple):
    """A part of `compile` that does not fit the outputs; ``certain`` where Keras raises."""

    path: Path
    message: str
    help: str
    part: Part = "value"
    certain: bool = True


class CompiledOutputs(NamedTuple):
    """The outputs as Keras sees them: ``one`` (its name unused in a ``stack``), a ``list`` or an
    ``object`` by name.
    """

    form: str
    names: list[str]

    @property
    def several(self) -> bool:
        """Whether the network has several outputs."""
        return len(self.names) > 1

    @property
    def counted(self) -> str:
        """Number of outputs, in words."""
        count = len(self.names)
        return f"The network has {count} output{'s' if count > 1 else ' with a name'}"


def mispairings(spec: ModelSpec) -> Iterator[Mispairing]:
    """Yield everything in `compile` that does not fit the network's outputs."""
    if spec.compile is None:
        return
    model = _compiled_outputs(spec)
    section = spec.compile
    plain = _of_numbers(section.loss, section.loss_weights)
    for each in plain if model is None else _of_outputs(model, section):
        yield each._replace(path=spec.path("compile", *each.path))


def _of_outputs(model: CompiledOutputs, section: Compile) -> Iterator[Mispairing]:
    wrong = list(_of_losses(model, section.loss))
    yield from wrong
    if not any(each.certain for each in wrong):
        yield from _of_weights(model, section)
    yield from _of_metrics(model, section.metrics, "metrics")
    yield from _of_metrics(model, section.weighted_metrics, "weighted_metrics")


def _compiled_outputs(spec: ModelSpec) -> CompiledOutputs | None:
    """The outputs; None where some are themselves structures, or of layers whose class, and with
    it the name that Keras gives, is not known.
    """
    outputs = spec.network.outputs
    if any(_is_unknown(spec, ref) for ref in references(outputs)):
        return None
    if isinstance(outputs, TensorRef):
        outputs = [outputs]
    if isinstance(outputs, dict):
        plain = all(isinstance(ref, TensorRef) for ref in outputs.values())
        return CompiledOutputs("object", sorted(map(str, outputs))) if plain else None
    if not isinstance(outputs, list | tuple) or not outputs:
        return None
    names = [ref.layer for ref in outputs if isinstance(ref, TensorRef)]
    if len(names) != len(outputs):
        return None
    return CompiledOutputs(
        "list" if len(names) > 1 else "stack" if spec.network.sequential else "one", names
    )


def _of_losses(model: CompiledOutputs, loss: object) -> Iterator[Mispairing]:
    if isinstance(loss, dict):
        yield from _of_named_losses(model, loss)
    elif isinstance(loss, list):
        yield from _of_listed_losses(model, loss)


def _of_named_losses(model: CompiledOutputs, loss: dict[str, Any]) -> Iterator[Mispairing]:
    if model.form == "stack":
        yield Mispairing(
            ("loss",),
            "A plain stack of layers has no names for its outputs, and Keras cannot find the loss",
            "Write the loss without a name.",
        )
        return
    unknown = [key for key in loss if key not in model.names]
    for key in unknown:
        if model.form != "object" or loss[key] is not None:
            yield _no_output(model, ("loss", key))
    missing = [name for name in model.names if name not in loss]
    if missing and not unknown and model.form != "object":
        names = listed(missing)
        message = f"Keras wants a loss by name for every output, and {names} has none"
        yield Mispairing(("loss",), message, "Write null for an output that is not trained.")


def _of_listed_losses(model: CompiledOutputs, loss: list[Any]) -> Iterator[Mispairing]:
    if not loss or (None in loss and not model.several):
        yield Mispairing(("loss",), "Keras has no loss to train by", "Name a loss.")
        return
    one = not model.several and model.form != "object"
    if one or (model.form == "object" and _spread(model, loss)):
        return
    counts = f"{model.counted}, and the list has {len(loss)}"
    help_ = f"Write one loss for each of {listed(model.names)}, null for none."
    nested = any(isinstance(item, list) for item in loss)
    by_name = model.form == "object" and (nested or len(loss) < len(model.names))
    if by_name or len(loss) > len(model.names):
        yield Mispairing(("loss",), f"{counts} losses", help_)
    elif len(loss) < len(model.names):
        idle = listed(model.names[len(loss) :])
        yield Mispairing(("loss",), f"{counts}: {idle} is not trained", help_, certain=False)


def _spread(model: CompiledOutputs, loss: list[Any]) -> bool:
    """Whether every entry is itself a list for all of the outputs."""
    return all(isinstance(item, list) and len(item) == len(model.names) for item in loss)


def _of_weights(model: CompiledOutputs, section: Compile) -> Iterator[Mispairing]:
    loss, weights = section.loss, section.loss_weights
    by_name = isinstance(loss, dict) and model.form != "object"
    if by_name and isinstance(weights, dict):
        if missing := [name for name in model.names if name not in weights]:
            message = f"The loss of {listed(missing)} has no weight"
            yield Mispairing(("loss_weights",), message, "Write one for every output.")
            return
        weights = {name: weights[name] for name in model.names}
    differing = list(_of_numbers(loss, weights))
    yield from differing
    if not differing and isinstance(weights, dict) and model.several and not by_name:
        yield from _in_alphabetical_order(model, loss, weights)


def _of_numbers(loss: object, weights: object) -> Iterator[Mispairing]:
    losses, count = _size(loss), _size(weights)
    if weights is not None and loss is not None and losses != count:
        message = f"Losses and their weights differ in number: {losses} and {count}"
        yield Mispairing(("loss_weights",), message, "Write as many weights as losses.")


def _in_alphabetical_order(
    model: CompiledOutputs, loss: object, weights: dict[str, Any]
) -> Iterator[Mispairing]:
    """Keras sorts the names, and pairs the weights with losses in a list one by one."""
    unknown = [key for key in weights if key not in model.names]
    for key in unknown:
        yield _no_output(model, ("loss_weights", key))._replace(certain=False)
    if not unknown and model.form == "list" and isinstance(loss, list):
        ordered = sorted(weights)
        if ordered != model.names and len(set(map(str, weights.values()))) > 1:
            message = (
                f"Keras takes these weights in the order {listed(ordered)}, and the losses in "
                f"that of the outputs: {listed(model.names)}"
            )
            help_ = "Write the losses by name as well."
            yield Mispairing(("loss_weights",), message, help_, certain=False)


def _of_metrics(
    model: CompiledOutputs, metrics: list[Any] | dict[str, Any] | None, section: str
) -> Iterator[Mispairing]:
    if not metrics:
        return
    if not model.several:
        if None in (metrics.values() if isinstance(metrics, dict) else metrics):
            yield Mispairing((section,), "Keras takes no null for a metric here", "Remove it.")
    elif isinstance(metrics, dict):
        for key in metrics:
            if key not in model.names:
                yield _no_output(model, (section, key))
    elif len(metrics) != len(model.names):
        counts = f"{model.counted}, and the list has {len(metrics)}"
        first = model.names[0]
        help_ = f'Name the outputs: {{"{first}": [...]}}, or write a list for each of them.'
        yield Mispairing((section,), f"{counts}: Keras wants one entry for each", help_)


def _is_unknown(spec: ModelSpec, ref: TensorRef) -> bool:
    node = spec.network.nodes.get(ref.layer)
    return node is not None and isinstance(spec.value_at((*node.path, "type")), Unknown)


def _no_output(model: CompiledOutputs, path: Path) -> Mispairing:
    noun, help_ = ("outputs are", "Name one of these.") if model.several else ("output is", "")
    message = f'"{path[-1]}" is no output: the {noun} {listed(model.names)}'
    return Mispairing(path, message, help_ or f'Write "{model.names[0]}".', "key")


def _size(structure: object) -> int:
    """Number of leaves, null among them."""
    if isinstance(structure, dict):
        return sum(map(_size, structure.values()))
    if isinstance(structure, list):
        return sum(map(_size, structure))
    return 1
