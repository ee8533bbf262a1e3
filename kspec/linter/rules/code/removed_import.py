"""Import of what Keras 3 no longer has.

## Why

Keras 1 and 2 had a module for each kind of layer, `np_utils`, and generators of images and texts.
Keras 3 has one module, `keras.layers`, and left out or moved the others: the program stops with an
`ImportError` before anything is built. What `tensorflow.keras` still has is left alone, and so is
an import under a condition or in a `try`, which may be meant for another version. It is advice:
Keras says so itself at once, and a program for an older Keras is right.

## Bad

```python
from keras.layers.core import Dense
from keras.models import Sequential

model = Sequential([Dense(3, activation="softmax")])
```

## Good

```python
from keras.layers import Dense
from keras.models import Sequential

model = Sequential([Dense(3, activation="softmax")])
```

```python
try:
    from keras.utils import np_utils
except ImportError:
    from keras import utils as np_utils
```

## References

- [Migrating Keras 2 code to Keras 3](https://keras.io/guides/migrating_to_keras_3/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS839", "removed-import", Severity.ADVICE, since="0.1", reports=("removed_import",))
