"""Contract of Keras with a program's own layers: findings on faults, and none on correct layers."""

import textwrap

import pytest

from kspec.code.contract.contract import contract_problems
from kspec.code.reading import read_program
from kspec.source.outline import SyntaxProblem


def problems_of(code: str, text: str | None = None) -> list[SyntaxProblem]:
    """The problems of a program, which may be written otherwise."""
    source = read_program(code if text is None else text, "a.py", code=code).source
    assert source is not None
    return contract_problems(source)


def found(code: str) -> list[tuple[str, str]]:
    """The kinds and the marked texts of the problems."""
    text = textwrap.dedent(code)
    return [(one.kind, text[one.span.start : one.span.end]) for one in problems_of(text)]


LINEAR = """
import keras

class Linear(keras.layers.Layer):
    def __init__(self, units, activation=None):
        super().__init__()
        self.units = units

    def build(self, input_shape):
        input_dim = input_shape[-1]
        self.w = self.add_weight(shape=(input_dum, self.units))
        self.b = self.add_weight(shape=(self.units,))

    def call(self, inputs):
        return tf.matmul(inputs, self.w) + self.b
"""


def test_both_slips_of_the_copied_layer_are_found_with_what_was_meant() -> None:
    misspelt, missing = problems_of(LINEAR)
    assert LINEAR.count("\n", 0, misspelt.span.start) == 10
    assert misspelt.hint == "Did you mean `input_dim`?"
    assert LINEAR.count("\n", 0, missing.span.start) == 14
    assert missing.hint == "Import it: `import tensorflow as tf`."


@pytest.mark.parametrize(
    "base",
    [
        "import tensorflow as tf\nBase = 1\nclass L(tf.keras.layers.Layer)",
        "from tensorflow.keras.layers import Layer\nclass L(Layer)",
        "from tensorflow.keras import layers as L0\nclass L(L0.Layer)",
        "from keras.engine.topology import Layer\nclass L(Layer)",
        "import keras\nclass Base(keras.Model):\n    pass\nclass L(Base)",
        "from tf_keras import Model as M\nclass L(M)",
    ],
)
def test_a_class_of_keras_is_known_by_any_import(base: str) -> None:
    code = f"{base}:\n    def call(self, x):\n        return y\n"
    assert found(code) == [("undefined_name", "y")]


METHOD = """
import keras
class L(keras.layers.Layer):
    def call(self, x):
        {}
"""


@pytest.mark.parametrize(
    "body",
    [
        "return [y for y in x]",
        "return (lambda y: y)(x)",
        "return (y := x) + y",
        "import numpy as np; return np.abs(x)",
        "def inner(z): return z + x\n        return inner(x)",
        "for i, (a, b) in enumerate(x): c = a + b\n        return c + i",
        "with open(__file__) as f: return f",
        "try:\n            return y\n        except NameError:\n            return x",
        "global z; z = x; return z",
        "return later(x) + __class__.__name__",
        "match x:\n            case [a, *rest]: return a, rest\n            case _: return x",
        "return super().call(x)",
    ],
)
def test_names_that_something_binds_are_none_that_nothing_binds(body: str) -> None:
    assert found(METHOD.format(body) + "\ndef later(x): return x\n") == []


@pytest.mark.parametrize(
    "line", ["from a import *", "exec(open('a').read())", "globals()['y'] = 1"]
)
def test_nothing_is_said_of_names_where_they_may_come_unseen(line: str) -> None:
    assert found(f"{line}\n{METHOD.format('return y')}") == []


def test_names_that_a_magic_brings_are_not_missed() -> None:
    code, text = ("0#un a.py\n", "%run a.py\n")
    method = METHOD.format("return y")
    assert problems_of(code + method, text + method) == []
    assert len(problems_of(method)) == 1


def test_a_name_is_said_once_in_each_method() -> None:
    code = METHOD.format("return y + y") + "    def build(self, shape):\n        self.y = y\n"
    assert found(code) == [("undefined_name", "y")] * 2
    assert "self.y" in str(problems_of(code)[0].hint)


HEAD = "import keras, tensorflow as tf\nfrom keras import layers\n"
FAULTS = {
    "weight in call": (
        "class L(layers.Layer):\n  def call(self, x):\n    return x @ self.add_weight(shape=(2,))",
        ("weights_in_call", "self.add_weight(shape=(2,))"),
    ),
    "kept weight in call": (
        "class L(layers.Layer):\n  def call(self, x):\n    self.w = tf.Variable(1.0); return x",
        ("weights_in_call", "tf.Variable(1.0)"),
    ),
    "layer in call of a model": (
        "class M(keras.Model):\n  def call(self, x):\n    return layers.Dense(1)(x)",
        ("weights_in_call", "layers.Dense(1)"),
    ),
    "no super": (
        "class L(layers.Layer):\n  def __init__(self):\n    self.a = 1",
        ("missing_super_init", "__init__"),
    ),
    "super without instance": (
        "class L(layers.Layer):\n  def __init__(self):\n    super(L).__init__()",
        ("missing_super_init", "__init__"),
    ),
    "read-only": (
        "class M(keras.Model):\n  def __init__(self):\n    super().__init__(); self.metrics = []",
        ("read_only_attribute", "self.metrics"),
    ),
    "model of a callback": (
        (
            "class C(keras.callbacks.Callback):\n  def __init__(self, net):\n"
            "    super().__init__(); self.model = net"
        ),
        ("read_only_attribute", "self.model"),
    ),
    "no result": (
        "class L(layers.Layer):\n  def call(self, x):\n    x = x * 2",
        ("call_without_result", "call"),
    ),
    "no result of the only statement": (
        "class L(layers.Layer):\n  def call(self, x):\n    keras.ops.relu(x)",
        ("call_without_result", "call"),
    ),
    "unknown keyword": (
        "class L(layers.Layer):\n  def __init__(self, units): super().__init__()\nL(unit=3)",
        ("unknown_constructor_argument", "unit=3"),
    ),
    "attribute that nothing sets": (
        (
            "class L(layers.Layer):\n  def __init__(self): super().__init__(); self.units = 1\n"
            "  def call(self, x): return x * self.unit\nL()"
        ),
        ("undefined_name", "self.unit"),
    ),
    "config": (
        (
            "class L(layers.Layer):\n"
            "  def __init__(self, a, b, *, c, d=1, **k): super().__init__(**k)\n"
            "  def get_config(self):\n"
            "    config = super().get_config()\n    config.update({'a': 1})\n    return config"
        ),
        ("config_misses_argument", "get_config"),
    ),
    "saved without kwargs": (
        (
            "class L(layers.Layer):\n  def __init__(self, a): super().__init__()\n"
            "m = keras.Sequential([L(1)])\nm.save('m.keras')"
        ),
        ("init_without_kwargs", "__init__"),
    ),
    "not in training": (
        (
            "class M(keras.Model):\n"
            "  def __init__(self): super().__init__(); self.d = layers.Dropout(0.5)\n"
            "  def call(self, x): return self.d(x)\n"
            "  def train_step(self, data):\n"
            "    with tf.GradientTape() as tape: loss = self.compute_loss(y_pred=self(data))\n"
            "    return {}"
        ),
        ("training_not_passed", "self(data)"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_at_its_place(name: str) -> None:
    code, problem = FAULTS[name]
    assert found(HEAD + code) == [problem]


def test_a_training_flag_is_no_safe_edit() -> None:
    (problem,) = problems_of(HEAD + FAULTS["not in training"][0])
    assert problem.mends
    assert not problem.safe


def test_all_lost_arguments_of_a_config_are_named() -> None:
    (problem,) = problems_of(HEAD + FAULTS["config"][0])
    assert "`b`, `c`" in problem.message


RIGHT = {
    "saved within a model that makes it": (
        "class L(layers.Layer):\n  def __init__(self, a): super().__init__()\n"
        "class M(keras.Model):\n  def __init__(self): super().__init__(); self.one = L(1)\n"
        "  def call(self, x): return self.one(x)\nm = M()\nm.save('m.keras')"
    ),
    "callback with a model of its own": (
        "class C(keras.callbacks.Callback):\n  model = None\n"
        "  def set_model(self, model):\n    self.model = model"
    ),
    "weight under a condition": (
        "class L(layers.Layer):\n  def call(self, x):\n"
        "    if not hasattr(self, 'w'): self.w = self.add_weight(shape=(2,))\n    return x"
    ),
    "layers without weights": (
        "class L(layers.Layer):\n  def call(self, x): return layers.Flatten()(layers.ReLU()(x))"
    ),
    "super by name": (
        "class L(layers.Layer):\n  def __init__(self, **k): layers.Layer.__init__(self, **k)"
    ),
    "super with arguments": (
        "class L(layers.Layer):\n  def __init__(self, **k): super(L, self).__init__(**k)"
    ),
    "attributes first": (
        "class L(layers.Layer):\n  def __init__(self):\n    self.d = layers.Dense(1)\n"
        "    super().__init__()"
    ),
    "own metrics": (
        "class M(keras.Model):\n  @property\n  def metrics(self): return [self.loss_tracker]"
    ),
    "call that others define": "class L(layers.Layer):\n  def call(self, x):\n    'Do.'\n    ...",
    "abstract call": "class L(layers.Layer):\n  def call(self, x): raise NotImplementedError",
    "empty call": "class L(layers.Layer):\n  def call(self, x):\n    '''Do it.'''\n    pass",
    "config read elsewhere": (
        "class L(layers.Layer):\n  def __init__(self, a, **k): super().__init__(**k)\n"
        "  def get_config(self): return {**super().get_config(), **self.settings()}"
    ),
    "config in the old way": (
        "class L(layers.Layer):\n  def __init__(self, a, **k): super().__init__(**k)\n"
        "  def get_config(self):\n    config = {'a': self.a}\n"
        "    base = super(L, self).get_config()\n"
        "    return dict(list(base.items()) + list(config.items()))"
    ),
    "config of the class above": (
        "class A(layers.Layer):\n  def __init__(self, a, **k): super().__init__(**k)\n"
        "  def get_config(self): return {**super().get_config(), 'a': 1}\n"
        "class B(A):\n  def get_config(self): return super().get_config() | {'b': 2}"
    ),
    "own from_config": (
        "class L(layers.Layer):\n  def __init__(self, a, **k): super().__init__(**k)\n"
        "  def get_config(self): return super().get_config()\n"
        "  @classmethod\n  def from_config(cls, config): return cls(1)"
    ),
    "no kwargs and not saved": (
        "class L(layers.Layer):\n  def __init__(self, a): super().__init__()\n"
        "m = keras.Sequential([L(1)])\nm.save_weights('m.weights.h5')"
    ),
    "training passed on": (
        "class M(keras.Model):\n"
        "  def __init__(self): super().__init__(); self.d = layers.Dropout(0.5)\n"
        "  def call(self, x, training=None): return self.d(x)\n"
        "  def train_step(self, data):\n"
        "    with tf.GradientTape() as tape: loss = self(data, training=True)\n    return {}"
    ),
    "a base that is not known": (
        "from mine import Base\nclass L(Base, layers.Layer):\n  def call(self, x): x = y"
    ),
    "a class decorated by others": (
        "import mine\n@mine.layer\nclass L(layers.Layer):\n  def __init__(self): self.a = 1"
    ),
    "an attribute of Keras": (
        "class L(layers.Layer):\n  def call(self, x): return self.get_layer(self.name)(x)\nL()"
    ),
    "an attribute of a class above or below": (
        "class A(layers.Layer):\n  size = 1\n  def call(self, x): return self.scaled(x)\n"
        "class B(A):\n  def scaled(self, x): return x * self.size\nB()"
    ),
    "an attribute that is set from outside": (
        "class L(layers.Layer):\n  def call(self, x): return x * self.rate\nl = L()\nl.rate = 2"
    ),
    "an attribute that is asked for": (
        "class L(layers.Layer):\n  def call(self, x):\n"
        "    return x * self.rate if hasattr(self, 'rate') else x\nL()"
    ),
    "a class that others may fill in": (
        "class L(layers.Layer):\n  def call(self, x): return x * self.rate"
    ),
    "no layer": "class L:\n  def __init__(self): self.input = 1\n  def call(self, x): x = y",
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_or_not_certain_is_passed_over(name: str) -> None:
    assert found(HEAD + RIGHT[name]) == []


def test_a_registered_class_is_looked_at() -> None:
    decorated = "@keras.saving.register_keras_serializable()\n" + FAULTS["no super"][0]
    assert found(HEAD + decorated) == [("missing_super_init", "__init__")]


@pytest.mark.parametrize("code", ["class L(", "class L:\n" + "  x = " + "(" * 10**5, "\0class"])
def test_text_that_is_no_python_has_no_problems_of_classes(code: str) -> None:
    (problem,) = read_program(code, "layers.py").document.problems
    assert problem.kind == "invalid_syntax"


def test_places_are_code_points() -> None:
    code = METHOD.format("ü = 'ö😀'; return ü + y")
    (problem,) = problems_of(code)
    assert code[problem.span.start : problem.span.end] == "y"


def test_a_base_of_the_programs_own_layers_may_leave_out_what_they_fill_in() -> None:
    base = """
    import keras

    class Pool(keras.layers.Layer):
        def __init__(self, function, size=2, **kwargs):
            super().__init__(**kwargs)
            self.function = function
            self.size = size

        def get_config(self):
            return {**super().get_config(), "size": self.size}
    """
    derived = """
    class MaxPool(Pool):
        def __init__(self, size=2, **kwargs):
            super().__init__(keras.ops.max, size, **kwargs)
    """
    assert found(base) == [("config_misses_argument", "get_config")]
    assert found(textwrap.dedent(base) + textwrap.dedent(derived)) == []
