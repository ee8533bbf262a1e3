"""Layers of a user's own, right and wrong, for the tests of the gate and of the contract."""

import keras
import numpy as np


class Right(keras.layers.Layer):  # type: ignore[misc]  # Keras is not typed
    """A dense layer with everything that Keras asks for."""

    def __init__(self, units: int = 4, rate: float = 0.5, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate
        self.dropout = keras.layers.Dropout(rate)

    def build(self, shape: tuple[int, ...]) -> None:
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")

    def call(self, x: object, training: bool = False) -> object:  # noqa: FBT001, FBT002 - Keras's
        return self.dropout(keras.ops.matmul(x, self.kernel), training=training)

    def compute_output_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        return (*shape[:-1], self.units)

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "units": self.units, "rate": self.rate}


class Undefined(Right):
    def build(self, shape: tuple[int, ...]) -> None:
        self.kernel = self.add_weight(shape=(shape[-1], unit))  # type: ignore[name-defined]  # noqa: F821


class Late(Right):
    def call(self, x: object, training: bool = False) -> object:  # noqa: FBT001, FBT002
        if not hasattr(self, "late"):
            self._tracker.unlock()
            self.late = self.add_weight(shape=(self.units,))
        return super().call(x, training) + self.late


class Promises(Right):
    def compute_output_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        return shape


class Forgets(Right):
    def get_config(self) -> dict[str, object]:
        return dict(keras.layers.Layer.get_config(self))


class Nameless(keras.layers.Layer):  # type: ignore[misc]
    def __init__(self, units: int = 4) -> None:
        super().__init__()

    def call(self, x: object) -> object:
        return x


class Keeps(Right):
    def build(self, shape: tuple[int, ...]) -> None:
        super().build(shape)
        self.shift = np.random.default_rng().normal(size=self.units).astype("float32")

    def call(self, x: object, training: bool = False) -> object:  # noqa: FBT001, FBT002
        return super().call(x, training) + self.shift


class Deaf(Right):
    def call(self, x: object, training: bool = False) -> object:  # noqa: FBT001, FBT002
        return keras.ops.matmul(x, keras.ops.stop_gradient(self.kernel))


class Noisy(Right):
    def call(self, x: object, training: bool = False) -> object:  # noqa: FBT001, FBT002
        return super().call(x) + keras.random.normal((self.units,))


class Numpy(Right):
    def call(self, x: object, training: bool = False) -> object:  # noqa: FBT001, FBT002
        return super().call(np.asarray(x), training)


class Stray(Right):
    def build(self, shape: tuple[int, ...]) -> None:
        import tensorflow as tf

        super().build(shape)
        self.shift = tf.Variable(tf.zeros(self.units))

    def call(self, x: object, training: bool = False) -> object:  # noqa: FBT001, FBT002
        return super().call(x, training) + self.shift


class Shapeless(Right):
    def build(self) -> None:  # type: ignore[override]
        self.kernel = self.add_weight(shape=(8, self.units))


class Silent(Right):
    def call(self, x: object, training: bool = False) -> None:  # noqa: FBT001, FBT002
        super().call(x, training)


class Whole(Right):
    def call(self, x: object, training: bool = False) -> object:  # noqa: FBT001, FBT002
        return keras.ops.mean(super().call(x, training))


class Takes(Right):
    def __call__(self, x: object) -> object:
        return keras.ops.multiply(x, 2)


class Drops(Right):
    def get_config(self) -> dict[str, object]:
        return {"units": self.units, "rate": self.rate}


class Renames(Right):
    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "unit": self.units}


class Taken(Right):
    def __init__(self, units: int = 4, rate: float = 0.5, **kwargs: object) -> None:
        super().__init__(units, rate, **kwargs)
        self.weights: list[object] = []


class Values(Right):
    def call(self, x: object, training: bool = False) -> object:  # noqa: FBT001, FBT002
        return super().call(x if keras.ops.mean(x) > 0 else keras.ops.negative(x), training)


class Turned(Right):
    def build(self, shape: tuple[int, ...]) -> None:
        self.kernel = self.add_weight(shape=(self.units, shape[-1]))


class Anew(Right):
    def call(self, x: object, training: bool = False) -> object:  # noqa: FBT001, FBT002
        return keras.layers.Dense(self.units)(super().call(x, training))


class Inner(keras.layers.Layer):  # type: ignore[misc]
    """Layers inside, and no ``build``: Keras builds them with the first tensor."""

    def __init__(self, units: int = 4, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.first = keras.layers.BatchNormalization()
        self.second = keras.layers.Dense(units)

    def call(self, x: object, training: bool | None = None) -> object:  # noqa: FBT001
        return self.second(self.first(x, training=training))


class Pair(keras.layers.Layer):  # type: ignore[misc]
    def call(self, one: object, other: object) -> object:
        return keras.ops.subtract(one, other)


class Listed(keras.layers.Layer):  # type: ignore[misc]
    def call(self, both: list[object]) -> object:
        return keras.ops.concatenate(both, axis=-1)


class Again(Right):
    def call(self, x: object, training: bool = False) -> object:  # noqa: FBT001, FBT002
        self.late = self.add_weight(shape=(self.units,))
        return super().call(x, training) + self.late


def mean_square(true: object, given: object) -> object:
    return keras.ops.mean(keras.ops.square(keras.ops.subtract(true, given)), axis=-1)


class Own(keras.regularizers.Regularizer):  # type: ignore[misc]
    def __init__(self, by: float = 1.0) -> None:
        self.by = by

    def __call__(self, x: object) -> object:
        return self.by * keras.ops.sum(keras.ops.square(x))

    def get_config(self) -> dict[str, float]:
        return {"by": self.by}
