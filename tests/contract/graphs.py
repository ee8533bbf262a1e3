"""Random functional models in Keras: branches, shared layers, nested models, operations, many
outputs.
"""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]
"""Type of the functions that `st.data()` and `st.composite` draw with."""


def random_model(draw: Draw, depth: int = 1) -> Any:
    """A model of random wiring; its tensors are of rank 2 or 3.

    Called in a test's body: Keras draws random numbers, which Hypothesis does not want to see in a
    strategy.
    """
    import keras

    return _Grower(draw, keras, depth).model()


class _Grower:
    def __init__(self, draw: Draw, keras: Any, depth: int) -> None:
        self.draw, self.keras, self.depth = draw, keras, depth
        self.flat: list[Any] = []
        self.long: list[Any] = []
        self.shared: list[Any] = []
        self.inputs: list[Any] = []

    def input(self, shape: Any) -> Any:
        return self.keras.Input(batch_shape=shape, name=f"in{self.depth}_{len(self.inputs)}")

    def one(self, items: list[Any]) -> Any:
        return self.draw(st.sampled_from(items))

    def model(self) -> Any:
        for _ in range(self.draw(st.integers(1, 2))):
            self.inputs.append(self.input((None, self.one([2, 3]))))
        self.flat += self.inputs
        if self.draw(st.booleans()):
            self.inputs.append(self.input((None, self.one([None, 4]), 3)))
            self.long.append(self.inputs[-1])
        steps = [self.dense, self.share, self.join, self.operate, self.nest, self.recur, self.split]
        for _ in range(self.draw(st.integers(1, 6))):
            self.one(steps)()
        fresh = [x for x in (*self.flat, *self.long) if all(x is not i for i in self.inputs)]
        ends = self.draw(st.lists(st.sampled_from(fresh or self.flat), min_size=1, max_size=3))
        named = {f"out{index}": end for index, end in enumerate(ends)}
        outputs = self.one([ends, ends[0], named, [ends[0], ends]])
        inputs = self.one([self.inputs, {x.name: x for x in self.inputs}])
        if len(self.inputs) == 1:
            inputs = self.one([inputs, self.inputs[0]])
        return self.keras.Model(inputs, outputs)

    def dense(self) -> None:
        layers = self.keras.layers
        layer = self.one(
            [
                lambda: layers.Dense(self.one([2, 3]), trainable=self.one([True, False])),
                layers.BatchNormalization,
                layers.LayerNormalization,
                lambda: layers.Dropout(0.5),
                lambda: layers.Activation("relu"),
            ]
        )()
        pool = self.one([self.flat, self.long or self.flat])
        pool.append(layer(self.one(pool)))

    def share(self) -> None:
        if not self.shared:
            layer = self.keras.layers.Dense(2)
            x = self.one(self.flat)
            self.shared.append((layer, x.shape[-1]))
            self.flat.append(layer(x))
        layer, size = self.one(self.shared)
        fitting = [x for x in self.flat if x.shape[-1] == size]
        self.flat.append(layer(self.one(fitting)))

    def join(self) -> None:
        layers = self.keras.layers
        x = self.one(self.flat)
        same = [y for y in self.flat if y.shape == x.shape]
        if self.draw(st.booleans()):
            self.flat.append(layers.Concatenate()([x, self.one(self.flat)]))
        else:
            merge = self.one([layers.Add, layers.Multiply, layers.Average])
            self.flat.append(merge()([x, self.one(same)]))

    def operate(self) -> None:
        ops = self.keras.ops
        x = self.one(self.flat)
        found = self.one(
            [
                lambda: x * 2.0 + 1,
                lambda: ops.relu(x),
                lambda: ops.mean(x, axis=-1, keepdims=True),
                lambda: x[:, :1],
                lambda: ops.concatenate([x, x], axis=-1),
                lambda: ops.matmul(x, ops.transpose(ops.ones((2, x.shape[-1])))),
                lambda: ops.tanh(x - ops.max(x, axis=1, keepdims=True)),
                lambda: ops.where(x > 0, x, 0.0),
                lambda: ops.squeeze(ops.expand_dims(x, 1), axis=1),
                lambda: ops.cast(ops.cast(x, "int32"), "float32"),
                lambda: ops.einsum("ab,ac->ac", x, x),
            ]
        )()
        self.flat.append(found)

    def nest(self) -> None:
        if not self.depth:
            return
        x = self.one(self.flat)
        layers = self.keras.layers
        kind = self.one(["sequential", "open", "functional"])
        if kind == "functional":
            inner = _Grower(self.draw, self.keras, self.depth - 1).model()
            given = [self._like(end) for end in inner.inputs]
            keys = sorted(end.name for end in inner.inputs)
            is_named = isinstance(inner.input, dict)
            by_name = dict(zip([end.name for end in inner.inputs], given, strict=True))
            single = given[0] if len(given) == 1 and not is_named else given
            outputs = inner({key: by_name[key] for key in keys} if is_named else single)
            self.flat += [y for y in self.keras.tree.flatten(outputs) if len(y.shape) == 2]
            return
        stack = [layers.Dense(2), layers.Dense(3, activation="relu")]
        first = [self.keras.Input((x.shape[-1],))] if kind == "sequential" else []
        inner = self.keras.Sequential([*first, *stack])
        self.flat.append(inner(x))
        if self.draw(st.booleans()):
            fitting = [y for y in self.flat if y.shape[-1] == x.shape[-1]]
            self.flat.append(inner(self.one(fitting)))

    def _like(self, end: Any) -> Any:
        """A tensor that fits an input: one there is, or a new input of the model."""
        pool = [x for x in (*self.flat, *self.long) if tuple(x.shape) == tuple(end.shape)]
        if pool and self.draw(st.booleans()):
            return self.one(pool)
        self.inputs.append(self.input(end.shape))
        (self.flat if len(end.shape) == 2 else self.long).append(self.inputs[-1])
        return self.inputs[-1]

    def recur(self) -> None:
        layers = self.keras.layers
        if not self.long:
            self.long.append(layers.RepeatVector(3)(self.one(self.flat)))
        x = self.one(self.long)
        kind = self.one(["states", "sequence", "both", "attention", "each"])
        if kind == "states":
            self.flat += layers.LSTM(2, return_state=True)(x)
        elif kind == "sequence":
            self.long.append(layers.GRU(3, return_sequences=True)(x))
        elif kind == "both":
            self.flat.append(layers.Bidirectional(layers.SimpleRNN(2))(x))
        elif kind == "attention":
            self.long.append(layers.MultiHeadAttention(2, 2)(x, value=x))
        else:
            self.long.append(layers.TimeDistributed(layers.Dense(3))(x))

    def split(self) -> None:
        x = self.one(self.flat)
        if x.shape[-1] > 1:
            self.flat += self.keras.ops.split(x, [1], axis=-1)
