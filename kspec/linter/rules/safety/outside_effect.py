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
