"""Training that sends data away, or writes outside of its run.

## Why

Whoever trains a spec of somebody else does not expect that the values of every epoch are sent to
an address that the spec names (`RemoteMonitor`), or that a callback writes over a file somewhere
on the machine: by an absolute path, by `..`, or by a placeholder that Keras fills in and that
reaches further than a value (`{epoch.__doc__}`). Keras does all of it without a word. `kspec train`
does it only where the address or folder is allowed.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "fit": {"epochs": 10, "callbacks": [{"type": "CSVLogger", "filename": "../../log.csv"}]}
}
```

At `/fit/callbacks/0/filename`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "fit": {"epochs": 10, "callbacks": [{"type": "CSVLogger", "filename": "log.csv"}]}
}
```

## References

- [RemoteMonitor](https://keras.io/api/callbacks/remote_monitor/)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Path

rule = Rule("KS705", "outside-effect", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    if spec is None or spec.fit is None:
        return
    for at, callback in spec.fit.described_callbacks():
        path = spec.path("fit", "callbacks", at)
        if callback.address is not None:
            yield rule.at(
                path,
                f"This sends the values of every epoch to {callback.address}",
                help="kspec train does so only with --allow-address.",
            )
        if callback.writes is not None:
            yield from _file(getattr(callback, callback.writes), (*path, callback.writes))


def _file(written: str, path: Path) -> Iterator[Finding]:
    from kspec.spec.training.callbacks.outside import FILLED, leaves, odd_placeholder

    if leaves(written):
        yield rule.at(
            path,
            f'"{written}" leads out of the directory of the run',
            help='Name a file in it, as "log.csv"; kspec train writes elsewhere only with '
            "--allow-path and an absolute path.",
        )
    elif path[-1] == FILLED and (odd := odd_placeholder(written)) is not None:
        yield rule.at(
            path,
            f'"{odd}" is more than the epoch or a value, and may lead anywhere',
            help='Write placeholders as "{epoch:03d}" or "{val_loss:.2f}".',
        )
