from collections.abc import Iterator

from kspec.analysis.logs import direction, is_undirected, monitors
from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.rule import Rule
from kspec.spec.training.callbacks.callback import MonitorCallback

rule = Rule("KS410", "monitor-mode", Severity.WARNING, since="0.1", needs=("callbacks",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.known_spec
    for path, callback in monitors(spec):
        better = direction(spec, callback.monitor)
        if better is not None and callback.mode in {"min", "max"} and callback.mode != better:
            word = "higher" if better == "max" else "lower"
            yield rule.at(
                (*path, "mode"),
                f'Of "{callback.monitor}", {word} is better, and this waits for the opposite',
                help=f'Write "{better}"'
                + ("." if is_undirected(spec, callback.monitor) else ', or leave "mode" out.'),
                fix=Fix((Edit((*path, "mode"), f'"{better}"'),)),
            )
        elif _is_left_to_keras(callback) and is_undirected(spec, callback.monitor):
            yield rule.at(
                (*path, "monitor"),
                f'Keras cannot tell whether more or less of "{callback.monitor}" is better, '
                "and raises when the first epoch is over",
                help='Say it: "mode" is "min" or "max".',
                fix=Fix((Edit.of_field(model, path, "mode", better),)) if better else None,
                severity=Severity.ERROR,
            )


def _is_left_to_keras(callback: MonitorCallback) -> bool:
    return callback.watches and callback.mode not in {"min", "max"}
