"""Recurrent layers: a cell over the time steps of a sequence."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from kspec.spec.fields import Bool
from kspec.spec.layers.base import Layer, Weight
from kspec.spec.layers.built import held_weights
from kspec.spec.layers.effect import Effect
from kspec.spec.layers.masks import check_steps
from kspec.spec.layers.recurrent_cells import CellField, check_states, state_tensors
from kspec.spec.layers.recurrent_units import GRUUnits, LSTMUnits, SimpleUnits, Units
from kspec.spec.layers.traits import Kinds, Role
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, Structure, Tensor, same, tensors

UseCudnn = Literal["auto"] | Bool


class Recurrent(Layer):
    """A layer that walks along the time axis of ``(batch, time, ...)``.

    It gives the last step, or with ``return_sequences`` all steps.
    """

    role: ClassVar[Role] = "recurrent"

    abstract: ClassVar[bool] = True

    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False
    unroll: Bool = False
    zero_output_for_mask: Bool = False

    rank: ClassVar[int | None] = 3
    wants: ClassVar[str] = "sequences (batch, time, features)"
    call_arguments: ClassVar[tuple[str, ...]] = ("initial_state", "mask", "training")
    reads_mask: ClassVar[bool] = True

    @property
    def state_sizes(self) -> list[Any]:
        """The width of each state; for a stack of cells a list of widths for each."""
        raise NotImplementedError

    def call(  # type: ignore[override]  # Keras's own arguments
        self,
        sequences: Structure,
        initial_state: Structure = None,
        mask: Structure = None,
        training: object = None,
    ) -> Structure:
        del training
        self.check_arguments({"mask": mask})
        x = self.one_tensor(sequences)
        shape = self.checked(x.shape)
        self.check_dtype(x)
        if x.shape is not None:
            self._refuse_open_batch(x.shape)
            if 0 in x.shape:
                self.check_filled(x.shape)
            if isinstance(mask, Tensor) and mask.shape is not None:
                check_steps(mask.shape, x.shape)
        if initial_state is not None:
            self.check_initial_state(initial_state)
        return self.outputs(shape or (None, None, None))

    def takes_after(self, built: Sequence[Shape], shapes: Sequence[Shape]) -> bool:
        keeps = not self.stateful or all(map(same, built[0][:1], shapes[0][:1]))
        return keeps and super().takes_after(built, shapes)

    def filled_axes(self, shape: Shape) -> Iterator[int]:
        # The first step is computed whatever there is.
        del shape
        yield 1

    def outputs(self, shape: Shape) -> Structure:
        """All outputs for a shape of sequences: the steps or the last step, and the states."""
        raise NotImplementedError

    def check_initial_state(self, states: Structure) -> None:
        """Refuse states that the cell cannot start from; Keras finds that in the first batch."""

    def weights(  # type: ignore[override]  # Keras's own arguments
        self, sequences: Structure, *args: object, **arguments: object
    ) -> Iterator[Weight]:
        # A stateful layer's kept states are no weights to Keras: it neither counts nor saves them.
        del args, arguments
        shape = self.one_tensor(sequences).shape
        if shape is not None:
            yield from self.step_variables((shape[0], *shape[2:]))

    def step_variables(self, step: Shape) -> Iterator[Weight]:
        """The variables of the cell, for the shape of one time step."""
        raise NotImplementedError

    def _refuse_open_batch(self, shape: Shape) -> None:
        if self.stateful and shape[0] is None:
            message = f"A stateful {type(self).__name__} needs a fixed batch size, and it is None"
            raise Fault(
                "unknown_dimension",
                message,
                field=("stateful",),
                help='Give the input a "batch_size", or remove "stateful".',
            )


class WithVectorStates(Recurrent):
    """A recurrent layer whose states and steps are vectors."""

    abstract: ClassVar[bool] = True

    @property
    def output_size(self) -> int:
        """The width of a step's output."""
        raise NotImplementedError

    def outputs(self, shape: Shape) -> Structure:
        dtype = self.compute_dtype
        steps = shape[:2] if self.return_sequences else shape[:1]
        output = Tensor((*steps, self.output_size), dtype)
        if not self.return_state:
            return output
        return [output, *state_tensors(self.state_sizes, shape[0], dtype)]

    def check_initial_state(self, states: Structure) -> None:
        given, needed = len(list(tensors(states))), len(list(tensors(self._own_states())))
        if given < needed:
            message = f"{type(self).__name__} starts from {needed} states, and gets {given}"
            raise Fault("input_count", message)
        check_states(type(self).__name__, self.state_sizes, states, (None,))

    def _own_states(self) -> Structure:
        return state_tensors(self.state_sizes, None, self.compute_dtype)


class RNN(WithVectorStates):
    """A cell, or a list of cells on top of each other, run over ``(batch, time, features)``.

    Gives ``(batch, units)``, with ``return_sequences`` ``(batch, time, units)``; with
    ``return_state`` also the last states.
    """

    cell: CellField

    @property
    def fails_on(self) -> Kinds:
        return tuple(self.cell.fails_on)

    @property
    def state_sizes(self) -> list[Any]:
        return list(self.cell.state_sizes)

    @property
    def output_size(self) -> int:
        return int(self.cell.output_size)

    @property
    def adds_loss(self) -> bool:
        return super().adds_loss or bool(self.cell.adds_loss)

    def outputs(self, shape: Shape) -> Structure:
        self.cell.check_step((shape[0], *shape[2:]))
        return super().outputs(shape)

    def step_variables(self, step: Shape) -> Iterator[Weight]:
        for weight in held_weights(self.cell, Tensor(step)):
            yield self.cell.lent(weight, "cell")


class UnitsRecurrent(WithVectorStates, Units):
    """A recurrent layer that says the fields of its cell itself."""

    abstract: ClassVar[bool] = True

    @property
    def state_sizes(self) -> list[Any]:
        return [self.units] * self.states

    @property
    def output_size(self) -> int:
        return self.units

    def outputs(self, shape: Shape) -> Structure:
        self.check_activations()
        return super().outputs(shape)

    def step_variables(self, step: Shape) -> Iterator[Weight]:
        for weight in self.variables(step):
            yield weight._replace(name=f"cell/{weight.name}")


class SimpleRNN(UnitsRecurrent, SimpleUnits):
    """A fully connected recurrence: ``(batch, time, features)`` gives ``(batch, units)``.

    With ``return_sequences`` it gives ``(batch, time, units)``; with ``return_state`` also
    the last state.
    """

    on_values: ClassVar[Effect] = "computes"

    def filled_axes(self, shape: Shape) -> Iterator[int]:
        yield from super().filled_axes(shape)
        if not self.dropout:
            # Its one product of matrices ends the whole process.
            yield -1


class GRU(UnitsRecurrent, GRUUnits):
    """A gated recurrent unit: ``(batch, time, features)`` gives ``(batch, units)``.

    With ``return_sequences`` it gives ``(batch, time, units)``; with ``return_state`` also
    the last state.
    """

    on_values: ClassVar[Effect] = "recurs"

    use_cudnn: UseCudnn = "auto"

    def filled_axes(self, shape: Shape) -> Iterator[int]:
        yield from super().filled_axes(shape)
        if not self.dropout:
            # Its one product of matrices ends the whole process.
            yield -1


class LSTM(UnitsRecurrent, LSTMUnits):
    """A long short-term memory: ``(batch, time, features)`` gives ``(batch, units)``.

    With ``return_sequences`` it gives ``(batch, time, units)``; with ``return_state`` also
    the hidden and the cell state.
    """

    on_values: ClassVar[Effect] = "recurs"

    use_cudnn: UseCudnn = "auto"
