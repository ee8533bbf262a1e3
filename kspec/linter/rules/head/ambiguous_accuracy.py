from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.head_places import elsewhere, layer_name, units_word, whose
from kspec.linter.rule import Rule

rule = Rule("KS315", "ambiguous-accuracy", Severity.WARNING, since="0.1")


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, fault, metric in model.verdicts.get("ambiguous_accuracy", ()):
        if metric is None:
            continue
        labels = fault.case == "labels"
        mend = None
        if labels and isinstance(metric.written, str):
            mend = Fix((Edit(metric.path, '"binary_accuracy"'),), message="Name the metric")
        yield rule.at(
            metric.path,
            f'{whose(output)}"{metric.name}" is read as '
            + (
                f"categorical accuracy for {units_word(output.head.units)} of {layer_name(output)}:"
                " it compares only the largest"
                if labels
                else "binary accuracy, cut at 0.5, and the targets are -1 and 1"
            ),
            help='Write "binary_accuracy".'
            if labels
            else 'Use targets 0 and 1 (Keras\'s hinge takes them too), or the metric "hinge".',
            related=elsewhere(model, output, metric.path, "encoding", "range"),
            fix=mend,
        )
