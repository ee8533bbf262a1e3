"""Optimizers of models: as they are at each fit of a program that changes them."""

from kspec.code.keras.events import Phase
from kspec.code.keras.objects import make
from kspec.code.keras.values import Described, Model
from kspec.code.reader import Reader
from kspec.code.values import Call
from kspec.spec.registry import OPTIMIZERS

OPTIMIZER = "<optimizer>"
"""Key of the optimizer of a model's last compile, where the program asked for it."""


def optimizer_of(reader: Reader, model: Model) -> Described | None:
    """The optimizer of a model that is compiled once, made where a string names it."""
    phases = model.state["<phases>"]
    if model.state.get(OPTIMIZER) is None and len(phases) == 1 and phases[0].compile is not None:
        value, place = phases[0].compile.get(0, "optimizer"), phases[0].compile.place
        if isinstance(value, str) and OPTIMIZERS.find(value) is not None:
            value = make(reader, OPTIMIZERS, value, Call(place))
        reader.journal.write(model.state, OPTIMIZER, value)
    kept = model.state.get(OPTIMIZER)
    return kept if isinstance(kept, Described) else None


def keep_optimizer(model: Model, phase: Phase) -> None:
    """Keep a copy of an optimizer that the program changed, and may change again."""
    written = None if phase.compile is None else phase.compile.get(0, "optimizer")
    value = written if model.state.get(OPTIMIZER) is None else model.state[OPTIMIZER]
    if isinstance(value, Described) and (value is written or value.current() != value.fields):
        phase.optimizer = Described(value.noun, value.name, value.current(), value.call)
