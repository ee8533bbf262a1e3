"""Random changes that mix images, blot parts of them out or chain other changes."""

from typing import Annotated, ClassVar

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
from kspec.spec.layers.value_effect import ValueEffect


class MixUp(Augmentation):
    """Blends pairs of images and of their labels; keeps the shape."""

    alpha: Number = 0.2
    seed: Seed = None


class CutMix(Augmentation):
    """Pastes a part of one image into another, and blends their labels; keeps the shape."""

    factor: UnitFactor = 1.0
    seed: Seed = None


class AugMix(Augmentation):
    """Blends several chains of random changes of one image; keeps the shape. Images have 3
    channels, or 1.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True, needs_range=True)

    value_range: Pair = [0, 255]
    num_chains: Int = 3
    chain_depth: Int = 3
    factor: Annotated[Factor, each_within(0, 1)] = 0.3
    alpha: Number = 1.0
    all_ops: Bool = True
    interpolation: Interpolation = "bilinear"
    seed: Seed = None


class RandAugment(Augmentation):
    """Applies ``num_ops`` random changes to each image; keeps the shape. Images have 3 channels, or
    1.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect(needs_range=True)

    value_range: Pair = [0, 255]
    num_ops: Int = 2
    factor: Annotated[Factor, each_within(0, 1)] = 0.5
    interpolation: Interpolation = "bilinear"
    seed: Seed = None


class RandomErasing(Augmentation):
    """Fills a random rectangle of each image; keeps the shape."""

    factor: UnitFactor = 1.0
    scale: UnitFactor = [0.02, 0.33]
    fill_value: Number | list[Number] | None = None
    value_range: LongPair = [0, 255]
    seed: Seed = None


class RandomGaussianBlur(Augmentation):
    """Blurs images at random; keeps the shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)

    factor: UnitFactor = 1.0
    kernel_size: Factor = 3
    sigma: UnitFactor = 1.0
    value_range: LongPair = [0, 255]
    seed: Seed = None
