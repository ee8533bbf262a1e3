"""Random programs that build, compile and fit models in the ways in which people write them."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]
IMPORTS = {
    "import keras\nfrom keras import layers": ("layers.", "keras.Sequential", "keras.Model"),
    "import keras\nimport keras.layers as L": ("L.", "keras.models.Sequential", "keras.Model"),
    "import keras\nfrom keras.layers import *\nfrom keras.models import *": (
        "",
        "Sequential",
        "Model",
    ),
    "import keras\nfrom tensorflow.keras import layers, models": (
        "layers.",
        "models.Sequential",
        "models.Model",
    ),
    "import tensorflow as tf\nfrom tensorflow import keras": (
        "tf.keras.layers.",
        "tf.keras.Sequential",
        "keras.Model",
    ),
    "try:\n    import keras\nexcept ImportError:\n    keras = None\nlayers = keras.layers": (
        "layers.",
        "keras.Sequential",
        "keras.models.Model",
    ),
}
UNKNOWN_TRUTHS = ("len(sys.argv) > 5", "os.environ.get('NO_SUCH_NAME') is None")


class Writer:
    """A program in the making."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        imports = self.one(sorted(IMPORTS))
        self.layers, self.sequential, self.model = IMPORTS[imports]
        self.lines = ["import os, sys, functools", imports]
        self.count = 0

    def one(self, choices: Any) -> Any:
        return self.draw(st.sampled_from(list(choices)))

    def fresh(self, base: str = "v") -> str:
        self.count += 1
        return f"{base}{self.count}"

    def say(self, line: str) -> None:
        self.lines.append(line)

    def number(self, value: int) -> str:  # noqa: C901 - one way each
        """An expression that is a number, in one of the ways in which programs say it."""
        way = self.draw(st.integers(0, 13))
        name = self.fresh()
        if way <= 3:
            return str(value)
        if way == 4:
            self.say(f"{name} = {value}")
        elif way == 5:
            self.say(f"{name} = {value - 1}\n{name} += 1")
        elif way == 6:
            self.say(f"{name} = {{'size': {value}, 'rest': [1, 2]}}")
            return f"{name}['size']"
        elif way == 7:
            self.say(f"def {name}(a, b=2):\n    return a * b // 2")
            return f"{name}({value})"
        elif way == 8:
            self.say(f"{name} = [3, {value}, 5]\n{name}.append(7)")
            return f"{name}[1]"
        elif way == 9:
            self.say(f"class {name}:\n    def __init__(self, n):\n        self.n = n")
            return f"{name}({value}).n"
        elif way == 10:
            self.say(f"{name} = int(os.environ.get('NO_SUCH_NAME', '{value}'))")
        elif way == 11:
            test = self.one(UNKNOWN_TRUTHS)
            self.say(
                f"{name} = {value}\nif {test}:\n    {name} = {value}\nelse:\n    {name} = {value}"
            )
        elif way == 12:
            self.say(f"{name} = 0\nfor i in range({value}):\n    {name} += 1")
        else:
            self.say(f"{name} = (lambda a: max(a, 1))({value})")
        return name

    def layer(self) -> str:  # noqa: PLR0911 - one for each layer
        """A layer that takes vectors and gives vectors."""
        size = self.draw(st.integers(1, 6))
        way = self.draw(st.integers(0, 8))
        prefix = self.layers
        if way <= 2:
            act = self.one(["", ", activation='relu'", ", 'tanh'", ", activation=None"])
            return f"{prefix}Dense({self.number(size)}{act})"
        if way == 3:
            return f"{prefix}Dropout({self.one(['0.5', 'rate=0.25', '1 / 4'])})"
        if way == 4:
            return f"{prefix}BatchNormalization({self.one(['', 'momentum=0.9', 'epsilon=1e-5'])})"
        if way == 5:
            return f"{prefix}Activation({self.one(['keras.activations.relu', repr('elu')])})"
        if way == 6:
            penalty = self.one(
                [
                    "keras.regularizers.l2(0.01)",
                    "keras.regularizers.L1(0.1)",
                    "keras.regularizers.L1L2(0.1)",
                ]
            )
            return f"{prefix}Dense(units={self.number(size)}, kernel_regularizer={penalty})"
        if way == 7:
            init = self.one(["'he_normal'", "keras.initializers.RandomNormal(stddev=0.1)"])
            return f"{prefix}Dense({self.number(size)}, kernel_initializer={init}, use_bias=False)"
        return f"{prefix}LeakyReLU({self.one(['', '0.1', 'negative_slope=0.2'])})"

    def stack(self) -> str:
        """A stack; the name of the variable."""
        name, width = self.fresh("model"), self.number(4)
        way = self.draw(st.integers(0, 3))
        held = [self.layer() for _ in range(self.draw(st.integers(1, 4)))]
        entrance = f"{self.layers}Input(shape=({width},))"
        if way == 0:
            self.say(f"{name} = {self.sequential}([{', '.join([entrance, *held])}])")
        elif way == 1:
            self.say(f"{name} = {self.sequential}(name='own')\n{name}.add({entrance})")
            for layer in held:
                self.say(f"{name}.add({layer})")
        elif way == 2:
            self.say(f"{name} = {self.sequential}()\n{name}.add({entrance})")
            self.say(f"for i in range(2):\n    {name}.add({held[0]})")
            self.say(f"{name}.add({self.layers}Dense(3))\n{name}.pop()")
        else:
            self.say(f"def build_{name}(n, depth=2, **kw):\n    m = {self.sequential}()")
            self.say(f"    m.add({self.layers}Input((n,)))\n    for i in range(depth):")
            self.say(f"        m.add({self.layers}Dense(2 ** (i + 1), **kw))\n    return m")
            self.say(f"{name} = build_{name}({width}, activation='relu')")
        return name

    def graph(self) -> str:
        """A graph with branches that meet; the name of the variable."""
        name, width = self.fresh("model"), self.draw(st.integers(2, 5))
        prefix = self.layers
        self.say(f"{name}_in = {prefix}Input(({self.number(width)},), name='{name}_in')")
        self.say(f"x = {name}_in")
        for _ in range(self.draw(st.integers(0, 2))):
            self.say(f"x = {self.layer()}(x)")
        self.say(f"x = {prefix}Dense({width})(x)")
        joined = self.one(
            [
                f"{prefix}Add()([x, {name}_in])",
                f"{prefix}concatenate([x, {name}_in])",
                f"x + {name}_in",
                f"{prefix}Multiply()([x, {prefix}Dense({width}, 'sigmoid')({name}_in)])",
                "x * 2.0",
            ]
        )
        self.say(f"y = {joined}")
        if self.draw(st.booleans()):
            self.say(f"shared = {prefix}Dense(3, name='{name}_shared')\na = shared({name}_in)")
            self.say(f"y = {prefix}Concatenate()([y, a, shared({name}_in)])")
        self.say(f"out = {prefix}Dense({self.number(2)}, name='{name}_out')(y)")
        call = self.one(
            [f"{name}_in, out", f"inputs={name}_in, outputs=out", f"[{name}_in], [out]"]
        )
        self.say(f"{name} = {self.model}({call})")
        return name

    def train(self, name: str) -> None:
        optimizer = self.one(
            [
                "'adam'",
                "keras.optimizers.SGD(0.1, momentum=0.9)",
                "keras.optimizers.Adam(learning_rate=1e-3)",
                "keras.optimizers.RMSprop()",
                "keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.1, 100, 0.9))",
            ]
        )
        loss = self.one(
            ["'mse'", "keras.losses.MeanAbsoluteError()", "keras.losses.LogCosh()", "'mae'"]
        )
        metrics = self.one(
            ["['mae']", "None", "[keras.metrics.MeanSquaredError(name='m')]", "['mae', 'mse']"]
        )
        if self.draw(st.booleans()):
            held = self.fresh("opt")
            self.say(f"{held} = {optimizer}")
            optimizer = held
        frozen = f"for one in {name}.layers[:1]: one.trainable = False\n"
        call = self.one(
            [
                f"{name}.compile({optimizer}, {loss}, metrics={metrics})",
                f"{name}.compile(loss={loss}, optimizer={optimizer}, metrics={metrics})",
                f"{name}.compile(**dict(optimizer={optimizer}, loss={loss}))",
                f"{frozen}{name}.compile({optimizer}, {loss})",
            ]
        )
        self.say(call)
        if self.draw(st.booleans()):
            self.fit(name)

    def fit(self, name: str) -> None:
        self.say("import numpy as np\nxs, ys = np.zeros((8, 4)), np.zeros((8, 2))")
        callbacks = "[keras.callbacks.EarlyStopping('val_loss', patience=3)]"
        call = self.one(
            [
                f"xs, ys, epochs={self.number(2)}",
                f"xs, ys, {self.number(4)}, 2, 0",
                f"xs, ys, validation_split=0.25, callbacks={callbacks}",
                "x=xs, y=ys, validation_data=(xs, ys), shuffle=False",
            ]
        )
        self.say(f"history = {name}.fit({call})")


@st.composite
def programs(draw: Draw) -> str:
    """The text of a program."""
    writer = Writer(draw)
    for _ in range(draw(st.integers(1, 2))):
        name = writer.stack() if draw(st.booleans()) else writer.graph()
        if draw(st.integers(0, 3)):
            writer.train(name)
    return "\n".join([*writer.lines, ""])
