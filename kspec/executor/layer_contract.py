"""Checks of Keras's contract for layers: each is silent, or raises a `Failure`."""

import inspect
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import keras
import numpy as np

from kspec.executor.backends.current import current

PLACED = frozenset({inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD})
"""Parameters that an argument can be given to by its place."""
FOUNDATIONS = ("keras.", "torch.", "tensorflow.")
"""Packages of the base classes of a layer, of any backend."""
BASE = ("trainable", "dtype")
"""Keys in the config of every layer; Keras itself leaves out the name of one that has no
``get_config`` of its own.
"""


class Failure(Exception):  # noqa: N818 - a finding, not an error of kspec's
    """Failure of a check."""

    def __init__(self, message: str, help_: str) -> None:
        super().__init__(message)
        self.help = help_


class Subject:
    """Layer to check: its construction, and the inputs of its calls.

    Several inputs are a list, or as many arguments where its ``call`` has these.
    """

    def __init__(self, cls: Any, config: Mapping[str, Any], inputs: Sequence[Any]) -> None:
        self.cls = cls
        self.config = config
        self.inputs = inputs
        needed = [
            parameter
            for parameter in _arguments(cls.call)
            if parameter.default is parameter.empty and parameter.kind in PLACED
        ]
        self.spread = len(needed) > 1

    @property
    def builds_itself(self) -> bool:
        """Whether the class has a ``build`` of its own; Keras's builds the layers inside by calling
        it with tensors that have no values.
        """
        return self.cls.build is not keras.layers.Layer.build

    def call(self, layer: Any, inputs: Sequence[Any] | None = None, **flags: Any) -> Any:
        """Call a layer on the inputs, or on others of the same shapes."""
        tensors = list(self.inputs if inputs is None else inputs)
        if len(tensors) == 1 or self.spread:
            return layer(*tensors, **flags)
        return layer(tensors, **flags)

    def symbolic(self) -> list[Any]:
        """Tensors without values, as those that a model is made of."""
        return [keras.Input(x.shape[1:], dtype=str(x.dtype)) for x in self.inputs]

    def new(self) -> Any:
        """A layer that was never built; the same random numbers for each."""
        keras.utils.set_random_seed(0)
        return self.cls(**self.config)

    def built(self) -> Any:
        """A layer that has its weights."""
        layer = self.new()
        self.call(layer)
        return layer


def _constructs(subject: Subject) -> None:
    try:
        subject.new()
    except TypeError as error:
        help_ = "Give its arguments: --config '{\"units\": 8}'"
        if "missing" not in str(error):
            help_ += "; and let __init__ take **kwargs and hand them to super().__init__(**kwargs)"
            help_ += ", which knows name and dtype"
        raise Failure(f"It cannot be made: {error}", f"{help_}.") from error


def _named(subject: Subject) -> None:
    try:
        subject.cls(**subject.config, name="checked")
    except (TypeError, ValueError) as error:
        raise Failure(
            f"It does not take a name: {error}",
            "Let __init__ take **kwargs and hand them to super().__init__(**kwargs).",
        ) from error


def called(subject: Subject) -> None:
    """Build the layer and call it once."""
    own = [cls for cls in subject.cls.__mro__ if not cls.__module__.startswith(FOUNDATIONS)]
    if any("__call__" in vars(cls) for cls in own if cls is not object):
        raise Failure(
            "It has a __call__ of its own, in the place of Keras's, which builds and tracks it",
            "Call it call: def call(self, x).",
        )
    outputs = keras.tree.flatten(subject.call(subject.new()))
    if any(not hasattr(one, "shape") for one in outputs):
        kinds = ", ".join(sorted({type(one).__name__ for one in outputs}))
        raise Failure(f"call gives {kinds}, and no tensor", "Let it end with return.")
    samples = len(subject.inputs[0])
    for shape in (tuple(one.shape) for one in outputs):
        if shape[:1] != (samples,):
            raise Failure(
                f"For {samples} samples it gives an output of shape {shape}",
                "Keep the first axis, which counts the samples: reduce over axis=-1 or the like, "
                "and reshape to (-1, ...) or ops.shape(x)[0].",
            )


def _weights(subject: Subject) -> None:
    layer = subject.new()
    if subject.builds_itself and len(subject.inputs) == 1:
        layer.build(subject.inputs[0].shape)
    else:
        with suppress(Exception):  # the next check reports it
            subject.call(layer, subject.symbolic())
    before = len(layer.weights)
    subject.call(layer)
    if len(layer.weights) != before:
        raise Failure(
            f"build makes {before} weights, and the first call {len(layer.weights) - before} more",
            "Make every weight in build (self.add_weight), and build the layers inside there too "
            "(self.dense.build(shape)), so that a saved model finds its places.",
        )
    stray = [name for name, value in vars(layer).items() if current().untracked(value)]
    if stray:
        raise Failure(
            f"{', '.join(stray)} is a variable of TensorFlow, which Keras neither trains nor saves",
            "Make it with self.add_weight in build (trainable=False for a state).",
        )


def _promised_shape(subject: Subject) -> None:
    symbolic = subject.call(subject.new(), subject.symbolic())
    tensors = subject.call(subject.new())
    for promise, output in zip(
        keras.tree.flatten(symbolic), keras.tree.flatten(tensors), strict=True
    ):
        pairs = zip(promise.shape, output.shape, strict=False)
        same = len(promise.shape) == len(output.shape)
        if not same or any(dim not in {None, size} for dim, size in pairs):
            raise Failure(
                f"compute_output_shape promises {promise.shape}, and call gives {output.shape}",
                "Return the shape that call gives, batch first, or leave compute_output_shape out.",
            )


def _config(subject: Subject) -> None:
    layer = subject.new()
    config = layer.get_config()
    try:
        json.dumps(keras.saving.serialize_keras_object(layer))
    except (TypeError, ValueError) as error:
        raise Failure(
            f"get_config is not plain: {error}",
            "Return numbers, texts and lists, and serialize layers or functions inside.",
        ) from error
    arguments = [*subject.config, *_own_arguments(subject.cls), *BASE]
    missing = [name for name in dict.fromkeys(arguments) if name not in config]
    if missing:
        raise Failure(
            f"get_config does not hold {', '.join(missing)}",
            "Return {**super().get_config(), ...} with every argument of __init__: without it a "
            "saved model comes back with the defaults.",
        )
    try:
        again = subject.cls.from_config(config).get_config()
    except (TypeError, ValueError) as error:
        cause = error.__cause__ or error.__context__ or error
        raise Failure(
            f"from_config(get_config()) fails: {cause}",
            "Return the arguments of __init__ under their own names, and nothing else.",
        ) from error
    if json.dumps(again, default=str) != json.dumps(config, default=str):
        raise Failure(
            "from_config(get_config()) gives another config",
            "Keep each argument as it was given (self.units = units), and return that.",
        )


def _own_arguments(cls: Any) -> list[str]:
    """Named arguments of the class's own ``__init__``; none for a class of Keras."""
    if cls.__module__.startswith("keras."):
        return []
    named = {*PLACED, inspect.Parameter.KEYWORD_ONLY}
    return [one.name for one in _arguments(cls.__init__) if one.kind in named]


def _arguments(method: Callable[..., Any]) -> list[inspect.Parameter]:
    """Parameters of a method of the class after ``self``."""
    return list(inspect.signature(method).parameters.values())[1:]


def _saving(subject: Subject) -> None:
    keras.utils.set_random_seed(0)
    inputs = subject.symbolic()
    model = keras.Model(inputs, subject.call(subject.new(), inputs))
    for weight in model.weights:  # the initial values would come back by themselves
        if weight.dtype.startswith("float"):
            weight.assign(weight + 0.25)
    tensors = list(subject.inputs)
    expected = _values(model(tensors))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        objects = {subject.cls.__name__: subject.cls}
        loaded = keras.saving.load_model(path, objects)
    for one, two in zip(expected, _values(loaded(tensors)), strict=True):
        if not np.allclose(one, two, atol=1e-5, equal_nan=True):
            raise Failure(
                "A saved model does not give the same when it is loaded again",
                "Make all state with self.add_weight in build; an array kept as an attribute is "
                "not saved.",
            )


def _gradients(subject: Subject) -> None:
    layer = subject.built()

    def compute() -> tuple[Any, Any]:
        outputs = _floats(subject.call(layer))
        return sum(
            (keras.ops.sum(keras.ops.square(one)) for one in outputs), keras.ops.zeros(())
        ), ()

    _, _, gradients = current().gradients(compute, layer.trainable_weights)
    missing = [
        weight.path
        for weight, gradient in zip(layer.trainable_weights, gradients, strict=True)
        if gradient is None
    ]
    if missing:
        raise Failure(
            f"No gradient reaches {', '.join(missing)}",
            "Use the weight in call, with operations of keras.ops (numpy's and rounding stop the "
            "gradient), or make it with trainable=False.",
        )


def _repeatable(subject: Subject) -> None:
    layer = subject.built()
    takes_training = "training" in layer._call_signature.parameters  # noqa: SLF001 - Keras's own test
    flags: dict[str, Any] = {"training": False} if takes_training else {}
    first, second = (_values(subject.call(layer, **flags)) for _ in range(2))
    if takes_training:
        subject.call(layer, training=True)
    if any(
        not np.array_equal(one, two, equal_nan=True) for one, two in zip(first, second, strict=True)
    ):
        raise Failure(
            "Two calls outside training give different values",
            "Make noise only where call's argument training is true, and layers in __init__ or "
            "build: in call they are new each time.",
        )


def _in_a_graph(subject: Subject) -> None:
    layer = subject.built()
    eager = _values(subject.call(layer))
    compiled = current().in_graph(lambda *inputs: subject.call(layer, inputs))
    compiled_values = _values(compiled(*subject.inputs))
    for one, two in zip(eager, compiled_values, strict=True):
        if not np.allclose(one, two, atol=1e-4, equal_nan=True):
            raise Failure(
                "Compiled, as in training, it gives other values than when it is called",
                "Python's if and for on values run only once there: use keras.ops.cond and where.",
            )


def _values(outputs: Any) -> list[Any]:
    return [np.asarray(keras.ops.convert_to_numpy(one)) for one in keras.tree.flatten(outputs)]


def _floats(outputs: Any) -> Iterator[Any]:
    for one in keras.tree.flatten(outputs):
        if "float" in keras.backend.standardize_dtype(one.dtype):
            yield one


CHECKS: dict[str, Callable[[Subject], None]] = {
    "it can be made": _constructs,
    "it can be made, with a name": _named,
    "it builds and gives an output": called,
    "build makes all of its weights": _weights,
    "its output has the shape that it promises": _promised_shape,
    "its config comes back as it was": _config,
    "outside training it gives the same twice": _repeatable,
    "a saved model gives the same": _saving,
    "a gradient reaches every trainable weight": _gradients,
    "it is the same in a compiled graph": _in_a_graph,
}
COMPILED = frozenset((_in_a_graph,))
"""Checks that only compiling backends need."""
NEEDED: dict[Callable[[Subject], None], frozenset[Callable[[Subject], None]]] = {
    _constructs: frozenset(),
    **dict.fromkeys((_named, called, _config), frozenset((_constructs,))),
}
"""Checks that have to pass before a check: for all others that the layer is made and called."""
MADE_AND_CALLED = frozenset((_constructs, called))

FOLLOWS: dict[Callable[[Subject], None], frozenset[Callable[[Subject], None]]] = {
    _config: frozenset((_named,)),
    _saving: frozenset((_named, _weights, _promised_shape, _config, _repeatable)),
    _in_a_graph: frozenset((_weights, _promised_shape, _repeatable)),
}
"""Checks that would fail once more where others have failed."""

METHODS: dict[Callable[[Subject], None], tuple[str, ...]] = {
    _constructs: ("__init__",),
    _named: ("__init__",),
    called: ("__call__", "call"),
    _weights: ("build", "call"),
    _promised_shape: ("compute_output_shape", "call"),
    _config: ("get_config", "__init__"),
    _saving: ("get_config", "call"),
}
"""The methods that a check is about, ``call`` for all others; the first that the class has."""
