"""Parts of a split are bound to the wrong names.

## Why

`train_test_split(x, y)` gives both parts of `x` first and then both of `y`. Bound in the order of
Keras's `load_data`, the targets of the training are the inputs of the test.

## Bad

```python
import keras
import numpy as np
from sklearn.model_selection import train_test_split

x, y = np.random.rand(90, 4), np.random.rand(90)
x_train, y_train, x_test, y_test = train_test_split(x, y)
keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
```

## Good

```python
import keras
import numpy as np
from sklearn.model_selection import train_test_split

x, y = np.random.rand(90, 4), np.random.rand(90)
x_train, x_test, y_train, y_test = train_test_split(x, y)
keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
```

## References

- [scikit-learn: train_test_split](https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS851", "split-order", Severity.ERROR, since="0.1", reports=("split_order",))
