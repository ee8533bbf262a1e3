"""Base classes of recurrent layers: the loop over time steps, and its states."""

from collections.abc import Iterator
from typing import Any, ClassVar

from kspec.spec.fields import Bool
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import single_input, size_of
from kspec.spec.layers.layer_facts import CallSpec, InputSpec, Role
from kspec.spec.layers.recurrent_cells import check_states, state_tensors
from kspec.spec.layers.weight import Weight
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, Structure, Tensor, tensors
from kspec.spec.unknown import holds_unknown


class Recurrent(Layer, abstract=True):
    """A layer that walks along the time axis of ``(batch, time, ...)``.

    It gives the last step, or with ``return_sequences`` all steps.
    """

    role: ClassVar[Role] = "recurrent"
    input_spec: ClassVar[InputSpec] = InputSpec(3, description="sequences (batch, time, features)")
    call_spec: ClassVar[CallSpec] = CallSpec(("initial_state", "mask", "training"))

    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False
    unroll: Bool = False
    zero_output_for_mask: Bool = False

    @property
    def state_sizes(self) -> list[Any]:
        """The width of each state; for a stack of cells a list of widths for each."""
        raise NotImplementedError

    def call(
        self,
        sequences: Structure,
        initial_state: Structure = None,
        mask: Structure = None,
        training: object = None,
    ) -> Structure:
        del mask, training
        x = single_input(self, sequences)
        shape = self.check_rank(x.shape)
        self.check_dtype(x)
        if x.shape is not None:
            self._refuse_open_batch(x.shape)
        if initial_state is not None and not holds_unknown(initial_state):
            self.check_initial_state(initial_state)
        return self.outputs(shape or (None, None, None))

    def outputs(self, shape: Shape) -> Structure:
        """All outputs for a shape of sequences: the steps or the last step, and the states."""
        raise NotImplementedError

    def check_initial_state(self, states: Structure) -> None:
        """Refuse initial states that do not fit the cell; Keras raises with the first batch."""

    def weights(self, sequences: Structure, *args: object, **arguments: object) -> Iterator[Weight]:
        # A stateful layer's kept states are no weights to Keras: it neither counts nor saves them.
        del args, arguments
        shape = single_input(self, sequences).shape
        if shape is not None:
            yield from self.step_variables((size_of(self, shape, 0), *shape[2:]))

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


class WithVectorStates(Recurrent, abstract=True):
    """A recurrent layer whose states and steps are vectors."""

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
        count, needed = len(list(tensors(states))), len(list(tensors(self._own_states())))
        if count < needed:
            message = f"{type(self).__name__} starts from {needed} states, and gets {count}"
            help_ = "Give all of them: the output and the memory, as return_state gives them."
            raise Fault("input_count", message, help=help_)
        check_states(type(self).__name__, self.state_sizes, states, (None,))

    def _own_states(self) -> Structure:
        return state_tensors(self.state_sizes, None, self.compute_dtype)
