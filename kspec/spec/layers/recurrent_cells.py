"""The cells of recurrent layers: one time step, from an input and states to the next states."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from kspec.spec.layers.base import Layer, nested_weight
from kspec.spec.layers.checks import single_input, size_of
from kspec.spec.layers.layer_facts import CallSpec, InputSpec, Runtime
from kspec.spec.layers.nested import read_layer, read_layers
from kspec.spec.layers.recurrent_units import GRUUnits, LSTMUnits, SimpleUnits
from kspec.spec.layers.weight import Weight
from kspec.spec.markers import Json, Plain
from kspec.spec.problem import Fault, Nested, Problem
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, broadcast, show, tensors
from kspec.spec.validation import validate


class Cell(Layer, abstract=True):
    """Cell of a recurrent layer: computes one time step; an RNN runs it along the time axis."""

    input_spec: ClassVar[InputSpec] = InputSpec(2, description="one time step (batch, features)")
    call_spec: ClassVar[CallSpec] = CallSpec(("states", "training"))

    @property
    def state_sizes(self) -> list[Any]:
        """The width of each state; for a stack a width or a list of widths for each cell."""
        raise NotImplementedError

    @property
    def output_size(self) -> int:
        """The width of the output."""
        raise NotImplementedError

    def call(
        self, inputs: Structure, states: Structure = None, training: object = None
    ) -> Structure:
        del training
        x = single_input(self, inputs)
        shape = self.check_rank(x.shape)
        self.check_dtype(x)
        if not any(tensors(states)):
            message = f"{type(self).__name__} takes an input and its states, and gets no states"
            help_ = 'To run it over a sequence use {"type": "RNN", "cell": ...}.'
            raise Fault("input_count", message, help=help_)
        batch = check_states(type(self).__name__, self.state_sizes, states, (shape or (None,))[:1])
        dtype = self.compute_dtype
        output = Tensor((batch, self.output_size), dtype)
        return [output, state_tensors(self.state_sizes, batch, dtype)]

    def weights(self, inputs: Structure, *args: object, **arguments: object) -> Iterator[Weight]:
        del args, arguments
        shape = single_input(self, inputs).shape
        if shape is not None:
            yield from self.variables(shape)


def state_tensors(sizes: list[Any], batch: Dim, dtype: str) -> list[Structure]:
    """The states of these widths; those of a stack's cells are lists inside."""
    return [
        state_tensors(size, batch, dtype)
        if isinstance(size, list)
        else Tensor((batch, size), dtype)
        for size in sizes
    ]


def check_states(name: str, sizes: list[Any], states: Structure, batch: Shape) -> Dim:
    """The batch that an input and given states agree on; refuses states of another width."""
    for index, (state, width) in enumerate(zip(tensors(states), widths(sizes), strict=False)):
        if state.shape is None:
            continue
        # Only the first state is multiplied by a matrix; the others are spread where they are 1.
        fitting = {None, width, 1} if index else {None, width}
        if len(state.shape) != 2 or state.shape[1] not in fitting:
            message = (
                f"A state of {name} is (batch, {width}), and the one given {show(state.shape)}"
            )
            help_ = f"Give it {width} values: as many units in what makes it, or a Dense between."
            raise Fault("incompatible_shapes", message, help=help_)
        batch = broadcast(batch, state.shape[:1]) or batch
    return batch[0]


def widths(sizes: list[Any]) -> Iterator[int]:
    """The widths of all states, those of a stack's cells one after the other."""
    for size in sizes:
        if isinstance(size, int):
            yield size
        elif isinstance(size, list):
            yield from widths(size)


class SimpleRNNCell(SimpleUnits, Cell):
    """Cell of a ``SimpleRNN``: one step of a fully connected recurrence.

    An input ``(batch, features)`` and a state ``(batch, units)`` give an output and a new state.
    """


class GRUCell(GRUUnits, Cell):
    """Cell of a ``GRU``: one step of a gated recurrent unit.

    An input ``(batch, features)`` and a state ``(batch, units)`` give an output and a new state.
    """


class LSTMCell(LSTMUnits, Cell):
    """Cell of an ``LSTM``: one step of a long short-term memory.

    An input ``(batch, features)`` and two states ``(batch, units)`` give an output and new states.
    """


def read_cell(value: object) -> Cell:
    """The cell of an RNN, or the stack that a list of cells makes; raises `Nested`."""
    if isinstance(value, list):
        stack, _ = validate(StackedRNNCells, {"cells": _read_cells(value)}, (), ())
        assert stack is not None  # noqa: S101 - its only field is read already
        return stack
    layer = read_layer(value)
    if not isinstance(layer, Cell):
        raise Nested([_not_a_cell(layer)])
    return layer


def _read_cells(value: object) -> list[Layer]:
    cells = read_layers(value)
    if not cells:
        raise Nested([Problem("invalid_value", (), "A stack of cells needs at least one cell")])
    problems = [
        _not_a_cell(cell)._replace(path=(index,))
        for index, cell in enumerate(cells)
        if not isinstance(cell, Cell)
    ]
    if problems:
        raise Nested(problems)
    return cells


def _not_a_cell(layer: Layer) -> Problem:
    message = f"{type(layer).__name__} is not a cell of a recurrent layer"
    return Problem("invalid_value", (), message, help="For example LSTMCell or GRUCell.")


CellField = Annotated[Any, Plain(read_cell), Json({"x-kind": "layer"})]
CellsField = Annotated[
    Any, Plain(_read_cells), Json({"type": "array", "items": {"x-kind": "layer"}})
]


class StackedRNNCells(Cell):
    """Cells on top of each other as one cell: each takes the output of the one before."""

    cells: CellsField

    @property
    def own_runtime(self) -> Runtime:
        return self.runtime._replace(unsupported_kinds=self.cells[0].own_runtime.unsupported_kinds)

    @property
    def state_sizes(self) -> list[Any]:
        sizes = [cell.state_sizes for cell in self.cells]
        return [size[0] if len(size) == 1 else size for size in sizes]

    @property
    def output_size(self) -> int:
        return int(self.cells[-1].output_size)

    @property
    def adds_loss(self) -> bool:
        return super().adds_loss or any(cell.adds_loss for cell in self.cells)

    def variables(self, shape: Shape) -> Iterator[Weight]:
        for index, cell in enumerate(self.cells):
            for weight in cell.weights(Tensor(shape)):
                yield nested_weight(cell, weight, f"cell_{index}")
            shape = (size_of(self, shape, 0), cell.output_size)
