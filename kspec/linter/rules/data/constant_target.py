from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.analysis.task import ONE_ANSWER
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Path

rule = Rule("KS608", "constant-target", Severity.WARNING, since="0.1", needs=("data",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for output in model.outputs:
        value = _only_value(model, output)
        if value is not None:
            yield rule.at(
                _place(output),
                f'The target of "{output.head.name}" is {value} in all samples',
                help="Look at how the target is chosen.",
                severity=Severity.ERROR if _wants_classes(output) else None,
            )


def _wants_classes(output: Output) -> bool:
    """Whether several classes are declared, which this contradicts."""
    task = output.task
    if task is not None and task.declared and task.name in ONE_ANSWER:
        return True
    return "classes" in output.target.paths and (output.target.classes or 0) > 1


def _only_value(model: Analysis, output: Output) -> str | None:
    """The one value or class in words; None where there are others, or one sample only."""
    if not _is_learned(output):
        return None
    values = None if model.observed is None else model.observed.targets.get(output.head.name)
    if values is not None and (values.samples <= 1 or values.stray is not None):
        return None
    if values is not None and values.only is not None:
        return f'"{values.only}"'
    if values is not None and values.rows == "one_hot" and len(values.counts or ()) == 1:
        # Without weights for each class, the classes are candidates that come with the inputs.
        weighs = output.head.trail.source is not None
        return f"class {next(iter(values.counts or ())):g}" if weighs else None
    limits = output.target.range
    return f"{limits[0]:g}" if limits is not None and limits[0] == limits[1] else None


def _is_learned(output: Output) -> bool:
    """Whether the loss uses the target, and the head can learn it."""
    source = output.head.trail.source
    frozen = source is not None and source.layer is not None and not source.layer.trainable
    return output.loss is not None and not frozen


def _place(output: Output) -> Path:
    written = output.target.paths.get("range")
    return written or (() if output.loss is None else output.loss.path)
