from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.analysis.verdicts.meaning import answers
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.head_fixes import set_activation, set_loss
from kspec.linter.head_places import elsewhere, layer_name, loss_name, units_path, units_word, whose
from kspec.linter.head_repair import Ending, become, repair
from kspec.linter.layer_fixes import unsafe
from kspec.linter.rule import Rule

rule = Rule("KS301", "loss-task-mismatch", Severity.ERROR, since="0.1")

_MESSAGES = {
    "single-unit": "{loss} chooses among several classes, and {head} has 1 unit",
    "two-sigmoids": "{loss} chooses one of two classes, and the 2 sigmoid units of {head} answer "
    "independently",
    "regression-for-classifier": "{loss} measures distances between quantities, and a {activation} "
    "head with an accuracy metric is meant for classes",
    "regression-for-classes": "{loss} measures distances between quantities, and this is {task}",
    "regression-for-labels": "{loss} measures distances between quantities, and this is {task}",
    "binary-for-classes": "{loss} judges each of {units} by itself, and in {task} exactly one "
    "class is true",
    "one-for-classes": "{loss} with {units} answers yes or no, and this is {task}",
    "hinge-for-classes": "{loss} is for two classes, and this is {task}",
    "classes-for-labels": "{loss} expects exactly one true class, and this is {task}",
    "classes-for-regression": "{loss} is for classes, and this is {task}",
    "binary-for-regression": "{loss} is for answers between no (0) and yes (1), and this is {task}",
}
_SCALES = {
    "binary_classification": 'With 1 unit write "sigmoid" and "binary_crossentropy".',
    "either": 'For yes or no write "binary_crossentropy". For a quantity leave the accuracy out: '
    "it counts equal values.",
    "multilabel_classification": 'Write "sigmoid" and "binary_crossentropy".',
    "regression": 'Write "mean_squared_error" (or "mean_absolute_error"), and no activation for '
    "an unbounded quantity.",
}
_PAIRS = (
    'One-hot rows of two take 2 softmax units and "categorical_crossentropy"; 1 sigmoid unit and '
    '"binary_crossentropy" take one column of 0 and 1.'
)
_CLASSES = 'one softmax unit for each class, and "{}categorical_crossentropy"'


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, fault, _ in model.verdicts.get("loss_task_mismatch", ()):
        if output.loss is None:
            continue
        task = answers(output)
        message = _MESSAGES[fault.case].format(
            loss=loss_name(output),
            head=layer_name(output),
            activation=output.head.activation,
            units=units_word(output.head.units),
            task="" if task is None else task.words,
        )
        of_head = fault.case == "one-for-classes"
        path = units_path(model, output) if of_head else output.loss.path
        yield rule.at(
            path,
            whose(output) + message,
            help=_instead(output, fault.case),
            related=elsewhere(model, output, path, "classes", "encoding", "range"),
            fix=_fix(model, output, fault.case) or repair(model, output),
            severity=Severity.ERROR if fault.certain else Severity.WARNING,
        )


def _instead(output: Output, case: str) -> str:
    """Advice on the loss by the task, the units and the labels."""
    answer = answers(output)
    task = None if answer is None else answer.name
    two = task == "binary_classification"
    if case == "two-sigmoids" or (two and (_has_rows(output) or output.head.units == 2)):
        return _for_two(output, case)
    if case == "single-unit" and task is None:
        return 'For yes or no: "binary_crossentropy" with sigmoid. For more classes: ' + (
            _CLASSES.format("sparse_") + "."
        )
    if case == "binary-for-regression" and output.target.range is None:
        return f'{_SCALES["regression"]} Targets from 0 to 1: say so, "target_range": [0, 1].'
    if case == "regression-for-classifier" and output.head.units == 1:
        task = "either"
    if task in _SCALES:
        return _SCALES[task]
    prefix = {"one_hot": "", "integer": "sparse_"}.get(output.target.encoding or "")
    if prefix is None and case == "regression-for-classifier":  # the targets are rows already
        prefix = ""
    if prefix is None:
        return f"Write {_CLASSES.format('sparse_')} (for one-hot labels without sparse_)."
    return f"Write {_CLASSES.format(prefix)}."


def _for_two(output: Output, case: str) -> str:
    if _has_rows(output):
        return _PAIRS
    loss = loss_name(output) if case == "two-sigmoids" else "sparse_categorical_crossentropy"
    return (
        f'Give the 2 units softmax with "{loss}", or have 1 sigmoid unit with '
        '"binary_crossentropy".'
    )


def _has_rows(output: Output) -> bool:
    return output.target.encoding == "one_hot"


def _fix(model: Analysis, output: Output, case: str) -> Fix | None:
    """Fix with the only answer, where there is one: a binary loss for binary heads."""
    if case == "regression-for-classifier" and output.head.units != 1:
        sparse = output.target.encoding == "integer"
        loss = f"{'Sparse' if sparse else ''}CategoricalCrossentropy"
        return become(model, output, Ending(None, "softmax", loss))
    if case not in {"single-unit", "classes-for-labels"} or output.loss is None:
        return None
    if _has_rows(output) or output.target.classes not in {None, 2}:  # one unit does not answer
        return None
    changes = [set_loss(output, "BinaryCrossentropy")]
    logits = output.loss.value.takes_logits and output.head.activation == "linear"
    if not logits and output.head.activation != "sigmoid":
        changes.append(set_activation(model, output, "sigmoid"))
    return unsafe(*changes, message="Judge every answer by itself")
