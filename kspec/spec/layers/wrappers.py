"""Layers around a layer."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from kspec.spec.fields import Anything
from kspec.spec.layers.base import Layer, Weight
from kspec.spec.layers.nested import LayerField, OptionalLayerField
from kspec.spec.layers.recurrent import Recurrent
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import UNKNOWN, Shape, Structure, Tensor


class Wrapper(Layer):
    """A layer around another one."""

    layer: LayerField

    @property
    def has_weights(self) -> bool:
        return bool(self.layer.has_weights)

    def inner(self, prefix: str, layer: Layer, x: Structure) -> Iterator[Weight]:
        """The weights of a layer inside, as the wrapper's own."""
        for weight in layer.weights(x):
            trainable = weight.trainable and layer.trainable
            yield weight._replace(name=f"{prefix}/{weight.name}", trainable=trainable)


class TimeDistributed(Wrapper):
    """The same layer on every time step: ``(batch, time, ...)`` gives ``(batch, time, ...)``.

    The layer inside sees ``(batch, ...)``, without the time axis.
    """

    min_rank: ClassVar[int] = 3
    wants: ClassVar[str] = "sequences (batch, time, ...)"

    def call(  # type: ignore[override]  # Keras's own arguments
        self, inputs: Structure, training: object = None, mask: Structure = None
    ) -> Structure:
        del training, mask
        shape = self.checked(self.one_tensor(inputs).shape)
        step = UNKNOWN if shape is None else Tensor((shape[0], *shape[2:]), self.compute_dtype)
        output = self.layer.call(step)
        if not isinstance(output, Tensor):
            name = type(self.layer).__name__
            message = f"TimeDistributed takes one output, and {name} gives several"
            raise Fault("incompatible_shapes", message, field=("layer",))
        if output.shape is None or shape is None:
            return Tensor(None, self.compute_dtype)
        return Tensor((output.shape[0], shape[1], *output.shape[1:]), self.compute_dtype)

    def weights(self, inputs: Structure, **arguments: object) -> Iterator[Weight]:
        del arguments
        shape = self.one_tensor(inputs).shape
        if shape is not None:
            step = Tensor((shape[0], *shape[2:]), self.compute_dtype)
            yield from self.inner("layer", self.layer, step)


class Bidirectional(Wrapper):
    """A recurrent layer run forwards and backwards: gives both outputs, merged by ``merge_mode``.

    ``"concat"`` doubles the last axis, null gives two outputs; with ``return_state`` the states
    of both follow.
    """

    merge_mode: Literal["concat", "sum", "mul", "ave"] | None = "concat"
    initial_weights: Anything = Field(default=None, alias="weights")
    backward_layer: OptionalLayerField = None

    call_arguments: ClassVar[tuple[str, ...]] = ("initial_state", "mask", "training")

    def conflicts(self) -> Iterator[Problem]:
        forward, backward = self.layer, self.backward_layer
        for field, layer in (("layer", forward), ("backward_layer", backward)):
            if layer is not None and not isinstance(layer, Recurrent):
                message = f"Bidirectional takes a recurrent layer, and not {type(layer).__name__}"
                yield Problem("invalid_value", (field,), message, help=_RECURRENT)
                return
        back = True if backward is None else backward.go_backwards
        if forward.go_backwards == back:
            message = f'Both layers of Bidirectional have "go_backwards": {str(back).lower()}'
            yield Problem("conflicting_fields", ("layer",), message, help="One must be true.")
        for flag in ("stateful", "return_sequences", "return_state"):
            if backward is not None and getattr(forward, flag) != getattr(backward, flag):
                message = f'The two layers of Bidirectional differ in "{flag}"'
                yield Problem("conflicting_fields", ("backward_layer",), message)

    def call(  # type: ignore[override]  # Keras's own arguments
        self,
        sequences: Structure,
        initial_state: Structure = None,
        mask: Structure = None,
        training: object = None,
    ) -> Structure:
        del mask, training
        x = self.one_tensor(sequences)
        output = self.layer.call(x, initial_state=None)
        first, *states = output if isinstance(output, list) else [output]
        shapes = self._merged(first.shape)
        dtype = self.compute_dtype
        outputs = [Tensor(shape, dtype) for shape in (*shapes, *(s.shape for s in states * 2))]
        return outputs if len(outputs) > 1 else outputs[0]

    def _merged(self, shape: Shape | None) -> list[Shape | None]:
        if self.merge_mode is None:
            return [shape, shape]
        if self.merge_mode != "concat" or shape is None:
            return [shape]
        last = shape[-1]
        return [(*shape[:-1], None if last is None else 2 * last)]

    def weights(  # type: ignore[override]  # Keras's own arguments
        self, sequences: Structure, *args: object, **arguments: object
    ) -> Iterator[Weight]:
        del args, arguments
        yield from self.inner("forward", self.layer, sequences)
        yield from self.inner("backward", self.backward_layer or self.layer, sequences)


_RECURRENT = "For example LSTM, GRU, SimpleRNN or RNN."
