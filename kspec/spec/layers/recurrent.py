"""Recurrent layers: a cell over the time steps of a sequence."""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.fields import Anything, Bool
from kspec.spec.layers.base import Layer, Weight
from kspec.spec.layers.recurrent_cells import GRUUnits, LSTMUnits, SimpleUnits, Units
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, Structure, Tensor


class Recurrent(Layer):
    """A layer that walks along the time axis of ``(batch, time, ...)``.

    It gives the last step, or with ``return_sequences`` all steps.
    """

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

    def call(  # type: ignore[override]  # Keras's own arguments
        self,
        sequences: Structure,
        initial_state: Structure = None,
        mask: Structure = None,
        training: object = None,
    ) -> Structure:
        del initial_state, mask, training
        x = self.one_tensor(sequences)
        shape = self.checked(x.shape) or (None, None, None)
        if x.shape is not None:
            self._refuse_open_batch(shape)
        dtype = self.compute_dtype
        output = Tensor(self.sequence_shape(shape), dtype)
        if not self.return_state:
            return output
        return [output, *(Tensor(state, dtype) for state in self.state_shapes(shape))]

    def sequence_shape(self, shape: Shape) -> Shape:
        """The shape of the first output: all steps, or the last one alone."""
        step = self.step_shape(shape)
        return (*shape[:2], *step) if self.return_sequences else (shape[0], *step)

    def step_shape(self, shape: Shape) -> Shape:
        """The shape of one step's output, without the batch."""
        raise NotImplementedError

    def state_shapes(self, shape: Shape) -> Iterator[Shape]:
        """The shapes of the states, batch included."""
        raise NotImplementedError

    def weights(  # type: ignore[override]  # Keras's own arguments
        self, sequences: Structure, *args: object, **arguments: object
    ) -> Iterator[Weight]:
        # A stateful layer's kept states are no weights to Keras: it neither counts nor saves them.
        del args, arguments
        shape = self.one_tensor(sequences).shape
        if shape is not None:
            yield from self.variables(shape)

    def _refuse_open_batch(self, shape: Shape) -> None:
        if self.stateful and shape[0] is None:
            message = f"A stateful {type(self).__name__} needs a fixed batch size, and it is None"
            raise Fault(
                "unknown_dimension",
                message,
                field=("stateful",),
                help='Give the input a "batch_size", or remove "stateful".',
            )


class UnitsRecurrent(Recurrent, Units):
    """A recurrent layer that says the fields of its cell itself."""

    abstract: ClassVar[bool] = True

    def step_shape(self, shape: Shape) -> Shape:
        return (self.output_size,)

    def state_shapes(self, shape: Shape) -> Iterator[Shape]:
        for size in self.state_sizes:
            yield (shape[0], size)


class SimpleRNN(UnitsRecurrent, SimpleUnits):
    """A fully connected recurrence: ``(batch, time, features)`` gives ``(batch, units)``.

    With ``return_sequences`` it gives ``(batch, time, units)``; with ``return_state`` also
    the last state.
    """


class GRU(UnitsRecurrent, GRUUnits):
    """A gated recurrent unit: ``(batch, time, features)`` gives ``(batch, units)``.

    With ``return_sequences`` it gives ``(batch, time, units)``; with ``return_state`` also
    the last state.
    """

    use_cudnn: Anything = "auto"


class LSTM(UnitsRecurrent, LSTMUnits):
    """A long short-term memory: ``(batch, time, features)`` gives ``(batch, units)``.

    With ``return_sequences`` it gives ``(batch, time, units)``; with ``return_state`` also
    the hidden and the cell state.
    """

    use_cudnn: Anything = "auto"
