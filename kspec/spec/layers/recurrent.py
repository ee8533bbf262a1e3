"""Recurrent layers: a cell over the time steps of a sequence."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from kspec.spec.fields import Bool
from kspec.spec.layers.base import nested_weight
from kspec.spec.layers.layer_facts import Runtime
from kspec.spec.layers.recurrence import WithVectorStates
from kspec.spec.layers.recurrent_cells import CellField
from kspec.spec.layers.recurrent_units import GRUUnits, LSTMUnits, SimpleUnits, Units
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.layers.weight import Weight
from kspec.spec.shapes import Shape, Tensor

UseCudnn = Literal["auto"] | Bool


class RNN(WithVectorStates):
    """A cell, or a list of cells on top of each other, run over ``(batch, time, features)``.

    Gives ``(batch, units)``, with ``return_sequences`` ``(batch, time, units)``; with
    ``return_state`` also the last states.
    """

    cell: CellField

    @property
    def own_runtime(self) -> Runtime:
        return self.runtime._replace(unsupported_kinds=self.cell.own_runtime.unsupported_kinds)

    @property
    def state_sizes(self) -> list[Any]:
        return list(self.cell.state_sizes)

    @property
    def output_size(self) -> int:
        return int(self.cell.output_size)

    @property
    def adds_loss(self) -> bool:
        return super().adds_loss or bool(self.cell.adds_loss)

    def step_variables(self, step: Shape) -> Iterator[Weight]:
        for weight in self.cell.weights(Tensor(step)):
            yield nested_weight(self.cell, weight, "cell")


class UnitsRecurrent(WithVectorStates, Units, abstract=True):
    """Recurrent layer with the fields of its cell."""

    @property
    def state_sizes(self) -> list[Any]:
        return [self.units] * self.states

    @property
    def output_size(self) -> int:
        return self.units

    def step_variables(self, step: Shape) -> Iterator[Weight]:
        for weight in self.variables(step):
            yield weight._replace(name=f"cell/{weight.name}")


class SimpleRNN(UnitsRecurrent, SimpleUnits):
    """A fully connected recurrence: ``(batch, time, features)`` gives ``(batch, units)``.

    With ``return_sequences`` it gives ``(batch, time, units)``; with ``return_state`` also
    the last state.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect("computes")


class Fused(UnitsRecurrent, abstract=True):
    """A recurrence that Keras hands to the backend whole, with the weights of the cell."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("recurs")


class GRU(Fused, GRUUnits):
    """A gated recurrent unit: ``(batch, time, features)`` gives ``(batch, units)``.

    With ``return_sequences`` it gives ``(batch, time, units)``; with ``return_state`` also
    the last state.
    """

    use_cudnn: UseCudnn = "auto"


class LSTM(Fused, LSTMUnits):
    """A long short-term memory: ``(batch, time, features)`` gives ``(batch, units)``.

    With ``return_sequences`` it gives ``(batch, time, units)``; with ``return_state`` also
    the hidden and the cell state.
    """

    use_cudnn: UseCudnn = "auto"
