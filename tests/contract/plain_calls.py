"""Calls of every operation of ``keras.ops`` that Keras makes and runs on a batch."""

import inspect
from collections.abc import Callable
from typing import Any

from kspec.spec.shapes import Tensor

Call = tuple[dict[str, Any], list[Any]]

ROW, MATRIX, IMAGES = Tensor((4,)), Tensor((2, 4)), Tensor((2, 6, 4, 3))
VOLUMES = Tensor((2, 3, 4))
PLACES, LENGTHS = Tensor((2, 4), "int32"), Tensor((2,), "int32")
_WINDOWS = {"data_format": "channels_last"}
_STEPS = {"sequence_length": 4, "sequence_stride": 2, "fft_length": 4}
_POOL = {"pool_size": 2, **_WINDOWS}
_SIZE = {"output_size": (2, 2), **_WINDOWS}
_KERNEL = Tensor((2, 2, 3, 2))
_BLOCKS = {"block_size": 2, **_WINDOWS}
_CLASSES = {"num_classes": 3}
_POINTS = Tensor((2, 4, 2))

SPECIAL: dict[str, Call] = {
    **dict.fromkeys(("AdaptiveAveragePool", "AdaptiveMaxPool"), (_SIZE, [IMAGES])),
    **dict.fromkeys(("AveragePool", "MaxPool"), (_POOL, [IMAGES])),
    "AffineTransform": ({}, [IMAGES, Tensor((2, 8))]),
    "Arange": ({}, [1, 5, 2]),
    "Argpartition": ({"kth": 1}, [MATRIX]),
    "ArraySplit": ({"indices_or_sections": 2, "axis": 1}, [MATRIX]),
    "BatchNorm": ({"axis": -1}, [MATRIX, ROW, ROW, ROW, ROW]),
    **dict.fromkeys(("BitwiseAnd", "BitwiseOr", "BitwiseXor", "Gcd", "Lcm"), ({}, [PLACES] * 2)),
    **dict.fromkeys(("BitwiseLeftShift", "BitwiseRightShift"), ({}, [PLACES] * 2)),
    **dict.fromkeys(("LeftShift", "RightShift"), ({}, [PLACES] * 2)),
    **dict.fromkeys(("BitwiseInvert", "BitwiseNot"), ({}, [PLACES])),
    "BroadcastTo": ({"shape": [2, 4]}, [MATRIX]),
    **dict.fromkeys(("Cast", "SaturateCast", "View"), ({"dtype": "int32"}, [MATRIX])),
    "Clip": ({"x_min": 0, "x_max": 1}, [MATRIX]),
    **dict.fromkeys(("Concatenate", "Dstack", "Hstack", "Stack", "Vstack"), ({}, [[MATRIX] * 2])),
    "Conv": (_WINDOWS, [IMAGES, _KERNEL]),
    "ConvTranspose": (_WINDOWS, [IMAGES, Tensor((2, 2, 5, 3))]),
    "CropImages": (
        dict.fromkeys(("top_cropping", "bottom_cropping"), 1)
        | dict.fromkeys(("left_cropping", "right_cropping"), 1),
        [IMAGES],
    ),
    "CTCDecode": ({}, [Tensor((2, 5, 4)), LENGTHS]),
    "CTCLoss": ({}, [Tensor((2, 3), "int32"), Tensor((2, 5, 4)), LENGTHS, LENGTHS]),
    "DepthToSpace": (_BLOCKS, [Tensor((2, 2, 2, 4))]),
    "SpaceToDepth": (_BLOCKS, [Tensor((2, 2, 2, 3))]),
    "DepthwiseConv": (_WINDOWS, [IMAGES, _KERNEL]),
    "SeparableConv": (_WINDOWS, [IMAGES, _KERNEL, Tensor((1, 1, 6, 5))]),
    "Digitize": ({}, [MATRIX, Tensor((1,))]),
    "Dot": ({}, [MATRIX, Tensor((4, 3))]),
    "Matmul": ({}, [MATRIX, Tensor((4, 3))]),
    "DotProductAttention": ({}, [Tensor((2, 3, 2, 4))] * 3),
    "Dsplit": ({"indices_or_sections": 2}, [VOLUMES]),
    **dict.fromkeys(("Hsplit", "Vsplit", "Split"), ({"indices_or_sections": 2}, [MATRIX])),
    "Einsum": ({"subscripts": "ab,bc->ac"}, [MATRIX, Tensor((4, 3))]),
    "ElasticTransform": ({"seed": 1}, [IMAGES]),
    "ExpandDims": ({"axis": 1}, [MATRIX]),
    "ExtractPatches": ({"size": 2, **_WINDOWS}, [IMAGES]),
    "ExtractSequences": ({"sequence_length": 2, "sequence_stride": 1}, [MATRIX]),
    **dict.fromkeys(("FFT", "FFT2", "IFFT2"), ({}, [[MATRIX, MATRIX]])),
    "STFT": (_STEPS, [Tensor((2, 16))]),
    "Fold": ({"output_size": 4, "kernel_size": 2, "stride": 2}, [Tensor((2, 8, 4))]),
    "Unfold": ({"kernel_size": 2, "stride": 2}, [Tensor((2, 3, 4, 4))]),
    "Full": ({"shape": [2, 4]}, [Tensor(())]),
    "GetItem": ({}, [MATRIX, [0, 1]]),
    "Histogram": ({"bins": 3}, [ROW]),
    **dict.fromkeys(("HSVToRGB", "RGBToHSV", "RGBToGrayscale", "SobelEdges"), ({}, [IMAGES])),
    "GaussianBlur": ({}, [IMAGES]),
    "IsIn": ({}, [MATRIX, ROW]),
    "LayerNorm": ({}, [MATRIX, ROW, ROW]),
    "Ldexp": ({}, [MATRIX, PLACES]),
    "MapCoordinates": ({"order": 1}, [Tensor((4, 5)), Tensor((2, 3))]),
    "Meshgrid": ({}, [ROW, ROW]),
    "Moments": ({"axes": [0]}, [MATRIX]),
    "Moveaxis": ({"source": 0, "destination": 1}, [MATRIX]),
    "MultiHot": (_CLASSES, [PLACES]),
    "OneHot": (_CLASSES, [PLACES]),
    **dict.fromkeys(("Quantile", "Nanquantile"), ({"axis": -1}, [MATRIX, Tensor((2,))])),
    **dict.fromkeys(("Percentile", "Nanpercentile"), ({"axis": -1}, [MATRIX, Tensor((2,))])),
    "PSNR": ({"max_val": 1.0}, [IMAGES, IMAGES]),
    "Pad": ({"pad_width": [[1, 1], [0, 1]]}, [MATRIX]),
    "PadImages": (
        dict.fromkeys(("top_padding", "bottom_padding"), 1)
        | dict.fromkeys(("left_padding", "right_padding"), 1),
        [IMAGES],
    ),
    "PerspectiveTransform": ({}, [IMAGES, _POINTS, _POINTS]),
    "RMSNorm": ({}, [MATRIX, ROW]),
    "Rearrange": ({}, [MATRIX, "a b -> b a"]),
    **dict.fromkeys(("Repeat", "Tile"), ({"repeats": 2}, [MATRIX])),
    "Reshape": ({"newshape": [4, 2]}, [MATRIX]),
    "Resize": ({"size": [3, 3]}, [IMAGES]),
    "Roll": ({"shift": 1, "axis": 1}, [MATRIX]),
    "ScaleAndTranslate": (
        {"spatial_dims": [1, 2], "method": "linear"},
        [IMAGES, [2, 3, 3, 3], Tensor((2,)), Tensor((2,))],
    ),
    "Scatter": ({"shape": [2, 2]}, [Tensor((2, 2), "int32"), Tensor((2,))]),
    "ScatterUpdate": ({}, [MATRIX, Tensor((1, 2), "int32"), Tensor((1,))]),
    "SearchSorted": ({}, [Tensor((1,)), ROW]),
    "Select": ({}, [[Tensor((2, 4), "bool")], [MATRIX]]),
    "Slice": ({"shape": [1, 2]}, [MATRIX, LENGTHS]),
    "SliceUpdate": ({}, [MATRIX, LENGTHS, Tensor((1, 2))]),
    "SparseCategoricalCrossentropy": ({}, [LENGTHS, MATRIX]),
    "SSIM": ({}, [Tensor((2, 12, 12, 3))] * 2),
    "Swapaxes": ({"axis1": 0, "axis2": 1}, [MATRIX]),
    "Take": ({"axis": 1}, [MATRIX, LENGTHS]),
    "TakeAlongAxis": ({"axis": 1}, [MATRIX, PLACES]),
    "Threshold": ({"threshold": 0.5, "default_value": 0.0}, [MATRIX]),
    "TopK": ({"k": 2}, [MATRIX]),
    "UnravelIndex": ({"shape": [2, 4]}, [LENGTHS]),
    "Vander": ({"N": 3}, [ROW]),
    "Where": ({}, [Tensor((2, 4), "bool"), MATRIX, MATRIX]),
}


def plain_call(name: str, call: Callable[..., Any]) -> Call:
    """Arguments of the constructor and of the call of an operation."""
    if name in SPECIAL:
        return SPECIAL[name]
    given = [p for p in inspect.signature(call).parameters.values() if p.default is p.empty]
    return {}, [MATRIX for _ in given[1:]]
