"""Random changes that mix images, blot parts of them out or chain other changes."""

from typing import Annotated, ClassVar

from kspec.spec.dtypes import COUNTS
from kspec.spec.fields import Bool, Int, Number, Seed
from kspec.spec.layers.augmentation import (
    Augmentation,
    Factor,
    Interpolation,
    LongPair,
    Pair,
    UnitFactor,
    each_within,
)
from kspec.spec.layers.augmentation_color import OfColors
from kspec.spec.layers.layer_facts import Runtime
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.markers import After
from kspec.spec.problem import Fault
from kspec.spec.shapes import Structure


def _odd(value: Number | list[Number]) -> Number | list[Number]:
    sizes = value if isinstance(value, list) else [value, value]
    if len(sizes) != 2 or any(size % 2 == 0 for size in sizes):
        raise ValueError("must be an odd number, or a list of two")
    return value


class MixUp(Augmentation):
    """Blends pairs of images and of their labels; keeps the shape."""

    runtime: ClassVar[Runtime] = Augmentation.runtime._replace(unsupported_dtypes=COUNTS)

    alpha: Number = 0.2
    seed: Seed = None


class CutMix(Augmentation):
    """Pastes a part of one image into another, and blends their labels; keeps the shape."""

    runtime: ClassVar[Runtime] = Augmentation.runtime._replace(
        unsupported_dtypes=COUNTS | {"float16", "bfloat16"}
    )

    factor: UnitFactor = 1.0
    seed: Seed = None


class AugMix(OfColors):
    """Blends several chains of random changes of one image; keeps the shape. Images have 3
    channels, or 1.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)
    runtime: ClassVar[Runtime] = OfColors.runtime._replace(unsupported_dtypes=COUNTS)
    by_range: ClassVar[bool] = True
    channels: ClassVar[frozenset[int]] = frozenset((1, 3))
    resamples: ClassVar[bool] = True

    value_range: Pair = [0, 255]
    num_chains: Int = 3
    chain_depth: Int = 3
    factor: Annotated[Factor, each_within(0, 1)] = 0.3
    alpha: Number = 1.0
    all_ops: Bool = True
    interpolation: Interpolation = "bilinear"
    seed: Seed = None

    @property
    def looks_at_colors(self) -> bool:
        # Only one of its changes does, which Keras draws sooner or later.
        return self.all_ops and self.num_chains > 0 and self.chain_depth > 0


class RandAugment(OfColors):
    """Applies ``num_ops`` random changes to each image; keeps the shape. Images have 3 channels, or
    1.
    """

    runtime: ClassVar[Runtime] = OfColors.runtime._replace(unsupported_dtypes=COUNTS)
    by_range: ClassVar[bool] = True
    channels: ClassVar[frozenset[int]] = frozenset((1, 3))
    resamples: ClassVar[bool] = True

    value_range: Pair = [0, 255]
    num_ops: Int = 2
    factor: Annotated[Factor, each_within(0, 1)] = 0.5
    interpolation: Interpolation = "bilinear"
    seed: Seed = None

    @property
    def looks_at_colors(self) -> bool:
        return self.num_ops > 0

    @property
    def needs_range(self) -> bool:
        return self.num_ops > 0

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        low, high = self.value_range
        if low == high and self.num_ops > 0:
            # Keras divides by it when it trains.
            message = f'"value_range" of RandAugment is empty: from {low} to {high}'
            raise Fault("invalid_value", message, field=("value_range",))
        return super().call(inputs, **arguments)


class RandomErasing(Augmentation):
    """Fills a random rectangle of each image; keeps the shape."""

    runtime: ClassVar[Runtime] = Augmentation.runtime._replace(
        unsupported_dtypes=COUNTS | {"float16"}
    )

    factor: UnitFactor = 1.0
    scale: UnitFactor = [0.02, 0.33]
    fill_value: Number | list[Number] | None = None
    value_range: LongPair = [0, 255]
    seed: Seed = None


class RandomGaussianBlur(Augmentation):
    """Blurs images at random; keeps the shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)
    runtime: ClassVar[Runtime] = Augmentation.runtime._replace(
        unsupported_dtypes=COUNTS | {"float16"}
    )

    factor: UnitFactor = 1.0
    kernel_size: Annotated[Factor, After(_odd)] = 3
    sigma: UnitFactor = 1.0
    value_range: LongPair = [0, 255]
    seed: Seed = None
