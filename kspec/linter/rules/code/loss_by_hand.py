"""Loss in a training loop does not fit the outputs of the model.

## Why

In a training loop of your own nobody compares the loss with the model. A crossentropy with
`from_logits=True` applies the softmax or sigmoid itself, and a model that ends with it has applied
it already; without, it takes probabilities, and a model without an activation gives scores. Both
run, and learn badly or not at all.

## Bad

```python
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def loss(x, y):
    return loss_fn(y, model(x, training=True))
```

## Good

```python
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def loss(x, y):
    return loss_fn(y, model(x, training=True))
```

## References

- [Keras: probabilistic losses](https://keras.io/api/losses/probabilistic_losses/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS837", "loss-by-hand", Severity.ERROR, since="0.1", reports=("loss_by_hand",))
