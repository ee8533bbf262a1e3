"""Scores where the loss expects probabilities.

## Why

A crossentropy takes the logarithm of probabilities. A head without an activation gives scores of
any size, also negative ones. Keras does not complain: it clips them into the range from 0 to 1,
and wherever it clips there is no gradient. Tell the loss that it gets scores (`from_logits`),
which is also the numerically better way, or put the activation into the head.

## Bad

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 10}
  ],
  "compile": {
    "optimizer": "adam",
    "loss": "sparse_categorical_crossentropy",
    "metrics": ["accuracy"]
  }
}
```

At `/compile/loss`.

The same with one unit.

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 1}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy"}
}
```

At `/compile/loss`.

## Good

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 10}
  ],
  "compile": {
    "optimizer": "adam",
    "loss": {"type": "SparseCategoricalCrossentropy", "from_logits": true},
    "metrics": ["accuracy"]
  }
}
```

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ],
  "compile": {
    "optimizer": "adam",
    "loss": "sparse_categorical_crossentropy",
    "metrics": ["accuracy"]
  }
}
```

## References

- [Keras: probabilistic losses](https://keras.io/api/losses/probabilistic_losses/)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.head_fixes import fix, set_logits
from kspec.linter.head_places import elsewhere, layer_name, loss_name, whose
from kspec.linter.rule import Rule

rule = Rule(
    "KS305",
    "logits-without-from-logits",
    Severity.ERROR,
    since="0.1",
    reports=("logits_without_from_logits",),
)


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for output, _, _ in model.verdicts.get("logits_without_from_logits", ()):
        if output.loss is None:
            continue
        function = "sigmoid" if output.loss.value.kind == "binary" else "softmax"
        yield rule.at(
            output.loss.path,
            f"{whose(output)}{loss_name(output)} expects probabilities, and {layer_name(output)} "
            "gives scores: it has no activation",
            help=f'Set "from_logits" to true, or give the head "activation": "{function}".',
            related=elsewhere(model, output, output.loss.path),
            fix=fix('Set "from_logits" to true', set_logits(model, output, on=True)),
        )
