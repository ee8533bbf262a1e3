"""Softmax where several labels can be true at once.

## Why

Softmax makes the classes compete: their probabilities sum to one, so a second true label can only
gain what the first one loses. Where each label is true or false for itself (a picture with a cat
and a dog), every label needs a sigmoid of its own, and a loss that judges each by itself.

## Bad

```json
{
  "task": "multilabel_classification",
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 5, "activation": "softmax"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy"}
}
```

At `/layers/1/activation`.

The data say it too.

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 5, "activation": "softmax"}
  ],
  "compile": {"optimizer": "adam", "loss": "categorical_crossentropy"},
  "data": {"classes": 5, "target_encoding": "multi_hot"}
}
```

At `/layers/1/activation`.

## Good

```json
{
  "task": "multilabel_classification",
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 5, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["binary_accuracy"]}
}
```

## References

- [Nam et al.: Large-scale Multi-label Text Classification (2014)](https://arxiv.org/abs/1312.5419)
- [Keras: probabilistic losses](https://keras.io/api/losses/probabilistic_losses/)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.head_fixes import set_activation, set_loss
from kspec.linter.head_places import elsewhere, head_path, layer_name, whose
from kspec.linter.layer_fixes import unsafe
from kspec.linter.rule import Rule

rule = Rule(
    "KS313",
    "multilabel-softmax",
    Severity.ERROR,
    since="0.1",
    reports=("multilabel_softmax",),
)


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for output, fault, _ in model.verdicts.get("multilabel_softmax", ()):
        changes = [set_activation(model, output, "sigmoid")]
        binary = output.loss is not None and output.loss.value.kind == "binary"
        if not binary:
            changes.append(set_loss(output, "BinaryCrossentropy"))
        path = head_path(model, output)
        task = "multilabel classification" if output.task is None else output.task.words
        yield rule.at(
            path,
            f"{whose(output)}softmax makes the labels of {layer_name(output)} compete, "
            f"and in {task} several are true at once",
            help='Use "sigmoid"' + ("." if binary else ' and "binary_crossentropy".'),
            related=elsewhere(model, output, path, "encoding"),
            severity=Severity.ERROR if fault.certain else Severity.WARNING,
            fix=unsafe("Judge every label by itself", *changes),
        )
