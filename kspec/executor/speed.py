"""Speedups of a training on a processor that keep its results, chosen by measurements.

Several batches in one execution and large batches of validation change no value. One thread
changes none in networks without convolutions, and small ones gain by it. XLA pays in recurrent
networks alone, and rounds in another order. See ``docs/performance-training.md``.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kspec.analysis.summary import summarize
from kspec.named_tuple import NamedTuple
from kspec.spec.layers.recurrence import WithVectorStates
from kspec.spec.layers.wrappers import Wrapper
from kspec.spec.spec_object import SpecObject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.executor.settings import Settings
    from kspec.spec.layers.base import Layer
    from kspec.spec.model import ModelSpec

EXECUTION = 0.5
"""Seconds that an execution may take, which delays Ctrl-C and progress."""
MOST_STEPS = 64
"""More batches in an execution than this gain nothing."""
STEP = 3
"""Duration of a training step, as a multiple of a forward pass."""
WALK = 5
"""Duration of an uncompiled recurrent network, as when it is timed, as a multiple of the compiled
one.
"""
SMALL = 16_000_000
"""Multiplications of a batch up to which the threads of an operation cost more than they gain."""
WORTHWHILE = 400
"""Number of steps up to which tracing a loop of batches takes longer than the loop saves."""
XLA_STEPS = 50_000
"""Number of time steps in all batches from which on XLA saves more time than its compilation
takes.
"""
XLA_WIDTH = 64
"""Width of a recurrent state up to which XLA is faster: it multiplies larger matrices slower."""
VALIDATION_BATCH = 256
"""Validation has no gradients, and gives the same values in large batches, sooner."""
SIMPLE = frozenset(
    {
        *("activation", "dropout", "embedding", "global_pooling", "input", "merge", "neutral"),
        *("normalization", "rearranging", "wrapper"),
    }
)
"""Roles of layers that may be mixed with dense and recurrent ones."""
BY_BATCH = ("save_freq", "update_freq", "profile_batch")
"""Fields by which a callback acts within an epoch, where they hold a number or a range."""
NEVER = (None, 0, "epoch")
"""Values of these fields of a callback that never acts within an epoch."""


class Speed(NamedTuple):
    """Batches in one execution, whether XLA compiles them, and the batch size of validation."""

    steps: int
    jit: bool
    validation_batch: int

    def words(self, steps_of_spec: int = 1) -> str:
        """Describe the choices in a sentence, without ``steps_of_spec``; empty for none."""
        chosen = [f"{self.steps} batches in one execution"] if self.steps != steps_of_spec else []
        if self.jit:
            chosen.append("compiled by XLA")
        return f"for speed: {', '.join(chosen)} (--plain turns it off)" if chosen else ""


def speed_of(analysis: Analysis, settings: Settings, samples: int, forward: float) -> Speed:
    """Choose the speedups of a run; ``forward`` is the seconds of a pass of one batch."""
    from kspec.executor.backends.current import current

    spec, backend = analysis.known_spec, current()
    compiled = spec.effective_compile
    epoch = settings.steps_per_epoch or math.ceil(samples / settings.batch_size)
    steps, jit = compiled.steps_per_execution, False
    joins = backend.joins_steps and _may_join(spec)
    long_enough = epoch * settings.epochs > WORTHWHILE
    if joins and long_enough and "steps_per_execution" not in compiled.model_fields_set:
        seconds = STEP * max(forward, 1e-4) / (WALK if _is_recurrent(spec) else 1)
        fitting = EXECUTION / seconds
        steps = min(2 ** int(math.log2(min(max(fitting, 1), MOST_STEPS))), epoch)
    if backend.chooses_xla and compiled.jit_compile == "auto" and not compiled.run_eagerly:
        jit = _gains_by_xla(analysis, epoch * settings.epochs) and not backend.has_gpu()
    return Speed(steps, jit, max(settings.batch_size, VALIDATION_BATCH))


def plain_speed(spec: ModelSpec, settings: Settings) -> Speed:
    """Settings of the spec, with Keras's defaults."""
    steps = spec.effective_compile.steps_per_execution
    return Speed(steps, jit=False, validation_batch=settings.batch_size)


@contextmanager
def trained_with(speed: Speed, model: Any) -> Iterator[None]:
    """Have a compiled model train so: validation and predictions are too few steps for XLA."""
    jit, model.steps_per_execution = model.jit_compile, speed.steps
    if speed.jit:
        model.make_test_function()
        model.jit_compile = True
    try:
        yield
    finally:
        model.jit_compile = jit


def limit_threads(analysis: Analysis, batch_size: int) -> bool:
    """Let every operation of a small dense network run in one thread; whether it does. To be
    called before anything is computed, which fixes the threads.

    A recurrent network takes as much of the processor with one thread, and more time by the clock.
    """
    from kspec.executor.backends.current import current

    summary = summarize(analysis)
    weights = None if summary is None else summary.trainable_params
    if not weights or weights * batch_size > SMALL or current().has_gpu():
        return False
    if analysis.spec is None or not _is_dense(analysis.spec):
        return False
    return current().use_one_thread()


def _may_join(spec: ModelSpec) -> bool:
    """Whether nothing has to happen between two batches of an epoch."""
    compiled = spec.effective_compile
    own = [item for _, item in spec.effective_fit.all_callbacks()]
    values = (getattr(callback, name, None) for callback in own for name in BY_BATCH)
    known = all(isinstance(callback, SpecObject) for callback in own)
    return known and not compiled.run_eagerly and all(at in NEVER for at in values)


def _is_recurrent(spec: ModelSpec) -> bool:
    layers = list(_layers(spec))
    return _is_sequential(spec) and any(isinstance(layer, WithVectorStates) for layer in layers)


def _gains_by_xla(analysis: Analysis, batches: int) -> bool:
    """Whether all recurrent layers are narrow, and loop for long enough in so many batches."""
    loops = [
        (layer.output_size, place.inputs[0].shape)
        for place in analysis.places
        for layer in _with_inner(place.layer)
        if isinstance(layer, WithVectorStates) and place.inputs
    ]
    return _is_recurrent(analysis.known_spec) and all(
        width <= XLA_WIDTH
        and shape is not None
        and isinstance(shape[1], int)
        and shape[1] * batches >= XLA_STEPS
        for width, shape in loops
    )


def _is_sequential(spec: ModelSpec) -> bool:
    """Whether all layers are dense, recurrent or simple: none has two spatial dimensions."""
    return all(
        isinstance(layer, WithVectorStates)
        or (layer is not None and (layer.role in SIMPLE or layer.value_effect.on_last_axis))
        for layer in _layers(spec)
    )


def _is_dense(spec: ModelSpec) -> bool:
    return _is_sequential(spec) and not _is_recurrent(spec)


def _layers(spec: ModelSpec) -> Iterator[Layer | None]:
    """Yield every layer, and the layer inside a wrapper; None for an unknown one."""
    for node in spec.network.nodes.values():
        yield from _with_inner(node.layer)


def _with_inner(layer: Layer | None) -> Iterator[Layer | None]:
    yield layer
    if isinstance(layer, Wrapper):
        yield getattr(layer, "layer", None)
