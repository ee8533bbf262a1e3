"""Training loss does not fall

## Why

Where the loss on the very samples that are trained on stays where it was, the weights do not move,
or move in no direction. More epochs change nothing: the learning rate, the scale of the inputs or
the target is at fault.

## Bad

```run
{
  "initial_loss": 0.6931,
  "epochs": [{"loss": 0.6932}, {"loss": 0.6931}, {"loss": 0.6930}, {"loss": 0.6931}]
}
```

## Good

```run
{
  "initial_loss": 0.6931,
  "epochs": [{"loss": 0.61}, {"loss": 0.52}, {"loss": 0.47}, {"loss": 0.44}]
}
```

## References

- [A recipe for training neural networks](https://karpathy.github.io/2019/04/25/recipe/)
"""

from collections.abc import Iterator

from kspec.analysis.trained import Symptom, TrainedRun
from kspec.linter.finding import Severity
from kspec.linter.run_rule import RunRule

rule = RunRule("KS805", "not-learning", Severity.WARNING, since="0.1")
LATER = 3
"""Number of epochs without learning before the symptom is reported."""
LEARNED = 0.01
"""Fraction of itself by which a loss has to fall for the model to have learned."""


@rule.check_run
def check(run: TrainedRun) -> Iterator[Symptom]:
    losses = run.column("loss")
    known = run.initial is not None and not run.evidence.weighted  # the first loss never is
    start = run.initial if known and run.initial is not None else (losses or [0.0])[0]
    if len(losses) >= LATER and start - min(losses) < LEARNED * abs(start):
        yield rule.symptom(
            f"In {len(losses)} epochs the training loss has not fallen (from {start:.4g} to "
            f"{min(losses):.4g})",
            help="Try another learning rate (10 times more, 10 times less), scale the inputs, and "
            "see whether the target can be told from them.",
        )
