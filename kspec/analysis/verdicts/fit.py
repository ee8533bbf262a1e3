"""Does the output fit the target: in rank, in encoding, in size?"""

from kspec.analysis.outputs import Output
from kspec.analysis.verdicts.kinds import CLASS_LOSSES, VECTOR, OutputFault, class_count, loss_kind
from kspec.analysis.verdicts.shapes import broadcasts, equal, fits, of_one_rank
from kspec.spec.shapes import Shape

RANK = "head_rank_mismatch"
ENCODING = "label_encoding_mismatch"
UNITS = "units_classes_mismatch"
AXIS = "softmax_axis"
SAME_SHAPE = frozenset(("binary", "categorical", "regression", "distribution", "overlap", "hinge"))


def target_fault(output: Output) -> OutputFault | None:
    """Fault between the output's shape and the facts of the target."""
    kind, target = loss_kind(output), output.target.shape
    if (
        output.loss is not None
        and target is not None
        and not output.loss.value.takes_target(target)
    ):
        return OutputFault(RANK, "layout")
    if kind not in SAME_SHAPE | {"sparse"}:
        return None
    if not output.head.shape:
        return _by_encoding(output, kind) or _units(output, kind)
    if _classes_stand_first(output, kind):
        return OutputFault(AXIS, "channels", certain=kind == "sparse" and target is not None)
    if target is None:
        return _by_task(output, kind) or _by_encoding(output, kind) or _units(output, kind)
    units = _units(output, kind)
    fault = _by_shape(output, kind, output.head.shape, target)
    if fault is None and None in target:
        fault = _by_encoding(output, kind)
    stretched = fault is not None and not fault.certain
    return units if stretched and units is not None else fault or units


def _classes_stand_first(output: Output, kind: str) -> bool:
    """Whether the classes are along axis 1, as in the outputs of convolutions with
    `channels_first`, and the loss expects them along the last, which has another size.
    """
    shape, target, node = output.head.shape or (), output.target, output.head.node
    first = getattr(None if node is None else node.layer, "data_format", None) == "channels_first"
    last = getattr(None if output.loss is None else output.loss.value, "axis", -1) == -1
    if kind not in CLASS_LOSSES or not first or not last or len(shape) <= VECTOR:
        return False
    alike = kind == "sparse" or target.shape is None or equal(shape[1:], target.shape)
    return alike and target.classes == shape[1] != shape[-1]


def _by_task(output: Output, kind: str) -> OutputFault | None:
    """Fault of the output's rank by the declared task, where the target's shape is not declared."""
    task, rank = output.task, output.head.rank
    if task is None or not task.declared or rank is None:
        return None
    if task.per_sample and rank > VECTOR:
        return OutputFault(RANK, "too-many")
    several = kind in CLASS_LOSSES or (kind == "binary" and output.head.units == 1)
    if task.name in {"sequence_labeling", "segmentation"} and rank <= VECTOR and several:
        return OutputFault(RANK, "too-few")
    return None


def _by_encoding(output: Output, kind: str) -> OutputFault | None:
    encoding, units = output.target.encoding, class_count(output)
    if encoding is None or output.loss is None:
        return None
    if units is None and (kind not in CLASS_LOSSES or encoding not in {"one_hot", "integer"}):
        return None  # one unit takes shapes that several do not
    if kind == "sparse":
        rows = encoding in {"one_hot", "multi_hot"} and units != 1
        return OutputFault(ENCODING, "rows-for-sparse") if rows else None
    if not output.target.numbered or units == 1:
        return None
    if kind == "categorical":
        return OutputFault(ENCODING, "numbers-for-categorical")
    wants_rows = output.loss.value.targets in {"one_hot", "distribution"} or kind == "overlap"
    return OutputFault(ENCODING, "numbers-for-rows") if wants_rows or kind == "binary" else None


def _units(output: Output, kind: str) -> OutputFault | None:
    """Fault between the number of classes and the number of units."""
    units, classes = class_count(output), output.target.classes
    if kind not in CLASS_LOSSES | {"binary"} or units is None:
        return None
    if classes is None:
        return _units_by_task(output, units) if kind in CLASS_LOSSES else None
    if units == classes:
        return None
    if units == 1 and classes <= 2:  # one unit for yes or no
        rows = classes == 2 and output.target.encoding == "one_hot"
        return OutputFault(UNITS, "too-few") if rows and strict(output) else None
    labels = output.task is not None and output.task.name == "multilabel_classification"
    if kind == "binary" and units > 1 and not labels:
        return None
    return OutputFault(UNITS, "too-few") if units < classes else _spare_units(output, kind, units)


def beside(output: Output, fault: OutputFault) -> OutputFault | None:
    """Fault of the units beside one of the encoding, or of the encoding of classes beside one of
    the rank: each stays when the other is mended.
    """
    kind = loss_kind(output)
    if kind is not None and fault.rule == ENCODING:
        units = _units(output, kind)
        rows = output.target.encoding == "one_hot"
        return units if units is not None and (rows or units.case == "too-few") else None
    return _by_encoding(output, kind) if fault.rule == RANK and kind in CLASS_LOSSES else None


def _spare_units(output: Output, kind: str, units: int) -> OutputFault | None:
    """Fault of more units than classes, except for labels that begin above 0: there the last has
    its unit. Rows of a declared shape that fits are such rows along another axis.
    """
    limits, target = output.target.range, output.target
    if kind == "sparse" and limits is not None and limits[1] == units - 1:
        return None
    rows = target.encoding in {"one_hot", "multi_hot"} and target.shape is None
    return OutputFault(UNITS, "too-many", rows and strict(output))


def _units_by_task(output: Output, units: int) -> OutputFault | None:
    """Fault of one unit for several classes, or of more than two for a binary task."""
    if units == 1:
        return OutputFault(UNITS, "one-unit")
    binary = output.task is not None and output.task.name == "binary_classification"
    return OutputFault(UNITS, "too-many", certain=False) if binary and units > 2 else None


def strict(output: Output) -> bool:
    """Whether Keras compares the shapes of target and output for this loss."""
    return output.loss is not None and bool(output.loss.value.strict_shapes)


def _by_shape(output: Output, kind: str, shape: Shape, target: Shape) -> OutputFault | None:
    """Fault between the declared shape of the target and the output's, as Keras compares them."""
    out = shape[1:]
    row = _is_row(output, kind, out)
    if kind == "sparse":
        numbered = output.target.numbered
        return OutputFault(RANK, "shapes") if row else _sparse(out, target, numbered=numbered)
    single = target[-1:] == (1,) and equal((*out[:-1], 1), target)
    ids = not row and (equal(out[:-1], target) or single)
    several = kind == "categorical" and out[-1:] == (None,)  # one class is none to choose from
    if fits(out, target) and not (row or (ids and several)):
        return None
    stretches = not strict(output) and broadcasts(*of_one_rank((None, *out), (None, *target)))
    if ids and kind in {"categorical", "binary"}:
        return _of_ids(output, kind, stretches=stretches)
    if stretches:
        return OutputFault("silent_broadcast", certain=False)
    one_number = len(out) == 1 and not target
    if not one_number and (len(out) != len(target) or not equal(out[:-1], target[:-1])):
        return OutputFault(RANK, "shapes")
    return OutputFault(UNITS, "shapes")


def _is_row(output: Output, kind: str, out: Shape) -> bool:
    """Whether the target is one row of classes for all steps of an output, of which there may be as
    many as classes: it is declared so, or the loss takes rows and a size is unknown.
    """
    target = output.target
    if len(out) <= 1 or target.shape is None or len(target.shape) != 1:
        return False
    if target.encoding in {"one_hot", "multi_hot"}:
        return equal(out[-1:], target.shape)
    if kind == "sparse" or target.numbered:
        return False
    if target.shape == (None,):
        return kind == "categorical"
    return None in out[:-1] and target.shape == out[-1:]


def _of_ids(output: Output, kind: str, *, stretches: bool) -> OutputFault:
    """Fault of a target with one number where the output has several values, over which Keras may
    broadcast it.
    """
    if kind == "categorical":
        certain = output.target.numbered or not stretches
        return OutputFault(ENCODING, "numbers-for-categorical", certain)
    numbers = output.target.numbered or output.target.within_unit is False
    return OutputFault(ENCODING, "numbers-for-rows") if numbers else OutputFault(UNITS, "shapes")


def _sparse(out: Shape, target: Shape, *, numbered: bool) -> OutputFault | None:
    """Fault of class numbers, which need a target of the output's shape without the classes; rows
    have them too, unless they are known to hold a number for each position.
    """
    if not out or equal(out[:-1], target) or equal((*out[:-1], 1), target):
        return None
    if numbered:
        return OutputFault(RANK, "shapes")
    if out[-1] != 1 and equal(out, target):
        return OutputFault(ENCODING, "rows-for-sparse")
    if len(out) == len(target) and equal(out[:-1], target[:-1]):
        return OutputFault(ENCODING, "rows-for-sparse")
    return OutputFault(RANK, "shapes")
