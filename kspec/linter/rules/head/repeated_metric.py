from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Assigned, Output
from kspec.analysis.verdicts.kinds import class_count
from kspec.analysis.verdicts.metrics import encoding, resolved
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.head_places import layer_name, whose
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

Key = tuple[object, ...]

rule = Rule("KS319", "repeated-metric", Severity.WARNING, since="0.1", needs=("compile",))

RIGHT = ("accuracy",)
"""Key of the fraction of right answers, which all of Keras's automatic accuracies count."""
HALF = 0.5


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for output in model.outputs:
        first: dict[Key, Assigned] = {}
        for metric in output.metrics:
            key = (metric.path[-2:-1] if len(metric.path) > 1 else (), *_key(output, metric))
            other = first.setdefault(key, metric)
            if other is not metric:
                yield rule.at(
                    metric.path,
                    f"{whose(output)}{metric.name} is the same number as {other.name}"
                    + _because(output, metric, other),
                    help="Leave one of the two out" + _instead(metric),
                    related=(Related(other.path, "the same number"),),
                    fix=Fix((Edit(metric.path, "", action="remove"),), safe=False),
                    severity=None if _misleads(metric) or _misleads(other) else Severity.ADVICE,
                )


def _key(output: Output, metric: Assigned) -> Key:
    """Key of a metric; equal for metrics that give the same number."""
    value, kind = metric.value, resolved(output, metric)
    one = getattr(value, "k", 1) == 1
    if one and value.is_accuracy and not value.by_equality and kind != "shaped":
        cut = getattr(value, "threshold", HALF)
        if kind == "binary" and cut != HALF:
            return (type(value).__name__, cut)
        return RIGHT if kind != "binary" or _is_pair(output) else ("binary", cut)
    if kind == "confusion" and _is_pair(output) and _is_share(value):
        return RIGHT
    names = [name for name in type(value).model_fields if name not in {"name", "dtype"}]
    return (type(value).__name__, *(repr(getattr(value, name)) for name in names))


def _is_pair(output: Output) -> bool:
    """Whether each answer is one of two shares, of which one is above a half."""
    two = class_count(output) == 2 and output.head.activation == "softmax"
    return two and encoding(output) == "one_hot"


def _is_share(value: object) -> bool:
    """Whether a metric is a precision or recall over all classes, with the threshold at a half."""
    plain = all(getattr(value, name, None) is None for name in ("class_id", "top_k", "thresholds"))
    return type(value).__name__ in {"Precision", "Recall"} and plain


def _misleads(metric: Assigned) -> bool:
    """Whether people take a metric for another number than that of right answers."""
    return not metric.value.is_accuracy or hasattr(metric.value, "k")


def _because(output: Output, metric: Assigned, other: Assigned) -> str:
    if _is_pair(output) and type(metric.value) is not type(other.value):
        return f": of the 2 units of {layer_name(output)} one is always above 0.5"
    return ""


def _instead(metric: Assigned) -> str:
    if hasattr(metric.value, "class_id"):
        return ', or give it "class_id": 1 for that class alone.'
    return "."
