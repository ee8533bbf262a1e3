"""Predictions are compared with labels in another order.

## Why

A generator of images shuffles by default, also for `predict`, while its `classes` are in the order
of the files. A report or a confusion matrix of the two compares each prediction with the label of
another image, and comes out like guessing.

## Bad

```python
from keras.models import load_model
from keras.preprocessing.image import ImageDataGenerator
from sklearn.metrics import confusion_matrix

test = ImageDataGenerator(rescale=1 / 255).flow_from_directory("test", target_size=(64, 64))
predicted = load_model("best.keras").predict(test).argmax(axis=1)
print(confusion_matrix(test.classes, predicted))
```

## Good

```python
from keras.models import load_model
from keras.preprocessing.image import ImageDataGenerator
from sklearn.metrics import confusion_matrix

test = ImageDataGenerator(rescale=1 / 255).flow_from_directory(
    "test", target_size=(64, 64), shuffle=False
)
predicted = load_model("best.keras").predict(test).argmax(axis=1)
print(confusion_matrix(test.classes, predicted))
```

## References

- [Keras: image data loading](https://keras.io/api/data_loading/image/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS838", "shuffled-predictions", Severity.ERROR, since="0.1", reports=("shuffled_predictions",)
)
