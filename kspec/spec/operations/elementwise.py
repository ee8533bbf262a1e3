"""Elementwise functions of one tensor or of two: a table of their names, with the dtype of their
output and their effects on values and gradients.
"""

from collections.abc import Callable
from typing import ClassVar

from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.operations.base import Operation, operand
from kspec.spec.operations.promotion import as_float, is_integer, result_type
from kspec.spec.shapes import Structure, Tensor

Rule = Callable[..., str | None]
"""Function from the dtypes of the tensors to that of the output."""


class Elementwise(Operation, abstract=True):
    """A function of each element of a tensor."""

    rule: ClassVar[Rule]

    def output_dtype(self, x: Tensor) -> str | None:
        return self.rule(x.dtype)


class Binary(Operation, abstract=True):
    """A function of the elements of two tensors, or of a tensor and a number, that broadcast."""

    rule: ClassVar[Rule]

    def call(self, x1: Structure, x2: Structure) -> Structure:
        one, other = operand(x1), operand(x2)
        return Tensor(self.stretched(one, other), self.rule(one.dtype, other.dtype))


def _same(dtype: str | None) -> str | None:
    return dtype


def _float_of_integers(dtype: str | None) -> str | None:
    return "float32" if is_integer(dtype) else dtype


def _float32(*_: str | None) -> str:
    return "float32"


def _bool(*_: str | None) -> str:
    return "bool"


def _int32_of_bool(*dtypes: str | None) -> str | None:
    dtype = dtypes[0] if len(dtypes) == 1 else result_type(*dtypes)
    return "int32" if dtype == "bool" else dtype


def _with_float(*dtypes: str | None) -> str | None:
    return result_type(*dtypes, "float")


PLAIN = ValueEffect()
FLAT = ValueEffect(stops_gradients=True)
Row = tuple[type[Operation], Rule, str, ValueEffect]
_FAMILIES: tuple[Row, ...] = (
    (Elementwise, _same, "Abs Absolute BitwiseInvert BitwiseNot Conj Conjugate Erf Erfinv", PLAIN),
    (Elementwise, _same, "HardSigmoid HardSilu HardTanh Imag LogSigmoid Negative Real Relu", PLAIN),
    (Elementwise, _same, "Relu6 Rsqrt Selu Sigmoid Sign Silu Softplus Softsign SparsePlus", PLAIN),
    (Elementwise, _same, "SparseSigmoid TanhShrink", PLAIN),
    (Elementwise, _same, "Trunc", FLAT),
    (Elementwise, _same, "Copy", ValueEffect("keeps")),
    (Elementwise, as_float, "Angle Arccos Arccosh Arcsin Arcsinh Arctan Arctanh Cos Cosh", PLAIN),
    (Elementwise, as_float, "Log Log10 Log1p Log2 Sin Sinc Sinh Sqrt Tan Tanh", PLAIN),
    (Elementwise, as_float, "Ceil Floor", FLAT),
    (Elementwise, _float_of_integers, "Exp2 Expm1 Fabs", PLAIN),
    (Elementwise, _float_of_integers, "Exp", ValueEffect(function="exponential")),
    (Elementwise, _with_float, "Erfc", PLAIN),
    (Elementwise, _float32, "Reciprocal", PLAIN),
    (Elementwise, _int32_of_bool, "Square", PLAIN),
    (Elementwise, _bool, "Isfinite Isinf Isnan Isneginf Isposinf Isreal LogicalNot Signbit", PLAIN),
    (Binary, result_type, "Fmax Fmin Maximum Minimum Multiply Power", PLAIN),
    (Binary, result_type, "FloorDivide", FLAT),
    (Binary, result_type, "Add Subtract", ValueEffect("sums")),
    (Binary, _with_float, "Divide DivideNoNan Logaddexp Logaddexp2 TrueDivide", PLAIN),
    (Binary, _int32_of_bool, "Fmod Mod", PLAIN),
    (Binary, _bool, "Equal Greater GreaterEqual Less LessEqual NotEqual", PLAIN),
    (Binary, _bool, "LogicalAnd LogicalOr LogicalXor", PLAIN),
)
ROWS = {name: row for row in _FAMILIES for name in row[2].split()}


def __getattr__(name: str) -> type[Operation]:
    """Create the class of an operation on its first use."""
    if name not in ROWS:
        raise AttributeError(name)
    base, rule, _, effect = ROWS[name]
    body = {"__module__": __name__, "__doc__": base.__doc__, "rule": staticmethod(rule)}
    cls = globals()[name] = type(name, (base,), {**body, "value_effect": effect})
    return cls
