"""The same activation twice in a row.

## Why

An activation inside a layer and the same one again as a layer of its own: for `relu` the second
does nothing, for `sigmoid`, `tanh` and `softmax` it squeezes what is squeezed already. One of the
two was forgotten there.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 64, "activation": "relu"},
    {"type": "Activation", "activation": "relu"},
    {"type": "Dense", "units": 1}
  ]
}
```

At `/layers/1/activation`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 64},
    {"type": "BatchNormalization"},
    {"type": "Activation", "activation": "relu"},
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [Layer activation functions](https://keras.io/api/layers/activations/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.linter.finding import Severity
from kspec.linter.layer_fixes import unsafe, without
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.linter.finding import Finding

rule = Rule("KS503", "repeated-activation", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    # A head that is squashed twice is an error of its own (KS306).
    twice = {
        verdict.output.head.trail.steps[-1].node.name
        for verdict in model.verdicts.get("activation_applied_twice", ())
        if verdict.fault.case == "steps"
    }
    for flow in model.flows:
        for following, layer in flow.of("activation"):
            node = flow.previous(following)
            name = None if node is None or node.layer is None else node.layer.activation_name
            if node is None or name not in REPEATABLE or name != layer.activation_name:
                continue
            if flow.next(node) is following and following.name not in twice:
                field = "activation" if "activation" in type(layer).model_fields else ""
                yield rule.at(
                    following.field(field) if field else following.path,
                    f'"{following.name}" repeats the {name} of "{node.name}"',
                    help="Keep one of the two.",
                    fix=unsafe("Remove the second", without(model, following)),
                    related=(Related(node.field("activation"), f"{name} is applied here"),),
                )


REPEATABLE = frozenset(("relu", "sigmoid", "tanh", "softmax", "selu", "elu", "gelu", "silu"))
