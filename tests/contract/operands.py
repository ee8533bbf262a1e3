"""Random cases of ``keras.ops``: arguments of operations, and tensors to match."""

import inspect
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from kspec.spec.shapes import Shape, Tensor

dims = st.one_of(st.none(), st.sampled_from([1, 2, 3, 4, 6]))
shapes = st.lists(dims, max_size=4).map(tuple)
dtypes = st.sampled_from(["float32", "float16", "int32", "int64", "bool", "uint8", "float64"])
some_tensors = st.builds(Tensor, shapes, dtypes)
picture_shapes = st.sampled_from(
    [(None, 6, 4, 3), (6, 8, 3), (2, 5, 5, 1), (None, 3, 6, 6), (3, 4, 6), (None, None, 6, 3)]
)
pictures = st.builds(Tensor, st.one_of(picture_shapes, picture_shapes, shapes), dtypes)
axes = st.one_of(st.none(), st.integers(-5, 4), st.lists(st.integers(-3, 3), max_size=3))
booleans = st.booleans()
sizes = st.one_of(st.integers(1, 3), st.lists(st.integers(1, 3), min_size=1, max_size=3))
formats = st.sampled_from([None, "channels_last", "channels_first", "first"])
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(["keepdims", "return_index", "return_inverse", "return_counts"], booleans),
    **dict.fromkeys(["center", "retstep", "sparse"], booleans),
    **dict.fromkeys(["strides", "dilation_rate", "pool_size", "size"], sizes),
    **dict.fromkeys(["kernel_size", "dilation", "padding_", "stride"], sizes),
    **dict.fromkeys(["axis1", "axis2", "axisa", "axisb", "axisc"], st.integers(-4, 3)),
    "data_format": formats,
    "padding": st.sampled_from(["valid", "same", "SAME", "causal", "full"]),
    "output_padding": st.one_of(st.none(), st.integers(0, 1)),
    "output_size": st.one_of(sizes, st.just((2, 2)), st.just((2,))),
    "block_size": st.integers(1, 3),
    "dtype": st.sampled_from([None, "int32", "float16"]),
    "axes": axes,
    "source": st.one_of(st.integers(-4, 3), st.lists(st.integers(0, 3), max_size=2)),
    "destination": st.one_of(st.integers(-4, 3), st.lists(st.integers(0, 3), max_size=2)),
    "newshape": st.lists(st.sampled_from([-1, 1, 2, 3, 4, 6, 12]), max_size=3),
    "shape": st.lists(st.sampled_from([1, 2, 3, 4]), max_size=4),
    "repeats": sizes,
    "shift": st.integers(-2, 2),
    "offset": st.integers(-3, 3),
    "pad_width": st.one_of(
        st.integers(0, 2),
        st.lists(st.integers(0, 2), min_size=2, max_size=2),
        st.lists(st.lists(st.integers(0, 2), min_size=2, max_size=2), min_size=1, max_size=3),
    ),
    "indices_or_sections": st.one_of(st.integers(1, 3), st.lists(st.integers(1, 3), max_size=2)),
    "num_classes": st.integers(1, 5),
    "num": st.one_of(st.none(), st.integers(1, 3)),
    "k": st.integers(1, 2),
    "n": st.integers(1, 2),
    "N": st.one_of(st.none(), st.integers(1, 3)),
    "kth": st.sampled_from([1, 0, 1.5]),
    "ord": st.sampled_from([None, "fro", "nuc", "max", 1, 3]),
    "mode": st.sampled_from(["valid", "same", "full", "reduced", "complete", "constant", "no"]),
    "indexing": st.sampled_from(["xy", "ij", "yx"]),
    "bins": st.sampled_from([3, 10, -1, 2.5]),
    **dict.fromkeys(["sequence_length", "sequence_stride"], st.integers(1, 3)),
    "fft_length": st.integers(1, 5),
    "length": st.one_of(st.none(), st.integers(1, 5)),
    "strategy": st.sampled_from(["greedy", "beam_search"]),
    "top_paths": st.integers(1, 2),
    **dict.fromkeys(["x_min", "default_value", "order", "spatial_dims"], st.just(0)),
    **dict.fromkeys(["x_max", "max_val"], st.just(1)),
    "method": st.just("linear"),
    "threshold": st.just(0.5),
}
EINSUMS = ["ab,bc->ac", "...a,ab->...b", "abc->cab", "ab,ab", "ab", "a...,b...->ab..."]
PATTERNS = ["a b -> b a", "a b c -> (a b) c", "(a x) b -> a (x b)", "a (b c) d->a b c d", "a->b"]
AXIS: dict[str, st.SearchStrategy[Any]] = {
    # Keras's own keywords: what is no integer is not looked at, and fails at run time.
    **dict.fromkeys(["Average", "Append", "Trapezoid"], st.integers(-2, 2)),
    **dict.fromkeys(["ArraySplit", "BatchNorm"], st.integers(-1, 1)),
}


@st.composite
def margins(draw: st.DrawFn, word: str) -> dict[str, Any]:
    """Margins of images: mostly two of the three that make each direction."""
    config: dict[str, Any] = {}
    for size, before, after in (("height", "top", "bottom"), ("width", "left", "right")):
        names = [f"{before}_{word}ing", f"{after}_{word}ing", f"target_{size}"]
        left_out = draw(st.sampled_from([*names, *names, ""]))
        ranges = (st.integers(-1, 2), st.integers(0, 2), st.integers(2, 9))
        pairs = zip(names, ranges, strict=True)
        config |= {name: draw(values) for name, values in pairs if name != left_out}
    return config


@st.composite
def configs(draw: st.DrawFn, name: str, parameters: dict[str, inspect.Parameter]) -> dict[str, Any]:
    """Arguments of the constructor: those that it needs, and some of the others."""
    config: dict[str, Any] = {}
    for field, parameter in parameters.items():
        needed = parameter.default is inspect.Parameter.empty
        if field in {"self", "name", "subscripts"} or not (needed or draw(st.booleans())):
            continue
        if field == "axis":
            config[field] = draw(AXIS.get(name, axes))
        elif field == "padding" and parameter.default == 0:
            config[field] = draw(st.integers(0, 2))
        elif field in FIELDS:
            config[field] = draw(FIELDS[field])
    if name in {"PadImages", "CropImages"}:
        config |= draw(margins({"PadImages": "padd"}.get(name, "cropp")))
    if name == "Einsum":
        config["subscripts"] = draw(st.sampled_from(EINSUMS))
    return config


keys = st.one_of(
    st.integers(-3, 3),
    st.lists(
        st.one_of(
            st.none(),
            st.just(...),
            st.integers(-2, 2),
            st.builds(slice, st.integers(-2, 2), st.one_of(st.none(), st.integers(-3, 5))),
        ),
        max_size=4,
    ),
)


def related(first: Tensor) -> st.SearchStrategy[Tensor]:
    """Tensors that may go with another: equal, with one axis less or more, or with some sizes of
    it.
    """
    shape: Shape = first.shape or ()
    found = [shape, shape[:-1], shape[1:], (*shape, 1), shape[-1:], shape[:1], shape[::-1]]
    return st.builds(Tensor, st.sampled_from(found), dtypes)


@st.composite
def kernels(draw: st.DrawFn, first: Tensor) -> Tensor:
    """Kernels for images, mostly of the right rank and channels."""
    shape = list((first.shape or (None, 3))[1:-1])
    window = [draw(st.integers(1, 3)) for _ in shape]
    ends = draw(st.sampled_from([(3, 4), (4, 3), (first.shape or (3,))[-1:] * 2, (2, 5)]))
    return Tensor((*window, *ends), "float32")


def _conv(first: Tensor) -> st.SearchStrategy[list[Any]]:
    return st.tuples(st.just(first), kernels(first)).map(list)


def _listed(first: Tensor) -> st.SearchStrategy[list[Any]]:
    several = st.lists(st.one_of(st.just(first), some_tensors), min_size=1, max_size=3)
    return several.map(lambda found: [found])


def _paired(first: Tensor) -> st.SearchStrategy[list[Any]]:
    return st.sampled_from([[[first, first]], [[first, first]], [[first]], [first]])


def _beside(*others: st.SearchStrategy[Any]) -> Callable[[Tensor], st.SearchStrategy[list[Any]]]:
    return lambda first: st.tuples(st.just(first), *others).map(list)


def _normalized(first: Tensor) -> st.SearchStrategy[list[Any]]:
    vectors = st.sampled_from(
        [Tensor((first.shape or ())[-1:]), Tensor((first.shape or ())[:1]), Tensor((3,))]
    )
    return st.tuples(st.just(first), vectors, vectors, vectors, vectors).map(list)


def _cornered(first: Tensor) -> st.SearchStrategy[list[Any]]:
    points = st.sampled_from([Tensor((4, 2)), Tensor((None, 4, 2)), Tensor((8,))])
    return points.flatmap(
        lambda one: st.tuples(st.just(first), st.just(one), st.one_of(st.just(one), points))
    ).map(list)


OF_PICTURES = frozenset(
    (
        *("Resize", "PadImages", "CropImages", "AffineTransform", "PerspectiveTransform"),
        *("ElasticTransform", "GaussianBlur", "RGBToGrayscale", "RGBToHSV", "HSVToRGB", "SSIM"),
        *("SobelEdges", "ExtractPatches", "Unfold", "SpaceToDepth", "DepthToSpace", "Conv"),
        *("DepthwiseConv", "SeparableConv", "ConvTranspose", "MaxPool", "AveragePool"),
        *("AdaptiveMaxPool", "AdaptiveAveragePool"),
    )
)
SHARES = st.sampled_from([0.5, [0.5], [0.1, 0.9], Tensor((2,)), Tensor(())])
CALLS: dict[str, Callable[[Tensor], st.SearchStrategy[list[Any]]]] = {
    **dict.fromkeys(["Concatenate", "Stack", "Hstack", "Vstack", "Dstack"], _listed),
    **dict.fromkeys(["FFT", "FFT2", "IFFT2", "IRFFT", "ISTFT"], _paired),
    **dict.fromkeys(["Conv", "DepthwiseConv", "ConvTranspose"], _conv),
    **dict.fromkeys(["Quantile", "Nanquantile"], _beside(SHARES)),
    **dict.fromkeys(["Percentile", "Nanpercentile"], _beside(SHARES)),
    **dict.fromkeys(
        ["Einsum", "Meshgrid"], lambda _: st.lists(some_tensors, min_size=1, max_size=2)
    ),
    "SeparableConv": lambda first: _conv(first).map(lambda args: [*args, Tensor((1, 1, 12, 5))]),
    "Rearrange": _beside(st.sampled_from(PATTERNS)),
    "GetItem": _beside(keys),
    "Arange": lambda _: st.lists(st.sampled_from([1, 2, 5, 0.5]), min_size=1, max_size=3),
    "Select": lambda first: related(first).map(lambda other: [[first], [other]]),
    "Slice": _beside(st.one_of(st.lists(st.integers(0, 2), max_size=3), some_tensors)),
    "ScaleAndTranslate": _beside(st.just((4, 4, 3)), some_tensors, some_tensors),
    "Where": _beside(some_tensors, st.one_of(some_tensors, st.just(0.0))),
    "LayerNorm": _beside(st.one_of(st.none(), some_tensors), st.none()),
    "RMSNorm": _beside(st.one_of(st.none(), some_tensors)),
    "BatchNorm": _normalized,
    "MapCoordinates": _beside(st.sampled_from([Tensor((2, 5)), Tensor((3, 2, 2)), Tensor((4,))])),
    "AffineTransform": _beside(st.sampled_from([Tensor((8,)), Tensor((None, 8)), Tensor(())])),
    "PerspectiveTransform": _cornered,
    "Fold": lambda _: st.builds(
        Tensor, st.tuples(st.just(2), st.sampled_from([4, 6, 8, None]), dims), dtypes
    ).map(lambda x: [x]),
    "DotProductAttention": lambda first: st.just([first, first, first]),
}


def spreads(config: dict[str, Any], first: object) -> bool:
    """Whether the windows have more axes than the input: Keras computes a shape for these, and
    fails when it runs.
    """
    axes = len(first.shape or ()) - 2 if isinstance(first, Tensor) else 0
    windows = (config.get(field) for field in ("pool_size", "strides"))
    return any(isinstance(window, list) and len(window) > axes for window in windows)


@st.composite
def arguments(draw: st.DrawFn, name: str, call: dict[str, inspect.Parameter]) -> list[Any]:
    """Arguments of the call: what some operations need, or tensors that go together at times."""
    first = draw(pictures if name in OF_PICTURES else some_tensors)
    if name in CALLS:
        return draw(CALLS[name](first))
    needed = [p for p in call.values() if p.default is inspect.Parameter.empty and p.name != "self"]
    others = st.one_of(related(first), some_tensors, st.sampled_from([2, 1.5, True]))
    return [first, *(draw(others) for _ in needed[1:])]
