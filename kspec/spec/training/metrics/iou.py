"""Metrics of segmentation: intersection over union."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import Bool, Int, Number, PositiveInt
from kspec.spec.markers import Len
from kspec.spec.problem import Problem
from kspec.spec.shapes import Shape
from kspec.spec.training.loss import Targets
from kspec.spec.training.metrics.metric import Kind, Metric
from kspec.spec.training.shaping import Misfit

ClassIds = Annotated[list[Int], Len(1)]


class Overlap(Metric, abstract=True):
    """The overlap of predicted and true regions, from a confusion matrix of all pixels."""

    kind: ClassVar[Kind] = "iou"
    targets: ClassVar[Targets] = "integer"
    direction: ClassVar[Literal["up", "down"] | None] = "up"

    def conflicts(self) -> Iterator[Problem]:
        classes = getattr(self, "num_classes", 2)
        for place, chosen in enumerate(getattr(self, "target_class_ids", ())):
            if chosen >= classes:
                message = (
                    f"There are {classes} classes (0 to {classes - 1}), and this is class {chosen}"
                )
                yield Problem("invalid_value", ("target_class_ids", place), message)


class BinaryIoU(Overlap):
    """Intersection over union of two classes, from probabilities cut at ``threshold``."""

    target_class_ids: ClassIds = [0, 1]
    threshold: Number = 0.5
    targets: ClassVar[Targets] = "binary"
    needs_probabilities: ClassVar[bool] = True

    @property
    def cutoffs(self) -> tuple[float, ...]:
        return (self.threshold,)


class MeanIoU(Overlap):
    """The mean over classes of intersection over union; outputs and targets are class numbers.

    Set ``sparse_y_pred`` to false for outputs with a score for each class.
    """

    num_classes: PositiveInt
    ignore_class: Int | None = None
    sparse_y_true: Bool = True
    sparse_y_pred: Bool = True
    axis: Int = -1

    def misfit(self, shape: Shape) -> Misfit | None:
        classes = shape[-1] if shape and self.picks_largest else None
        if classes is None or classes <= self.num_classes:
            return super().misfit(shape)
        message = f"counts {self.num_classes} classes of {classes}, and leaves out the others"
        return Misfit("num_classes", message, certain=False, help=f"Write {classes}.")

    @property
    def picks_largest(self) -> bool:
        return not self.sparse_y_pred

    @property
    def takes_rows(self) -> bool:
        return not self.sparse_y_true


class IoU(MeanIoU):
    """Intersection over union of the classes in ``target_class_ids``; outputs and targets are
    class numbers.
    """

    target_class_ids: ClassIds


class OneHotMeanIoU(Overlap):
    """The mean over classes of intersection over union; one-hot targets, and a score for each
    class.
    """

    num_classes: PositiveInt
    ignore_class: Int | None = None
    sparse_y_pred: Bool = False
    axis: Int = -1
    targets: ClassVar[Targets] = "one_hot"

    @property
    def picks_largest(self) -> bool:
        return not self.sparse_y_pred


class OneHotIoU(OneHotMeanIoU):
    """Intersection over union of the classes in ``target_class_ids``; one-hot targets."""

    target_class_ids: ClassIds
