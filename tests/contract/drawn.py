"""Random cases of spatial layers: right and wrong configurations, and inputs to match."""

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from kspec.spec.shapes import Tensor

Draw = Callable[[st.SearchStrategy[Any]], Any]
Fields = Mapping[str, st.SearchStrategy[Any]]

AXES = {"1D": 1, "2D": 2, "3D": 3}
WRONG = st.sampled_from([0, -1, "2", 2.5, None, [], [2, 2, 2, 2], [0, 1], {"a": 1}, "foo"])
data_formats = st.sampled_from([None, "channels_last", "channels_first", "Channels_Last", "first"])
dtypes = st.sampled_from([None, "float32", "float16", "mixed_float16", "mixed_bfloat16"])
input_dtypes = st.sampled_from(["float32", "float32", "float16", "int32", "bool"])
BASE: Fields = {
    "dtype": dtypes,
    "autocast": st.booleans(),
    "trainable": st.booleans(),
    "name": st.just("a_layer"),
    "activity_regularizer": st.sampled_from([None, "l2"]),
}


def axes_of(name: str) -> int:
    """Number of spatial axes of a class, by its name."""
    return next(count for mark, count in AXES.items() if mark in name)


def sizes(axes: int, low: int = 1, high: int = 4) -> st.SearchStrategy[Any]:
    """Draw an integer, or a list with one for each axis, sometimes of a wrong length."""
    one = st.integers(low, high)
    return st.one_of(one, st.lists(one, min_size=axes, max_size=axes), st.lists(one, max_size=4))


def chosen(draw: Draw, always: Fields, sometimes: Fields) -> dict[str, Any]:
    """A configuration: the fields that a class needs, and some of the others."""
    config = {key: draw(values) for key, values in always.items()}
    others = {**sometimes, **BASE}
    for key in draw(st.lists(st.sampled_from(sorted(others)), unique=True, max_size=5)):
        config[key] = draw(others[key])
    return config


def spoilt(draw: Draw, config: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """The configuration, now and then with a wrong value, an unknown field or one missing."""
    what = draw(st.sampled_from([*["nothing"] * 12, "wrong", "wrong", "unknown", "missing"]))
    if what == "wrong":
        return {**config, draw(st.sampled_from(fields)): draw(WRONG)}
    if what == "unknown":
        return {**config, draw(st.sampled_from(["nb_filter", "units", "input_length"])): 2}
    if what == "missing":
        return {key: value for key, value in config.items() if key != fields[0]}
    return config


def inputs(draw: Draw, axes: int, *, high: int = 9) -> Tensor:
    """A tensor, mostly of the right rank, with known and unknown sizes."""
    rank = axes + 2 if draw(st.integers(0, 9)) else draw(st.integers(1, 6))
    dims = st.one_of(st.integers(1, high), st.integers(1, high), st.none())
    shape = tuple(draw(st.lists(dims, min_size=rank, max_size=rank)))
    return Tensor(shape, draw(input_dtypes))
