"""Facts of a first spec without data: the options, and usual values by default."""

from collections.abc import Mapping

from kspec.starter.facts import CLASSES, COPYING, Facts, Input, StarterError, Target

KINDS = {1: "numbers", 2: "sequence", 3: "image", 4: "volume"}
"""The kind of input by the rank of a sample."""
SHAPES: Mapping[str, tuple[int, ...]] = {
    "sequence_labeling": (50, 8),
    "segmentation": (128, 128, 3),
}
VECTOR = (10,)
USUAL_CLASSES = 10
"""Default number of classes or labels."""


def blank_facts(task: str, shape: tuple[int, ...] | None, classes: int | None) -> Facts:
    """The facts of a task for samples of a shape.

    Raises `StarterError` for a shape of more axes than a first network is made for.
    """
    notes = []
    if shape is None:
        shape = SHAPES.get(task, VECTOR)
        notes.append(f"a sample has the shape {list(shape)}; --shape says another")
    if len(shape) not in KINDS:
        raise StarterError(f"No first network is made for samples of shape {list(shape)}.")
    if classes is None and task in {*CLASSES, "multilabel_classification"}:
        classes = USUAL_CLASSES
        notes.append(f"there are {classes} classes; --classes says how many")
    feed = Input("input", KINDS[len(shape)], shape)
    name = task.replace("_", "-")
    return Facts(name, task, (feed,), _target(task, classes), notes=tuple(notes))


def _target(task: str, classes: int | None) -> Target:
    if task in CLASSES:
        return Target(encoding="integer", classes=classes)
    if task == "binary_classification":
        return Target(encoding="binary")
    if task == "multilabel_classification":
        return Target(encoding="multi_hot", width=classes or USUAL_CLASSES)
    return Target(encoding=None if task == COPYING else "continuous")
