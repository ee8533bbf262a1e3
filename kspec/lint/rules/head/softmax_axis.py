"""Softmax along another axis than the classes.

## Why

The loss takes the values along its axis (the last one, unless it says otherwise) for the
probabilities of the classes, so they must sum to one along that axis. A softmax along another
axis makes the pixels or time steps compete instead, and along axis 0 the samples of a batch.

## Bad

```json
{
  "task": "segmentation",
  "inputs": {"shape": [32, 32, 3]},
  "layers": [
    {"type": "Conv2D", "filters": 4, "kernel_size": 1},
    {"type": "Softmax", "axis": 1}
  ],
  "compile": {"optimizer": "adam", "loss": "sparse_categorical_crossentropy"}
}
```

At `/layers/1/axis`.

## Good

```json
{
  "task": "segmentation",
  "inputs": {"shape": [32, 32, 3]},
  "layers": [
    {"type": "Conv2D", "filters": 4, "kernel_size": 1},
    {"type": "Softmax"}
  ],
  "compile": {"optimizer": "adam", "loss": "sparse_categorical_crossentropy"}
}
```

## References

- [Keras: Softmax layer](https://keras.io/api/layers/activation_layers/softmax/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.lint.finding import Severity
from kspec.lint.head_places import elsewhere, exists, head_path, loss_name, whose
from kspec.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding

rule = Rule(
    "KS316",
    "softmax-axis",
    Severity.WARNING,
    since="0.1",
    reports=("softmax_axis",),
)


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for output, _, _ in model.verdicts.get("softmax_axis", ()):
        last = output.head.last
        if last is None or output.loss is None:
            continue
        axes = ", ".join(map(str, last.axes))
        field = last.node.field("axis")
        path = field if exists(model, field) else head_path(model, output)
        yield rule.at(
            path,
            f'{whose(output)}"{last.node.name}" sums to one along axis {axes}, and '
            f"{loss_name(output)} takes axis {getattr(output.loss.value, 'axis', -1)} "
            "for the classes",
            help="Use the same axis in both; -1 is the last one.",
            related=elsewhere(model, output, path),
        )
