"""Cells of a notebook were last run in another order.

## Why

A notebook shows what its cells did in the order in which they were run, and the next reader runs
them from top to bottom: a variable that a lower cell has changed, or a cell that was run twice,
gives other results then. kspec reads the cells from top to bottom too.

## Bad

```notebook
{
  "cells": [
    {"cell_type": "code", "execution_count": 7, "source": ["import keras"]},
    {"cell_type": "code", "execution_count": 3, "source": ["size = 28"]}
  ]
}
```

## Good

```notebook
{
  "cells": [
    {"cell_type": "code", "execution_count": 1, "source": ["import keras"]},
    {"cell_type": "code", "execution_count": 2, "source": ["size = 28"]}
  ]
}
```

## References

- [JupyterLab: notebooks](https://jupyterlab.readthedocs.io/en/stable/user/notebook.html)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS830", "cells-out-of-order", Severity.ADVICE, since="0.1", reports=("cells_out_of_order",)
)
