"""The alarm for drift: classes, arguments, defaults and strings against the installed Keras."""

import inspect
from typing import Any

import pytest

from kspec.dev import KINDS, described_classes
from kspec.spec import activation_table
from kspec.spec.layers.base import Layer
from kspec.spec.spec_object import SpecObject
from kspec.spec.training.metrics.accuracy import ShapedAccuracy
from kspec.spec.training.metrics.metric import Metric

pytestmark = pytest.mark.contract

NOUNS = [noun for noun in KINDS if noun != "operation"]

NOT_DESCRIBED = {
    "layer": {
        "InputSpec",  # no layer: what a layer of one's own states of its inputs
    },
}
ONLY_HERE = {
    "layer": {
        *("Functional", "Model", "Sequential"),  # layers, though Keras lists them elsewhere
        *("CustomScaleLayer", "LayerScale"),  # of keras.applications, public nowhere
        *("TFDConcat", "TFDIdentity"),  # of keras.utils.FeatureSpace, public nowhere
    },
}
# A function's wrapper: a string for it can only raise.
NO_OBJECT = {"LossFunctionWrapper"}

# Names that Keras exports, and cannot load from a config.
NO_CLASS_NAME = {"l1_l2"}

# Arguments that Keras takes by **kwargs, or writes into a config and takes back.
UNSIGNED = {
    "LayerNormalization.rms_scaling",
    "LeakyReLU.alpha",
    *(
        f"{name}.{field}"
        for name in ("IntegerLookup", "StringLookup", "TextVectorization")
        for field in ("has_input_vocabulary", "vocabulary_size")
    ),
}
# Where the default differs on purpose, and why.
DEFAULTS = {
    "CategoryEncoding.num_tokens": "None, which the constructor refuses",
    "Constant.value": "0.0, but from_config refuses a config without it",
    "PReLU.alpha_initializer": '"Zeros", another spelling of "zeros"',
}


def keras_module(noun: str) -> Any:
    """Keras's public module of a kind."""
    import keras

    return {
        "layer": keras.layers,
        "loss": keras.losses,
        "metric": keras.metrics,
        "optimizer": keras.optimizers,
        "learning-rate schedule": keras.optimizers.schedules,
        "initializer": keras.initializers,
        "regularizer": keras.regularizers,
        "constraint": keras.constraints,
        "callback": keras.callbacks,
    }[noun]


def theirs(noun: str) -> dict[str, tuple[type, set[str]]]:
    """Keras's public classes of a kind by their own name, each with all the names it has."""
    names: dict[type, set[str]] = {}
    for name, cls in inspect.getmembers(keras_module(noun), inspect.isclass):
        names.setdefault(cls, set()).add(name)
    return {
        cls.__name__ if cls.__name__ in found else min(found, key=len): (cls, found)
        for cls, found in names.items()
    }


def ours(noun: str) -> dict[str, type[SpecObject]]:
    return {cls.__name__: cls for cls in described_classes(KINDS[noun])}


def common(noun: str) -> list[tuple[str, type[SpecObject], type]]:
    keras_classes = theirs(noun)
    return [
        (name, cls, keras_classes[name][0])
        for name, cls in ours(noun).items()
        if name in keras_classes
    ]


def own_arguments(cls: type) -> dict[str, Any]:
    """The arguments of the constructor itself, with their defaults."""
    cls = next(base for base in cls.__mro__ if "__init__" in vars(base))
    if cls is object:
        return {}
    return {
        name: parameter.default
        for name, parameter in list(inspect.signature(vars(cls)["__init__"]).parameters.items())[1:]
        if parameter.kind not in {parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL}
    }


def all_arguments(cls: type) -> set[str]:
    """The arguments of the constructor, and of those above it that it hands keywords on to."""
    found: set[str] = set()
    for base in cls.__mro__:
        if "__init__" not in vars(base) or base is object:
            continue
        found |= set(own_arguments(base))
        parameters = inspect.signature(vars(base)["__init__"]).parameters.values()
        if not any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
            break
    return found


def plain(value: object) -> object:
    """A default in one notation: lists for tuples, names for functions, all axes for one size."""
    if isinstance(value, tuple | list):
        items = [plain(item) for item in value]
        return items[0] if items and all(item == items[0] for item in items) else items
    return getattr(value, "__name__", value)


@pytest.mark.parametrize("noun", NOUNS)
def test_every_class_is_described(noun: str) -> None:
    missing = set(theirs(noun)) - set(ours(noun)) - NOT_DESCRIBED.get(noun, set())
    gone = set(ours(noun)) - set(theirs(noun)) - ONLY_HERE.get(noun, set())
    assert (sorted(missing), sorted(gone)) == ([], [])


@pytest.mark.parametrize("noun", NOUNS)
def test_arguments(noun: str) -> None:
    differences = []
    for name, cls, keras_cls in common(noun):
        fields = {field.alias or key for key, field in cls.model_fields.items()}
        if (taken := cls.serialization.base_fields) is not None:
            fields -= set(Layer.model_fields) - set(taken)
        lacking = set(own_arguments(keras_cls)) - fields - set(cls.serialization.config_only)
        more = fields - all_arguments(keras_cls)
        differences += [f"{name} lacks {key}" for key in sorted(lacking)]
        differences += [
            f"{name} has {key} on top" for key in sorted(more) if f"{name}.{key}" not in UNSIGNED
        ]
    assert differences == []


@pytest.mark.parametrize("noun", NOUNS)
def test_defaults(noun: str) -> None:
    differences = []
    for name, cls, keras_cls in common(noun):
        arguments = own_arguments(keras_cls)
        for key, field in cls.model_fields.items():
            if key not in arguments or f"{name}.{key}" in DEFAULTS:
                continue
            here = inspect.Parameter.empty if field.is_required() else field.default
            if plain(here) != plain(arguments[key]):
                differences.append(f"{name}.{key} = {here}, in Keras {arguments[key]}")
    assert differences == []


@pytest.mark.parametrize("noun", NOUNS)
def test_aliases(noun: str) -> None:
    from kspec.spec.registry import Registry

    kinds = Registry(noun)
    unknown = [
        f"{alias} of {name}"
        for name, (_, names) in theirs(noun).items()
        if name in ours(noun)
        for alias in sorted(names - NO_CLASS_NAME)
        if kinds.find(alias) is not ours(noun)[name]
    ]
    assert unknown == []


@pytest.mark.parametrize(
    ("noun", "place"),
    [
        ("loss", "losses"),
        ("metric", "metrics"),
        ("optimizer", "optimizers"),
        ("initializer", "initializers"),
        ("regularizer", "regularizers"),
        ("constraint", "constraints"),
    ],
)
def test_strings(noun: str, place: str) -> None:
    import importlib

    table = importlib.import_module(f"keras.src.{place}").ALL_OBJECTS_DICT
    resolved = {text for text, found in table.items() if found.__name__ not in NO_OBJECT}
    described = {text for cls in ours(noun).values() for text in vars(cls).get("strings", ())}
    assert described == resolved


@pytest.mark.parametrize("noun", ["loss", "metric"])
def test_what_strings_mean(noun: str) -> None:
    """A loss's string may mean a function: that of the class whose formula it is."""
    from kspec.spec.registry import Registry

    module, kinds = keras_module(noun), Registry(noun)
    for text in kinds.strings():
        found = module.get(text)
        if inspect.isfunction(found):
            found = next(
                getattr(module, name)()
                for name, cls in ours(noun).items()
                if found.__name__ in vars(cls).get("strings", ())
            )
        assert type(found).__name__ == kinds.resolve(text), text


def test_directions() -> None:
    """Directions of metrics, which a callback's mode "auto" uses."""
    import keras

    for name, cls in ours("metric").items():
        assert issubclass(cls, Metric)
        if any(field.is_required() for field in cls.model_fields.values()):
            continue
        found = getattr(getattr(keras.metrics, name)(), "_direction", None)
        assert cls.direction == found, name
    assert ShapedAccuracy.direction == "up"


def test_activations() -> None:
    import keras

    table = {
        name: found.__name__
        for name, found in vars(keras.activations).items()
        if inspect.isfunction(found) and name not in {"get", "serialize", "deserialize"}
    }
    assert set(table) - set(activation_table.ALIASES) == set(activation_table.FACTS)
    assert {name: table[name] for name in activation_table.ALIASES} == dict(
        activation_table.ALIASES
    )


def test_all_attributes_of_layers_and_models_are_known() -> None:
    import keras
    import numpy as np

    from kspec.code.contract.attributes import OF_KERAS

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.zeros((4, 2)), np.zeros(4), verbose=0)
    names = {*dir(keras.layers.Layer()), *dir(keras.Model()), *dir(model)}
    assert {name for name in names if not name.startswith("_")} <= OF_KERAS
