"""Layers around a layer."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any, ClassVar, Literal

from kspec.spec.fields import Anything, PositiveInt
from kspec.spec.layers.base import Layer, nested_weight
from kspec.spec.layers.checks import check_arguments, single_input, size_of
from kspec.spec.layers.layer_facts import CallSpec, InputSpec, Role
from kspec.spec.layers.nested import LayerField, read_layer
from kspec.spec.layers.recurrence import Recurrent
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.layers.weight import Weight
from kspec.spec.markers import Json, Plain
from kspec.spec.problem import Fault, Nested, Problem
from kspec.spec.shapes import UNKNOWN, Shape, Structure, Tensor, broadcast, show, tensors
from kspec.spec.spec_object import field


class Wrapper(Layer):
    """Base class of layers around a layer; cannot be called itself."""

    role: ClassVar[Role] = "wrapper"

    layer: LayerField

    def _refuse_call(self, inputs: Structure, **arguments: object) -> Structure:
        del inputs, arguments
        message = "Wrapper is the base of other layers and cannot be called"
        raise Fault("invalid_value", message, help="Use the layer inside, or TimeDistributed.")

    call: ClassVar[Callable[..., Structure]] = _refuse_call

    @property
    def has_weights(self) -> bool:
        return bool(self.layer.has_weights)

    @property
    def opaque(self) -> bool:
        return "layer" in self.unknown_fields or bool(self.layer.opaque)

    @property
    def adds_loss(self) -> bool:
        return super().adds_loss or bool(self.layer.adds_loss)

    def inner(self, prefix: str, layer: Layer, x: Structure) -> Iterator[Weight]:
        """The weights of a layer inside, as the wrapper's own."""
        for weight in layer.weights(x):
            yield nested_weight(layer, weight, prefix)

    def one_output(self, x: Tensor) -> Tensor:
        """Output of the layer inside for one tensor; raises `Fault` unless it is one tensor."""
        output = inside("layer", self.layer, x)
        if not isinstance(output, Tensor):
            message = f"{type(self.layer).__name__} gives several outputs here"
            help_text = f"{type(self).__name__} takes a layer with one output."
            raise Fault("incompatible_shapes", message, field=("layer",), help=help_text)
        return output


def inside(field: str, layer: Layer, *args: Structure) -> Structure:
    """Output of the layer of a field; a fault in a field of the layer becomes a fault of this
    field.
    """
    try:
        return layer(*args)
    except Fault as fault:
        path = (field,) if fault.field else ()
        raise Fault(fault.kind, fault.message, field=path, help=fault.help) from None


class TimeDistributed(Wrapper):
    """Applies a layer to every time step: ``(batch, time, ...)`` gives ``(batch, time, ...)``.

    The layer inside sees ``(batch, ...)``, without the time axis.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect("wraps")
    input_spec: ClassVar[InputSpec] = InputSpec(
        min_ndim=3, description="sequences (batch, time, ...)"
    )
    call_spec: ClassVar[CallSpec] = CallSpec(("training", "mask"))

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        check_arguments(self, arguments)
        shape = self.check_rank(single_input(self, inputs).shape)
        output = self.one_output(self._step(single_input(self, inputs))).shape
        if output is None or shape is None:
            return Tensor(None, self.compute_dtype)
        return Tensor((output[0], shape[1], *output[1:]), self.compute_dtype)

    def weights(self, inputs: Structure, **arguments: object) -> Iterator[Weight]:
        del arguments
        x = single_input(self, inputs)
        step = self._step(x._replace(shape=self.check_rank(x.shape)))
        yield from self.inner("layer", self.layer, step)

    def _step(self, x: Tensor) -> Tensor:
        if x.shape is None:
            return UNKNOWN
        return Tensor((size_of(self, x.shape, 0), *x.shape[2:]), self.cast_dtype(x))


class SpectralNormalization(Wrapper):
    """A layer whose kernel is divided by its largest singular value; inputs and outputs are those
    of the layer inside.

    The layer inside must have a ``kernel`` (Dense, Conv2D ...) or ``embeddings``.
    """

    power_iterations: PositiveInt = 1

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        check_arguments(self, arguments)
        x = single_input(self, inputs)
        self.check_rank(x.shape)
        output = self.one_output(x)._replace(dtype=self.compute_dtype)
        if x.shape is not None and not self.opaque:
            self._kernel(x)
        return output

    def weights(self, inputs: Structure, **arguments: object) -> Iterator[Weight]:
        del arguments
        x = single_input(self, inputs)
        if self.check_rank(x.shape) is not None:
            yield from self.inner("layer", self.layer, x)
            yield Weight("vector_u", (1, self._kernel(x).shape[-1]), trainable=False)

    def _kernel(self, x: Tensor) -> Weight:
        name = "layer/kernel" if isinstance(self.layer, SpectralNormalization) else "kernel"
        weights: Iterator[Weight] = self.layer.weights(x)
        for weight in weights:
            if weight.name in {name, "embeddings"}:
                return weight
        message = f"{type(self.layer).__name__} has no kernel to normalize"
        help_text = "SpectralNormalization takes a layer such as Dense or Conv2D."
        raise Fault("invalid_value", message, field=("layer",), help=help_text)


def _read_recurrent(value: object) -> Layer | None:
    layer = read_layer(value)
    if not isinstance(layer, Recurrent):
        message = f"Bidirectional takes a recurrent layer, and not {type(layer).__name__}"
        help_text = "For example LSTM, GRU, SimpleRNN or RNN."
        raise Nested([Problem("invalid_value", (), message, help=help_text)])
    return layer


def _read_optional(value: object) -> Layer | None:
    return None if value is None else _read_recurrent(value)


class Bidirectional(Wrapper):
    """A recurrent layer run forwards and backwards: gives both outputs, merged by ``merge_mode``.

    ``"concat"`` doubles the last axis, null gives two outputs; with ``return_state`` the states
    of both follow.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect("wraps")
    call_spec: ClassVar[CallSpec] = CallSpec(("initial_state", "mask", "training"))

    layer: Annotated[Any, Plain(_read_recurrent), Json({"x-kind": "layer"})]
    merge_mode: Literal["concat", "sum", "mul", "ave"] | None = "concat"
    initial_weights: Anything = field(default=None, alias="weights")
    backward_layer: Annotated[Any, Plain(_read_optional), Json({"x-kind": "layer"})] = None

    def conflicts(self) -> Iterator[Problem]:
        forward, backward = self.layer, self.backward_layer
        back = True if backward is None else backward.go_backwards
        if forward.go_backwards == back:
            message = f'Both layers of Bidirectional have "go_backwards": {str(back).lower()}'
            help_text = "One must run forwards, the other backwards."
            yield Problem("conflicting_fields", ("layer",), message, help=help_text)
        for flag in ("stateful", "return_sequences", "return_state"):
            if backward is not None and getattr(forward, flag) != getattr(backward, flag):
                message = f'The two layers of Bidirectional differ in "{flag}"'
                yield Problem("conflicting_fields", ("backward_layer",), message)
        if forward.stateful and forward.return_state:
            # Keras 3.15 raises a TypeError of its own when it makes the masks of the states.
            message = "Bidirectional cannot be stateful and return its state at once"
            help_text = 'Remove "stateful" or "return_state" from the layer inside.'
            yield Problem("conflicting_fields", ("layer",), message, help=help_text)

    def call(
        self,
        sequences: Structure,
        initial_state: Structure = None,
        mask: Structure = None,
        training: object = None,
    ) -> Structure:
        del training
        forward_state, backward_state = self._halves(initial_state)
        field, other = "layer", self.layer
        forward = list(tensors(inside(field, other, sequences, forward_state, mask)))
        if self.backward_layer is not None:
            field, other = "backward_layer", self.backward_layer
        backward = list(tensors(inside(field, other, sequences, backward_state, mask)))
        self._check_merge(forward[0].shape, backward[0].shape)
        # Keras gives the backward layer the shape of the forward one, also where they differ.
        shapes = [*self._merged(forward[0].shape), *(state.shape for state in forward[1:] * 2)]
        outputs = [Tensor(shape, self.compute_dtype) for shape in shapes]
        return outputs if len(outputs) > 1 else outputs[0]

    def _halves(self, states: Structure) -> tuple[Structure, Structure]:
        if states is None:
            return None, None
        if not isinstance(states, list):
            message = (
                "The initial state of Bidirectional is a list: forward states, backward states"
            )
            raise Fault("input_count", message)
        half = len(states) // 2
        return list(states[:half]), list(states[half:])

    def _check_merge(self, forward: Shape | None, backward: Shape | None) -> None:
        if self.merge_mode in {None, "concat"} or forward is None or backward is None:
            return
        if broadcast(forward, backward) is None:
            message = f"{show(forward)} and {show(backward)} cannot be merged by {self.merge_mode}"
            raise Fault("incompatible_shapes", message, field=("backward_layer",))

    def _merged(self, shape: Shape | None) -> list[Shape | None]:
        if self.merge_mode is None:
            return [shape, shape]
        if self.merge_mode != "concat" or shape is None:
            return [shape]
        last = shape[-1]
        return [(*shape[:-1], None if last is None else 2 * last)]

    def weights(self, sequences: Structure, *args: object, **arguments: object) -> Iterator[Weight]:
        del args, arguments
        yield from self.inner("forward", self.layer, sequences)
        yield from self.inner("backward", self.backward_layer or self.layer, sequences)
