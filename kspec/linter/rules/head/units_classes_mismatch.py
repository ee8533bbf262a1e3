from collections.abc import Iterator, Sequence

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.analysis.target import Target
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.head_places import elsewhere, layer_name, units_path, units_word, whose
from kspec.linter.head_repair import Ending, become, repair
from kspec.linter.rule import Rule

rule = Rule("KS304", "units-classes-mismatch", Severity.ERROR, since="0.1")


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, fault, _ in model.verdicts.get("units_classes_mismatch", ()):
        expected, fix = _expected(output, fault.case), _fix(model, output, fault.case)
        path = units_path(model, output) if fix is None else fix.path
        yield rule.at(
            path,
            f"{whose(output)}{layer_name(output)} has {units_word(output.head.units)}, "
            f"and {expected}",
            help=_help(output, fault.case, repaired=fix is not None),
            fix=fix,
            related=elsewhere(model, output, path, "classes", "shape"),
            unless=fault.unless,
            severity=Severity.ERROR if fault.certain else Severity.WARNING,
        )


def _expected(output: Output, case: str) -> str:
    target = output.target
    if case == "shapes" and target.shape is not None:
        return f"a target has {units_word(target.shape[-1] if target.shape else 1, 'value')}"
    if target.classes is not None:
        return "there is 1 class" if target.classes == 1 else f"there are {target.classes} classes"
    return "the task is " + ("" if output.task is None else output.task.words)


def _fix(model: Analysis, output: Output, case: str) -> Fix | None:
    """Fix of the units by the targets, with the rest of the head that their task requires."""
    fix, target = repair(model, output), output.target
    if fix is not None or case != "shapes" or target.shape is None or output.loss is None:
        return fix
    units = target.shape[-1] if target.shape else 1
    own = Ending(units, str(output.head.activation), type(output.loss.value).__name__)
    if units == 1 and own.activation == "softmax":
        own = Ending(None, "softmax", "SparseCategoricalCrossentropy")
    return None if units is None else become(model, output, own)


def _help(output: Output, case: str, *, repaired: bool) -> str:
    """Advice on the number of units, where it is known."""
    target = output.target
    if case == "shapes" and target.shape is not None:
        return _help_by_shape(target, target.shape, repaired=repaired)
    if case == "one-unit":
        return "Give it one softmax unit for each class."
    if target.classes is None:
        return 'Give it 2 units with softmax, or 1 with sigmoid and "binary_crossentropy".'
    if output.head.units == 1 and target.classes == 2:  # and a target has two values
        return 'Give it 2 units with softmax and "categorical_crossentropy", or targets 0 and 1.'
    if output.head.units == 1 and target.classes > 2:  # one unit is for yes or no
        loss = {"one_hot": "categorical", "multi_hot": "binary"}
        named = loss.get(target.encoding or "", "sparse_categorical") + "_crossentropy"
        return f'Give it {target.classes} units with softmax, and "{named}".'
    return f"Give it {units_word(target.classes)}."


def _help_by_shape(target: Target, shape: Sequence[int | None], *, repaired: bool) -> str:
    """Advice on the number of units by the target's values; the classes of the fix, where it makes
    classes of them.
    """
    several = target.classes is not None and target.classes > 2  # more than yes or no
    if repaired and several and target.encoding == "integer":
        named = "sparse_categorical_crossentropy"
        return f'Give it {target.classes} units with softmax, and "{named}".'
    values = shape[-1] if shape else 1
    numbers = values == 1 and target.encoding is None
    classes = ', or for class numbers take softmax and "sparse_categorical_crossentropy"'
    return f"Give it {units_word(values)}{classes if numbers else ''}."
