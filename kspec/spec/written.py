"""Tensors between layers in a Keras file: the output of each call when the file was written.

Keras ignores these descriptions, and so does inference wherever it knows the layer. Only the
outputs of opaque layers are taken from them, and only while all inputs of the layer are the same as
then.
"""

from collections.abc import Callable, Iterable

from kspec.spec.network import TensorRef
from kspec.spec.shapes import UNKNOWN, Structure, Tensor

Written = dict[tuple[str, int], dict[int, Tensor]]
"""The outputs of each application (a layer's name and which of its calls), by their number."""


def note(written: Written, ref: TensorRef, x: Tensor) -> None:
    """Record the shape and dtype that a file gives for a tensor; two places that differ give
    unknown.
    """
    outputs = written.setdefault((ref.layer, ref.call), {})
    if outputs.setdefault(ref.output, x) != x:
        outputs[ref.output] = UNKNOWN


def expect(written: Written, ref: TensorRef) -> None:
    """Record that a tensor exists, without a shape and dtype in the file."""
    written.setdefault((ref.layer, ref.call), {}).setdefault(ref.output, UNKNOWN)


def output_of(
    written: Written,
    application: tuple[str, int],
    refs: Iterable[TensorRef],
    tensor: Callable[[TensorRef], Tensor],
) -> Structure:
    """Output of an opaque call from the file; unknown where the inputs (by ``tensor``) differ from
    the file's.
    """
    outputs = written.get(application)
    if not outputs or any(_differs(written, ref, tensor(ref)) for ref in refs):
        return UNKNOWN
    every = [outputs.get(index, UNKNOWN) for index in range(max(outputs) + 1)]
    return every[0] if len(every) == 1 else every


def _differs(written: Written, ref: TensorRef, x: Tensor) -> bool:
    then = written.get((ref.layer, ref.call), {}).get(ref.output)
    return then is None or then.shape is None or then[:2] != x[:2]
