"""The loss that Keras picks by the shapes."""

from collections.abc import Sequence
from typing import ClassVar

from kspec.spec.training.loss import Loss
from kspec.spec.training.shaping import reading


class ShapedCrossentropy(Loss, abstract=True):
    """``"crossentropy"`` in ``compile``: Keras picks the class by the shapes of output and
    target.
    """

    strict_shapes: ClassVar[bool] = True

    @staticmethod
    def resolve(output_shape: Sequence[int | None], target_shape: Sequence[int | None]) -> str:
        """The class that Keras picks; the shapes include the batch."""
        return {
            "binary": "BinaryCrossentropy",
            "sparse": "SparseCategoricalCrossentropy",
            "categorical": "CategoricalCrossentropy",
        }[reading(output_shape, target_shape)]
