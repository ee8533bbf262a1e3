"""Weights of a quantized layer in the place of its kernel, as Keras's ``quantized_build`` makes
them.
"""

from collections.abc import Iterator

from kspec.named_tuple import NamedTuple
from kspec.spec import dtypes
from kspec.spec.dtypes import Quantized
from kspec.spec.layers.base import Layer
from kspec.spec.layers.weight import Weight


class Quantizable(Layer, abstract=True):
    """A layer whose kernel or table Keras can quantize."""

    @property
    def quantized(self) -> Quantized | None:
        """Quantization of the layer's policy."""
        return dtypes.quantized(self.dtype)


_AMAX_HISTORY = 1024
"""Number of steps whose largest values Keras remembers for each float8 scale."""


class Matrix(NamedTuple):
    """A kernel as Keras quantizes it: ``columns`` have a scale each, taken over ``rows``."""

    rows: int
    columns: int


def kernel(layer: Quantizable, shape: tuple[int, ...], matrix: Matrix) -> Iterator[Weight]:
    """The weights in the place of the kernel of a dense layer; raises `Fault`."""
    policy = layer.quantized
    rank = getattr(layer, "lora_rank", None)
    if policy is None or policy.mode == "float8":
        if policy is not None:
            yield from _float8()
        yield Weight("kernel", shape, trainable=not rank)
    elif policy.mode == "int8":
        yield Weight("kernel", shape, trainable=False, dtype="int8")
        yield Weight("kernel_scale", (matrix.columns,), trainable=False)
    elif policy.mode == "int4":
        yield Weight("kernel", (matrix.rows, _half(matrix.columns)), trainable=False, dtype="int8")
        yield from scales("kernel", matrix, block_size(layer, policy))
    else:
        yield from _calibrated(policy, matrix)


def _float8() -> Iterator[Weight]:
    for name in ("inputs", "kernel", "outputs_grad"):
        yield Weight(f"{name}_scale", (), dtype="float32")
        yield Weight(f"{name}_amax_history", (_AMAX_HISTORY,), dtype="float32")


def _calibrated(policy: Quantized, matrix: Matrix) -> Iterator[Weight]:
    bits, size = policy.numbers
    columns = _half(matrix.columns) if bits == 4 else matrix.columns  # two a byte
    groups = 1 if size == -1 else -(-matrix.rows // size)
    yield Weight("kernel", (columns, matrix.rows), trainable=False, dtype="uint8")
    yield Weight("kernel_scale", (matrix.columns, groups), trainable=False)
    yield Weight("kernel_zero", (matrix.columns, groups), trainable=False, dtype="uint8")
    yield Weight("g_idx", (matrix.rows,), trainable=False, dtype="float32")
    if policy.mode == "awq":
        yield Weight("awq_scales", (matrix.rows,), trainable=False)


def table(
    layer: Quantizable,
    name: str,
    integers: int,
    features: int,
    *,
    trainable: bool = True,
    turned: bool = False,
) -> Iterator[Weight]:
    """The weights in the place of an embedding's table, ``turned`` for the way back; each
    integer has its scales.
    """
    policy = layer.quantized
    if policy is None:
        yield Weight(name, (features, integers) if turned else (integers, features), trainable)
        return
    block = None
    by_scale = Matrix(rows=features, columns=integers)
    if policy.mode == "int4":
        features = _half(features)
        block = block_size(layer, policy)
    shape = (features, integers) if turned else (integers, features)
    yield Weight(name, shape, trainable=False, dtype="int8")
    for weight in scales(name, by_scale, block):
        # Keras keeps one index of blocks for both tables.
        if not turned or weight.name != "g_idx":
            yield weight


def scales(name: str, matrix: Matrix, block: int | None) -> Iterator[Weight]:
    """Yield the scales of a matrix: one per column, or one per block of rows of each column."""
    if block is None:
        yield Weight(f"{name}_scale", (matrix.columns,), trainable=False)
        return
    shape = (-(-matrix.rows // block), matrix.columns)
    yield Weight(f"{name}_scale", shape, trainable=False)
    yield Weight(f"{name}_zero", shape, trainable=False, dtype="int8")
    yield Weight("g_idx", (matrix.rows,), trainable=False, dtype="float32")


def block_size(layer: Quantizable, policy: Quantized) -> int | None:
    """Number of rows that share a scale, from the ``quantization_config``, else from the policy;
    None for all rows.
    """
    config = getattr(layer, "quantization_config", None)
    if config is not None and hasattr(config, "block_size"):
        # Keras reads a config without it as one for whole channels.
        size = config.block_size if "block_size" in config.model_fields_set else None
    else:
        size = policy.numbers[0] if policy.numbers else None
    return None if size == -1 else size


def _half(size: int) -> int:
    """Two values of four bits are a byte."""
    return (size + 1) // 2
