"""Softmax over a single unit.

## Why

Softmax makes the values of a row sum to one. A row of one value is therefore always exactly 1,
whatever the network computes: it has no gradient and learns nothing. For a yes-or-no answer the
function for one unit is sigmoid.

## Bad

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "softmax"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]}
}
```

At `/layers/1/activation`.

A softmax layer of its own is the same thing.

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 1},
    {"type": "Softmax"}
  ],
  "compile": {"optimizer": "adam", "loss": "mean_squared_error"}
}
```

At `/layers/2`.

## Good

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]}
}
```

Two softmax units answer yes or no as well, with class numbers 0 and 1 as labels.

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 2, "activation": "softmax"}
  ],
  "compile": {
    "optimizer": "adam",
    "loss": "sparse_categorical_crossentropy",
    "metrics": ["accuracy"]
  }
}
```

## References

- [Keras: layer activations](https://keras.io/api/layers/activations/)
- [Goodfellow, Bengio, Courville: Deep Learning, section 6.2.2](https://www.deeplearningbook.org/contents/mlp.html)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.verdicts.kinds import loss_kind
from kspec.linter.finding import Finding, Severity
from kspec.linter.head_fixes import fix, set_activation
from kspec.linter.head_places import elsewhere, head_path, layer_name, whose
from kspec.linter.head_repair import Ending, become, repair
from kspec.linter.layer_fixes import unsafe
from kspec.linter.rule import Rule

rule = Rule(
    "KS303",
    "softmax-single-unit",
    Severity.ERROR,
    since="0.1",
    reports=("softmax_single_unit",),
)


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for output, _, _ in model.verdicts.get("softmax_single_unit", ()):
        classes = output.target.classes
        many = classes is not None and classes > 2  # two answers need one unit
        distance = loss_kind(output) == "regression" and not many
        loss = None if output.loss is None else output.loss.value
        mend = repair(model, output)
        if loss is not None and loss.kind == "binary" and not many and not loss.takes_logits:
            # One unit and a yes-or-no loss leave one reading.
            mend = fix("Use sigmoid", set_activation(model, output, "sigmoid"))
        elif mend is None and distance:
            mend = unsafe("Use no activation", set_activation(model, output, "linear"))
        elif mend is None and output.loss is not None and not many:
            mend = become(model, output, Ending(1, "sigmoid", "BinaryCrossentropy"), "Use sigmoid")
        path = head_path(model, output)
        yield rule.at(
            path,
            f"{whose(output)}softmax over the single unit of {layer_name(output)} is always 1: "
            "the network cannot learn",
            help=f"Give it one unit for each of the {classes} classes."
            if many
            else "Use no activation for a quantity; for yes or no "
            '"sigmoid" with "binary_crossentropy".'
            if distance
            else 'Use "sigmoid" with 1 unit for yes or no, or one softmax unit for each class.',
            related=elsewhere(model, output, path, "classes"),
            fix=mend,
        )
