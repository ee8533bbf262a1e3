"""A loss or weight is not finite

## Why

From a NaN or an infinity on, every weight that it reaches is lost, and nothing is learned any more.
Training is stopped at once, the last good epoch is kept, and `kspec train` goes back to the batch
and the layer in which it began.

## Bad

```run
{
  "epochs": [{"loss": 4.2e6}],
  "broken": "the loss is NaN",
  "breakdown": {"batch": 3, "batches": 40, "layer": "dense", "words": "its output is not finite"}
}
```

## Good

```run
{
  "epochs": [{"loss": 2.30}, {"loss": 1.71}]
}
```

## References

- [Keras: TerminateOnNaN](https://keras.io/api/callbacks/terminate_on_nan/)
"""

from collections.abc import Iterator

from kspec.analysis.trained import Symptom, TrainedRun
from kspec.linter.finding import Severity
from kspec.linter.run_rule import RunRule

rule = RunRule("KS801", "loss-not-finite", Severity.ERROR, since="0.1")


@rule.check_run
def check(run: TrainedRun) -> Iterator[Symptom]:
    broken, where = run.evidence.broken, run.evidence.breakdown
    if broken is None:
        return
    epoch = len(run.rows)
    message = f"In epoch {epoch}, {broken}: training was stopped"
    if where is not None:
        part = "of the validation samples" if where.held_out else "of that epoch"
        message += f". It began in batch {where.batch} of {where.batches} {part}: {where.words}"
    yield rule.symptom(
        message,
        help="Lower the learning rate (by 10), scale the inputs, or set clipnorm in the optimizer; "
        "a logarithm or division in a custom loss needs a small constant.",
        epoch=epoch,
        batch=None if where is None else where.batch,
        layer=None if where is None else where.layer,
    )
