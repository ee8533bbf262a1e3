"""Operations of ``keras.ops`` against Keras, constructed and called with the same arguments."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kspec.spec.dialects import keras_places
from kspec.spec.layers.base import Layer
from kspec.spec.problem import Fault
from kspec.spec.registry import OPERATIONS
from kspec.spec.shapes import Tensor, tensors
from kspec.spec.validation import validate

pytestmark = pytest.mark.contract

NAMES = sorted(
    {name for names in keras_places.OPERATIONS.values() for name in names.split()}
    & set(OPERATIONS.names())
)
dims = st.one_of(st.none(), st.sampled_from([1, 2, 3, 4, 6]))
shapes = st.lists(dims, max_size=4).map(tuple)
dtypes = st.sampled_from(["float32", "float16", "int32", "int64", "bool", "uint8", "float64"])
some_tensors = st.builds(Tensor, shapes, dtypes)
axes = st.one_of(st.none(), st.integers(-5, 4), st.lists(st.integers(-3, 3), max_size=3))
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "keepdims": st.booleans(),
    "dtype": st.sampled_from([None, "int32", "float16"]),
    "axes": axes,
    "axis1": st.integers(-4, 3),
    "axis2": st.integers(-4, 3),
    "source": st.one_of(st.integers(-4, 3), st.lists(st.integers(0, 3), max_size=2)),
    "destination": st.one_of(st.integers(-4, 3), st.lists(st.integers(0, 3), max_size=2)),
    "newshape": st.lists(st.sampled_from([-1, 1, 2, 3, 4, 6, 12]), max_size=3),
    "shape": st.lists(st.sampled_from([1, 2, 3, 4]), max_size=4),
    "repeats": st.one_of(st.integers(1, 3), st.lists(st.integers(1, 3), min_size=1, max_size=3)),
    "shift": st.integers(-2, 2),
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
    "x_min": st.just(0),
    "x_max": st.just(1),
    "threshold": st.just(0.5),
    "default_value": st.just(0),
}


@pytest.fixture(scope="module", autouse=True)
def _keras() -> None:
    """Keras draws random numbers while it is imported, which Hypothesis does not want to see."""
    import keras  # noqa: F401


def keras_class(name: str) -> Any:
    from importlib import import_module

    for module, names in keras_places.OPERATIONS.items():
        if name in names.split():
            return getattr(import_module(f"keras.src.{module}"), name)
    raise AssertionError(name)


@st.composite
def configs(draw: st.DrawFn, name: str) -> dict[str, Any]:
    parameters = inspect.signature(keras_class(name).__init__).parameters
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
        samples = ["ab,bc->ac", "...a,ab->...b", "abc->cab", "ab,ab", "ab", "a...,b...->ab..."]
        config["subscripts"] = draw(st.sampled_from(samples))
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


@st.composite
def arguments(draw: st.DrawFn, name: str) -> list[Any]:
    if name in {"Concatenate", "Stack", "Hstack", "Vstack"}:
        return [draw(st.lists(some_tensors, min_size=1, max_size=3))]
    if name == "GetItem":
        return [draw(some_tensors), draw(keys)]
    if name == "Einsum":
        return draw(st.lists(some_tensors, min_size=1, max_size=2))
    call = inspect.signature(keras_class(name).call).parameters
    needed = [p for p in call.values() if p.default is inspect.Parameter.empty and p.name != "self"]
    first = draw(some_tensors)
    rest = [
        draw(st.one_of(st.just(first), some_tensors, st.sampled_from([2, 1.5, True])))
        for _ in needed[1:]
    ]
    if name == "Where":
        rest = [draw(some_tensors), draw(st.one_of(some_tensors, st.just(0.0)))]
    if name == "DotProductAttention":
        rest = [first, first]
    return [first, *rest]


def by_kspec(name: str, config: dict[str, Any], args: list[Any]) -> Any:
    cls = OPERATIONS.find(name)
    assert cls is not None
    layer, problems = validate(cls, config, (), ())
    if problems:
        return "refused", problems
    assert isinstance(layer, Layer)
    try:
        found = list(tensors(layer.applied(*args)))
    except Fault as fault:
        return "refused", fault
    return [(x.shape, x.dtype) for x in found]


def by_keras(name: str, config: dict[str, Any], args: list[Any]) -> Any:
    import keras

    def symbolic(item: Any) -> Any:
        if isinstance(item, Tensor):
            return keras.KerasTensor(item.shape, dtype=item.dtype)
        return [symbolic(inner) for inner in item] if isinstance(item, list) else item

    try:
        output = keras_class(name).from_config(dict(config)).symbolic_call(*map(symbolic, args))
    except Exception as error:  # noqa: BLE001 - whatever Keras raises is its refusal
        return "refused", f"{type(error).__name__}: {error}"[:200]
    return [(tuple(x.shape), x.dtype) for x in keras.tree.flatten(output)]


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=settings().max_examples // 5)
def test_operation(name: str, data: st.DataObject) -> None:
    config = data.draw(configs(name))
    args = data.draw(arguments(name))
    ours, theirs = by_kspec(name, config, args), by_keras(name, config, args)
    if "refused" in (ours[:1], theirs[:1]) or "refused" in (*ours[:1], *theirs[:1]):
        assert (ours[:1] == ("refused",)) == (theirs[:1] == ("refused",)), (ours, theirs)
    else:
        assert ours == theirs


def test_places_are_those_of_keras() -> None:
    """The generated tables name every operation and layer where Keras keeps it."""
    from importlib import import_module

    for module, names in {**keras_places.OPERATIONS, **keras_places.LAYERS}.items():
        for name in names.split():
            cls = vars(import_module(f"keras.src.{module}"))[name]
            assert cls.__module__ == f"keras.src.{module}"
