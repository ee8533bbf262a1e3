"""Scaler is fitted on the test data.

## Why

A scaler learns the range of the training data, and the model learns with that. Fitted again on the
test data it scales these in another way: the model sees other numbers for the same things, and what
is measured is not what new data will give. Test and validation data are transformed only.

## Bad

```python
import keras
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler()


def prepare(x_train, x_test):
    return scaler.fit_transform(x_train), scaler.fit_transform(x_test)
```

## Good

```python
import keras
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler()


def prepare(x_train, x_test):
    return scaler.fit_transform(x_train), scaler.transform(x_test)
```

## References

- [scikit-learn: data leakage](https://scikit-learn.org/stable/common_pitfalls.html)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS834",
    "scaler-fitted-on-test-data",
    Severity.WARNING,
    since="0.1",
    reports=("scaler_fitted_on_test_data",),
)
