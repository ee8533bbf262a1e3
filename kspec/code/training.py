"""Sections of a native spec from calls of `compile` and `fit`."""

import ast
from typing import Any

from kspec.code.keras.arguments import arguments
from kspec.code.keras.described import Placed, add_fields
from kspec.code.keras.events import Log, Phase
from kspec.code.keras.spelling import translated
from kspec.code.keras.values import Argument
from kspec.code.values import Call, List
from kspec.spec.spec_object import SpecObject
from kspec.spec.training.compile import Compile
from kspec.spec.training.fit import Fit
from kspec.spec.unknown import Unknown

COMPILE = "optimizer loss loss_weights metrics weighted_metrics run_eagerly steps_per_execution "
COMPILE += "jit_compile auto_scale_loss"
"""The arguments of `Model.compile` in Keras's order."""
FIT = (
    "x y batch_size epochs verbose callbacks validation_split validation_data shuffle class_weight "
)
FIT += "sample_weight initial_epoch steps_per_epoch validation_steps validation_batch_size "
FIT += "validation_freq"
"""The arguments of `Model.fit` in Keras's order."""
_DATA = ("x", "y", "validation_data", "sample_weight")


def compile_section(phase: Phase, call: Call, log: Log) -> tuple[dict[str, Any], Placed]:
    """``compile`` of a native spec; old spellings go to the log."""
    fields = translated(log, Compile, "compile", arguments(call, COMPILE.split()), call)
    if phase.optimizer is not None and "optimizer" in fields:
        fields["optimizer"] = fields["optimizer"]._replace(value=phase.optimizer)
    return _section(Compile, call, fields, ("optimizer", "loss", "metrics"))


def fit_section(call: Call, log: Log, spec: dict[str, Any]) -> tuple[dict[str, Any], Placed]:
    """Section ``fit`` of a native spec, without the data."""
    from kspec.code.data.array import known
    from kspec.code.data.dataset import BATCH, Dataset
    from kspec.code.data.literal import plain

    fields = {
        name: argument
        for name, argument in arguments(call, FIT.split()).items()
        if name not in _DATA
    }
    fields = translated(log, Fit, "fit", fields, call)
    section, placed = _section(Fit, call, fields, ("batch_size", "epochs", "callbacks"))
    x = plain(call.get(0, "x"))
    # Keras takes the batches of a data set as they are, and in their order.
    if isinstance(x, Dataset) and _needs_batches(spec):
        section |= {"batch_size": known(x.batch) or BATCH, "shuffle": False}
    return section, placed


def _needs_batches(spec: dict[str, Any]) -> bool:
    """Whether the size of a batch counts: for layers with a state, and for inputs that fix it."""
    inputs = spec.get("inputs")
    entries = [inputs, *inputs.values()] if isinstance(inputs, dict) else []
    for one in (*entries, *spec.get("layers", ())):
        if isinstance(one, dict) and ("stateful" in one or one.get("batch_size") is not None):
            return True
        shape = one.get("batch_shape") if isinstance(one, dict) else None
        if isinstance(shape, list) and shape and shape[0] is not None:
            return True
    return False


def _section(
    cls: type[SpecObject], call: Call, fields: dict[str, Argument], names: tuple[str, ...]
) -> tuple[dict[str, Any], Placed]:
    """A section with the fields of a call; those of ``names`` that it may have too are unknown."""
    section: dict[str, Any] = {}
    placed = Placed(call.place)
    if call.unsure is not None:
        for name in names:
            fields.setdefault(name, Argument(call.unsure.called(name), call.place))
    callbacks = fields.get("callbacks")
    value = None if callbacks is None else callbacks.value
    if callbacks is not None and not isinstance(value, List | Unknown | None):
        # Keras takes one callback for a list of one.
        one = List((value,), callbacks.place, (callbacks.place,))
        fields["callbacks"] = callbacks._replace(value=one)
    elif callbacks is not None and isinstance(value, List) and value.rest is not None:
        # each one acts by itself, whatever stands beside it
        known = List((*value.items, value.rest), value.place, value.state["places"])
        fields["callbacks"] = callbacks._replace(value=known)
    add_fields(section, placed, fields, cls)
    return section, placed


def written_section(name: str, call: Call) -> tuple[dict[str, Any], Placed]:
    """``compile`` or ``fit`` of a call of a model that is not known, without what others add."""
    cls, order = (Compile, COMPILE) if name == "compile" else (Fit, FIT)
    fields = {
        key: argument
        for key, argument in arguments(call, order.split()).items()
        if key not in _DATA and key in cls.written()
    }
    return _section(cls, call, fields, ())


def data_section(call: Call, spec: dict[str, Any]) -> tuple[dict[str, Any], Placed]:
    """Section ``data`` of a spec, with its places: the facts of the arrays that are fitted."""
    from kspec.code.data.facts import facts_of

    if call.unsure is not None:
        return {}, Placed(call.place)
    arguments_ = {name: argument.value for name, argument in arguments(call, FIT.split()).items()}
    named = call._replace(args=(), kwargs=arguments_)
    facts, places = facts_of(named, _inputs(spec), _outputs(spec))
    placed = Placed(call.place.func if isinstance(call.place, ast.Call) else call.place)
    renamed = spec.get("input_layers")
    renamed = renamed if isinstance(renamed, dict) else {}
    renamed = {key: name for key, name in renamed.items() if isinstance(name, str)}
    section: dict[str, Any] = {
        fact: {renamed.get(name, name): one for name, one in value.items()}
        if isinstance(value, dict)
        else value
        for fact, value in facts.items()
    }
    for path, place in places.items():
        fact = placed.children.setdefault(path[0], Placed(place))
        for name in path[1:]:
            fact.children[renamed.get(name, name)] = Placed(place)
    return section, placed


def asks_yes_or_no(fit: Call) -> bool:
    """Whether the targets of one input are 0 or 1 for each sample of a file, or of a mapping: a
    critic of two halves, or a similarity of pairs, gets other ones.
    """
    from kspec.code.data.array import known
    from kspec.code.data.facts import encoding_of, fit_data, only

    data = fit_data(fit, (), ())
    x, y = only(data.inputs), only(data.targets)
    if x is None or y is None or encoding_of(y) != "binary":
        return False
    return y.encoding == "binary" or known(y.samples) is None


def _inputs(spec: dict[str, Any]) -> list[str]:
    """The names of a network's inputs, in order; none for a stack."""
    inputs = spec.get("input_layers", spec.get("inputs"))
    named = isinstance(inputs, dict) and "shape" not in inputs
    return list(inputs) if named and isinstance(inputs, dict) else []


def _outputs(spec: dict[str, Any]) -> list[str]:
    """The names of a network's outputs, in order, as in Keras; none where a layer is shared."""
    outputs = spec.get("outputs")
    if outputs is None or isinstance(outputs, dict):
        return list(outputs or ())
    layers = {one["name"]: one["layer"] for one in spec["layers"] if "type" not in one}
    outputs = outputs if isinstance(outputs, list) else [outputs]
    labels = [one.get("tensor") if isinstance(one, dict) else one for one in outputs]
    names = [layers.get(one, one) if isinstance(one, str) else "" for one in labels]
    return [name if names.count(name) == 1 else "" for name in names]
