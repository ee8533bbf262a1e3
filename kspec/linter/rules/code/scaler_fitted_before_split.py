"""Scaler is fitted on all data before the split.

## Why

The scaler learns the mean or the range of the test data too. With much data that changes little,
with few samples or outliers the result of the test is too good.

## Bad

```python
import keras
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def prepare(x, y):
    x = StandardScaler().fit_transform(x)
    return train_test_split(x, y)
```

## Good

```python
import keras
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def prepare(x, y):
    x_train, x_test, y_train, y_test = train_test_split(x, y)
    scaler = StandardScaler().fit(x_train)
    return scaler.transform(x_train), scaler.transform(x_test), y_train, y_test
```

## References

- [scikit-learn: data leakage](https://scikit-learn.org/stable/common_pitfalls.html)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS847",
    "scaler-fitted-before-split",
    Severity.ADVICE,
    since="0.1",
    reports=("scaler_fitted_before_split",),
)
