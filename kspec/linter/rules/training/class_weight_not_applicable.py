from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import taken_out
from kspec.linter.rule import Rule
from kspec.spec.problem import Related
from kspec.spec.shapes import show

rule = Rule("KS413", "class-weight-not-applicable", Severity.WARNING, since="0.1", needs=("fit",))

ROWS = 2
"""The rank of one answer for each sample."""
WITHOUT_CLASS = {
    "multilabel_classification": "several labels are true at once: only the first one counts",
    "regression": "the targets are quantities, which are cut to whole numbers for it",
}


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if not model.fit.class_weight:
        return
    path = model.known_spec.path("fit", "class_weight")
    if len(model.outputs) > 1:
        yield rule.at(
            path,
            f'"class_weight" is for networks of one output, and this has {len(model.outputs)}',
            help="Give sample weights by output.",
            fix=taken_out(path),
            severity=Severity.ERROR,
        )
        return
    for output in model.outputs:
        why = _why_not(output)
        if why is not None:
            yield rule.at(
                path,
                f'"class_weight" weighs whole samples by their class, and {why}',
                help="Give sample weights, or take a loss that weighs classes itself "
                "(BinaryFocalCrossentropy, Tversky).",
                related=_where(output),
                fix=taken_out(path),
            )


def _why_not(output: Output) -> str | None:
    """Reason why a sample has no single class; None where it may have one."""
    shape, task = output.head.shape, output.task
    if shape is not None and len(shape) > ROWS and output.loss is not None:
        each = f'"{output.head.name}" gives {show(shape)}: a class at every place'
        return None if task is not None and task.per_sample else each
    return None if task is None else WITHOUT_CLASS.get(task.name)


def _where(output: Output) -> tuple[Related, ...]:
    node = output.head.node
    return () if node is None or not node.path else (Related(node.path, "gives the answers"),)
