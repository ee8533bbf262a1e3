"""Calls of every operation of ``keras.ops`` that Keras makes and runs on a batch."""

import inspect
from collections.abc import Callable
from typing import Any

from kspec.spec.shapes import Tensor

Call = tuple[dict[str, Any], list[Any]]

MATRIX, IMAGES = Tensor((2, 4)), Tensor((2, 6, 4, 3))
PLACES, LENGTHS = Tensor((2, 4), "int32"), Tensor((2,), "int32")
_WINDOWS = {"data_format": "channels_last"}
_BLOCKS = {"block_size": 2, **_WINDOWS}
_CLASSES = {"num_classes": 3}

SPECIAL: dict[str, Call] = {
    "Arange": ({}, [1, 5, 2]),
    **dict.fromkeys(("BitwiseInvert", "BitwiseNot"), ({}, [PLACES])),
    "BroadcastTo": ({"shape": [2, 4]}, [MATRIX]),
    **dict.fromkeys(("Cast", "SaturateCast"), ({"dtype": "int32"}, [MATRIX])),
    "Clip": ({"x_min": 0, "x_max": 1}, [MATRIX]),
    **dict.fromkeys(("Concatenate", "Stack"), ({}, [[MATRIX] * 2])),
    "DepthToSpace": (_BLOCKS, [Tensor((2, 2, 2, 4))]),
    "SpaceToDepth": (_BLOCKS, [Tensor((2, 2, 2, 3))]),
    "Dot": ({}, [MATRIX, Tensor((4, 3))]),
    "Matmul": ({}, [MATRIX, Tensor((4, 3))]),
    "DotProductAttention": ({}, [Tensor((2, 3, 2, 4))] * 3),
    "Split": ({"indices_or_sections": 2}, [MATRIX]),
    "Einsum": ({"subscripts": "ab,bc->ac"}, [MATRIX, Tensor((4, 3))]),
    "ExpandDims": ({"axis": 1}, [MATRIX]),
    "ExtractPatches": ({"size": 2, **_WINDOWS}, [IMAGES]),
    "Full": ({"shape": [2, 4]}, [Tensor(())]),
    "GetItem": ({}, [MATRIX, [0, 1]]),
    "RGBToGrayscale": ({}, [IMAGES]),
    "OneHot": (_CLASSES, [PLACES]),
    "Pad": ({"pad_width": [[1, 1], [0, 1]]}, [MATRIX]),
    **dict.fromkeys(("Repeat", "Tile"), ({"repeats": 2}, [MATRIX])),
    "Reshape": ({"newshape": [4, 2]}, [MATRIX]),
    "Resize": ({"size": [3, 3]}, [IMAGES]),
    "Slice": ({"shape": [1, 2]}, [MATRIX, LENGTHS]),
    "Swapaxes": ({"axis1": 0, "axis2": 1}, [MATRIX]),
    "Take": ({"axis": 1}, [MATRIX, LENGTHS]),
    "TakeAlongAxis": ({"axis": 1}, [MATRIX, PLACES]),
    "TopK": ({"k": 2}, [MATRIX]),
    "Where": ({}, [Tensor((2, 4), "bool"), MATRIX, MATRIX]),
}


def plain_call(name: str, call: Callable[..., Any]) -> Call:
    """Arguments of the constructor and of the call of an operation."""
    if name in SPECIAL:
        return SPECIAL[name]
    given = [p for p in inspect.signature(call).parameters.values() if p.default is p.empty]
    return {}, [MATRIX for _ in given[1:]]
