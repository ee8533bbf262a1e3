"""Network without anything to train.

## Why

When no layer has trainable weights, `fit` runs through all epochs and changes nothing; Keras only
warns, and so does kspec. Where there are some and no gradient reaches them, Keras raises "No
gradients provided for any variable", and this is an error: whole numbers (of `argmax`, a
comparison, a cast) have no gradient, nor does what is rounded.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu", "trainable": false},
    {"type": "Dense", "units": 1, "activation": "sigmoid", "trainable": false}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy"}
}
```

At `/layers`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]}
}
```

## References

- [Transfer learning and fine-tuning](https://keras.io/guides/transfer_learning/)
"""

from collections.abc import Iterator

from kspec.analysis.gradients import gradient_ends, may_learn
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.layer_fixes import unsafe, without_field
from kspec.linter.rule import Rule

rule = Rule("KS409", "nothing-trainable", Severity.ERROR, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    if spec is None or spec.compile is None or spec.compile.loss is None:
        return
    network, trace = spec.network, model.trace
    if not network.trainable or not any(may_learn(node, trace) for node in network.used):
        yield rule.at(
            (*network.path, "layers"),
            "Nothing in this network can be trained: no layer has trainable weights",
            help='Remove "trainable": false from the layers that should learn.',
            severity=Severity.WARNING,
            fix=_thawed(model),
        )
        return
    for node in gradient_ends(network, trace)[:1]:
        yield rule.at(
            node.path,
            f'No gradient gets past "{node.name}", so nothing before it can be trained',
            help="Leave it out of the network that is trained, and apply it to predictions.",
        )


def _thawed(model: Analysis) -> Fix | None:
    """Edits that unfreeze the last layer with weights, as in transfer learning."""
    frozen = (
        place.node
        for place in reversed(model.places)
        if place.layer is not None and not place.layer.trainable and place.weights
    )
    node = next(frozen, None)
    return None if node is None else unsafe("", without_field(model, node, "trainable"))
