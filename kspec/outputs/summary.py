"""`kspec summary --output-format json`."""

from typing import Literal, NotRequired, TypedDict


class Row(TypedDict):
    """Layer of the summary."""

    name: str
    class_name: str
    inputs: list[str]
    """The layers that it takes the outputs of, with ``:1`` for the second output of one."""
    output_shape: object
    """Sizes, null for one that is not known; a list or an object of shapes where it has several
    outputs, and null where nothing is known.
    """
    output_dtype: object
    """Dtype in the structure of the shape."""
    trainable_params: int | None
    """Null where the weights cannot be known."""
    non_trainable_params: int | None
    macs: NotRequired[int | None]
    """Multiply-accumulates for one sample, of all calls; null where they cannot be known."""
    receptive_field: NotRequired[list[int] | None]
    """Receptive field: along each spatial axis, the number of positions of the model's input that
    one value depends on; null without a spatial axis, and where it is all of them or unknown.
    """


class FitEstimate(TypedDict):
    """An estimate of the memory that training takes."""

    fixed_bytes: int | None
    """Weights, gradients and optimizer state, where they are known."""
    sample_bytes: int | None
    """Twice the activations of one sample."""
    batch_size: int | None
    """Batch size of the request."""
    batch_bytes: int | None
    """The memory for that batch."""
    memory_bytes: int | None
    """Memory of the request."""
    largest_batch_size: int | None
    """Number of samples that fit; 0 where not one does."""


class SummaryOutput(TypedDict):
    """The size of a network, as `kspec summary --output-format json` writes it."""

    version: Literal[1]
    name: str
    layers: list[Row]
    trainable_params: int | None
    """Null where the weights of some layer cannot be known."""
    non_trainable_params: int | None
    weight_bytes: int | None
    activation_bytes: int | None
    """All outputs of one sample."""
    macs: NotRequired[int | None]
    """Multiply-accumulates of a forward pass of one sample."""
    known_macs: NotRequired[int]
    """MACs of the calls that can be counted."""
    trainable_bytes: NotRequired[int | None]
    """The memory of the weights that are trained, and so of their gradients."""
    optimizer_bytes: NotRequired[int | None]
    """The state of the optimizer; null where none is named, or its state is not known."""
    estimate: NotRequired[FitEstimate]
    """Estimate of the memory, with ``--batch-size`` or ``--memory``."""
