"""Operations of ``keras.ops`` against Keras, constructed and called with the same arguments."""

import inspect
import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kspec.spec.dialects import module_index
from kspec.spec.layers.base import Layer
from kspec.spec.naming import snake_case
from kspec.spec.problem import Fault
from kspec.spec.registry import OPERATIONS
from kspec.spec.shapes import Tensor, tensors
from kspec.spec.validation import validate
from tests.contract.operands import arguments, configs, spreads
from tests.contract.refusal import refusal

pytestmark = pytest.mark.contract

NAMES = sorted(
    {name for names in module_index.OPERATIONS.values() for name in names.split()}
    & set(OPERATIONS.names())
)


@pytest.fixture(scope="module", autouse=True)
def _keras() -> None:
    """Keras draws random numbers while it is imported, which Hypothesis does not want to see."""
    import keras  # noqa: F401


def keras_class(name: str) -> Any:
    from importlib import import_module

    for module, names in module_index.OPERATIONS.items():
        if name in names.split():
            return getattr(import_module(f"keras.src.{module}"), name)
    raise AssertionError(name)


def by_kspec(name: str, config: dict[str, Any], args: list[Any]) -> Any:
    cls = OPERATIONS.find(name)
    assert cls is not None
    layer, problems = validate(cls, config, (), ())
    if layer is None or layer.is_invalid:
        return "refused", problems
    assert isinstance(layer, Layer)
    try:
        found = list(tensors(layer(*args)))
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
    outputs = keras.tree.flatten(output)
    if not outputs:
        return "refused", "a network of no outputs"
    return [(tuple(x.shape), x.dtype) for x in outputs]


def fails(name: str, config: dict[str, Any], args: list[Any]) -> bool:
    """Whether Keras raises where it runs what it made."""
    import numpy as np
    import tensorflow as tf

    def real(item: Any) -> Any:
        if isinstance(item, Tensor):
            return np.ones([5 if size is None else size for size in item.shape or ()], item.dtype)
        return [real(inner) for inner in item] if isinstance(item, list) else item

    def run() -> None:
        # traced first, as `fit` runs it: some kernels end the process
        tf.function(keras_class(name).from_config(dict(config)).__call__)(*map(real, args))

    return refusal(run) is not None


@pytest.mark.parametrize(
    ("name", "config", "args"),
    [
        ("Pad", {"pad_width": 1}, [Tensor((3,))]),
        ("Pad", {"pad_width": 1}, [Tensor((3, 4))]),
        ("Pad", {"pad_width": [[1, 2]]}, [Tensor((3, 4))]),
        ("Pad", {"pad_width": [[1, 2], [0, 1]]}, [Tensor((3, 4))]),
        ("Pad", {"pad_width": [[1, 2]], "mode": "reflect"}, [Tensor((3,)), 1]),
        ("Reshape", {"newshape": -1}, [Tensor((3, 4))]),
        ("Negative", {}, [Tensor((3,), "int8")]),
        ("Tensordot", {"axes": 2}, [Tensor((2, 3, 4)), Tensor((4, 3, 5))]),
        ("Tensordot", {"axes": 2}, [Tensor((2, 3, 4)), Tensor((2, 3, 5))]),
        ("Tensordot", {"axes": [[0], [1]]}, [Tensor((2, 3)), Tensor((4, 2))]),
        ("Tensordot", {"axes": [[0], [1], [1]]}, [Tensor((2, 3)), Tensor((4, 2))]),
        ("Slice", {"shape": [2, 2]}, [Tensor((3, 3)), [1, 1]]),
        ("Slice", {"shape": [2, 2]}, [Tensor((3, 3)), [2, 1]]),
    ],
    ids=str,
)
def test_what_a_real_call_shows(name: str, config: dict[str, Any], args: list[Any]) -> None:
    ours, theirs = by_kspec(name, config, args), by_keras(name, config, args)
    assert (ours[0] == "refused") == (theirs[0] == "refused" or fails(name, config, args))


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=settings().max_examples // 5)
def test_operation(name: str, data: st.DataObject) -> None:
    cls = keras_class(name)
    config = data.draw(configs(name, dict(inspect.signature(cls.__init__).parameters)))
    args = data.draw(arguments(name, dict(inspect.signature(cls.call).parameters)))
    assume(not spreads(config, args[0]))
    ours, theirs = by_kspec(name, config, args), by_keras(name, config, args)
    we_refuse, keras_refuses = ("refused" in word[:1] for word in (ours, theirs))
    if we_refuse and not keras_refuses:
        assert fails(name, config, args), ours
    elif keras_refuses:
        assert we_refuse, theirs
    else:
        assert ours == theirs


def test_places_are_those_of_keras() -> None:
    """The generated tables name every operation and layer where Keras keeps it."""
    from importlib import import_module

    places = {**module_index.OPERATIONS, **module_index.NAMED_OTHERWISE}
    for package, layers in module_index.LAYERS.items():
        places |= {f"{package}.{snake_case(layer)}": layer for layer in layers.split()}
    for module, names in places.items():
        for name in names.split():
            cls = vars(import_module(f"keras.src.{module}"))[name]
            assert cls.__module__ == f"keras.src.{module}"


def test_a_file_names_the_operation_that_an_activation_makes() -> None:
    import keras

    import kspec

    x = keras.Input((4,))
    y = keras.activations.relu(x, negative_slope=0.1, max_value=6.0)
    document = json.loads(keras.Model(x, keras.layers.Dense(2)(y)).to_json())
    assert not kspec.lint(document).findings
    assert kspec.summarize(document).trainable_params == 10


def test_a_file_names_the_operation_that_a_quantizer_makes() -> None:
    import keras

    import kspec

    x = keras.Input((4,))
    y = keras.quantizers.fake_quant_with_min_max_vars(x, -1.0, 1.0)
    document = json.loads(keras.Model(x, y).to_json())
    assert keras.models.model_from_json(json.dumps(document)).count_params() == 0
    assert not kspec.lint(document).findings


@pytest.mark.parametrize("module", ["keras.layers", "keras.src.ops.nn", "keras.src.ops.numpy"])
def test_a_class_that_keras_does_not_have(module: str) -> None:
    import keras

    import kspec

    x = keras.Input((4,))
    document = json.loads(keras.Model(x, keras.ops.relu(x)).to_json())
    document["config"]["layers"][-1] |= {"module": module, "class_name": "Foo"}
    document["config"]["layers"][-1] |= {"registered_name": "Foo"}
    with pytest.raises(ValueError, match="is not a KerasSaveable subclass"):
        keras.models.model_from_json(json.dumps(document))
    assert [one.code for one in kspec.lint(document).findings] == ["KS101"]
