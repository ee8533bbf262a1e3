"""NaN or infinity in the data.

## Why

One NaN in a batch makes all weights NaN. With relu layers the loss may stay finite, and the
network gives one answer for everything; in validation data nothing is seen of it. Keras checks none
of this.

## Bad

```python
import numpy as np

x = np.linspace(-1, 1, 800).reshape(200, 4)
y = x[:, :1] + x[:, 1:2]
x[17, 2] = np.nan
report = kspec.lint(
    {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": 1}],
        "compile": {"optimizer": "adam", "loss": "mse"},
    },
    data=(x, y),
)
```

At `/inputs`.

## Good

```python
import numpy as np

x = np.linspace(-1, 1, 800).reshape(200, 4)
y = x[:, :1] + x[:, 1:2]
x[17, 2] = np.nan
report = kspec.lint(
    {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": 1}],
        "compile": {"optimizer": "adam", "loss": "mse"},
    },
    data=(np.nan_to_num(x), y),
)
```

## References

- [TerminateOnNaN](https://keras.io/api/callbacks/terminate_on_nan/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kspec.analysis.model import Analysis
    from kspec.analysis.observations import ArrayFacts, NonFinite
    from kspec.linter.finding import Finding
    from kspec.spec.problem import Path

rule = Rule("KS605", "not-a-number", Severity.ERROR, since="0.1", needs=("observed",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    seen = model.observed
    if seen is None:
        return
    places = {given.name: given.node.path for given in model.inputs}
    for output in model.outputs:
        places.setdefault(output.head.name, () if output.loss is None else output.loss.path)
    for what, arrays in (
        ("input", seen.inputs),
        ("target", seen.targets),
        ("validation input", seen.validation_inputs),
        ("validation target", seen.validation_targets),
    ):
        yield from _strays(what, arrays, places)


def _strays(
    what: str, arrays: Mapping[str, ArrayFacts], places: Mapping[str, Path]
) -> Iterator[Finding]:
    for name, values in arrays.items():
        if values.stray is not None:
            whose = f'The {what} "{name}"' if len(arrays) > 1 else f"The {what}"
            yield rule.at(
                places.get(name, ()),
                f"{whose} is {values.stray.value} in {values.stray.where}{_more(values.stray)}",
                help="Leave out these rows, or fill in what is missing.",
            )


def _more(stray: NonFinite) -> str:
    return f" ({stray.total} such values in {stray.rows} rows)" if stray.total > 1 else ""
