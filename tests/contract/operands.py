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
    **dict.fromkeys(["keepdims", "retstep", "sparse"], booleans),
    **dict.fromkeys(["strides", "dilation_rate", "size"], sizes),
    **dict.fromkeys(["axis1", "axis2"], st.integers(-4, 3)),
    "data_format": formats,
    "padding": st.sampled_from(["valid", "same", "SAME", "causal", "full"]),
    "block_size": st.integers(1, 3),
    "dtype": st.sampled_from([None, "int32", "float16"]),
    "axes": axes,
    "newshape": st.lists(st.sampled_from([-1, 1, 2, 3, 4, 6, 12]), max_size=3),
    "shape": st.lists(st.sampled_from([1, 2, 3, 4]), max_size=4),
    "repeats": sizes,
    "pad_width": st.one_of(
        st.integers(0, 2),
        st.lists(st.integers(0, 2), min_size=2, max_size=2),
        st.lists(st.lists(st.integers(0, 2), min_size=2, max_size=2), min_size=1, max_size=3),
    ),
    "indices_or_sections": st.one_of(st.integers(1, 3), st.lists(st.integers(1, 3), max_size=2)),
    "num_classes": st.integers(1, 5),
    "num": st.one_of(st.none(), st.integers(1, 3)),
    "k": st.integers(1, 2),
    "mode": st.sampled_from(["valid", "same", "full", "reduced", "complete", "constant", "no"]),
    **dict.fromkeys(["x_min", "default_value", "order"], st.just(0)),
    "x_max": st.just(1),
    "threshold": st.just(0.5),
}
EINSUMS = ["ab,bc->ac", "...a,ab->...b", "abc->cab", "ab,ab", "ab", "a...,b...->ab..."]


@st.composite
def configs(draw: st.DrawFn, name: str, parameters: dict[str, inspect.Parameter]) -> dict[str, Any]:
    """Arguments of the constructor: those that it needs, and some of the others."""
    config: dict[str, Any] = {}
    for field, parameter in parameters.items():
        needed = parameter.default is inspect.Parameter.empty
        if field in {"self", "name", "subscripts"} or not (needed or draw(st.booleans())):
            continue
        if field == "axis":
            config[field] = draw(axes)
        elif field in FIELDS:
            config[field] = draw(FIELDS[field])
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


def _listed(first: Tensor) -> st.SearchStrategy[list[Any]]:
    several = st.lists(st.one_of(st.just(first), some_tensors), min_size=1, max_size=3)
    return several.map(lambda found: [found])


def _beside(*others: st.SearchStrategy[Any]) -> Callable[[Tensor], st.SearchStrategy[list[Any]]]:
    return lambda first: st.tuples(st.just(first), *others).map(list)


OF_PICTURES = frozenset(
    (*("Resize", "RGBToGrayscale", "ExtractPatches", "SpaceToDepth", "DepthToSpace"),)
)
CALLS: dict[str, Callable[[Tensor], st.SearchStrategy[list[Any]]]] = {
    **dict.fromkeys(["Concatenate", "Stack"], _listed),
    "Einsum": lambda _: st.lists(some_tensors, min_size=1, max_size=2),
    "GetItem": _beside(keys),
    "Arange": lambda _: st.lists(st.sampled_from([1, 2, 5, 0.5]), min_size=1, max_size=3),
    "Slice": _beside(st.one_of(st.lists(st.integers(0, 2), max_size=3), some_tensors)),
    "Where": _beside(some_tensors, st.one_of(some_tensors, st.just(0.0))),
    "DotProductAttention": lambda first: st.just([first, first, first]),
}


def spreads(config: dict[str, Any], first: object) -> bool:
    """Whether the windows have more axes than the input: Keras computes a shape for these, and
    fails when it runs.
    """
    axes = len(first.shape or ()) - 2 if isinstance(first, Tensor) else 0
    windows = (config.get(field) for field in ("size", "strides"))
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
