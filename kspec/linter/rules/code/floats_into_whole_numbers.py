"""Floats are put in place into an array of whole numbers.

## Why

The images of Keras's data sets are `uint8`. `x /= 255` would have to put floats into them, which
numpy refuses; `x = x / 255` makes a new array of floats.

## Bad

```python
import keras

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x /= 255
```

## Good

```python
import keras

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x = x.astype("float32")
x /= 255
```

## References

- [numpy: casting](https://numpy.org/doc/stable/reference/ufuncs.html#casting-rules)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS849",
    "floats-into-whole-numbers",
    Severity.ERROR,
    since="0.1",
    reports=("floats_into_whole_numbers",),
)
