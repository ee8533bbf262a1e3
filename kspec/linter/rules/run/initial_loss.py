"""Loss before training is far above that of guessing

## Why

With fresh weights a classifier should cost about what guessing costs: the logarithm of the number
of classes. A loss many times as high says that the network begins by being sure and wrong, as with
inputs from 0 to 255, and the first epochs only undo that.

## Bad

```run
{
  "initial_loss": 73.4,
  "chance_loss": 2.303,
  "epochs": [{"loss": 9.1}, {"loss": 2.2}]
}
```

## Good

```run
{
  "initial_loss": 2.41,
  "chance_loss": 2.303,
  "epochs": [{"loss": 1.9}, {"loss": 1.2}]
}
```

## References

- [A recipe for training neural networks](https://karpathy.github.io/2019/04/25/recipe/)
"""

from collections.abc import Iterator

from kspec.analysis.trained import Symptom, TrainedRun
from kspec.linter.finding import Severity
from kspec.linter.run_rule import RunRule

rule = RunRule("KS802", "initial-loss", Severity.WARNING, since="0.1")
FAR = 3.0
"""Factor of the loss of a constant guess that a first loss may reach."""


@rule.check_run
def check(run: TrainedRun) -> Iterator[Symptom]:
    first, chance = run.initial, run.evidence.chance_loss
    if first is not None and chance is not None and first > FAR * chance:
        yield rule.symptom(
            f"The loss before training is {first:.4g}; merely guessing costs {chance:.4g}",
            help="Inputs are probably not scaled: begin with Rescaling or Normalization. Or the "
            "output is no probability where the loss takes one.",
        )
