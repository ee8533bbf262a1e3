"""Names that Keras knows, but not in this place: an activation given as a loss, the epochs among
the arguments of ``compile``.
"""

from kspec.spec import index
from kspec.spec.activation_table import ALIASES, FACTS
from kspec.spec.problem import Path, Problem
from kspec.spec.spec_object import SpecObject

PLACES = {
    "activation": 'It belongs to a layer: "activation": "{name}".',
    "loss": 'It belongs to "compile": "loss": "{name}".',
    "metric": 'It belongs to "compile": "metrics": ["{name}"].',
    "optimizer": 'It belongs to "compile": "optimizer": "{name}".',
    "initializer": 'It belongs to a field such as "kernel_initializer".',
    "regularizer": 'It belongs to a field such as "kernel_regularizer".',
    "constraint": 'It belongs to a field such as "kernel_constraint".',
    "callback": 'It belongs to "callbacks" in "fit".',
}
BY_SHAPES = frozenset(("accuracy", "acc"))
"""Metrics that Keras chooses by the shapes, and that are no class."""


def misplaced_name(name: str, path: Path, expected: str) -> Problem | None:
    """Problem of a name of another kind than the expected one; None where it is of no known
    kind.
    """
    kind = next((each for each in PLACES if each != expected and _is_one(name, each)), None)
    if kind is None:
        return None
    message = f'"{name}" is {_one(kind)}, and this takes {_one(expected)}'
    return Problem("misplaced_argument", path, message, PLACES[kind].format(name=name))


_IN_CALL = 'It is an argument of the call: in a native spec, "call": {{"{name}": ...}}.'
OF_DATA = {"x": "source", "y": "target", "validation_data": "validation"}
"""Arguments of Keras's ``fit`` with data, and their names in a spec."""


def misplaced_field(cls: type[SpecObject], name: str) -> str | None:
    """Advice where an unknown field belongs: in a layer's call or in another part of the spec."""
    from kspec.spec.layers.layer_facts import LayerFacts

    if issubclass(cls, LayerFacts):
        return _IN_CALL.format(name=name) if name in cls.call_spec.arguments else None
    return _in_another_part(cls, name)


def _in_another_part(cls: type[SpecObject], name: str) -> str | None:
    if cls.__name__ not in index.PARTS or cls.__name__ == "Optimizer":
        return None
    for part in ("compile", "fit", "data"):
        if name in index.PARTS[part.title()]:
            return f'It belongs to "{part}": {{"{name}": ...}}.'
    if name in OF_DATA:
        return f'It belongs to "data", and is "{OF_DATA[name]}" there.'
    if name in index.PARTS["ModelSpec"]:
        return f'It belongs to the spec itself, beside "{cls.__name__.lower()}".'
    if name in index.PARTS["Optimizer"]:
        return f'It belongs to the optimizer: {{"type": "Adam", "{name}": ...}}.'
    return None


def _is_one(name: str, kind: str) -> bool:
    if kind == "activation":
        return name in FACTS or name in ALIASES
    if kind == "metric" and name in BY_SHAPES:
        return True
    return name in index.STRINGS.get(kind, ()) or name in index.CLASSES[kind]


def _one(kind: str) -> str:
    return f"{'an' if kind[0] in 'aio' else 'a'} {kind}"
